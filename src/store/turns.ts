/**
 * Turns: who is next, and what a turn leaves behind. A worker leases a contact, not a message, so that one person's
 * messages are answered in order and one at a time; the lease's token is checked at every commit, so that an owner who
 * was thought dead cannot write over its successor.
 */
import { randomBytes } from 'node:crypto';
import type { CaseState } from '../core/case.ts';
import type { ChannelName } from '../core/contact.ts';
import type { CaseId, ContactId, IdSource, MessageKey, OutboxId } from '../core/ids.ts';
import type { Language } from '../core/language.ts';
import type { Inbound } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { Snapshot, TurnResult } from '../core/turn.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { DataKey, Place } from './cipher.ts';
import type { Contacts } from './contacts.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import type { Effects } from './effects.ts';

/** At most this many messages of one person before others get their turn. */
const MESSAGES_PER_CLAIM = 10;

export interface WaitingMessage {
  readonly seq: number;
  readonly key: MessageKey;
  readonly attempts: number;
  readonly receivedAtMs: number;
  readonly inbound: Inbound;
}

/** A leased contact with what waits for them. */
export interface Claim {
  readonly token: string;
  readonly contactId: ContactId;
  /** No message of theirs that waits has a lower `seq`. */
  readonly fromSeq: number;
  readonly channel: ChannelName;
  readonly language: Language | null;
  readonly optedOut: boolean;
  readonly openCase: CaseState | null;
  readonly snapshot: Snapshot | null;
  readonly messages: readonly WaitingMessage[];
}

/** What the worker wants kept of one message. */
export type TurnOutcome =
  | { readonly kind: 'answered'; readonly result: TurnResult }
  /** An agent has the conversation: kept for them, and the bot says nothing. */
  | { readonly kind: 'with_agent' }
  /** Only taken note of: reactions, identity changes. `forget` drops the conversation so far. */
  | { readonly kind: 'noted'; readonly forget: boolean }
  /** Tried again from `notBeforeMs` on. */
  | { readonly kind: 'failed'; readonly notBeforeMs: number }
  /** Put aside where a person sees it; `apology` is sent instead of an answer. */
  | { readonly kind: 'parked'; readonly reason: string; readonly apology: Reply };

export interface Finished {
  readonly contactId: ContactId;
  /** Set when a reply was queued. */
  readonly outboxId: OutboxId | null;
  readonly casesOpened: readonly CaseId[];
}

/** Somebody else has the contact now; what we did for them is thrown away. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

export class Turns {
  readonly #database: OpenDatabase;
  readonly #contacts: Contacts;
  readonly #effects: Effects;
  readonly #ids: IdSource;
  readonly #nowMs: () => number;
  readonly #leaseMs: number;

  constructor(
    database: OpenDatabase,
    contacts: Contacts,
    effects: Effects,
    ids: IdSource,
    nowMs: () => number,
    leaseMs: number,
  ) {
    this.#database = database;
    this.#contacts = contacts;
    this.#effects = effects;
    this.#ids = ids;
    this.#nowMs = nowMs;
    this.#leaseMs = leaseMs;
  }

  /** Leases up to `limit` contacts whose messages wait, the longest waiting first. */
  claim(limit: number): Promise<readonly Claim[]> {
    return this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      const ids = await db
        .selectFrom('contacts')
        .select('id')
        .where('waiting_seq', 'is not', null)
        .where('not_before', '<=', nowMs)
        .where('lease_until', '<=', nowMs)
        .orderBy('waiting_seq')
        .limit(limit)
        .execute();
      if (ids.length === 0) return [];
      const token = randomBytes(9).toString('base64url');
      const contacts = await db
        .updateTable('contacts')
        .set({ lease_token: token, lease_until: nowMs + this.#leaseMs })
        .where(
          'id',
          'in',
          ids.map(({ id }) => id),
        )
        .returning(['id', 'channel', 'language', 'opted_out_at', 'data_key', 'waiting_seq'])
        .execute();
      return this.#readClaims(db, token, contacts);
    });
  }

  async #readClaims(
    db: Db,
    token: string,
    contacts: readonly {
      id: ContactId;
      channel: ChannelName;
      language: Language | null;
      opted_out_at: number | null;
      data_key: Uint8Array;
      waiting_seq: number | null;
    }[],
  ): Promise<readonly Claim[]> {
    const ids = contacts.map(({ id }) => id);
    const messages = await readWaiting(db, ids);
    const snapshots = await db.selectFrom('conversations').selectAll().where('contact_id', 'in', ids).execute();
    const cases = await db
      .selectFrom('cases')
      .select(['contact_id', 'state'])
      .where('contact_id', 'in', ids)
      .where('state', '<>', 'closed')
      .execute();
    return contacts.map(({ id, channel, language, opted_out_at, data_key, waiting_seq }) => {
      const dataKey = this.#contacts.dataKey(id, data_key);
      const snapshot = snapshots.find(({ contact_id }) => contact_id === id)?.snapshot;
      return {
        token,
        contactId: id,
        fromSeq: waiting_seq ?? 0,
        channel,
        language,
        optedOut: opted_out_at !== null,
        openCase: cases.find(({ contact_id }) => contact_id === id)?.state ?? null,
        snapshot:
          snapshot === undefined ? null : (readJson(dataKey, `conversations|snapshot|${id}`, snapshot) as Snapshot),
        messages: messages
          .filter(({ contact_id }) => contact_id === id)
          .map(({ seq, message_key, attempts, received_at, body }) => ({
            seq,
            key: message_key,
            attempts,
            receivedAtMs: received_at,
            inbound: readJson(dataKey, `inbox|body|${message_key}`, body) as Inbound,
          })),
      };
    });
  }

  /**
   * Keeps what one turn left behind, in one transaction: state, reply, inbox mark and effects together or not at all.
   *
   * @param isLast - the claim's last message: the contact is released, and waits again if more has come meanwhile
   * @throws {LeaseLostError} when the contact is not ours any more
   */
  finish(claim: Claim, message: WaitingMessage, outcome: TurnOutcome, isLast: boolean): Promise<Finished> {
    return this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      const dataKey = await this.#holdLease(db, claim, message, nowMs);
      const kept = outcome.kind === 'answered' && (await isWithAgent(db, claim.contactId)) ? WITH_AGENT : outcome;
      const finished = await this.#keep(db, claim, message, kept, dataKey, nowMs);
      if (isLast || kept.kind === 'failed') await this.#release(db, claim, kept, message.seq, nowMs);
      return finished;
    });
  }

  /** Gives a contact back without having done anything for them. */
  async release(claim: Claim): Promise<void> {
    await this.#database.write((db) => this.#release(db, claim, WITH_AGENT, claim.fromSeq, this.#nowMs()));
  }

  async #holdLease(db: Db, claim: Claim, message: WaitingMessage, nowMs: number): Promise<DataKey> {
    const held = await db
      .updateTable('contacts')
      .set({
        lease_until: nowMs + this.#leaseMs,
        erasing_since: null,
        last_inbound_at: message.receivedAtMs,
      })
      .where('id', '=', claim.contactId)
      .where('lease_token', '=', claim.token)
      .returning('data_key')
      .executeTakeFirst();
    if (held === undefined) throw new LeaseLostError('Another worker has this contact now.');
    return this.#contacts.dataKey(claim.contactId, held.data_key);
  }

  async #keep(
    db: Db,
    claim: Claim,
    message: WaitingMessage,
    outcome: TurnOutcome,
    dataKey: DataKey,
    nowMs: number,
  ): Promise<Finished> {
    const nothing: Finished = { contactId: claim.contactId, outboxId: null, casesOpened: [] };
    switch (outcome.kind) {
      case 'failed':
        await markAttempt(db, message);
        return nothing;
      case 'noted':
        await markDone(db, message, 'done', null);
        if (outcome.forget) await db.deleteFrom('conversations').where('contact_id', '=', claim.contactId).execute();
        return nothing;
      case 'with_agent':
        await markDone(db, message, 'with_agent', null);
        await noteForAgent(db, claim.contactId, message, nowMs);
        return nothing;
      case 'parked': {
        await markDone(db, message, 'parked', outcome.reason);
        return { ...nothing, outboxId: await this.#queue(db, claim, message, outcome.apology, dataKey, nowMs) };
      }
      case 'answered':
        return this.#keepAnswer(db, claim, message, outcome.result, dataKey, nowMs);
    }
  }

  async #keepAnswer(
    db: Db,
    claim: Claim,
    message: WaitingMessage,
    { snapshot, reply, effects }: TurnResult,
    dataKey: DataKey,
    nowMs: number,
  ): Promise<Finished> {
    await markDone(db, message, 'done', null);
    const casesOpened: CaseId[] = [];
    for (const effect of effects) {
      const opened = await this.#effects.apply(db, { ...claim, dataKey, nowMs }, effect);
      if (opened !== null) casesOpened.push(opened);
    }
    const outboxId = reply === null ? null : await this.#queue(db, claim, message, reply, dataKey, nowMs);
    // The person asked to be forgotten: what they said in this turn goes with the rest.
    if (!effects.some(({ kind }) => kind === 'erase'))
      await saveSnapshot(db, claim.contactId, snapshot, dataKey, nowMs);
    return { contactId: claim.contactId, outboxId, casesOpened };
  }

  async #queue(
    db: Db,
    claim: Claim,
    message: WaitingMessage,
    reply: Reply,
    dataKey: DataKey,
    nowMs: number,
  ): Promise<OutboxId> {
    const id = this.#ids.outboxId();
    await db
      .insertInto('outbox')
      .values({
        id,
        contact_id: claim.contactId,
        channel: claim.channel,
        inbox_seq: message.seq,
        author: 'bot',
        body: encrypt(dataKey, `outbox|body|${id}`, JSON.stringify(reply)),
        state: 'queued',
        next_at: nowMs,
        lease_token: null,
        provider_key: null,
        error_code: null,
        provider_code: null,
        billed: null,
        created_at: nowMs,
        updated_at: nowMs,
      })
      .execute();
    return id;
  }

  /** @param fromSeq - everything of this contact before it is done */
  async #release(db: Db, claim: Claim, outcome: TurnOutcome, fromSeq: number, nowMs: number): Promise<void> {
    const waiting = await db
      .selectFrom('inbox')
      .select('seq')
      .where('contact_id', '=', claim.contactId)
      .where('seq', '>=', fromSeq)
      .where('state', '=', 'waiting')
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    await db
      .updateTable('contacts')
      .set({
        lease_token: null,
        lease_until: nowMs,
        waiting_seq: waiting?.seq ?? null,
        ...(outcome.kind === 'failed' ? { not_before: outcome.notBeforeMs } : {}),
      })
      .where('id', '=', claim.contactId)
      .where('lease_token', '=', claim.token)
      .execute();
  }
}

const WITH_AGENT = { kind: 'with_agent' } as const;

/** What waits of each of these people, their first few only, in order. */
async function readWaiting(db: Db, ids: readonly ContactId[]) {
  const rows = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('contacts')
        .innerJoin('inbox', (join) =>
          join.onRef('inbox.contact_id', '=', 'contacts.id').onRef('inbox.seq', '>=', 'contacts.waiting_seq'),
        )
        .select([
          'inbox.seq',
          'inbox.message_key',
          'contacts.id as contact_id',
          'inbox.attempts',
          'inbox.received_at',
          'inbox.body',
        ])
        .select(({ fn }) =>
          fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('contacts.id').orderBy('inbox.seq'))
            .as('place'),
        )
        .where('contacts.id', 'in', ids)
        .where('inbox.state', '=', 'waiting')
        .as('waiting'),
    )
    .select(['seq', 'message_key', 'contact_id', 'attempts', 'received_at', 'body'])
    .where('place', '<=', MESSAGES_PER_CLAIM)
    .orderBy('seq')
    .execute();
  return rows.flatMap(({ body, ...row }) => (body === null ? [] : [{ ...row, body }]));
}

/** We wrote it ourselves, and its place is authenticated: callers may take it for what they stored. */
function readJson(key: DataKey, place: Place, sealed: Uint8Array): unknown {
  return JSON.parse(decrypt(key, place, sealed).toString());
}

async function isWithAgent(db: Db, contactId: ContactId): Promise<boolean> {
  const taken = await db
    .selectFrom('cases')
    .select('id')
    .where('contact_id', '=', contactId)
    .where('state', '=', 'taken')
    .executeTakeFirst();
  return taken !== undefined;
}

async function markDone(
  db: Db,
  message: WaitingMessage,
  state: 'done' | 'with_agent' | 'parked',
  reason: string | null,
): Promise<void> {
  await db.updateTable('inbox').set({ state, reason }).where('seq', '=', message.seq).execute();
}

async function markAttempt(db: Db, message: WaitingMessage): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ attempts: message.attempts + 1 })
    .where('seq', '=', message.seq)
    .execute();
}

async function noteForAgent(db: Db, contactId: ContactId, message: WaitingMessage, nowMs: number): Promise<void> {
  const open = await db
    .selectFrom('cases')
    .select('id')
    .where('contact_id', '=', contactId)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  if (open === undefined) return;
  await db
    .insertInto('case_events')
    .values({ case_id: open.id, kind: 'message', inbox_seq: message.seq, at: nowMs })
    .execute();
}

async function saveSnapshot(
  db: Db,
  contactId: ContactId,
  snapshot: Snapshot,
  dataKey: DataKey,
  nowMs: number,
): Promise<void> {
  const sealed = encrypt(dataKey, `conversations|snapshot|${contactId}`, JSON.stringify(snapshot));
  await db
    .insertInto('conversations')
    .values({ contact_id: contactId, snapshot: sealed, updated_at: nowMs })
    .onConflict((conflict) => conflict.column('contact_id').doUpdateSet({ snapshot: sealed, updated_at: nowMs }))
    .execute();
}
