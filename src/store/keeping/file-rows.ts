/** The rows of a house that is a SQLite file. */
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../core/errors.ts';
import { isNumbered } from './tables.ts';
import type { Row, RowTarget, TableName, Value } from './tables.ts';

/** Whoever has the file open for longer than this is not about to close it. */
const BUSY_TIMEOUT_MS = 1_000;
const ROWS_AT_ONCE = 500;

export interface RowFile extends RowTarget {
  /** Runs the work in one transaction: all of it is kept, or nothing. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Takes the journal into the file, so that the file alone is all of it. */
  asOneFile(): void;
  close(): void;
}

/**
 * Opens a file for us alone: as long as we have it nobody else can read or write it, and while somebody else has it open
 * we cannot.
 *
 * @throws {StoreError} code `away` when another program has it open
 */
export function openRowsAlone(path: string): RowFile {
  const native = new DatabaseSync(path);
  try {
    native.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = ON`);
    native.exec('BEGIN IMMEDIATE; ROLLBACK'); // the lock is taken with the first write, and kept
  } catch (cause) {
    native.close();
    throw new StoreError('Another program has the database open.', { cause, code: 'away' });
  }
  return rowsOf(native);
}

/** Only for looking: the file may be a backup with a seal behind it, and nothing is written beside it. */
export function openRowsToRead(path: string): RowFile {
  return rowsOf(new DatabaseSync(path, { readOnly: true }));
}

function rowsOf(native: DatabaseSync): RowFile {
  return {
    columnsOf: (table) => Promise.resolve(readColumns(native, table)),
    rowsOf: (table, columns) => readRows(native, table, columns),
    lastNumberOf: (table) => Promise.resolve(readLastNumber(native, table)),
    hasRows: (table) => Promise.resolve(native.prepare(`select 1 from ${table} limit 1`).get() !== undefined),
    clear: async (table) => native.exec(`delete from ${table}`),
    insert: async (table, columns, rows) => insert(native, table, columns, rows),
    numberFrom: async (table, lastNumber) => {
      native.prepare('delete from sqlite_sequence where name = ?').run(table);
      native.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(table, lastNumber);
    },
    transaction: (work) => inTransaction(native, work),
    asOneFile: () => native.exec('PRAGMA journal_mode = DELETE'),
    close: () => native.close(),
  };
}

function readColumns(native: DatabaseSync, table: TableName): readonly string[] {
  const names = native.prepare('select name from pragma_table_info(?)').all(table);
  return names.map(({ name }) => String(name)).toSorted();
}

async function* readRows(
  native: DatabaseSync,
  table: TableName,
  columns: readonly string[],
): AsyncGenerator<readonly Row[]> {
  const statement = native.prepare(`select ${quote(columns)} from ${table}`);
  let some: Row[] = [];
  for (const found of statement.iterate()) {
    some.push(columns.map((name) => found[name] as Value)); // our columns hold text, numbers and bytes
    if (some.length < ROWS_AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function readLastNumber(native: DatabaseSync, table: TableName): number {
  if (!isNumbered(table)) return 0;
  return Number(native.prepare('select seq from sqlite_sequence where name = ?').get(table)?.['seq'] ?? 0);
}

function insert(native: DatabaseSync, table: TableName, columns: readonly string[], rows: readonly Row[]): void {
  const marks = columns.map(() => '?').join(', ');
  const statement = native.prepare(`insert into ${table} (${quote(columns)}) values (${marks})`);
  for (const row of rows) statement.run(...row);
}

function quote(columns: readonly string[]): string {
  return columns.map((name) => `"${name}"`).join(', ');
}

async function inTransaction<T>(native: DatabaseSync, work: () => Promise<T>): Promise<T> {
  native.exec('BEGIN IMMEDIATE');
  try {
    const result = await work();
    native.exec('COMMIT');
    return result;
  } catch (error) {
    if (native.isTransaction) native.exec('ROLLBACK');
    throw error;
  }
}
