/**
 * Reminders: somebody was told when they would hear from us, and still waits. Each is sent once: it is taken away in the
 * transaction that puts its message into the outbox, so a crash in between changes nothing.
 */
import type { CountryCode } from '../core/country.ts';
import type { ChannelName } from '../core/contact.ts';
import type { CaseId, ContactId, IdSource } from '../core/ids.ts';
import type { DueReminder } from '../core/notice.ts';
import type { Reply } from '../core/reply.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { DataKey } from './cipher.ts';
import type { Contacts } from './contacts.ts';
import type { Db, Locks, OpenDatabase } from './dialect.ts';
import type { Spend } from './spend.ts';
import { mayWriteTo, queueUnasked, UNASKED_COLUMNS } from './unasked.ts';

/** At most this many in one transaction: arrivals must not wait long behind it. */
const PER_ROUND = 50;

export type ReminderOutcome =
  | 'sent'
  /** Somebody took the case, or it was closed. */
  | 'settled'
  | 'opted_out'
  | 'hidden'
  | 'window_closed'
  /** There is no more for SMS. */
  | 'sms_limit';

export interface Reminded {
  readonly channel: ChannelName;
  readonly outcome: ReminderOutcome;
}

interface ReminderWish {
  readonly atMs: number;
  readonly country: CountryCode | null;
}

/** Notes that the person is to be told, if they still wait then. One for each case; nobody in danger is reminded. */
export async function planReminder(
  db: Db,
  { contactId, dataKey }: { readonly contactId: ContactId; readonly dataKey: DataKey },
  { atMs, country }: ReminderWish,
): Promise<void> {
  const open = await db
    .selectFrom('cases')
    .select('id')
    .where('contact_id', '=', contactId)
    .where('state', '=', 'waiting')
    .where('urgency', '=', 'normal')
    .executeTakeFirst();
  if (open === undefined) return;
  const note = encrypt(dataKey, notePlace(open.id), JSON.stringify({ country }));
  await db
    .insertInto('reminders')
    .values({ case_id: open.id, due_at: atMs, note })
    .onConflict((conflict) => conflict.column('case_id').doNothing())
    .execute();
}

export class Reminders {
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

  /** Whether anything is to be done now. A cheap look, for whoever asks every few seconds. */
  async areDue(): Promise<boolean> {
    const due = await this.#database.db
      .selectFrom('reminders')
      .select('case_id')
      .where('due_at', '<=', this.#nowMs())
      .limit(1)
      .executeTakeFirst();
    return due !== undefined;
  }

  /**
   * Puts what is due into the outbox, for those who still wait and may be written to.
   *
   * @param compose - puts a reminder into words; may be asked twice for one
   * @returns what became of each that was due; a round takes a limited number
   */
  sendDue(compose: (due: DueReminder) => Reply): Promise<readonly Reminded[]> {
    return this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      const taken = await takeDue(db, this.#database.locks, nowMs);
      const reminded: Reminded[] = [];
      for (const row of taken) reminded.push(await this.#send(db, row, compose, nowMs));
      return reminded;
    });
  }

  async #send(db: Db, taken: TakenRow, compose: (due: DueReminder) => Reply, nowMs: number): Promise<Reminded> {
    const row = await readCase(db, taken.case_id);
    const { channel } = row;
    if (row.state !== 'waiting' || row.urgency === 'urgent') return { channel, outcome: 'settled' };
    const may = mayWriteTo(row, nowMs);
    if (may !== 'yes') return { channel, outcome: may };
    const dataKey = this.#contacts.dataKey(row.contact_id, row.data_key);
    const country = readCountry(decrypt(dataKey, notePlace(taken.case_id), taken.note).toString());
    const reply = compose({ channel, language: row.chosen_language ?? row.case_language, country, nowMs });
    const to = { contactId: row.contact_id, address: this.#contacts.readAddress(row.contact_id, dataKey, row.address) };
    const { kind } = await this.#spend.charge(db, 'answer', to, reply, nowMs);
    if (kind === 'refused') return { channel, outcome: 'sms_limit' };
    const id = this.#ids.outboxId();
    await queueUnasked(db, { id, contactId: row.contact_id, channel, dataKey, reply }, nowMs);
    return { channel, outcome: 'sent' };
  }
}

type TakenRow = Awaited<ReturnType<typeof takeDue>>[number];

/**
 * Whoever takes a row away is the one who sends it. Its person is held, so that nobody who is just saying STOP, or whom an
 * agent is just taking, is written to; whoever is with another process waits for the next round.
 */
async function takeDue(db: Db, locks: Locks, nowMs: number) {
  const due = db
    .selectFrom('reminders')
    .innerJoin('cases', 'cases.id', 'reminders.case_id')
    .innerJoin('contacts', 'contacts.id', 'cases.contact_id')
    .select('reminders.case_id')
    .where('reminders.due_at', '<=', nowMs)
    .orderBy('reminders.due_at')
    .limit(PER_ROUND);
  const ids = (await locks.skipLocked(due).execute()).map(({ case_id }) => case_id);
  if (ids.length === 0) return [];
  return db.deleteFrom('reminders').where('case_id', 'in', ids).returning(['case_id', 'note']).execute();
}

function readCase(db: Db, id: CaseId) {
  return db
    .selectFrom('cases')
    .innerJoin('contacts', 'contacts.id', 'cases.contact_id')
    .select(['cases.state', 'cases.urgency', 'cases.contact_id', 'cases.language as case_language'])
    .select(['contacts.data_key', 'contacts.address', 'contacts.language as chosen_language'])
    .select(UNASKED_COLUMNS.map((column) => `contacts.${column}` as const))
    .where('cases.id', '=', id)
    .executeTakeFirstOrThrow(); // it refers to the case, and the case to its contact
}

function notePlace(id: CaseId): `reminders|note|${CaseId}` {
  return `reminders|note|${id}`;
}

function readCountry(note: string): CountryCode | null {
  return (JSON.parse(note) as { country: CountryCode | null }).country; // we wrote it
}
