/**
 * Somebody does not want to be seen with us: another person may hold their phone. What was not sent goes no more, and
 * nothing is written first (`unasked.ts`) until they come back. Alerts that are queued wait for that day.
 */
import type { ContactId } from '../core/ids.ts';
import { noteDeliveries, noteEvent } from './case-events.ts';
import type { Db } from './dialect.ts';

/** To be called before the turn's own reply is queued. A second time only the moment is noted anew. */
export async function hidePerson(db: Db, contactId: ContactId, nowMs: number): Promise<void> {
  const { hidden_at } = await db
    .selectFrom('contacts')
    .select('hidden_at')
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow(); // it has a turn
  await dropUnsent(db, contactId, nowMs);
  await db.updateTable('contacts').set({ hidden_at: nowMs }).where('id', '=', contactId).execute();
  if (hidden_at === null) await tellDesk(db, contactId, nowMs);
}

/** What was left over from before is an answer to a conversation that is closed. */
export async function showPerson(db: Db, contactId: ContactId, nowMs: number): Promise<void> {
  await dropUnsent(db, contactId, nowMs);
  await db.updateTable('contacts').set({ hidden_at: null }).where('id', '=', contactId).execute();
}

/** An agent sees that their answer was not sent, and why. */
async function dropUnsent(db: Db, contactId: ContactId, nowMs: number): Promise<void> {
  await db
    .deleteFrom('outbox')
    .where('contact_id', '=', contactId)
    .where('state', 'in', ['queued', 'held', 'parked'])
    .where('author', '<>', 'agent')
    .where('alert_fact', 'is', null)
    .execute();
  const unsent = await db
    .updateTable('outbox')
    .set({ state: 'dead', error_code: 'recipient_hidden', updated_at: nowMs })
    .where('contact_id', '=', contactId)
    .where('state', 'in', ['queued', 'held', 'parked'])
    .where('author', '=', 'agent')
    .returning('case_id')
    .execute();
  await noteDeliveries(db, unsent, nowMs);
}

async function tellDesk(db: Db, contactId: ContactId, nowMs: number): Promise<void> {
  const open = await db
    .selectFrom('cases')
    .select('id')
    .where('contact_id', '=', contactId)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  if (open !== undefined) await noteEvent(db, open.id, 'hidden', nowMs);
}
