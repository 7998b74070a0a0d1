/**
 * Arrivals. What has come in is encrypted and on disk before anybody is told "200"; a message id acts once for as long
 * as its provider may send it again.
 */
import { randomBytes } from 'node:crypto';
import { CompiledQuery, sql } from 'kysely';
import type { Insertable } from 'kysely';
import type { ChannelName } from '../core/contact.ts';
import { isStoreTrouble } from '../core/errors.ts';
import type { AddressKey, ContactId, MessageKey } from '../core/ids.ts';
import type { Inbound, ParsedWebhook } from '../core/message.ts';
import type { HearDanger } from '../core/urgency.ts';
import type { Contacts, KeyedAddress, KnownContact } from './contacts.ts';
import { noteDeliveries } from './case-events.ts';
import { encrypt } from './cipher.ts';
import type { KeyRing } from './cipher.ts';
import { among } from './dialect.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import type { Line } from './line.ts';
import type { InboxTable } from './schema.ts';
import { statement, unheard } from './statement.ts';
import { applyStatuses } from './statuses.ts';
import type { AppliedStatuses } from './statuses.ts';

/** What became of one webhook. */
export interface Receipt {
  readonly accepted: number;
  readonly duplicates: number;
  /** Status reports that belong to a message of ours. */
  readonly statuses: number;
}

const NOTHING: Receipt = { accepted: 0, duplicates: 0, statuses: 0 };

interface KeyedMessage {
  readonly inbound: Inbound;
  readonly messageKey: MessageKey;
  readonly sender: KeyedAddress;
}

interface Arrival {
  readonly channel: ChannelName;
  readonly messages: readonly KeyedMessage[];
  readonly parsed: ParsedWebhook;
  readonly onCommitted: (receipt: Receipt) => void;
  readonly settle: (receipt: Receipt) => void;
  readonly fail: (error: unknown) => void;
}

/** While these are under way, others gather for the next: many small ones cost the server more than a few large ones. */
const AT_ONCE_ON_POSTGRES = 3;

export class Inbox {
  readonly #database: OpenDatabase;
  readonly #ring: KeyRing;
  readonly #contacts: Contacts;
  readonly #nowMs: () => number;
  readonly #line: Line;
  readonly #hearDanger: HearDanger;
  readonly #lockContacts: (db: Db, given: { ids: readonly ContactId[] }) => Promise<void>;
  /** The text of the insert for each number of rows: building it anew costs more than running it. */
  readonly #insertTexts = new Map<number, string>();
  #arrived: Arrival[] = [];
  /** A transaction that will take them has been asked for. */
  #isStarting = false;
  #underWay = 0;
  readonly #mostUnderWay: number;

  constructor(
    database: OpenDatabase,
    ring: KeyRing,
    contacts: Contacts,
    nowMs: () => number,
    line: Line,
    hearDanger: HearDanger,
  ) {
    this.#database = database;
    this.#ring = ring;
    this.#contacts = contacts;
    this.#nowMs = nowMs;
    this.#line = line;
    this.#hearDanger = hearDanger;
    // SQLite gathers by itself.
    this.#mostUnderWay = database.kind === 'postgres' ? AT_ONCE_ON_POSTGRES : Number.POSITIVE_INFINITY;
    this.#lockContacts = unheard((db, given) =>
      database.locks.forUpdate(
        db
          .selectFrom('contacts')
          .select('id')
          .where(among(db, 'id', given.ids))
          .orderBy('id'),
      ),
    );
  }

  /**
   * Stores all that one webhook brought and resolves once it is on disk.
   *
   * @param onCommitted - called a little sooner: it may be read, and must not be acknowledged yet
   * @throws {StoreError} when it could not be made durable: then nothing may be acknowledged
   */
  receive(
    channel: ChannelName,
    parsed: ParsedWebhook,
    onCommitted: (receipt: Receipt) => void = () => {},
  ): Promise<Receipt> {
    const messages = parsed.messages.map((inbound) => ({
      inbound,
      messageKey: this.#ring.messageKey(channel, inbound.providerId),
      sender: this.#contacts.keyed(inbound.from),
    }));
    return new Promise((settle, fail) => {
      this.#arrived.push({ channel, messages, parsed, onCommitted, settle, fail });
      this.#start();
    });
  }

  #start(): void {
    if (this.#isStarting || this.#arrived.length === 0 || this.#underWay >= this.#mostUnderWay) return;
    this.#isStarting = true;
    this.#underWay += 1;
    void this.#storeArrived().finally(() => {
      this.#underWay -= 1;
      this.#start();
    });
  }

  /** One job for all webhooks that have arrived by the time the transaction begins. */
  async #storeArrived(): Promise<void> {
    let taken: readonly Arrival[] = [];
    const take = (): readonly Arrival[] => {
      this.#isStarting = false;
      if (taken.length === 0) [taken, this.#arrived] = [this.#arrived, []];
      return taken;
    };
    const onCommitted = (receipts: readonly Receipt[]): void => {
      for (const [index, arrival] of taken.entries()) arrival.onCommitted(receipts[index] ?? NOTHING);
    };
    const write = (): Promise<readonly Receipt[]> =>
      this.#database.write((db) => this.#store(db, take()), { onCommitted });
    try {
      // A second try, because somebody we recalled from memory may have been erased by another process.
      const receipts = await write().catch((error: unknown) => {
        if (isStoreTrouble(error)) throw error; // a database that is away stays away
        this.#contacts.forgetRecent();
        return write();
      });
      for (const [index, arrival] of taken.entries()) {
        arrival.settle(receipts[index] ?? NOTHING);
      }
    } catch (error) {
      // The transaction may have failed before the job ran.
      for (const arrival of take()) arrival.fail(error);
    }
  }

  async #store(db: Db, arrivals: readonly Arrival[]): Promise<readonly Receipt[]> {
    const nowMs = this.#nowMs();
    const messages = arrivals.flatMap((arrival) => arrival.messages);
    const fresh = await this.#storeMessages(db, messages, nowMs);
    const receipts: Receipt[] = [];
    const moved: AppliedStatuses['moved'][number][] = [];
    for (const { channel, messages: own, parsed } of arrivals) {
      await this.#storeUnreadable(db, channel, parsed, nowMs);
      const accepted = own.filter(({ messageKey }) => fresh.delete(messageKey)).length;
      const statuses = await applyStatuses(db, channel, parsed.statuses, this.#ring, nowMs);
      receipts.push({ accepted, duplicates: own.length - accepted, statuses: statuses.known });
      moved.push(...statuses.moved);
    }
    await noteDeliveries(db, moved, nowMs);
    return receipts;
  }

  /** @returns the keys of the messages that were new */
  async #storeMessages(db: Db, messages: readonly KeyedMessage[], nowMs: number): Promise<Set<MessageKey>> {
    const known = messages.filter(({ sender }) => this.#contacts.recall(sender) !== null);
    const strangers = await this.#unseen(
      db,
      messages.filter(({ sender }) => this.#contacts.recall(sender) === null),
    );
    const met = await this.#meet(db, strangers, nowMs);
    // In the order of arrival: strangers may have written between two messages of somebody we know.
    const wanted = new Set([...known, ...strangers]);
    const stored = messages.filter((message) => wanted.has(message));
    const rows = stored.map((message) =>
      toRow(message, this.#contacts.recall(message.sender) ?? met.get(message.sender.keys[0]), nowMs),
    );
    await this.#lockSenders(db, rows);
    const fresh = new Map<MessageKey, number>();
    for (const part of inParts(rows)) {
      for (const { message_key, seq } of await this.#insert(db, part)) fresh.set(message_key, seq);
    }
    await markWaiting(
      db,
      rows.filter(({ message_key }) => fresh.has(message_key)),
      Math.min(...fresh.values()),
    );
    if (this.#line.isLong) await markUrgent(db, this.#findUrgent(stored, rows));
    return new Set(fresh.keys());
  }

  #findUrgent(messages: readonly KeyedMessage[], rows: readonly InboxRow[]): readonly ContactId[] {
    const urgent = rows.filter((_, index) => {
      const content = messages[index]?.inbound.content;
      return content !== undefined && this.#hearDanger(content);
    });
    return [...new Set(urgent.map(({ contact_id }) => contact_id))];
  }

  /**
   * Before their messages are numbered: of two arrivals of one person the one that becomes visible first has the lower
   * number, and nobody finds "nothing waits" while a message is on its way in. In one order, so that two never wait for
   * each other.
   */
  async #lockSenders(db: Db, rows: readonly InboxRow[]): Promise<void> {
    if (this.#database.kind === 'sqlite') return;
    if (rows.length === 0) return;
    await this.#lockContacts(db, { ids: [...new Set(rows.map(({ contact_id }) => contact_id))] });
  }

  /** @returns the rows that were new */
  async #insert(
    db: Db,
    rows: readonly InboxRow[],
  ): Promise<readonly { readonly message_key: MessageKey; readonly seq: number }[]> {
    let text = this.#insertTexts.get(rows.length);
    if (text === undefined) {
      const insert = db
        .insertInto('inbox')
        .values(rows)
        .onConflict((conflict) => conflict.column('message_key').doNothing())
        .returning(['message_key', 'seq']);
      text = insert.compile().sql;
      this.#insertTexts.set(rows.length, text);
    }
    // In the order of the columns above: Kysely names them in the order of the first row's fields.
    const parameters = rows.flatMap((row) => Object.values(row));
    const { rows: inserted } = await db.executeQuery(CompiledQuery.raw(text, parameters));
    return inserted as { message_key: MessageKey; seq: number }[]; // the columns it returns
  }

  async #meet(
    db: Db,
    strangers: readonly KeyedMessage[],
    nowMs: number,
  ): Promise<ReadonlyMap<AddressKey, KnownContact>> {
    if (strangers.length === 0) return new Map();
    return this.#contacts.findOrCreate(
      db,
      strangers.map(({ sender }) => sender),
      nowMs,
    );
  }

  /** Leaves out what has come before, so that a duplicate makes no contact of somebody who was erased. */
  async #unseen(db: Db, messages: readonly KeyedMessage[]): Promise<readonly KeyedMessage[]> {
    const known = new Set<MessageKey>();
    for (const part of inParts(messages)) {
      const rows = await db
        .selectFrom('inbox')
        .select('message_key')
        .where(
          'message_key',
          'in',
          part.map(({ messageKey }) => messageKey),
        )
        .execute();
      for (const { message_key } of rows) known.add(message_key);
    }
    return messages.filter(({ messageKey }) => !known.has(messageKey));
  }

  async #storeUnreadable(db: Db, channel: ChannelName, parsed: ParsedWebhook, nowMs: number): Promise<void> {
    const rows = parsed.unreadable.map(({ reason, raw }) => {
      const id = randomBytes(15).toString('base64url');
      const body = encrypt(this.#ring.houseKey, `unreadable|body|${id}`, JSON.stringify(raw) ?? 'null');
      return { id, channel, reason, body, received_at: nowMs };
    });
    for (const part of inParts(rows)) await db.insertInto('unreadable').values(part).execute();
  }
}

type InboxRow = Insertable<InboxTable> & { readonly contact_id: ContactId; readonly message_key: MessageKey };

function toRow({ inbound, messageKey }: KeyedMessage, contact: KnownContact | undefined, nowMs: number): InboxRow {
  if (contact === undefined) throw new TypeError('Expected a contact for every sender of the batch.');
  return {
    message_key: messageKey,
    contact_id: contact.id,
    channel: inbound.from.channel,
    kind: inbound.content.kind,
    body: encrypt(contact.dataKey, `inbox|body|${messageKey}`, JSON.stringify(inbound)),
    state: 'waiting',
    received_at: nowMs,
  };
}

const beginWaiting = statement((db, given: { ids: readonly ContactId[]; fromSeq: number }) =>
  db
    .updateTable('contacts')
    .set({ waiting_seq: given.fromSeq, urgent: sql.lit(0) })
    .where(among(db, 'id', given.ids))
    .where('waiting_seq', 'is', null),
);

/** @param fromSeq - no new message of these people has a lower one: close enough, and one statement for all */
async function markWaiting(
  db: Db,
  rows: readonly { readonly contact_id: ContactId }[],
  fromSeq: number,
): Promise<void> {
  if (rows.length === 0) return;
  await beginWaiting(db, { ids: [...new Set(rows.map(({ contact_id }) => contact_id))], fromSeq });
}

/** While they wait they are served before the others. */
async function markUrgent(db: Db, ids: readonly ContactId[]): Promise<void> {
  for (const part of inParts(ids)) {
    await db
      .updateTable('contacts')
      .set({ urgent: 1 })
      .where('id', 'in', part)
      .where('waiting_seq', 'is not', null)
      .execute();
  }
}

/** A statement takes a limited number of parameters (SQLite 32,766, PostgreSQL 65,535); 100 rows of any table fit. */
const ROWS_PER_STATEMENT = 100;

function* inParts<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    yield rows.slice(start, start + ROWS_PER_STATEMENT);
  }
}
