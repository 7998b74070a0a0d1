/** Every table of a house, and how a row of it is carried from one database to another. */
import { createHash } from 'node:crypto';
import type { Database } from '../schema.ts';

export type TableName = keyof Database;

interface Carried {
  /** Whether its rows are numbered by the database: the numbering goes on where it was, also over rows that are gone. */
  readonly numbered: boolean;
}

const NUMBERED: Carried = { numbered: true };
const PLAIN: Carried = { numbered: false };

/** Those that are referred to stand before those that refer. A table that is missing here does not compile. */
const CARRIED: Readonly<Record<TableName, Carried>> = {
  teams: PLAIN,
  agents: PLAIN,
  passkeys: PLAIN,
  sessions: PLAIN,
  challenges: PLAIN,
  audit_log: PLAIN,
  contacts: PLAIN,
  address_keys: PLAIN,
  inbox: NUMBERED,
  unreadable: NUMBERED,
  conversations: PLAIN,
  outbox: NUMBERED,
  cases: PLAIN,
  case_events: NUMBERED,
  case_notes: PLAIN,
  case_figures: PLAIN,
  reminders: PLAIN,
  canned_replies: PLAIN,
  proposals: PLAIN,
  erasures: PLAIN,
  deletions: PLAIN,
  sweeps: PLAIN,
  rumour_reports: PLAIN,
  feedback: PLAIN,
  fact_versions: PLAIN,
  alert_wishes: PLAIN,
  given_answers: PLAIN,
  due_alerts: PLAIN,
  sms_days: PLAIN,
  sms_people: PLAIN,
};

export const TABLE_NAMES = Object.keys(CARRIED) as readonly TableName[]; // the keys of the record above

export function isNumbered(table: TableName): boolean {
  return CARRIED[table].numbered;
}

/** What a column holds: text, whole numbers below 2^53 and bytes only (see `schema.ts`). */
export type Value = string | number | Uint8Array | null;

/** The values of one row, in the order of the columns that were asked for. */
export type Row = readonly Value[];

/** Rows that can be read, all as of one moment. */
export interface RowSource {
  /** In alphabetical order. */
  columnsOf(table: TableName): Promise<readonly string[]>;
  /** All rows, in no particular order, some hundred at a time. */
  rowsOf(table: TableName, columns: readonly string[]): AsyncIterable<readonly Row[]>;
  /** The highest number that was ever drawn for a row of it; 0 when none was. */
  lastNumberOf(table: TableName): Promise<number>;
}

/** Rows that can be written too, in a transaction that whoever made it ends. */
export interface RowTarget extends RowSource {
  hasRows(table: TableName): Promise<boolean>;
  clear(table: TableName): Promise<void>;
  insert(table: TableName, columns: readonly string[], rows: readonly Row[]): Promise<void>;
  /** The next row of it gets the number after this one. */
  numberFrom(table: TableName, lastNumber: number): Promise<void>;
}

/** How many rows there are and what stands in them, whatever their order. */
export interface Contents {
  readonly rows: number;
  readonly digest: string;
}

const DIGEST_BITS = 256n;

/** Adds up the digests of the rows: the same rows in another order, from another database, have the same sum. */
export class ContentsSum {
  #rows = 0;
  #sum = 0n;

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#rows += 1;
      this.#sum += BigInt(`0x${createHash('sha256').update(toText(row)).digest('hex')}`);
    }
    this.#sum = BigInt.asUintN(Number(DIGEST_BITS), this.#sum);
  }

  get contents(): Contents {
    return { rows: this.#rows, digest: this.#sum.toString(16) };
  }
}

/** A number is no text and bytes are neither: `1`, `"1"` and `{"bytes":"MQ=="}` differ. */
function toText(row: Row): string {
  return JSON.stringify(
    row.map((value) => (value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value)),
  );
}
