/** Who is served first when many wait: people who may be in danger. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function markUrgent(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('contacts')
    .addColumn('urgent', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  // In the order in which they are claimed. An older process still finds them here, and sorts them itself.
  await sql`create index contacts_line on contacts (urgent desc, waiting_seq) where waiting_seq is not null`.execute(
    db,
  );
  await sql`drop index contacts_waiting`.execute(db);
}
