/** The rows that one turn reads and writes, each by a statement that is built once. What they mean stands in `turns.ts`. */
import { sql } from 'kysely';
import type { CaseState } from '../core/case.ts';
import type { ChannelName } from '../core/contact.ts';
import type { CaseId, ContactId, OutboxId } from '../core/ids.ts';
import type { Effect } from '../core/effect.ts';
import type { InboundKind } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { Snapshot } from '../core/turn.ts';
import { noteEvents } from './case-events.ts';
import { backInQueue } from './case-states.ts';
import { encrypt } from './cipher.ts';
import type { DataKey } from './cipher.ts';
import { statement } from './statement.ts';
import type { Db } from './dialect.ts';
import type { WaitingMessage } from './turns.ts';

const renewLease = statement((db, given: { id: ContactId; token: string; leaseUntil: number; receivedAt: number }) =>
  db
    .updateTable('contacts')
    .set({ lease_until: given.leaseUntil, erasing_since: null, last_inbound_at: given.receivedAt })
    .where('id', '=', given.id)
    .where('lease_token', '=', given.token)
    .returning(['data_key', 'waiting_seq']),
);

interface HeldContact {
  /** Wrapped. */
  readonly data_key: Uint8Array;
  /** Which of their messages waits, as far as that is known. */
  readonly waiting_seq: number | null;
}

/** @returns undefined when somebody else has the contact now */
export async function holdContact(
  db: Db,
  claim: { readonly contactId: ContactId; readonly token: string },
  message: WaitingMessage,
  leaseUntil: number,
): Promise<HeldContact | undefined> {
  const [held] = await renewLease(db, {
    id: claim.contactId,
    token: claim.token,
    leaseUntil,
    receivedAt: message.receivedAtMs,
  });
  return held;
}

const handBack = statement(
  (db, given: { id: ContactId; token: string; now: number; receivedAt: number; seq: number }) =>
    db
      .updateTable('contacts')
      .set((eb) => ({
        lease_token: null,
        lease_until: given.now,
        erasing_since: null,
        last_inbound_at: given.receivedAt,
        waiting_seq: eb
          .selectFrom('inbox')
          .select('inbox.seq')
          .whereRef('inbox.contact_id', '=', 'contacts.id')
          .where('inbox.seq', '>', given.seq)
          .where('inbox.state', '=', sql.lit('waiting'))
          .orderBy('inbox.seq')
          .limit(1),
      }))
      .where('id', '=', given.id)
      .where('lease_token', '=', given.token)
      .returning(['data_key', 'waiting_seq']),
);

/**
 * Holds the contact for what is left of this transaction, and gives them back with its end: this was the last message that
 * was taken.
 *
 * @returns undefined when somebody else has the contact now
 */
export async function holdToTheEnd(
  db: Db,
  claim: { readonly contactId: ContactId; readonly token: string },
  message: WaitingMessage,
  nowMs: number,
): Promise<HeldContact | undefined> {
  const [held] = await handBack(db, {
    id: claim.contactId,
    token: claim.token,
    now: nowMs,
    receivedAt: message.receivedAtMs,
    seq: message.seq,
  });
  return held;
}

/** Whoever was given back waits for this message again, or not before a while. */
export async function waitAgain(
  db: Db,
  contactId: ContactId,
  columns: { readonly waiting_seq: number } | { readonly not_before: number },
): Promise<void> {
  await db.updateTable('contacts').set(columns).where('id', '=', contactId).execute();
}

export interface OpenCase {
  readonly id: CaseId;
  readonly state: CaseState;
}

const lookAtDesk = statement((db, given: { contactId: ContactId }) =>
  db
    .selectFrom('contacts')
    .leftJoin('cases', (join) =>
      join.onRef('cases.contact_id', '=', 'contacts.id').on('cases.state', '<>', sql.lit('closed')),
    )
    .select(['cases.id', 'cases.state'])
    .select((eb) =>
      eb
        .selectFrom('outbox')
        .select('outbox.seq')
        .whereRef('outbox.contact_id', '=', 'contacts.id')
        .where('outbox.state', '=', sql.lit('parked'))
        .limit(1)
        .as('parked_seq'),
    )
    .where('contacts.id', '=', given.contactId),
);

/** What the desk has to do with this person: their open case, of which there is at most one, and whether an answer is parked. */
export async function readDesk(
  db: Db,
  contactId: ContactId,
): Promise<{ readonly open: OpenCase | undefined; readonly hasParked: boolean }> {
  const [row] = await lookAtDesk(db, { contactId });
  if (row === undefined) return { open: undefined, hasParked: false };
  const { id, state, parked_seq } = row;
  return { open: id === null || state === null ? undefined : { id, state }, hasParked: parked_seq !== null };
}

/** Names and numbers of people who never wrote to us: gone with the turn that saw them. */
const NEVER_KEPT: readonly InboundKind[] = ['contacts'];
/** Where somebody is: used once and gone with the turn, unless they sent it to an agent. */
const KEPT_FOR_AGENTS: readonly InboundKind[] = ['location'];

const settleMessage = statement(
  (db, given: { seq: number; state: 'done' | 'with_agent' | 'parked'; reason: string | null }) =>
    db.updateTable('inbox').set({ state: given.state, reason: given.reason }).where('seq', '=', given.seq),
);

const settleAndDrop = statement(
  (db, given: { seq: number; state: 'done' | 'with_agent' | 'parked'; reason: string | null }) =>
    db.updateTable('inbox').set({ state: given.state, reason: given.reason, body: null }).where('seq', '=', given.seq),
);

export async function markDone(
  db: Db,
  message: WaitingMessage,
  state: 'done' | 'with_agent' | 'parked',
  reason: string | null,
  effects: readonly Effect[] = [],
): Promise<void> {
  const { kind: sent } = message.inbound.content;
  const isForgotten =
    NEVER_KEPT.includes(sent) ||
    (KEPT_FOR_AGENTS.includes(sent) && state !== 'with_agent') ||
    effects.some(({ kind }) => kind === 'forget_message');
  await (isForgotten ? settleAndDrop : settleMessage)(db, { seq: message.seq, state, reason });
}

export async function markAttempt(db: Db, message: WaitingMessage): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ attempts: message.attempts + 1 })
    .where('seq', '=', message.seq)
    .execute();
}

/** Who has a case open hears of each message; a case that was put aside waits again. */
export async function noteMessage(
  db: Db,
  open: OpenCase | undefined,
  message: WaitingMessage,
  nowMs: number,
): Promise<void> {
  if (open === undefined) return;
  const wakes = open.state === 'parked';
  await db
    .updateTable('cases')
    .set((eb) => (wakes ? backInQueue(eb, nowMs) : { waiting_since: eb.fn.coalesce('waiting_since', eb.val(nowMs)) }))
    .where('id', '=', open.id)
    .execute();
  const caseId = open.id;
  const written = { caseId, kind: 'message', inboxSeq: message.seq } as const;
  await noteEvents(db, wakes ? [{ caseId, kind: 'reopened' }, written] : [written], nowMs);
}

const insertReply = statement(
  (
    db,
    given: {
      id: OutboxId;
      contactId: ContactId;
      channel: ChannelName;
      inboxSeq: number;
      body: Uint8Array;
      nextAt: number;
      now: number;
    },
  ) =>
    db.insertInto('outbox').values({
      id: given.id,
      contact_id: given.contactId,
      channel: given.channel,
      inbox_seq: given.inboxSeq,
      author: 'bot',
      body: given.body,
      state: 'queued',
      next_at: given.nextAt,
      lease_token: null,
      provider_key: null,
      error_code: null,
      provider_code: null,
      billed: null,
      created_at: given.now,
      updated_at: given.now,
    }),
);

export async function queueReply(
  db: Db,
  id: OutboxId,
  to: { readonly contactId: ContactId; readonly channel: ChannelName },
  message: WaitingMessage,
  reply: Reply,
  dataKey: DataKey,
  at: { readonly nowMs: number; readonly nextAtMs: number },
): Promise<void> {
  const body = encrypt(dataKey, `outbox|body|${id}`, JSON.stringify(reply));
  const { contactId, channel } = to;
  await insertReply(db, { id, contactId, channel, inboxSeq: message.seq, body, nextAt: at.nextAtMs, now: at.nowMs });
}

/** What waits to be sent to this person goes ahead with what must: their messages leave in order. */
export async function hurryReplies(db: Db, contactId: ContactId, nextAtMs: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ next_at: nextAtMs })
    .where('contact_id', '=', contactId)
    .where('state', '=', 'queued')
    .where('alert_fact', 'is', null)
    .where('next_at', '>', nextAtMs)
    .execute();
}

const upsertSnapshot = statement((db, given: { contactId: ContactId; snapshot: Uint8Array; now: number }) =>
  db
    .insertInto('conversations')
    .values({ contact_id: given.contactId, snapshot: given.snapshot, updated_at: given.now })
    .onConflict((conflict) =>
      conflict.column('contact_id').doUpdateSet((eb) => ({
        snapshot: eb.ref('excluded.snapshot'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    ),
);

export async function saveSnapshot(
  db: Db,
  contactId: ContactId,
  snapshot: Snapshot,
  dataKey: DataKey,
  nowMs: number,
): Promise<void> {
  const sealed = encrypt(dataKey, `conversations|snapshot|${contactId}`, JSON.stringify(snapshot));
  await upsertSnapshot(db, { contactId, snapshot: sealed, now: nowMs });
}

const selectNextWaiting = statement((db, given: { contactId: ContactId; fromSeq: number }) =>
  db
    .selectFrom('inbox')
    .select('seq')
    .where('contact_id', '=', given.contactId)
    .where('seq', '>=', given.fromSeq)
    .where('state', '=', 'waiting')
    .orderBy('seq')
    .limit(1),
);

/** @param fromSeq - everything of this contact before it is done */
export async function nextWaiting(db: Db, contactId: ContactId, fromSeq: number): Promise<number | null> {
  const [next] = await selectNextWaiting(db, { contactId, fromSeq });
  return next?.seq ?? null;
}

const releaseContact = statement(
  (db, given: { id: ContactId; token: string; now: number; waitingSeq: number | null }) =>
    db
      .updateTable('contacts')
      .set({ lease_token: null, lease_until: given.now, waiting_seq: given.waitingSeq })
      .where('id', '=', given.id)
      .where('lease_token', '=', given.token),
);

const releaseUntil = statement(
  (db, given: { id: ContactId; token: string; now: number; waitingSeq: number | null; notBefore: number }) =>
    db
      .updateTable('contacts')
      .set({
        lease_token: null,
        lease_until: given.now,
        waiting_seq: given.waitingSeq,
        not_before: given.notBefore,
      })
      .where('id', '=', given.id)
      .where('lease_token', '=', given.token),
);

/** @param notBefore - when their next message may be taken; null for at once */
export async function letGo(
  db: Db,
  claim: { readonly contactId: ContactId; readonly token: string },
  waitingSeq: number | null,
  notBefore: number | null,
  nowMs: number,
): Promise<void> {
  const given = { id: claim.contactId, token: claim.token, now: nowMs, waitingSeq };
  await (notBefore === null ? releaseContact(db, given) : releaseUntil(db, { ...given, notBefore }));
}
