/**
 * What is to be sent. Neither provider has a key that makes sending twice harmless, so a row is marked `sending` on disk
 * before the call; if nobody can say how the call ended, the row is held until a status report could have come, and only
 * then sent again.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { ExpressionBuilder } from 'kysely';
import { DAY_MS, MINUTE_MS } from '../core/clock.ts';
import type { Address, ChannelName } from '../core/contact.ts';
import { isStoreTrouble } from '../core/errors.ts';
import type { SendErrorCode } from '../core/errors.ts';
import type { ContactId, MessageKey, OutboxId } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import { noteDeliveries } from './case-events.ts';
import { decrypt } from './cipher.ts';
import type { KeyRing } from './cipher.ts';
import type { Contacts } from './contacts.ts';
import { among } from './dialect.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import { named } from './named-states.ts';
import type { Database, OutboxState } from './schema.ts';
import { statement } from './statement.ts';
import type { Statement } from './statement.ts';

/** How long an abandoned call that is found late waits at least for word of how it ended. */
const REPORT_GRACE_MS = 10_000;
/** What starts again and again puts off a message in doubt for no longer than this. */
const LONGEST_GRACE_MS = 20 * MINUTE_MS;
/** WhatsApp takes free-form messages for this long after the person's last one. */
const WINDOW_MS = DAY_MS;

export interface Sending {
  readonly seq: number;
  readonly id: OutboxId;
  readonly token: string;
  readonly contactId: ContactId;
  readonly channel: ChannelName;
  readonly to: Address;
  readonly reply: Reply;
  /** Counting from 1: this one included. */
  readonly attempt: number;
  readonly createdAtMs: number;
  /** From then on the channel takes no such message to this person; null where that never happens. */
  readonly windowClosesAtMs: number | null;
}

/** How a call to the provider ended. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerId: string }
  | {
      readonly kind: 'retry';
      readonly code: SendErrorCode;
      readonly providerCode: number | null;
      readonly atMs: number;
    }
  | {
      readonly kind: 'hold';
      readonly code: SendErrorCode;
      readonly providerCode: number | null;
      readonly untilMs: number;
    }
  | { readonly kind: 'give_up'; readonly code: SendErrorCode; readonly providerCode: number | null }
  /** There was no call: it is too early for this person's next message. */
  | { readonly kind: 'wait'; readonly atMs: number };

/** A message that was given up, for the person who looks after it. Holds nothing about whom it was for. */
export interface GivenUp {
  readonly id: OutboxId;
  readonly channel: ChannelName;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly code: SendErrorCode | null;
  readonly providerCode: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

interface DueOrder {
  readonly channels: readonly ChannelName[];
  readonly now: number;
  readonly limit: number;
}

export class Outbox {
  readonly #database: OpenDatabase;
  readonly #ring: KeyRing;
  readonly #contacts: Contacts;
  readonly #nowMs: () => number;
  readonly #leaseMs: number;
  readonly #holdMs: number;
  readonly #dueAnswers: Statement<DueOrder, { seq: number }>;
  readonly #dueOthers: Statement<DueOrder, { seq: number }>;
  /** At night. */
  readonly #dueNoAlerts: Statement<DueOrder, { seq: number }>;
  /** Whether what was left behind has been looked for since this process began. */
  #hasLooked = false;
  /** Of claims that we have not heard the end of: what they took, nobody has sent. */
  #neverTaken: string[] = [];

  /** @param leaseMs - longer than a call to a provider may take */
  constructor(
    database: OpenDatabase,
    ring: KeyRing,
    contacts: Contacts,
    nowMs: () => number,
    options: { readonly leaseMs: number; readonly holdMs: number },
  ) {
    this.#database = database;
    this.#ring = ring;
    this.#contacts = contacts;
    this.#nowMs = nowMs;
    this.#leaseMs = options.leaseMs;
    this.#holdMs = options.holdMs;
    const { locks } = database;
    this.#dueAnswers = statement((db, order) =>
      locks.skipLocked(dueRows(db, order).where('author', '<>', sql.lit('system')).limit(order.limit)),
    );
    this.#dueOthers = statement((db, order) => locks.skipLocked(ofSystem(db, order).limit(order.limit)));
    this.#dueNoAlerts = statement((db, order) =>
      locks.skipLocked(ofSystem(db, order).where('alert_fact', 'is', null).limit(order.limit)),
    );
  }

  /**
   * Takes up to `limit` messages that are due, answers first and then the oldest, and marks them `sending` on disk. Of
   * each person only the oldest unsent one: their messages leave in order; but nobody's answer waits behind an alert.
   *
   * @param withAlerts - false at night
   */
  async claim(limit: number, channels: readonly ChannelName[], withAlerts = true): Promise<readonly Sending[]> {
    // Mostly nothing is due, and a look costs less than a transaction.
    if ((await selectAnyDue(this.#database.db, { channels, now: this.#nowMs() })).length === 0) return [];
    const token = randomBytes(9).toString('base64url');
    try {
      return await this.#claim(token, limit, channels, withAlerts);
    } catch (error) {
      if (isStoreTrouble(error)) this.#neverTaken.push(token); // it may be on disk all the same
      throw error;
    }
  }

  #claim(
    token: string,
    limit: number,
    channels: readonly ChannelName[],
    withAlerts: boolean,
  ): Promise<readonly Sending[]> {
    return this.#database.write(async (db) => {
      const now = this.#nowMs();
      const due = await this.#findDue(db, { limit, channels, now }, withAlerts);
      if (due.length === 0) return [];
      const seqs = due.map(({ seq }) => seq);
      return this.#read(db, token, await markSending(db, { seqs, token, leaseUntil: now + this.#leaseMs }));
    });
  }

  /** What another process is taking is left to it. */
  async #findDue(db: Db, order: DueOrder, withAlerts: boolean): Promise<readonly { readonly seq: number }[]> {
    const answers = await this.#dueAnswers(db, order);
    if (answers.length === order.limit) return answers;
    const rest = { ...order, limit: order.limit - answers.length };
    return [...answers, ...(await (withAlerts ? this.#dueOthers : this.#dueNoAlerts)(db, rest))];
  }

  async #read(
    db: Db,
    token: string,
    rows: readonly {
      seq: number;
      id: OutboxId;
      contact_id: ContactId;
      channel: ChannelName;
      body: Uint8Array | null;
      attempts: number;
      created_at: number;
    }[],
  ): Promise<readonly Sending[]> {
    const contacts = await selectRecipients(db, { ids: [...new Set(rows.map(({ contact_id }) => contact_id))] });
    const byId = new Map(contacts.map((contact) => [contact.id, contact]));
    return rows
      .toSorted((a, b) => a.seq - b.seq)
      .flatMap(({ seq, id, contact_id, channel, body, attempts, created_at }) => {
        const contact = byId.get(contact_id);
        if (contact === undefined || body === null) return [];
        const dataKey = this.#contacts.dataKey(contact_id, contact.data_key);
        const reply = JSON.parse(decrypt(dataKey, `outbox|body|${id}`, body).toString()) as Reply; // sealed by us
        const isFreeForm = channel === 'whatsapp' && reply.kind !== 'template';
        return {
          seq,
          id,
          token,
          contactId: contact_id,
          channel,
          to: this.#contacts.readAddress(contact_id, dataKey, contact.address),
          reply,
          attempt: attempts,
          createdAtMs: created_at,
          windowClosesAtMs: isFreeForm ? contact.last_inbound_at + WINDOW_MS : null,
        };
      });
  }

  /**
   * Notes how a call ended. A status report that was faster has the last word. Nobody waits for the disk: before the call
   * stands there, and what a power cut leaves of that is a message in doubt, as it would be a moment earlier.
   */
  finish(sending: Sending, outcome: SendOutcome): Promise<void> {
    return this.#database.write((db) => this.#finish(db, sending, outcome), { until: 'committed' });
  }

  async #finish(db: Db, sending: Sending, outcome: SendOutcome): Promise<void> {
    const nowMs = this.#nowMs();
    if (outcome.kind === 'accepted') {
      const provider_key = this.#ring.messageKey(sending.channel, outcome.providerId);
      const accepted = await markAccepted(db, { seq: sending.seq, provider_key, now: nowMs });
      await noteDeliveries(db, accepted, nowMs);
      return;
    }
    // Nobody hides between the two updates.
    await this.#database.locks
      .forUpdate(db.selectFrom('contacts').select('id').where('id', '=', sending.contactId))
      .execute();
    const moved = await db
      .updateTable('outbox')
      .set({
        ...toColumns(outcome, sending.attempt, nowMs),
        lease_token: null,
        updated_at: nowMs,
      })
      .where('seq', '=', sending.seq)
      .where('state', '=', 'sending')
      .where('lease_token', '=', sending.token)
      .returning('case_id')
      .execute();
    await giveUpHidden(db, sending, nowMs);
    await noteDeliveries(db, moved, nowMs);
  }

  /**
   * Holds what a dead process left in `sending`: it may have been sent. The hold counts from when it was taken. The first
   * look after a start also gives what is due, or soon will be, some more time: while nobody was here, no report could come.
   *
   * @returns how many rows were found
   */
  async holdAbandoned(): Promise<number> {
    const given = this.#neverTaken;
    const isFirst = !this.#hasLooked;
    const held = await this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      if (given.length > 0) await giveBack(db, given, nowMs);
      const asTaken = this.#holdMs - this.#leaseMs;
      const soonest = nowMs + Math.min(this.#holdMs, REPORT_GRACE_MS);
      if (isFirst) await waitForReports(db, soonest);
      const rows = await db
        .updateTable('outbox')
        .set((eb) => ({
          state: 'held' as const,
          error_code: 'timed_out' as const,
          // After an outage of the database its report, or whoever knows how the call ended, comes first.
          next_at: eb
            .case()
            .when(eb('lease_until', '+', asTaken), '>', soonest)
            .then(eb('lease_until', '+', asTaken))
            .else(soonest)
            .end(),
          lease_token: null,
          updated_at: nowMs,
        }))
        .where('state', '=', 'sending')
        .where('lease_until', '<=', nowMs)
        .returning('case_id')
        .execute();
      await noteDeliveries(db, rows, nowMs);
      return rows.length;
    });
    this.#neverTaken = this.#neverTaken.filter((token) => !given.includes(token));
    this.#hasLooked = true;
    return held;
  }

  /** Where a message is; null when there is none of this id (any more). */
  async stateOf(id: OutboxId): Promise<OutboxState | null> {
    const row = await this.#database.db.selectFrom('outbox').select('state').where('id', '=', id).executeTakeFirst();
    return row?.state ?? null;
  }

  /** The dead-letter list, oldest first. */
  async listGivenUp(limit: number): Promise<readonly GivenUp[]> {
    const rows = await this.#database.db
      .selectFrom('outbox')
      .select(['id', 'channel', 'state', 'attempts', 'error_code', 'provider_code', 'created_at', 'updated_at'])
      .where('state', 'in', named('dead', 'failed'))
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      channel: row.channel,
      state: row.state,
      attempts: row.attempts,
      code: row.error_code,
      providerCode: row.provider_code,
      createdAtMs: row.created_at,
      updatedAtMs: row.updated_at,
    }));
  }

  /**
   * Puts given-up messages back in the queue, with their attempts forgotten. Never those of somebody who opted out or hides.
   *
   * @param ids - which; or `all`
   * @returns how many
   */
  replay(ids: readonly OutboxId[] | 'all'): Promise<number> {
    return this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      let rows = db
        .updateTable('outbox')
        .set({
          state: 'queued',
          attempts: 0,
          next_at: nowMs,
          created_at: nowMs,
          updated_at: nowMs,
          error_code: null,
          provider_code: null,
        })
        .where('state', 'in', named('dead', 'failed'))
        .where('body', 'is not', null)
        .where('contact_id', 'in', (eb) =>
          eb
            .selectFrom('contacts')
            .select('contacts.id')
            .where('contacts.opted_out_at', 'is', null)
            .where('contacts.hidden_at', 'is', null),
        );
      if (ids !== 'all') rows = rows.where('id', 'in', [...ids]);
      return (await rows.returning('seq').execute()).length;
    });
  }

  /** How many messages are in each state that asks for attention. */
  async counts(): Promise<Readonly<Record<AttentionState, number>>> {
    const counts = { queued: 0, sending: 0, held: 0, dead: 0, failed: 0 };
    // Asked for in the groups that have an index of their own.
    for (const states of [['queued', 'held'], ['sending'], ['dead', 'failed']] as const) {
      const rows = await this.#database.db
        .selectFrom('outbox')
        .select((eb) => ['state', eb.fn.countAll<string | number>().as('count')])
        .where('state', states.length === 1 ? '=' : 'in', named(...states))
        .groupBy('state')
        .execute();
      for (const { state, count } of rows) if (state in counts) counts[state as AttentionState] = Number(count); // just seen
    }
    return counts;
  }
}

/**
 * What is in doubt is sent again only after its report could have come to somebody. `updated_at` stays the moment since
 * which it is held.
 */
async function waitForReports(db: Db, untilMs: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ next_at: untilMs })
    .where('state', 'in', named('queued', 'held')) // as the index names them
    .where('state', '=', 'held')
    .where('next_at', '<', untilMs)
    .where((eb) => eb('next_at', '<', eb('updated_at', '+', LONGEST_GRACE_MS)))
    .execute();
}

/** A status report may have been faster: then it has the last word. */
const markAccepted = statement((db, given: { seq: number; provider_key: MessageKey; now: number }) =>
  db
    .updateTable('outbox')
    .set((eb) => ({
      provider_key: given.provider_key,
      state: eb
        .case()
        .when('state', 'in', ['sending', 'held', 'queued'])
        .then('sent' as const)
        .else(eb.ref('state'))
        .end(),
      lease_token: null,
      updated_at: given.now,
    }))
    .where('seq', '=', given.seq)
    .returning('case_id'),
);

type AttentionState = 'queued' | 'sending' | 'held' | 'dead' | 'failed';

/** What nobody has asked for just now. */
function ofSystem(db: Db, order: DueOrder) {
  return dueRows(db, order).where('author', '=', sql.lit('system'));
}

/** Two looks at one index: sorted by author, every row that is due would have to be read. */
function dueRows(db: Db, { channels, now }: Omit<DueOrder, 'limit'>) {
  return db
    .selectFrom('outbox')
    .select('seq')
    .where('state', 'in', named('queued', 'held'))
    .where('next_at', '<=', now)
    .where(among(db, 'channel', channels))
    .where((eb) => eb.not(wasHidden(eb)))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('outbox as earlier')
            .select('earlier.seq')
            .whereRef('earlier.contact_id', '=', 'outbox.contact_id')
            .whereRef('earlier.seq', '<', 'outbox.seq')
            // One that is held may have arrived long ago: nobody should wait a minute and a half behind it.
            .where('earlier.state', 'in', named('queued', 'sending'))
            // Nor behind an alert, which may have to wait for the morning.
            .where('earlier.alert_fact', 'is', null),
        ),
      ),
    )
    .orderBy('next_at')
    .orderBy('seq');
}

const selectAnyDue = statement((db, given: Omit<DueOrder, 'limit'>) =>
  db
    .selectFrom('outbox')
    .select('seq')
    .where('state', 'in', named('queued', 'held'))
    .where('next_at', '<=', given.now)
    .where(among(db, 'channel', given.channels))
    .limit(sql.lit(1)),
);

const markSending = statement((db, given: { seqs: readonly number[]; token: string; leaseUntil: number }) =>
  db
    .updateTable('outbox')
    .set((eb) => ({
      state: sql<'sending'>`'sending'`,
      attempts: eb('attempts', '+', sql.lit(1)),
      lease_token: given.token,
      lease_until: given.leaseUntil,
    }))
    .where(among(db, 'seq', given.seqs, 'bigint'))
    .returning(['seq', 'id', 'contact_id', 'channel', 'body', 'attempts', 'created_at']),
);

const selectRecipients = statement((db, given: { ids: readonly ContactId[] }) =>
  db
    .selectFrom('contacts')
    .select(['id', 'address', 'data_key', 'last_inbound_at'])
    .where(among(db, 'id', given.ids)),
);

async function giveBack(db: Db, tokens: readonly string[], nowMs: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set((eb) => ({ state: 'queued', attempts: eb('attempts', '-', 1), lease_token: null, updated_at: nowMs }))
    .where('state', '=', 'sending')
    .where('lease_token', 'in', tokens)
    .execute();
}

/** What was on its way when the person hid, and did not arrive, is not tried again. */
async function giveUpHidden(db: Db, { seq }: Sending, nowMs: number): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ state: 'dead', error_code: 'recipient_hidden', updated_at: nowMs })
    .where('seq', '=', seq)
    .where('state', 'in', ['queued', 'held'])
    .where('alert_fact', 'is', null)
    .where((eb) => wasHidden(eb))
    .execute();
}

/** Written to somebody who has asked since that nothing of ours is seen: see `hiding.ts`. */
function wasHidden(eb: ExpressionBuilder<Database, 'outbox'>) {
  return eb.exists(
    eb
      .selectFrom('contacts')
      .select('contacts.id')
      .whereRef('contacts.id', '=', 'outbox.contact_id')
      .whereRef('contacts.hidden_at', '>', 'outbox.created_at'),
  );
}

function toColumns(outcome: Exclude<SendOutcome, { kind: 'accepted' }>, attempt: number, nowMs: number) {
  if (outcome.kind === 'wait') return { state: 'queued', next_at: outcome.atMs, attempts: attempt - 1 } as const;
  const why = { error_code: outcome.code, provider_code: outcome.providerCode };
  switch (outcome.kind) {
    case 'retry':
      return { ...why, state: 'queued', next_at: outcome.atMs } as const;
    case 'hold':
      return { ...why, state: 'held', next_at: outcome.untilMs } as const;
    case 'give_up':
      return { ...why, state: 'dead', next_at: nowMs } as const;
  }
}
