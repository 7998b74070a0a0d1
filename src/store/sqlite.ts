/**
 * SQLite in this process: the only file that knows it is SQLite.
 *
 * `synchronous=FULL` syncs the journal at every commit; without it a power cut loses acknowledged messages (measured:
 * 1,028 of 5,544). One sync takes as long for one row as for hundreds, so writes that arrive together commit together;
 * there is no timer: the next transaction takes what arrived during the last one.
 */
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { CompiledQuery, Kysely } from 'kysely';
import { GenericSqliteDialect, parseBigInt } from 'kysely-generic-sqlite';
import { StoreError } from '../core/errors.ts';
import type { ColumnTypes, Db, Job, Locks, OpenDatabase } from './dialect.ts';
import type { Database } from './schema.ts';

/** How long a writer waits for another process on the same file. */
const BUSY_TIMEOUT_MS = 5_000;
/**
 * Pages of the journal (4 KiB each) before it is written back: enough that a page that changes often is written back
 * once, few enough that writing back holds up nobody for long (8,000 held up one in a hundred for 42 ms).
 */
const CHECKPOINT_PAGES = 2_000;
/** Lists of different lengths make different statements; beyond this the oldest goes. */
const MAX_PREPARED_STATEMENTS = 300;
/**
 * How often the event loop goes round before a commit: what comes meanwhile joins it. With two rounds commits are fewer
 * and larger: 0.67 instead of 0.59 of the speed without any store, at 128 connections (`npm run bench`, 2026-11).
 */
const ROUNDS_BEFORE_COMMIT = 2;
/** One transaction takes at most this many jobs, so that the first ones do not wait for the last. */
const MAX_JOBS_PER_COMMIT = 256;

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

interface PendingJob {
  readonly run: (db: Db) => Promise<void>;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** @param path - the file; its folder must exist */
export function openSqlite(path: string): OpenDatabase {
  const native = new DatabaseSync(path);
  applyPragmas(native);
  const prepare = statementCache(native);
  const db = new Kysely<Database>({
    dialect: new GenericSqliteDialect(() => ({
      db: native,
      query: (_isSelect, text, parameters) => run(prepare(text), parameters ?? []),
      close: () => native.close(),
    })),
  });
  const writer = createGroupWriter(db);
  return {
    kind: 'sqlite',
    types: COLUMN_TYPES,
    locks: LOCKS,
    db,
    write: (job) => writer.write(job),
    wipe: async () => {
      await writer.idle();
      native.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    close: async () => {
      await writer.idle();
      await db.destroy();
    },
  };
}

function applyPragmas(native: DatabaseSync): void {
  native.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
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

interface GroupWriter {
  write<T>(job: Job<T>): Promise<T>;
  /** Resolves when nothing is waiting to be written. */
  idle(): Promise<void>;
}

function createGroupWriter(db: Db): GroupWriter {
  let waiting: PendingJob[] = [];
  let flushing: Promise<void> | null = null;

  async function flushAll(): Promise<void> {
    while (waiting.length > 0) {
      // Everything that the current round of input and output brings joins this commit.
      for (let round = 0; round < ROUNDS_BEFORE_COMMIT; round += 1) {
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      const batch = waiting.slice(0, MAX_JOBS_PER_COMMIT);
      waiting = waiting.slice(MAX_JOBS_PER_COMMIT);
      await commitTogether(db, batch);
    }
    flushing = null;
  }

  return {
    write: <T>(job: Job<T>) =>
      new Promise<T>((resolve, reject) => {
        let result: T;
        waiting.push({
          run: async (connection) => {
            result = await job(connection);
          },
          settle: () => resolve(result),
          fail: reject,
        });
        flushing ??= flushAll();
      }),
    idle: async () => {
      while (flushing !== null) await flushing;
    },
  };
}

/** Each job gets a savepoint: one that throws is undone alone. */
async function commitTogether(db: Db, batch: readonly PendingJob[]): Promise<void> {
  const done: PendingJob[] = [];
  try {
    await db.connection().execute(async (connection) => {
      await execute(connection, BEGIN);
      try {
        for (const job of batch) {
          if (await runAlone(connection, job)) done.push(job);
        }
        await execute(connection, COMMIT);
      } catch (error) {
        await execute(connection, ROLLBACK).catch(() => {}); // SQLite has rolled back by itself on a full disk
        throw error;
      }
    });
  } catch (cause) {
    const error = new StoreError('The database could not write; nothing of this transaction was kept.', { cause });
    for (const job of batch) job.fail(error); // a job that has failed already keeps its own error
    return;
  }
  for (const job of done) job.settle();
}

async function runAlone(connection: Db, job: PendingJob): Promise<boolean> {
  await execute(connection, SAVEPOINT);
  try {
    await job.run(connection);
  } catch (error) {
    await execute(connection, UNDO);
    await execute(connection, RELEASE);
    job.fail(error);
    return false;
  }
  await execute(connection, RELEASE);
  return true;
}

const BEGIN = CompiledQuery.raw('begin immediate');
const COMMIT = CompiledQuery.raw('commit');
const ROLLBACK = CompiledQuery.raw('rollback');
const SAVEPOINT = CompiledQuery.raw('savepoint job');
const UNDO = CompiledQuery.raw('rollback to job');
const RELEASE = CompiledQuery.raw('release job');

async function execute(connection: Db, query: CompiledQuery): Promise<void> {
  await connection.executeQuery(query);
}
