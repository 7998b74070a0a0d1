/**
 * A case whose person is held until the transaction ends. Whoever changes a case, and whoever takes a turn, holds the
 * person first: so bot and agents, and agents among themselves, come one after the other.
 */
import type { CaseId } from '../core/ids.ts';
import type { Db, Locks } from './dialect.ts';
import { UNASKED_COLUMNS } from './unasked.ts';

export type HeldCase = NonNullable<Awaited<ReturnType<typeof readCase>>>;

/** @returns null when there is no such case (any more) */
export async function holdCase(db: Db, locks: Locks, id: CaseId): Promise<HeldCase | null> {
  const found = await db.selectFrom('cases').select('contact_id').where('id', '=', id).executeTakeFirst();
  if (found === undefined) return null;
  await locks.forUpdate(db.selectFrom('contacts').select('id').where('id', '=', found.contact_id)).execute();
  return (await readCase(db, id)) ?? null;
}

/** The same without holding anybody: for reading alone. */
export function readCase(db: Db, id: CaseId) {
  return db
    .selectFrom('cases')
    .innerJoin('contacts', 'contacts.id', 'cases.contact_id')
    .select(['cases.id', 'cases.contact_id', 'cases.state', 'cases.owner', 'cases.lease_until', 'cases.language'])
    .select(['cases.topic', 'cases.team_id', 'cases.urgency', 'cases.summary', 'cases.close_reason'])
    .select(['cases.waiting_since', 'cases.taken_at', 'cases.parked_until'])
    .select(['contacts.data_key', 'contacts.address', 'contacts.hidden_at', 'contacts.language as chosen_language'])
    .select(UNASKED_COLUMNS.map((column) => `contacts.${column}` as const))
    .where('cases.id', '=', id)
    .executeTakeFirst();
}
