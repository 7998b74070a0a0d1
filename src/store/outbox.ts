/**
 * What is to be sent. Neither provider has a key that makes sending twice harmless, so a row is marked `sending` on disk
 * before the call; if nobody can say how the call ended, the row is held until a status report could have come, and only
 * then sent again.
 */
import { randomBytes } from 'node:crypto';
import { DAY_MS } from '../core/clock.ts';
import type { Address, ChannelName } from '../core/contact.ts';
import type { SendErrorCode } from '../core/errors.ts';
import type { ContactId, OutboxId } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import { decrypt } from './cipher.ts';
import type { KeyRing } from './cipher.ts';
import type { Contacts } from './contacts.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import type { OutboxState } from './schema.ts';

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
  | { readonly kind: 'give_up'; readonly code: SendErrorCode; readonly providerCode: number | null };

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

export class Outbox {
  readonly #database: OpenDatabase;
  readonly #ring: KeyRing;
  readonly #contacts: Contacts;
  readonly #nowMs: () => number;
  readonly #leaseMs: number;
  readonly #holdMs: number;

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
  }

  /**
   * Takes up to `limit` messages that are due, oldest first, and marks them `sending` on disk. Of each person only the
   * oldest unsent one: their messages leave in order.
   */
  claim(limit: number, channels: readonly ChannelName[]): Promise<readonly Sending[]> {
    return this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      const token = randomBytes(9).toString('base64url');
      const due = await this.#due(db, limit, channels, nowMs);
      if (due.length === 0) return [];
      const rows = await db
        .updateTable('outbox')
        .set((eb) => ({
          state: 'sending' as const,
          attempts: eb('attempts', '+', 1),
          lease_token: token,
          lease_until: nowMs + this.#leaseMs,
        }))
        .where(
          'seq',
          'in',
          due.map(({ seq }) => seq),
        )
        .returning(['seq', 'id', 'contact_id', 'channel', 'body', 'attempts', 'created_at'])
        .execute();
      return this.#read(db, token, rows);
    });
  }

  #due(db: Db, limit: number, channels: readonly ChannelName[], nowMs: number): Promise<{ seq: number }[]> {
    return db
      .selectFrom('outbox')
      .select('seq')
      .where('state', 'in', ['queued', 'held'])
      .where('next_at', '<=', nowMs)
      .where('channel', 'in', channels)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('outbox as earlier')
              .select('earlier.seq')
              .whereRef('earlier.contact_id', '=', 'outbox.contact_id')
              .whereRef('earlier.seq', '<', 'outbox.seq')
              // One that is held may have arrived long ago: nobody should wait a minute and a half behind it.
              .where('earlier.state', 'in', ['queued', 'sending']),
          ),
        ),
      )
      .orderBy('next_at')
      .orderBy('seq')
      .limit(limit)
      .execute();
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
    const contacts = await db
      .selectFrom('contacts')
      .select(['id', 'address', 'data_key'])
      .where('id', 'in', [...new Set(rows.map(({ contact_id }) => contact_id))])
      .execute();
    const byId = new Map(contacts.map((contact) => [contact.id, contact]));
    return rows
      .toSorted((a, b) => a.seq - b.seq)
      .flatMap(({ seq, id, contact_id, channel, body, attempts, created_at }) => {
        const contact = byId.get(contact_id);
        if (contact === undefined || body === null) return [];
        const dataKey = this.#contacts.dataKey(contact_id, contact.data_key);
        return {
          seq,
          id,
          token,
          contactId: contact_id,
          channel,
          to: this.#contacts.readAddress(contact_id, dataKey, contact.address),
          reply: JSON.parse(decrypt(dataKey, `outbox|body|${id}`, body).toString()) as Reply, // sealed by us
          attempt: attempts,
          createdAtMs: created_at,
        };
      });
  }

  /** Notes how a call ended. A status report that was faster has the last word. */
  finish(sending: Sending, outcome: SendOutcome): Promise<void> {
    return this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      if (outcome.kind === 'accepted') {
        const provider_key = this.#ring.messageKey(sending.channel, outcome.providerId);
        await db
          .updateTable('outbox')
          .set((eb) => ({
            provider_key,
            state: eb
              .case()
              .when('state', 'in', ['sending', 'held', 'queued'])
              .then('sent' as const)
              .else(eb.ref('state'))
              .end(),
            lease_token: null,
            updated_at: nowMs,
          }))
          .where('seq', '=', sending.seq)
          .execute();
        return;
      }
      await db
        .updateTable('outbox')
        .set({
          ...toColumns(outcome, nowMs),
          error_code: outcome.code,
          provider_code: outcome.providerCode,
          lease_token: null,
          updated_at: nowMs,
        })
        .where('seq', '=', sending.seq)
        .where('state', '=', 'sending')
        .where('lease_token', '=', sending.token)
        .execute();
    });
  }

  /**
   * Holds what a dead process left in `sending`: it may have been sent. The hold counts from when it was taken.
   *
   * @returns how many rows were found
   */
  holdAbandoned(): Promise<number> {
    return this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      const rows = await db
        .updateTable('outbox')
        .set((eb) => ({
          state: 'held' as const,
          error_code: 'timed_out' as const,
          next_at: eb('lease_until', '+', this.#holdMs - this.#leaseMs),
          lease_token: null,
          updated_at: nowMs,
        }))
        .where('state', '=', 'sending')
        .where('lease_until', '<=', nowMs)
        .returning('seq')
        .execute();
      return rows.length;
    });
  }

  /** Whether WhatsApp would still take a free-form message to this person. */
  async isWindowOpen(sending: Sending): Promise<boolean> {
    if (sending.channel !== 'whatsapp' || sending.reply.kind === 'template') return true;
    const contact = await this.#database.db
      .selectFrom('contacts')
      .select('last_inbound_at')
      .where('id', '=', sending.contactId)
      .executeTakeFirst();
    return contact !== undefined && this.#nowMs() - contact.last_inbound_at < WINDOW_MS;
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
      .where('state', 'in', ['dead', 'failed'])
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
   * Puts given-up messages back in the queue, with their attempts forgotten. Never those of somebody who opted out.
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
        .where('state', 'in', ['dead', 'failed'])
        .where('body', 'is not', null)
        .where('contact_id', 'in', (eb) =>
          eb.selectFrom('contacts').select('contacts.id').where('contacts.opted_out_at', 'is', null),
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
        .where('state', 'in', states)
        .groupBy('state')
        .execute();
      for (const { state, count } of rows) if (state in counts) counts[state as AttentionState] = Number(count); // just seen
    }
    return counts;
  }
}

type AttentionState = 'queued' | 'sending' | 'held' | 'dead' | 'failed';

function toColumns(
  outcome: Exclude<SendOutcome, { kind: 'accepted' }>,
  nowMs: number,
): { state: OutboxState; next_at: number } {
  switch (outcome.kind) {
    case 'retry':
      return { state: 'queued', next_at: outcome.atMs };
    case 'hold':
      return { state: 'held', next_at: outcome.untilMs };
    case 'give_up':
      return { state: 'dead', next_at: nowMs };
  }
}
