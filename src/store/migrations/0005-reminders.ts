/** What a request for a person is about, the line in which requests are answered, and who is to be told that they still wait. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { ColumnTypes } from '../dialect.ts';

export async function createReminders(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema.alterTable('cases').addColumn('theme', 'text').execute();
  // In the order in which requests are answered, so that somebody's place is found without sorting all of them.
  await sql`create index cases_line on cases (urgency desc, opened_at, id) where state = 'waiting'`.execute(db);
  await db.schema.dropIndex('cases_queue').execute();

  // One for each case, and gone with it.
  await db.schema
    .createTable('reminders')
    .addColumn('case_id', 'text', (column) => column.primaryKey().references('cases.id').onDelete('cascade'))
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('note', types.bytes, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('reminders_due').on('reminders').column('due_at').execute();
}
