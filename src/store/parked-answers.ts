/** Answers that an agent wrote while WhatsApp's window was closed. They go out when the person writes again. */
import { sql } from 'kysely';
import type { ContactId } from '../core/ids.ts';
import { noteDeliveries } from './case-events.ts';
import type { Db } from './dialect.ts';
import { statement } from './statement.ts';
import { mayWriteTo, UNASKED_COLUMNS } from './unasked.ts';

const findParked = statement((db, given: { contactId: ContactId }) =>
  db
    .selectFrom('outbox')
    .select('seq')
    .where('contact_id', '=', given.contactId)
    .where('state', '=', sql.lit('parked'))
    .limit(1),
);

/**
 * To be called in the transaction of the turn, after its effects: who has just asked us to stop gets nothing.
 *
 * @returns whether anything goes out
 */
export async function releaseParked(db: Db, contactId: ContactId, nowMs: number): Promise<boolean> {
  const [parked] = await findParked(db, { contactId });
  if (parked === undefined) return false;
  const person = await db
    .selectFrom('contacts')
    .select(UNASKED_COLUMNS)
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow(); // it has a turn
  if (mayWriteTo(person, nowMs) !== 'yes') return false;
  const released = await db
    .updateTable('outbox')
    .set({ state: 'queued', next_at: nowMs, created_at: nowMs, updated_at: nowMs })
    .where('contact_id', '=', contactId)
    .where('state', '=', 'parked')
    .where('body', 'is not', null)
    .returning('case_id')
    .execute();
  await noteDeliveries(db, released, nowMs);
  return released.length > 0;
}
