/** Somebody wants no more messages, or wants them again. */
import type { ContactId } from '../core/ids.ts';
import { dropAlerts } from './alert-wishes.ts';
import type { Db } from './dialect.ts';

/** After a stop nothing more goes out, also nothing that was written before. */
export async function stopPerson(db: Db, contactId: ContactId, nowMs: number): Promise<void> {
  await db.updateTable('contacts').set({ opted_out_at: nowMs }).where('id', '=', contactId).execute();
  await db
    .updateTable('outbox')
    .set({ state: 'dead', error_code: 'recipient_opted_out', updated_at: nowMs })
    .where('contact_id', '=', contactId)
    .where('state', 'in', ['queued', 'held', 'parked'])
    .execute();
  await dropAlerts(db, contactId);
}

export async function resumePerson(db: Db, contactId: ContactId): Promise<void> {
  await db.updateTable('contacts').set({ opted_out_at: null }).where('id', '=', contactId).execute();
}
