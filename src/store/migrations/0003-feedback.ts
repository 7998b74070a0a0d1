/** Whether answers helped, and what was asked in vain: counts and questions, without who they are from. */
import type { Kysely } from 'kysely';

export async function createFeedback(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feedback')
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('fact', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('helped', 'integer', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull().defaultTo(1))
    .addPrimaryKeyConstraint('feedback_key', ['day', 'fact', 'language', 'helped'])
    .execute();
  await db.schema
    .alterTable('rumour_reports')
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('rumour'))
    .execute();
}
