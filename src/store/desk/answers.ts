/**
 * What an agent writes to a person. It goes into the outbox like everything else, once for each click, however often the
 * request of that click comes; and never to somebody who asked us not to.
 */
import type { AnswerOutcome, CaseOutcome } from '../../core/desk.ts';
import type { AgentId, CaseId, OutboxId } from '../../core/ids.ts';
import type { Reply } from '../../core/reply.ts';
import type { SmsRefusal } from '../../core/spend.ts';
import { noteAnswer } from '../alert-wishes.ts';
import type { GivenAnswer } from '../alert-wishes.ts';
import { noteEvent } from '../case-events.ts';
import { encrypt } from '../cipher.ts';
import type { Db } from '../dialect.ts';
import type { HeldCase } from '../held-case.ts';
import { AHEAD_MS } from '../line.ts';
import type { Charged } from '../spend.ts';
import { mayWriteTo } from '../unasked.ts';
import { LEASE_MS } from './claims.ts';
import { auditCase, done, NOT_FOUND, onCase, wrongState } from './on-case.ts';
import type { Actor, DeskParts } from './parts.ts';
import { openReply } from './transcript.ts';

export interface AnswerToSend {
  /** Made once per click. */
  readonly clientKey: string;
  readonly reply: Reply;
  /** The fact it was taken from, for those who want to hear of corrections. */
  readonly given: GivenAnswer | null;
  /** What asks the person to write again when the window is closed; null refuses instead. */
  readonly template: Reply | null;
}

interface Row {
  readonly id: OutboxId;
  readonly author: 'agent' | 'bot' | 'system';
  readonly agentId: AgentId | null;
  readonly clientKey: string | null;
  readonly state: 'queued' | 'parked';
  readonly reply: Reply;
}

export class Answers {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Only the owner writes. */
  send(by: Actor, id: CaseId, answer: AnswerToSend): Promise<CaseOutcome<AnswerOutcome>> {
    return onCase<AnswerOutcome>(this.#parts, id, async (db, held, nowMs) => {
      const before = await findClick(db, by, id, answer.clientKey);
      if (before !== null) return done(before);
      const refused = refuseOther(by, held);
      if (refused !== null) return refused;
      const may = mayWriteTo(held, nowMs);
      if (may === 'opted_out' || may === 'hidden') return done({ kind: 'not_allowed', why: may });
      if (may === 'window_closed') return this.#park(db, by, held, answer, nowMs);
      const charged = await this.#charge(db, held, answer.reply, nowMs);
      if (charged.kind === 'refused') return done(notAllowed(charged.why));
      const outboxId = await this.#write(db, by, held, answer, 'queued', nowMs);
      return done(queued(outboxId, charged.isOver));
    });
  }

  /** The answer waits, and the person is asked to write: once, for however many answers. */
  async #park(
    db: Db,
    by: Actor,
    held: HeldCase,
    answer: AnswerToSend,
    nowMs: number,
  ): Promise<CaseOutcome<AnswerOutcome>> {
    if (answer.template === null) return done({ kind: 'window_closed' });
    const waiting = await db
      .selectFrom('outbox')
      .select('seq')
      .where('contact_id', '=', held.contact_id)
      .where('state', '=', 'parked')
      .executeTakeFirst();
    if (waiting === undefined) {
      const id = this.#parts.ids.outboxId();
      const template = { id, author: 'system', clientKey: null, agentId: by.id, state: 'queued' } as const;
      await this.#insert(db, held, { ...template, reply: answer.template }, nowMs);
    }
    const outboxId = await this.#write(db, by, held, answer, 'parked', nowMs);
    return done({ kind: 'parked', id: outboxId });
  }

  async #write(
    db: Db,
    by: Actor,
    held: HeldCase,
    { clientKey, reply, given }: AnswerToSend,
    state: 'queued' | 'parked',
    nowMs: number,
  ): Promise<OutboxId> {
    const id = this.#parts.ids.outboxId();
    await this.#insert(db, held, { id, author: 'agent', agentId: by.id, clientKey, state, reply }, nowMs);
    if (given !== null) await noteAnswer(db, held.contact_id, given, nowMs);
    await db
      .updateTable('cases')
      .set((eb) => ({
        waiting_since: null,
        answered_at: eb.fn.coalesce('answered_at', eb.val(nowMs)),
        lease_until: Math.max(held.lease_until, nowMs + LEASE_MS),
      }))
      .where('id', '=', held.id)
      .execute();
    await noteEvent(db, held.id, 'answered', nowMs, by.id);
    const action = reply.kind === 'location_request' ? 'location_asked' : 'case_answered';
    await auditCase(db, this.#parts, action, by, held.id, nowMs, `message=${id}`);
    return id;
  }

  /**
   * Sends a message again that failed or was given up: as a new row, so that a late report about the old one changes
   * nothing. Whoever wrote it, it is the owner who has it sent.
   */
  retry(by: Actor, id: CaseId, failed: OutboxId, clientKey: string): Promise<CaseOutcome<AnswerOutcome>> {
    return onCase<AnswerOutcome>(this.#parts, id, async (db, held, nowMs) => {
      const before = await findClick(db, by, id, clientKey);
      if (before !== null) return done(before);
      const refused = refuseOther(by, held);
      if (refused !== null) return refused;
      const row = await findFailed(db, held, failed);
      if (row === null) return NOT_FOUND;
      const dataKey = this.#parts.contacts.dataKey(held.contact_id, held.data_key);
      const reply = openReply(dataKey, failed, row.body);
      const may = mayWriteTo(held, nowMs);
      if (may === 'opted_out' || may === 'hidden') return done({ kind: 'not_allowed', why: may });
      if (may === 'window_closed' && reply.kind !== 'template') return done({ kind: 'window_closed' });
      const charged = await this.#charge(db, held, reply, nowMs);
      if (charged.kind === 'refused') return done(notAllowed(charged.why));
      await db.updateTable('outbox').set({ state: 'replaced', updated_at: nowMs }).where('id', '=', failed).execute();
      const outboxId = this.#parts.ids.outboxId();
      const again = { id: outboxId, author: row.author, agentId: by.id, clientKey, state: 'queued', reply } as const;
      await this.#insert(db, held, again, nowMs);
      await noteEvent(db, id, 'answered', nowMs, by.id);
      await auditCase(db, this.#parts, 'answer_retried', by, id, nowMs, `message=${outboxId} instead_of=${failed}`);
      return done(queued(outboxId, charged.isOver));
    });
  }

  /** What is written by SMS costs money: nobody in danger waits because of that. */
  #charge(db: Db, held: HeldCase, reply: Reply, nowMs: number): Promise<Charged> {
    const { contacts, spend } = this.#parts;
    const dataKey = contacts.dataKey(held.contact_id, held.data_key);
    const to = { contactId: held.contact_id, address: contacts.readAddress(held.contact_id, dataKey, held.address) };
    return spend.chargeTeam(db, to, reply, held.urgency === 'urgent', nowMs);
  }

  /** Takes back an answer that still waits for the person. Only the owner of the case does. */
  withdraw(by: Actor, id: CaseId, parked: OutboxId): Promise<CaseOutcome<null>> {
    return onCase<null>(this.#parts, id, async (db, held, nowMs) => {
      const refused = refuseOther(by, held);
      if (refused !== null) return refused;
      const row = await db
        .deleteFrom('outbox')
        .where('id', '=', parked)
        .where('contact_id', '=', held.contact_id)
        .where('state', '=', 'parked')
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return NOT_FOUND;
      await noteEvent(db, id, 'delivery', nowMs, by.id);
      await auditCase(db, this.#parts, 'answer_withdrawn', by, id, nowMs, `message=${parked}`);
      return done(null);
    });
  }

  async #insert(
    db: Db,
    { id: caseId, contact_id, channel, data_key }: HeldCase,
    { id, author, agentId, clientKey, state, reply }: Row,
    nowMs: number,
  ): Promise<void> {
    const dataKey = this.#parts.contacts.dataKey(contact_id, data_key);
    await db
      .insertInto('outbox')
      .values({
        id,
        contact_id,
        channel,
        author,
        state,
        inbox_seq: null,
        body: encrypt(dataKey, `outbox|body|${id}`, JSON.stringify(reply)),
        next_at: nowMs - AHEAD_MS.agent,
        lease_token: null,
        provider_key: null,
        error_code: null,
        provider_code: null,
        billed: null,
        created_at: nowMs,
        updated_at: nowMs,
        agent_id: agentId,
        case_id: caseId,
        client_key: clientKey,
      })
      .execute();
  }
}

function notAllowed(why: SmsRefusal): AnswerOutcome {
  return { kind: 'not_allowed', why: why === 'country' ? 'sms_country' : 'sms_limit' };
}

function queued(id: OutboxId, isOver: boolean): AnswerOutcome {
  return isOver ? { kind: 'queued', id, isOverSmsLimit: true } : { kind: 'queued', id };
}

/** Somebody else's case is not there; one's own that is not at hand says why. */
function refuseOther(by: Actor, held: HeldCase): CaseOutcome<never> | null {
  if (held.owner !== by.id || held.state === 'waiting') return NOT_FOUND;
  return held.state === 'taken' ? null : wrongState(held);
}

/** What became of this click when it was heard first. */
async function findClick(db: Db, by: Actor, id: CaseId, clientKey: string): Promise<AnswerOutcome | null> {
  const row = await db
    .selectFrom('outbox')
    .select(['id', 'state'])
    .where('case_id', '=', id)
    .where('agent_id', '=', by.id)
    .where('client_key', '=', clientKey)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { kind: row.state === 'parked' ? 'parked' : 'queued', id: row.id };
}

async function findFailed(db: Db, held: HeldCase, id: OutboxId) {
  const row = await db
    .selectFrom('outbox')
    .select(['author', 'body'])
    .where('id', '=', id)
    .where('contact_id', '=', held.contact_id)
    .where('state', 'in', ['failed', 'dead'])
    .executeTakeFirst();
  return row === undefined || row.body === null ? null : { author: row.author, body: row.body };
}
