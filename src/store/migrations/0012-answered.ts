/** How long people usually wait is asked for with every look at the queue: of the latest answers, without reading all cases. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function indexAnswered(db: Kysely<unknown>): Promise<void> {
  await sql`create index cases_answered on cases (answered_at) where answered_at is not null`.execute(db);
}
