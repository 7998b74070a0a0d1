/** Who asked not to be seen: nothing of ours appears on their phone until they write again. */
import type { Kysely } from 'kysely';

export async function createHidden(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('contacts').addColumn('hidden_at', 'bigint').execute();
}
