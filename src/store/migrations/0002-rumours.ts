/** Rumour reports: what people say and offer, without who passed it on. */
import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../dialect.ts';

export async function createRumours(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  // No contact, no number that counts up and no time finer than a day: nothing to join with a person's messages.
  await db.schema
    .createTable('rumour_reports')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('text_key', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('forwarded', 'text')
    .addColumn('body', types.bytes, (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('reported_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('rumour_reports_text', ['reported_at', 'text_key'])
    .execute();
}
