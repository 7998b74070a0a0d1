/**
 * SQLite in this process: the only file that knows it is SQLite.
 *
 * A write is synced to disk before it is called done, unless it says that committed is enough; without that a power cut
 * loses acknowledged messages (measured: 1,028 of 5,544). The sync is ours (`journal-sync.ts`), not SQLite's own, so that the event loop does not stand still for
 * it; one sync takes as long for one row as for hundreds, so writes share it (`group-writer.ts`).
 */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { Kysely } from 'kysely';
import { GenericSqliteDialect, parseBigInt } from 'kysely-generic-sqlite';
import { StoreError } from '../core/errors.ts';
import type { ColumnTypes, Locks, OpenDatabase } from './dialect.ts';
import { createGroupWriter, createTransaction } from './group-writer.ts';
import { createJournalSync } from './journal-sync.ts';
import type { Database } from './schema.ts';

/** How long opening waits for another process on the same file: it may be bringing the tables to their newest shape. */
const BUSY_TIMEOUT_MS = 5_000;
/** Afterwards. SQLite waits without letting anything else happen in this process, so we do the waiting ourselves. */
const BUSY_TIMEOUT_WHILE_SERVING_MS = 20;
const LOCK_POLL_MS = 25;
/** A file up to this size is read through at the start; a larger one would keep people waiting. */
const CHECKED_BYTES = 256 * 1024 * 1024;
/**
 * Pages of the journal (4 KiB each) before it is written back: enough that a page that changes often is written back
 * once, few enough that writing back holds up nobody for long (8,000 held up one in a hundred for 42 ms).
 */
const CHECKPOINT_PAGES = 2_000;
/**
 * The same where a thread writes back all the time (`checkpoint-thread.ts`): then only little is left to write, but while
 * people write without a pause, nobody but the writer can begin the journal anew.
 */
const RESTART_PAGES = 16_000;
/** Lists of different lengths make different statements; beyond this the oldest goes. */
const MAX_PREPARED_STATEMENTS = 300;
const COLUMN_TYPES: ColumnTypes = {
  bytes: 'blob',
  sequence: 'integer',
  asSequence: (column) => column.autoIncrement(),
  showInOrder: () => Promise.resolve(), // one transaction after another
};

/** One job at a time has the database to itself. */
const LOCKS: Locks = {
  forUpdate: (query) => query,
  skipLocked: (query) => query,
  inOrder: () => Promise.resolve(),
};

/**
 * @param path - the file; its folder must exist
 * @param options - `isServing`: it is written to for a long time, and people wait meanwhile
 */
export function openSqlite(path: string, { isServing = false }: { readonly isServing?: boolean } = {}): OpenDatabase {
  const native = openFile(path);
  if (isServing) native.exec(`PRAGMA wal_autocheckpoint = ${RESTART_PAGES}`);
  const thread = isServing ? startCheckpoints(path) : null;
  const prepare = statementCache(native);
  const db = new Kysely<Database>({
    dialect: new GenericSqliteDialect(() => ({
      db: native,
      query: (_isSelect, text, parameters) => checked(() => run(prepare(text), parameters ?? [])),
      close: () => native.close(),
    })),
  });
  const journal = createJournalSync(`${path}-wal`);
  const writer = createGroupWriter(db, createTransaction(native, checked), journal, () =>
    native.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_WHILE_SERVING_MS}`),
  );
  return {
    kind: 'sqlite',
    types: COLUMN_TYPES,
    locks: LOCKS,
    others: null,
    db,
    write: (job, options) => writer.write(job, options),
    patiently: (job) => job(db),
    wipe: async () => {
      await writer.idle();
      await emptyJournal(native);
    },
    close: async () => {
      await writer.idle();
      await thread?.stop();
      journal.close();
      await db.destroy();
    },
  };
}

/** Somebody who reads the file from another process holds it up: then it is tried for a while. */
async function emptyJournal(native: DatabaseSync): Promise<void> {
  const endsMs = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    const [row] = native.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    if (row?.['busy'] === 0 || performance.now() > endsMs) return;
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
}

/** @throws {StoreError} when it cannot be read, or is not what was written */
function openFile(path: string): DatabaseSync {
  try {
    const native = new DatabaseSync(path);
    applyPragmas(native);
    if (statSync(path).size <= CHECKED_BYTES) checkFile(native);
    return native;
  } catch (error) {
    throw toStoreError(error) ?? error;
  }
}

/** A page that a disk gave back wrong is found here, and not by somebody who waits for an answer. */
function checkFile(native: DatabaseSync): void {
  const [found] = native.prepare('PRAGMA quick_check(1)').all();
  if (Object.values(found ?? {})[0] !== 'ok') throw damaged();
}

function damaged(cause?: unknown): StoreError {
  return new StoreError(
    'The database file is damaged, so it is not served from. Put a backup in its place: docs/keeping.md says how.',
    { code: 'damaged', cause },
  );
}

/** What the file says of itself, as opposed to one statement; null for the latter. @see https://sqlite.org/rescode.html */
function toStoreError(cause: unknown): StoreError | null {
  if (cause instanceof StoreError) return cause;
  switch (primaryCode(cause)) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return new StoreError('Another program holds the database file.', { code: 'away', cause });
    case 10: // SQLITE_IOERR
    case 14: // SQLITE_CANTOPEN
      return new StoreError('The database file cannot be read or written.', { code: 'away', cause });
    case 8: // SQLITE_READONLY
      return new StoreError('The database file can only be read.', { code: 'full', cause });
    case 13: // SQLITE_FULL
      return new StoreError('There is no room for more in the database file.', { code: 'full', cause });
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return damaged(cause);
    default:
      return null;
  }
}

/** The lower byte of SQLite's number for what happened; null when it is not SQLite's error. */
function primaryCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

function startCheckpoints(path: string): { stop(): Promise<void> } {
  const thread = new Worker(new URL('checkpoint-thread.ts', import.meta.url), { workerData: path });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  // Without it the serving thread writes back by itself.
  thread.on('error', () => {});
  thread.unref();
  return {
    stop: () => {
      thread.ref(); // until it has ended
      thread.postMessage('stop', []);
      return ended;
    },
  };
}

function applyPragmas(native: DatabaseSync): void {
  native.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL; -- and a sync of our own after every commit
    PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS};
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -32768;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
  `);
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

function statementCache(native: DatabaseSync): (text: string) => Prepared {
  const cache = new Map<string, Prepared>();
  return (text) => {
    const known = cache.get(text);
    if (known !== undefined) return known;
    const statement = native.prepare(text);
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    const [oldest] = cache.keys();
    if (cache.size >= MAX_PREPARED_STATEMENTS && oldest !== undefined) cache.delete(oldest);
    cache.set(text, prepared);
    return prepared;
  };
}

function run(
  { statement, returnsRows }: Prepared,
  parameters: readonly unknown[],
): { rows: unknown[]; insertId?: bigint; numAffectedRows?: bigint } {
  const values = parameters as readonly SQLInputValue[]; // our schema holds text, numbers and bytes only
  if (returnsRows) return { rows: statement.all(...values) };
  const { changes, lastInsertRowid } = statement.run(...values);
  const insertId = parseBigInt(lastInsertRowid);
  const numAffectedRows = parseBigInt(changes);
  return {
    rows: [],
    ...(insertId === undefined ? {} : { insertId }),
    ...(numAffectedRows === undefined ? {} : { numAffectedRows }),
  };
}

/** @throws {StoreError} when it is the file's fault */
function checked<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toStoreError(error) ?? error;
  }
}
