/**
 * "Delete my data". Two steps, because the receipt must still reach the person: their words go at once, with the turn
 * that confirmed it; the address and the data key go as soon as the receipt is on its way, or cannot be sent.
 */
import { MINUTE_MS } from '../core/clock.ts';
import type { ContactId } from '../core/ids.ts';
import type { ChannelName } from '../core/contact.ts';
import { dropAlerts } from './alert-wishes.ts';
import { removeCases } from './case-events.ts';
import type { Contacts } from './contacts.ts';
import type { Db, OpenDatabase } from './dialect.ts';

/** A receipt that cannot be sent does not keep the address for longer than this. */
const MAX_WAIT_MS = 10 * MINUTE_MS;

/** First step, inside the turn's transaction and before its reply is queued. */
export async function beginErasure(db: Db, contactId: ContactId, receipt: string, nowMs: number): Promise<void> {
  await db.deleteFrom('outbox').where('contact_id', '=', contactId).execute();
  const cases = await db.selectFrom('cases').select('id').where('contact_id', '=', contactId).execute();
  await removeCases(
    db,
    cases.map(({ id }) => id),
    nowMs,
  );
  await db.deleteFrom('conversations').where('contact_id', '=', contactId).execute();
  await dropAlerts(db, contactId);
  await forgetWords(db, contactId);
  const forgotten = { language: null, hidden_at: null, created_at: nowMs };
  await db
    .updateTable('contacts')
    .set({ ...forgotten, erasing_since: nowMs })
    .where('id', '=', contactId)
    .execute();
  await db
    .insertInto('erasures')
    .values({ contact_id: contactId, receipt, erased_at: nowMs })
    .onConflict((conflict) => conflict.column('contact_id').doUpdateSet({ receipt, erased_at: nowMs }))
    .execute();
}

/** What waits for a turn is kept: it was written after the wish, and belongs to a new conversation. */
async function forgetWords(db: Db, contactId: ContactId): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ body: null, contact_id: null, reason: null })
    .where('contact_id', '=', contactId)
    .where('state', '<>', 'waiting')
    .execute();
}

/**
 * Second step: removes everybody whose receipt is out, and every byte of them from the files.
 *
 * @returns the channel of each person who was removed
 */
export async function finishErasures(
  database: OpenDatabase,
  contacts: Contacts,
  nowMs: number,
): Promise<readonly ChannelName[]> {
  const removed = await database.write(async (db) => {
    // Held until they are gone: who writes at this very moment comes before it or is somebody new, and loses nothing.
    const query = db
      .selectFrom('contacts')
      .select(['id', 'channel', 'erasing_since'])
      .where('erasing_since', 'is not', null)
      // Somebody who writes again meanwhile begins anew: their next turn takes the mark off.
      .where('waiting_seq', 'is', null)
      .where('lease_until', '<=', nowMs);
    const due = await database.locks.skipLocked(query).execute();
    const gone: ChannelName[] = [];
    for (const { id, channel, erasing_since } of due) {
      const overdue = nowMs - (erasing_since ?? 0) > MAX_WAIT_MS;
      if (!overdue && (await hasUnsent(db, id))) continue;
      await removeContact(db, id);
      contacts.forget(id);
      gone.push(channel);
    }
    return gone;
  });
  if (removed.length > 0) await database.wipe();
  return removed;
}

async function hasUnsent(db: Db, contactId: ContactId): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .select('seq')
    .where('contact_id', '=', contactId)
    .where('state', 'in', ['queued', 'sending', 'held'])
    .executeTakeFirst();
  return row !== undefined;
}

/** Both steps at once and without a receipt, for somebody who has had theirs: see `deletions.ts`. */
export async function eraseAtOnce(db: Db, contactId: ContactId, nowMs: number): Promise<void> {
  const cases = await db.selectFrom('cases').select('id').where('contact_id', '=', contactId).execute();
  await removeCases(
    db,
    cases.map(({ id }) => id),
    nowMs,
  );
  await db
    .updateTable('inbox')
    .set({ state: 'done' })
    .where('contact_id', '=', contactId)
    .where('state', '=', 'waiting')
    .execute();
  await removeContact(db, contactId);
}

async function removeContact(db: Db, contactId: ContactId): Promise<void> {
  await forgetWords(db, contactId);
  await db.deleteFrom('contacts').where('id', '=', contactId).execute();
}
