/** What people wanted gone or quiet, so that a backup that is put back does not undo it: see `deletions.ts`. */
import type { Kysely } from 'kysely';

export async function createDeletions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deletions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('contact_key', 'text', (column) => column.notNull())
    .addColumn('day', 'bigint', (column) => column.notNull())
    .execute();
}
