/**
 * Turns: who is next, and what a turn leaves behind. A worker leases a contact, not a message, so that one person's
 * messages are answered in order and one at a time; the lease's token is checked at every commit, so that an owner who
 * was thought dead cannot write over its successor.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { CaseState } from '../core/case.ts';
import type { ChannelName } from '../core/contact.ts';
import type { CaseId, ContactId, FactId, IdSource, MessageKey, OutboxId } from '../core/ids.ts';
import type { Effect } from '../core/effect.ts';
import type { Language } from '../core/language.ts';
import type { Inbound } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { SmsPeriod, SmsRefusal } from '../core/spend.ts';
import type { Snapshot, TurnResult } from '../core/turn.ts';
import { dropAlerts, readWishes } from './alert-wishes.ts';
import { readLine } from './cases.ts';
import { decrypt } from './cipher.ts';
import type { DataKey, Place } from './cipher.ts';
import type { Contacts } from './contacts.ts';
import { among } from './dialect.ts';
import type { Db, Job, OpenDatabase } from './dialect.ts';
import type { Effects } from './effects.ts';
import { AHEAD_MS } from './line.ts';
import type { Line } from './line.ts';
import { releaseParked } from './parked-answers.ts';
import { affordTurn, markWithheld } from './sms-turn.ts';
import type { ContactsTable } from './schema.ts';
import type { Spend } from './spend.ts';
import { statement, unheard } from './statement.ts';
import type { Statement } from './statement.ts';
import {
  holdContact,
  holdToTheEnd,
  hurryReplies,
  letGo,
  markAttempt,
  markDone,
  nextWaiting,
  noteMessage,
  queueReply,
  readDesk,
  saveSnapshot,
  waitAgain,
} from './turn-rows.ts';
import type { OpenCase } from './turn-rows.ts';

/** At most this many messages of one person before others get their turn. */
const MESSAGES_PER_CLAIM = 10;
/** Who has written more than that waits this long for the next ones: a flood never has more than its share. */
const FLOOD_PAUSE_MS = 500;
/** While others wait, about this part of the time goes to one person and no more, however slow the machine is. */
const FLOOD_SHARE = 0.04;
/** A turn that took very long says more of the machine than of the person. */
const LONGEST_FLOOD_PAUSE_MS = 30_000;

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
  readonly takenAtMs: number;
  /** Messages that were taken together, of all people: their turns are served beside each other. */
  readonly takenTogether: number;
  readonly contactId: ContactId;
  /** No message of theirs that waits has a lower `seq`. */
  readonly fromSeq: number;
  readonly channel: ChannelName;
  /** Since when we know them. */
  readonly knownSinceMs: number;
  /** The language that they picked. */
  readonly language: Language | null;
  readonly optedOut: boolean;
  readonly hidden: boolean;
  readonly openCase: CaseState | null;
  /** A request that is closed and still kept. */
  readonly hasClosedCase: boolean;
  /** Cases that are answered before theirs, as far as they are counted. */
  readonly waitingBefore: number;
  readonly alerts: readonly FactId[];
  readonly corrections: boolean;
  readonly snapshot: Snapshot | null;
  readonly messages: readonly WaitingMessage[];
}

/** Without a snapshot the conversation stays as it was. */
export type KeptResult = Pick<TurnResult, 'reply' | 'effects' | 'vital'> & { readonly snapshot: Snapshot | null };

/** What the worker wants kept of one message. */
export type TurnOutcome =
  | { readonly kind: 'answered'; readonly result: KeptResult; readonly overLimit?: OverLimit }
  /** An agent has the conversation: kept for them. The bot knew it, and did only what must work at any time. */
  | { readonly kind: 'with_agent'; readonly result: KeptResult | null; readonly overLimit?: OverLimit }
  /** Only taken note of: reactions, identity changes. `forget` drops the conversation so far. */
  | { readonly kind: 'noted'; readonly forget: boolean }
  /** Tried again from `notBeforeMs` on. */
  | { readonly kind: 'failed'; readonly notBeforeMs: number }
  /** Put aside where a person sees it; `apology` is sent instead of an answer. */
  | { readonly kind: 'parked'; readonly reason: string; readonly apology: Reply | null };

/** Tells the person that no more is sent by SMS; may be asked twice. */
type OverLimit = (period: SmsPeriod) => Reply;

export interface Finished {
  readonly contactId: ContactId;
  /** Set when a reply was queued. */
  readonly outboxId: OutboxId | null;
  readonly casesOpened: readonly CaseId[];
  /** An agent gave the conversation back during the turn: nothing was kept, and the message waits for another turn. */
  readonly again: boolean;
  /** By SMS: why the answer was not sent. */
  readonly withheld?: SmsRefusal;
}

/** A contact that is held for the length of a transaction. */
interface Held {
  readonly open: OpenCase | undefined;
  /** Whether an agent's answer waits for the person to write. */
  readonly hasParked: boolean;
  readonly dataKey: DataKey;
  readonly nowMs: number;
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
  readonly #spend: Spend;
  readonly #line: Line;
  readonly #lockContact: (db: Db, given: { contactId: ContactId }) => Promise<void>;
  readonly #leaseNext: Statement<{ now: number; token: string; leaseUntil: number; limit: number }, LeasedContact>;

  constructor(
    database: OpenDatabase,
    contacts: Contacts,
    effects: Effects,
    ids: IdSource,
    nowMs: () => number,
    leaseMs: number,
    spend: Spend,
    line: Line,
  ) {
    this.#database = database;
    this.#contacts = contacts;
    this.#effects = effects;
    this.#ids = ids;
    this.#nowMs = nowMs;
    this.#leaseMs = leaseMs;
    this.#spend = spend;
    this.#line = line;
    this.#lockContact = unheard((db, given) =>
      database.locks.forUpdate(db.selectFrom('contacts').select('id').where('id', '=', given.contactId)),
    );
    this.#leaseNext = statement((db, given) =>
      db
        .with('next', (cte) => database.locks.skipLocked(waitingContacts(cte, given).limit(given.limit)))
        .updateTable('contacts')
        .set({ lease_token: given.token, lease_until: given.leaseUntil })
        .where('id', 'in', (eb) => eb.selectFrom('next').select('next.id'))
        .returning(['id', 'channel', 'created_at', 'language', 'opted_out_at', 'hidden_at', 'corrections_at'])
        .returning(['data_key', 'waiting_seq', 'urgent']),
    );
  }

  /**
   * Nobody waits here for the disk: nothing leaves this machine before the sender has marked it on disk, and with it all
   * that came before. A turn that a power cut takes away is taken again.
   */
  #commit<T>(job: Job<T>): Promise<T> {
    return this.#database.write(job, { until: 'committed' });
  }

  /** Leases up to `limit` contacts whose messages wait: who may be in danger first, then the longest waiting. */
  async claim(limit: number): Promise<readonly Claim[]> {
    // Mostly nobody waits, and a look costs less than a transaction.
    const [next] = await selectNext(this.#database.db, { now: this.#nowMs() });
    if (next === undefined) {
      this.#line.isLong = false;
      return [];
    }
    return this.#commit((db) => this.#take(db, limit));
  }

  async #take(db: Db, limit: number): Promise<readonly Claim[]> {
    const now = this.#nowMs();
    const token = randomBytes(9).toString('base64url');
    const contacts = await this.#leaseNext(db, { now, token, leaseUntil: now + this.#leaseMs, limit });
    this.#line.isLong = contacts.length >= limit;
    if (contacts.length === 0) return [];
    const inLine = contacts.toSorted(
      (a, b) => b.urgent - a.urgent || (a.waiting_seq ?? 0) - (b.waiting_seq ?? 0), // as they were chosen
    );
    return this.#readClaims(db, { token, takenAtMs: now }, inLine);
  }

  async #readClaims(
    db: Db,
    taken: Pick<Claim, 'token' | 'takenAtMs'>,
    contacts: readonly LeasedContact[],
  ): Promise<readonly Claim[]> {
    const ids = contacts.map(({ id }) => id);
    const messages = await readWaiting(db, ids);
    const snapshots = await selectSnapshots(db, { ids });
    const cases = await selectCases(db, { ids });
    const wishes = await readWishes(db, ids);
    const line = await readLine(db);
    return contacts.map(({ id, data_key, ...contact }) => {
      const dataKey = this.#contacts.dataKey(id, data_key);
      const states = cases.filter(({ contact_id }) => contact_id === id).map(({ state }) => state);
      const snapshot = snapshots.find(({ contact_id }) => contact_id === id)?.snapshot;
      return {
        ...taken,
        takenTogether: messages.length,
        contactId: id,
        fromSeq: contact.waiting_seq ?? 0,
        channel: contact.channel,
        knownSinceMs: contact.created_at,
        language: contact.language,
        optedOut: contact.opted_out_at !== null,
        hidden: contact.hidden_at !== null,
        openCase: states.find((state) => state !== 'closed') ?? null,
        hasClosedCase: states.includes('closed'),
        waitingBefore: line.includes(id) ? line.indexOf(id) : line.length,
        alerts: wishes.filter(({ contact_id }) => contact_id === id).map(({ fact }) => fact),
        corrections: contact.corrections_at !== null,
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
    return this.#commit(async (db) => {
      const nowMs = this.#nowMs();
      await this.#lock(db, claim);
      const isFinal = isLast && outcome.kind !== 'failed';
      const { dataKey, waitingSeq } = await this.#hold(db, claim, message, isFinal, nowMs);
      // Read after the contact is held: whoever takes or gives back a case holds them too.
      const { open, hasParked } = await readDesk(db, claim.contactId);
      const kept = settle(open, outcome);
      if (kept === null) return this.#putBack(db, claim, message, isFinal, nowMs);
      // Before anything else is held that others wait for: the day's counters are everybody's.
      const { outcome: afforded, withheld } = await affordTurn(db, this.#spend, claim, message, kept, nowMs);
      const finished = await this.#keep(db, claim, message, afforded, { open, hasParked, dataKey, nowMs });
      if (withheld !== null) await markWithheld(db, message, withheld);
      if (kept.kind === 'failed') await this.#release(db, claim, kept, message.seq, nowMs);
      else if (isFinal && waitingSeq !== null) await this.#slowFlood(db, claim, nowMs);
      return withheld === null ? finished : { ...finished, withheld };
    });
  }

  /** Whoever else is about to change something of this person waits, or is waited for, before anything is read. */
  async #lock(db: Db, { contactId }: Claim): Promise<void> {
    if (this.#database.kind === 'postgres') await this.#lockContact(db, { contactId });
  }

  async #hold(
    db: Db,
    claim: Claim,
    message: WaitingMessage,
    isFinal: boolean,
    nowMs: number,
  ): Promise<{ readonly dataKey: DataKey; readonly waitingSeq: number | null }> {
    const held = isFinal
      ? await holdToTheEnd(db, claim, message, nowMs)
      : await holdContact(db, claim, message, nowMs + this.#leaseMs);
    if (held === undefined) throw new LeaseLostError('Another worker has this contact now.');
    return { dataKey: this.#contacts.dataKey(claim.contactId, held.data_key), waitingSeq: held.waiting_seq };
  }

  async #putBack(db: Db, claim: Claim, message: WaitingMessage, isFinal: boolean, nowMs: number): Promise<Finished> {
    if (isFinal) await waitAgain(db, claim.contactId, { waiting_seq: message.seq });
    else await this.#release(db, claim, NOTHING_DONE, message.seq, nowMs);
    return { contactId: claim.contactId, outboxId: null, casesOpened: [], again: true };
  }

  async #slowFlood(db: Db, claim: Claim, nowMs: number): Promise<void> {
    if (claim.messages.length < MESSAGES_PER_CLAIM) return;
    await waitAgain(db, claim.contactId, { not_before: nowMs + this.#floodPauseMs(claim, nowMs) });
  }

  /** Gives a contact back without having done anything for them. */
  async release(claim: Claim): Promise<void> {
    await this.#commit((db) => this.#release(db, claim, NOTHING_DONE, claim.fromSeq, this.#nowMs()));
  }

  async #keep(db: Db, claim: Claim, message: WaitingMessage, outcome: TurnOutcome, held: Held): Promise<Finished> {
    const { open, nowMs } = held;
    const nothing: Finished = { contactId: claim.contactId, outboxId: null, casesOpened: [], again: false };
    switch (outcome.kind) {
      case 'failed':
        await markAttempt(db, message);
        return nothing;
      case 'noted':
        await markDone(db, message, 'done', null);
        if (outcome.forget) await forgetConversation(db, claim.contactId, nowMs);
        return nothing;
      case 'with_agent':
        await markDone(db, message, 'with_agent', null);
        await noteMessage(db, open, message, nowMs);
        return this.#keepResult(db, claim, message, outcome.result ?? NO_RESULT, held);
      case 'parked': {
        await markDone(db, message, 'parked', outcome.reason);
        await noteMessage(db, open, message, nowMs);
        if (outcome.apology === null) return nothing;
        return { ...nothing, outboxId: await this.#queue(db, claim, message, outcome.apology, held) };
      }
      case 'answered':
        await markDone(db, message, 'done', null, outcome.result.effects);
        await noteMessage(db, open, message, nowMs);
        return this.#keepResult(db, claim, message, outcome.result, held);
    }
  }

  async #keepResult(
    db: Db,
    claim: Claim,
    message: WaitingMessage,
    { snapshot, reply: wanted, effects, vital }: KeptResult,
    held: Held,
  ): Promise<Finished> {
    const { hasParked, dataKey, nowMs } = held;
    const casesOpened: CaseId[] = [];
    for (const effect of effects) {
      const opened = await this.#effects.apply(db, { ...claim, dataKey, nowMs }, effect);
      if (opened !== null) casesOpened.push(opened);
    }
    const isAnswered = hasParked && (await releaseParked(db, claim.contactId, nowMs));
    const reply = isAnswered && !mustBeHeard(effects) ? null : wanted;
    const isDanger = vital === 'danger' || effects.some(isUrgentCase);
    const outboxId = reply === null ? null : await this.#queue(db, claim, message, reply, held, isDanger);
    // The person asked to be forgotten: what they said in this turn goes with the rest.
    if (snapshot !== null && !effects.some(({ kind }) => kind === 'erase'))
      await saveSnapshot(db, claim.contactId, snapshot, dataKey, nowMs);
    return { contactId: claim.contactId, outboxId, casesOpened, again: false };
  }

  async #queue(
    db: Db,
    claim: Claim,
    message: WaitingMessage,
    reply: Reply,
    { dataKey, nowMs }: Held,
    isDanger = false,
  ): Promise<OutboxId> {
    const id = this.#ids.outboxId();
    const nextAtMs = isDanger ? nowMs - AHEAD_MS.danger : nowMs;
    if (isDanger) await hurryReplies(db, claim.contactId, nextAtMs);
    await queueReply(db, id, claim, message, reply, dataKey, { nowMs, nextAtMs });
    return id;
  }

  /** Where all who wait write as much as they do, it is as short as where nobody waits. */
  #floodPauseMs({ takenAtMs, takenTogether, messages }: Claim, nowMs: number): number {
    if (!this.#line.isLong) return FLOOD_PAUSE_MS;
    const ownMs = ((nowMs - takenAtMs) * messages.length) / takenTogether;
    return Math.min(Math.max(FLOOD_PAUSE_MS, Math.ceil(ownMs / FLOOD_SHARE)), LONGEST_FLOOD_PAUSE_MS);
  }

  /** @param fromSeq - everything of this contact before it is done */
  async #release(db: Db, claim: Claim, outcome: TurnOutcome, fromSeq: number, nowMs: number): Promise<void> {
    const waitingSeq = await nextWaiting(db, claim.contactId, fromSeq);
    const isFlood = waitingSeq !== null && claim.messages.length >= MESSAGES_PER_CLAIM;
    const floodPause = isFlood ? nowMs + this.#floodPauseMs(claim, nowMs) : null;
    await letGo(db, claim, waitingSeq, outcome.kind === 'failed' ? outcome.notBeforeMs : floodPause, nowMs);
  }
}

/**
 * What is kept of a turn: an agent may have taken the case, or given it back, since it began.
 *
 * @returns null when the bot was silent for an agent who is no longer there
 */
function settle(open: OpenCase | undefined, outcome: TurnOutcome): TurnOutcome | null {
  if (outcome.kind !== 'answered' && outcome.kind !== 'with_agent') return outcome;
  const taken = open?.state === 'taken';
  if (outcome.kind === 'with_agent') return taken ? outcome : null;
  return taken ? { kind: 'with_agent', result: withoutBot(outcome.result) } : outcome;
}

const NO_RESULT: KeptResult = { snapshot: null, reply: null, effects: [] };
const NOTHING_DONE = { kind: 'with_agent', result: null } as const;

/** What a person is told even while an agent has the conversation: that their word was heard. */
const CONFIRMED: readonly Effect['kind'][] = ['opt_out', 'opt_in', 'erase', 'hide'];

/** What the bot says even when an agent's answer is on its way: a word that was heard, and what to do in danger. */
function mustBeHeard(effects: readonly Effect[]): boolean {
  return effects.some((effect) => CONFIRMED.includes(effect.kind) || isUrgentCase(effect));
}

function isUrgentCase(effect: Effect): boolean {
  return effect.kind === 'open_case' && effect.case.urgency === 'urgent';
}

/** A turn whose conversation an agent took meanwhile: what the person wanted counts, what the bot says does not. */
function withoutBot({ snapshot, reply, effects }: KeptResult): KeptResult {
  const isHidden = effects.some(({ kind }) => kind === 'hide');
  const isConfirmation = effects.some(({ kind }) => CONFIRMED.includes(kind));
  return {
    snapshot: isHidden ? snapshot : null, // of questions that were never asked, an answer must not be taken
    reply: isConfirmation ? reply : null,
    effects: effects.filter(({ kind }) => kind !== 'note_answer'), // it is not given
  };
}

type LeasedContact = Pick<
  Selectable<ContactsTable>,
  | 'id'
  | 'channel'
  | 'created_at'
  | 'language'
  | 'opted_out_at'
  | 'hidden_at'
  | 'corrections_at'
  | 'data_key'
  | 'waiting_seq'
  | 'urgent'
>;

/** Whoever waits and whom nobody has, in the order in which they are served. */
function waitingContacts(db: Pick<Db, 'selectFrom'>, given: { readonly now: number }) {
  return db
    .selectFrom('contacts')
    .select('id')
    .where('waiting_seq', 'is not', null)
    .where('not_before', '<=', given.now)
    .where('lease_until', '<=', given.now)
    .orderBy('urgent', 'desc')
    .orderBy('waiting_seq');
}

const selectNext = statement((db, given: { now: number }) => waitingContacts(db, given).limit(sql.lit(1)));

const selectSnapshots = statement((db, given: { ids: readonly ContactId[] }) =>
  db
    .selectFrom('conversations')
    .select(['contact_id', 'snapshot'])
    .where(among(db, 'contact_id', given.ids)),
);

const selectCases = statement((db, given: { ids: readonly ContactId[] }) =>
  db
    .selectFrom('cases')
    .select(['contact_id', 'state'])
    .where(among(db, 'contact_id', given.ids)),
);

const selectWaiting = statement((db, given: { ids: readonly ContactId[] }) =>
  db
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
        .where(among(db, 'contacts.id', given.ids))
        .where('inbox.state', '=', sql.lit('waiting'))
        .as('waiting'),
    )
    .select(['seq', 'message_key', 'contact_id', 'attempts', 'received_at', 'body'])
    .where('place', '<=', sql.lit(MESSAGES_PER_CLAIM))
    .orderBy('seq'),
);

/** What waits of each of these people, their first few only, in order. */
async function readWaiting(db: Db, ids: readonly ContactId[]) {
  const rows = await selectWaiting(db, { ids });
  return rows.flatMap(({ body, ...row }) => (body === null ? [] : [{ ...row, body }]));
}

/** We wrote it ourselves, and its place is authenticated: callers may take it for what they stored. */
function readJson(key: DataKey, place: Place, sealed: Uint8Array): unknown {
  return JSON.parse(decrypt(key, place, sealed).toString());
}

/** Nor does whoever has the phone now get what somebody else wanted to be told. */
async function forgetConversation(db: Db, contactId: ContactId, nowMs: number): Promise<void> {
  await db.deleteFrom('conversations').where('contact_id', '=', contactId).execute();
  const asNew = { language: null, created_at: nowMs };
  await db.updateTable('contacts').set(asNew).where('id', '=', contactId).execute();
  await dropAlerts(db, contactId);
}
