/**
 * Alerts: a fact's answer is another one now, and those who wanted to know are told. Two steps, each in one transaction:
 * `announce` notes who is to be told; `queueDue` puts what is due into the outbox and takes the note away. Whatever breaks
 * in between, nobody is told twice and nobody is left out.
 */
import type { ExpressionBuilder } from 'kysely';
import { DAY_MS, HOUR_MS, SECOND_MS, startOfDay } from '../core/clock.ts';
import type { Address, ChannelName } from '../core/contact.ts';
import { WITHDRAWN } from '../core/edition.ts';
import type { DueAlert, Editions } from '../core/edition.ts';
import type { ContactId, FactId, IdSource } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import { dropAlerts, noteAnswer } from './alert-wishes.ts';
import { announceChanges, readTitles } from './announce.ts';
import type { Announced } from './announce.ts';
import type { Contacts } from './contacts.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import type { Database } from './schema.ts';
import type { Spend } from './spend.ts';
import { queueUnasked } from './unasked.ts';

/** One process at a time announces or queues: the others see what it did. */
const LOCK = 'alerts';
/** Alerts on their way at once: a provider that hangs must not have all its lines taken by them. */
const MAX_UNSENT = 10;
/** WhatsApp's window must stay open for this much longer, or a retry would find it shut. */
const WINDOW_MS = DAY_MS - HOUR_MS;

export interface QueueOptions {
  /** New alerts in one second, over all processes. */
  readonly perSecond: number;
  readonly channels: readonly ChannelName[];
  /** The answers of this process: alerts about others are left to the process that has those. */
  readonly editions: Editions;
  /** Whether somebody with this address may be written to unasked. */
  readonly mayBeAlerted: (address: Address) => boolean;
  readonly compose: (alert: DueAlert) => Reply;
}

export class Alerts {
  readonly #database: OpenDatabase;
  readonly #contacts: Contacts;
  readonly #ids: IdSource;
  readonly #nowMs: () => number;
  readonly #spend: Spend;

  constructor(database: OpenDatabase, contacts: Contacts, ids: IdSource, nowMs: () => number, spend: Spend) {
    this.#database = database;
    this.#contacts = contacts;
    this.#ids = ids;
    this.#nowMs = nowMs;
    this.#spend = spend;
  }

  announce(editions: Editions): Promise<Announced> {
    return this.#database.write(async (db) => {
      await this.#database.locks.inOrder(db, LOCK);
      return announceChanges(db, editions, this.#nowMs());
    });
  }

  /** Whether anything is to be told now. A cheap look, for whoever asks every second. */
  async areDue(): Promise<boolean> {
    const due = await this.#database.db
      .selectFrom('due_alerts')
      .select('fact')
      .where('not_before', '<=', this.#nowMs())
      .limit(1)
      .executeTakeFirst();
    return due !== undefined;
  }

  /** Puts up to `perSecond` alerts into the outbox, each with its note taken away in the same transaction. */
  async queueDue(options: QueueOptions): Promise<readonly ChannelName[]> {
    const ours = await this.#dueFacts(options.editions);
    if (ours.length === 0 || options.channels.length === 0) return [];
    return this.#database.write(async (db) => {
      await this.#database.locks.inOrder(db, LOCK);
      const nowMs = this.#nowMs();
      const free = await countFree(db, options.perSecond, nowMs);
      if (free <= 0) return [];
      const queued: ChannelName[] = [];
      for (const due of await readDue(db, ours, options.channels, free, nowMs)) {
        if (await this.#queue(db, due, options, nowMs)) queued.push(due.channel);
      }
      return queued;
    });
  }

  /** The facts that have due alerts about exactly the answer that this process gives. */
  async #dueFacts({ current, unread }: Editions): Promise<readonly FactId[]> {
    const versions = new Map(current.map(({ fact, version }) => [fact, version]));
    const due = await this.#database.db
      .selectFrom('due_alerts')
      .select(['fact', 'version'])
      .distinct()
      .where('not_before', '<=', this.#nowMs())
      .execute();
    return due
      .filter(({ fact, version }) => !unread.includes(fact) && (versions.get(fact) ?? WITHDRAWN) === version)
      .map(({ fact }) => fact);
  }

  /** @returns whether this person is told; a stop or an erasure that comes at the same moment is obeyed */
  async #queue(db: Db, due: DueRow, { mayBeAlerted, compose }: QueueOptions, nowMs: number): Promise<boolean> {
    const contact = await this.#holdContact(db, due.contact_id);
    if (contact === undefined || !(await takeNote(db, due))) return false;
    const dataKey = this.#contacts.dataKey(due.contact_id, contact.data_key);
    const address = this.#contacts.readAddress(due.contact_id, dataKey, contact.address);
    if (!mayBeAlerted(address) || !(await this.#isStillTheirs(db, due.contact_id, address))) {
      await dropAlerts(db, due.contact_id);
      return false;
    }
    const language = contact.language ?? due.language;
    const recipient = { contactId: due.contact_id, channel: due.channel };
    const reply = compose({
      fact: due.fact,
      version: due.version,
      titles: readTitles(due.titles),
      channel: due.channel,
      language,
      isWindowOpen: nowMs - contact.last_inbound_at < WINDOW_MS,
      nowMs,
    });
    const { kind } = await this.#spend.charge(db, 'alert', { contactId: due.contact_id, address }, reply, nowMs);
    if (kind === 'refused') {
      await putOff(db, due, startOfDay(nowMs) + DAY_MS);
      return false;
    }
    const id = this.#ids.outboxId();
    await queueUnasked(db, { ...recipient, id, dataKey, reply, alertFact: due.fact }, nowMs);
    if (due.version !== WITHDRAWN) await noteAnswer(db, due.contact_id, { ...due, language }, nowMs);
    return true;
  }

  #holdContact(db: Db, id: ContactId) {
    const contact = db
      .selectFrom('contacts')
      .select(['address', 'data_key', 'language', 'last_inbound_at'])
      .where('id', '=', id)
      .where(mayBeWritten);
    return this.#database.locks.forUpdate(contact).executeTakeFirst();
  }

  /** A number may have passed to somebody else since: whoever has it now must not hear what another person asked. */
  async #isStillTheirs(db: Db, contactId: ContactId, address: Address): Promise<boolean> {
    const { keys } = this.#contacts.keyed(address);
    const rows = await db
      .selectFrom('address_keys')
      .select('key')
      .where('contact_id', '=', contactId)
      .where('key', 'in', keys)
      .execute();
    return rows.length === keys.length;
  }
}

/** How many more may be queued now, over all processes. */
async function countFree(db: Db, perSecond: number, nowMs: number): Promise<number> {
  const { lately } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<string | number>().as('lately'))
    .where('alert_fact', 'is not', null)
    .where('created_at', '>', nowMs - SECOND_MS)
    .executeTakeFirstOrThrow();
  const { unsent } = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<string | number>().as('unsent'))
    .where('alert_fact', 'is not', null)
    .where('state', 'in', ['queued', 'sending'])
    .executeTakeFirstOrThrow();
  return Math.min(perSecond - Number(lately), MAX_UNSENT - Number(unsent));
}

/** @returns false when it is gone: the person stopped it just now */
async function takeNote(db: Db, { contact_id, fact }: DueRow): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('due_alerts')
    .where('contact_id', '=', contact_id)
    .where('fact', '=', fact)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** What SMS cannot pay for today is told tomorrow. */
async function putOff(
  db: Db,
  { contact_id, fact, version, known_version, language }: DueRow,
  notBefore: number,
): Promise<void> {
  const note = { contact_id, fact, version, known_version, language, not_before: notBefore };
  await db.insertInto('due_alerts').values(note).execute();
}

type DueRow = Awaited<ReturnType<typeof readDue>>[number];

/** Who opted out, hides our messages or is being forgotten is not written to, whatever they wanted before. */
function mayBeWritten(eb: ExpressionBuilder<Database, 'contacts'>) {
  return eb.and([
    eb('contacts.opted_out_at', 'is', null),
    eb('contacts.hidden_at', 'is', null),
    eb('contacts.erasing_since', 'is', null),
  ]);
}

/** Nothing comes between a person and the agent they talk with, and no phone rings in the middle of an emergency. */
function hasNoCaseInTheWay(eb: ExpressionBuilder<Database, 'due_alerts'>) {
  const inTheWay = eb
    .selectFrom('cases')
    .select('cases.contact_id')
    .where('cases.state', '<>', 'closed')
    .where((one) => one.or([one('cases.state', '=', 'taken'), one('cases.urgency', '=', 'urgent')]));
  return eb('due_alerts.contact_id', 'not in', inTheWay);
}

/** Only of people who may be written to now; the others' alerts wait, or went with what they did. */
function readDue(db: Db, facts: readonly FactId[], channels: readonly ChannelName[], limit: number, nowMs: number) {
  return db
    .selectFrom('due_alerts')
    .innerJoin('contacts', 'contacts.id', 'due_alerts.contact_id')
    .innerJoin('fact_versions', 'fact_versions.fact', 'due_alerts.fact')
    .select(['due_alerts.contact_id', 'due_alerts.fact', 'due_alerts.version', 'due_alerts.language'])
    .select('due_alerts.known_version')
    .select(['contacts.channel', 'fact_versions.titles'])
    .where('due_alerts.not_before', '<=', nowMs)
    .where('due_alerts.fact', 'in', facts)
    .where('contacts.channel', 'in', channels)
    .where(mayBeWritten)
    .where(hasNoCaseInTheWay)
    .orderBy('due_alerts.not_before')
    .orderBy('due_alerts.contact_id')
    .limit(limit)
    .execute();
}
