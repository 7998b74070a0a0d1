/**
 * What a house that was put back from a backup must not do by itself. Between the backup and the day it is put back the
 * old house went on: what was about to be sent has been sent, most likely, and nobody can ask the provider. A person gets
 * an answer twice, or one that an agent has taken back, or is written to although they do not want to be seen. So all of
 * it is put aside where somebody of the team sees it, and nothing is lost: `npm run outbox` lists it and sends it again.
 *
 * A message that waited for its answer has had it, most likely, from the old house. It is put aside too: it stands in the
 * conversation, and whoever got no answer writes again.
 */
import type { Db } from '../dialect.ts';

export interface PutAside {
  /** Messages of ours that may have been sent. */
  readonly replies: number;
  /** Messages of people that may have been answered. */
  readonly messages: number;
  /** Reminders and alerts that may have been sent. */
  readonly notices: number;
}

/** What counted people see of it: the reason in the inbox, and beside it in `npm run outbox`. */
const REASON = 'restored';

/** @param downSinceMs - since when the old house took nothing in any more */
export async function putAside(db: Db, downSinceMs: number, nowMs: number): Promise<PutAside> {
  const replies = await db
    .updateTable('outbox')
    .set({ state: 'dead', error_code: 'restored', provider_code: null, lease_token: null, updated_at: nowMs })
    // `parked`: an agent's words that wait for the person, who may have come since.
    .where('state', 'in', ['queued', 'sending', 'held', 'parked'])
    .executeTakeFirst();
  const messages = await db
    .updateTable('inbox')
    .set({ state: 'parked', reason: REASON })
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  await db
    .updateTable('contacts')
    .set({ waiting_seq: null, lease_token: null, lease_until: 0, not_before: 0 })
    .where((eb) => eb.or([eb('waiting_seq', 'is not', null), eb('lease_until', '>', 0)]))
    .execute();
  await readListFrom(db, downSinceMs);
  return {
    replies: Number(replies.numUpdatedRows),
    messages: Number(messages.numUpdatedRows),
    notices: await dropNotices(db, nowMs),
  };
}

/** Those whose time has come since the backup. A fact that changed meanwhile is learned without telling anybody. */
async function dropNotices(db: Db, nowMs: number): Promise<number> {
  const reminders = await db.deleteFrom('reminders').where('due_at', '<=', nowMs).executeTakeFirst();
  const alerts = await db.deleteFrom('due_alerts').where('not_before', '<=', nowMs).executeTakeFirst();
  await db.deleteFrom('fact_versions').execute();
  return Number(reminders.numDeletedRows + alerts.numDeletedRows);
}

/**
 * What Twilio's list has from before was answered by the old house; of people who were deleted since, it still has the
 * words. See `catch-up.ts`.
 */
async function readListFrom(db: Db, downSinceMs: number): Promise<void> {
  await db
    .updateTable('sweeps')
    .set({ seq: downSinceMs })
    .where('name', 'in', ['sms_caught_up', 'whatsapp_caught_up'])
    .execute();
}

/** Who signed out since, or was disabled, must not be back in with an old cookie: everybody signs in again. */
export async function endSignIns(db: Db): Promise<void> {
  await db.deleteFrom('challenges').execute();
  await db.deleteFrom('sessions').execute();
}
