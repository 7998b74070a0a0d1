/** The way back from an agent to the automatic answers. The person is told once, or not at all where we may not write. */
import type { CloseReason } from '../core/desk.ts';
import type { AgentId, CaseId, ContactId, IdSource } from '../core/ids.ts';
import type { ReturnNotice, ReturnState } from '../core/notice.ts';
import type { Reply } from '../core/reply.ts';
import type { Snapshot } from '../core/turn.ts';
import { noteEvent } from './case-events.ts';
import { countCase } from './case-figures.ts';
import { backInQueue } from './case-states.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { DataKey } from './cipher.ts';
import type { Contacts } from './contacts.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import { holdCase } from './held-case.ts';
import type { HeldCase } from './held-case.ts';
import type { Spend } from './spend.ts';
import { mayWriteTo, queueUnasked } from './unasked.ts';
import type { MayWrite } from './unasked.ts';

export type Returned =
  /** `told`: whether the person was written to, or why not. */
  | { readonly kind: 'returned'; readonly told: MayWrite }
  /** No agent has it: there is nothing to give back, and nobody is told twice. */
  | { readonly kind: 'not_taken' };

export interface ReturnParts {
  readonly database: OpenDatabase;
  readonly contacts: Contacts;
  readonly ids: IdSource;
  readonly spend: Spend;
  readonly nowMs: () => number;
}

/** What is given back, how, and by whom; `by` is null when nobody of the team did it. */
export interface Return {
  readonly caseId: CaseId;
  readonly state: ReturnState;
  readonly by: AgentId | null;
  /** Why it is closed. */
  readonly reason: CloseReason | null;
}

/**
 * Gives a conversation that an agent has back to the bot, in one transaction: the case, the word to the person, and a
 * conversation that begins afresh.
 *
 * @param compose - puts the word to the person into their language; may be asked twice
 */
export function returnToBot(
  parts: ReturnParts,
  caseId: CaseId,
  state: ReturnState,
  compose: (notice: ReturnNotice) => Reply,
): Promise<Returned> {
  return parts.database.write(async (db) => {
    const held = await holdCase(db, parts.database.locks, caseId);
    if (held === null) return { kind: 'not_taken' };
    return giveBack(db, parts, held, { caseId, state, by: null, reason: null }, compose);
  });
}

/** The same inside a transaction that holds the case. */
export async function giveBack(
  db: Db,
  parts: ReturnParts,
  held: HeldCase,
  back: Return,
  compose: (notice: ReturnNotice) => Reply,
): Promise<Returned> {
  const nowMs = parts.nowMs();
  if (!(await leave(db, back, nowMs))) return { kind: 'not_taken' };
  const dataKey = parts.contacts.dataKey(held.contact_id, held.data_key);
  await beginAfresh(db, held.contact_id, dataKey, nowMs);
  return { kind: 'returned', told: await tellReturn(db, parts, held, back.state, compose) };
}

/** @returns whether the person was written to, or why not */
export async function tellReturn(
  db: Db,
  { contacts, ids, spend, nowMs: now }: ReturnParts,
  held: HeldCase,
  state: ReturnState,
  compose: (notice: ReturnNotice) => Reply,
): Promise<MayWrite> {
  const nowMs = now();
  const told = mayWriteTo(held, nowMs);
  if (told !== 'yes') return told;
  const { channel, contact_id: contactId } = held;
  const dataKey = contacts.dataKey(contactId, held.data_key);
  const reply = compose({ channel, language: held.chosen_language ?? held.language, state });
  const to = { contactId, address: contacts.readAddress(contactId, dataKey, held.address) };
  if ((await spend.charge(db, 'answer', to, reply, nowMs)).kind === 'refused') return 'sms_limit';
  await queueUnasked(db, { id: ids.outboxId(), contactId, channel, dataKey, reply }, nowMs);
  return told;
}

/** One conditional update decides, so that of two clicks only one counts. */
async function leave(db: Db, { caseId, state, by, reason }: Return, nowMs: number): Promise<boolean> {
  const left = await db
    .updateTable('cases')
    .set((eb) => (state === 'closed' ? closedNow(reason, nowMs) : backInQueue(eb, nowMs)))
    .where('id', '=', caseId)
    .where('state', '=', 'taken')
    .returning('id')
    .executeTakeFirst();
  if (left === undefined) return false;
  if (state === 'closed') await countCase(db, caseId);
  await db.deleteFrom('reminders').where('case_id', '=', caseId).execute();
  await noteEvent(db, caseId, state === 'closed' ? 'closed' : 'returned', nowMs, by);
  return true;
}

/** The owner stays: it is they who may open it again. */
export function closedNow(reason: CloseReason | null, nowMs: number) {
  return {
    state: 'closed' as const,
    closed_at: nowMs,
    close_reason: reason,
    lease_until: 0,
    parked_until: null,
    waiting_since: null,
  };
}

/** What the bot asked before the agent came is long past: only the language and the count of turns stay. */
export async function beginAfresh(db: Db, contactId: ContactId, dataKey: DataKey, nowMs: number): Promise<void> {
  const place = `conversations|snapshot|${contactId}` as const;
  const row = await db
    .selectFrom('conversations')
    .select('snapshot')
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  if (row === undefined) return;
  const before = JSON.parse(decrypt(dataKey, place, row.snapshot).toString()) as Snapshot; // sealed by us
  const after: Snapshot = { ...before, offered: [], dialogs: null };
  await db
    .updateTable('conversations')
    .set({ snapshot: encrypt(dataKey, place, JSON.stringify(after)), updated_at: nowMs })
    .where('contact_id', '=', contactId)
    .execute();
}
