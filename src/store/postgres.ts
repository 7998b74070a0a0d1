/**
 * PostgreSQL: the only file that knows it is PostgreSQL. Any number of processes may share one.
 *
 * SQLite runs writes one after another; here they overlap, so what a job reads and then changes has to be locked
 * (`Locks` of dialect.ts). Two jobs that lock in opposite order, or insert the same new thing, are undone by the server;
 * the loser simply runs again and finds what the winner left.
 */
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { types } from 'pg';
import type { CustomTypesConfig, PoolConfig } from 'pg';
import { StoreError } from '../core/errors.ts';
import type { ColumnTypes, Db, Job, Locks, OpenDatabase } from './dialect.ts';
import { OUTDATED_PLAN, openLine } from './postgres-line.ts';
import { createPostgresSignals } from './postgres-signals.ts';
import type { Database } from './schema.ts';
import { UNHEARD } from './statement.ts';

/** Writes that overlap in one process. More gain nothing on a small server and starve other processes. */
const MAX_CONNECTIONS = 12;
/** A connection that cannot be had for so long means that the database is gone: the provider is told to come again. */
const CONNECT_TIMEOUT_MS = 5_000;
/** No statement of ours takes seconds; one that does has met a dead server or a lock that nobody gives back. */
const STATEMENT_TIMEOUT_MS = 10_000;
/** The server ends a statement sooner; so this one connection is dead. Of a server that is, `postgres-line.ts` knows in seconds. */
const QUERY_TIMEOUT_MS = 15_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
const MAX_RUNS = 8;
const NO_LIMITS = { statement_timeout: 0, query_timeout: 0 } as const;

/** What the server undoes although nothing is wrong with the job. @see PostgreSQL, Appendix A, error codes */
const RUN_AGAIN: ReadonlySet<string> = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '23505', // unique_violation: somebody was faster
  '23503', // foreign_key_violation: somebody erased what we had just looked up
  ...OUTDATED_PLAN,
]);

const INT8 = 20;

const COLUMN_TYPES: ColumnTypes = {
  bytes: 'bytea',
  sequence: 'bigserial',
  asSequence: (column) => column,
  // Before the statement, and so before any of its rows draws a number.
  showInOrder: async (db, table) => {
    const name = sql.id(`${table}_in_order`);
    await sql`create function ${name}() returns trigger language plpgsql as ${sql.lit(
      `begin perform pg_advisory_xact_lock(hashtext('${table}')); return null; end`,
    )}`.execute(db);
    await sql`create trigger ${name} before insert on ${sql.table(table)}
      for each statement execute function ${name}()`.execute(db);
  },
};

const LOCKS: Locks = {
  forUpdate: (query) => query.forNoKeyUpdate(),
  skipLocked: (query) => query.forNoKeyUpdate().skipLocked(),
  inOrder: async (db, name) => {
    await sql`select pg_advisory_xact_lock(hashtext(${name}))`.execute(db);
  },
};

/** Our whole numbers are times and counters, all below 2^53. */
const NUMBERS_AS_NUMBERS: CustomTypesConfig = {
  getTypeParser: (oid: number) => (oid === INT8 ? Number : types.getTypeParser(oid, 'text')), // we ask for no binary
};

/** @param url - `postgres://user:password@host:port/database` */
export function openPostgres(url: string): OpenDatabase {
  const others = createPostgresSignals(() => db);
  const config = {
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'faro',
    types: NUMBERS_AS_NUMBERS,
  };
  const pool = openLine(config, (client) => others.hear(client));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const writing = new Set<Promise<unknown>>();
  return {
    kind: 'postgres',
    types: COLUMN_TYPES,
    locks: LOCKS,
    others,
    db,
    write: (job, { until, onCommitted } = {}) => {
      const written = write(db, until === 'committed' ? notAwaitingDisk(job) : job);
      if (onCommitted !== undefined) void written.then(onCommitted, () => {});
      const settled = written.then(
        () => {},
        () => {},
      );
      writing.add(settled);
      void settled.then(() => writing.delete(settled));
      return written;
    },
    patiently: (job) => runPatiently(config, job),
    wipe: () => Promise.resolve(), // vacuum and the journal's life are the database operator's: see SECURITY.md
    close: async () => {
      while (writing.size > 0) await Promise.all(writing);
      await db.destroy();
      await pool.end(); // what was never asked, Kysely does not end
    },
  };
}

/** On connections of its own, that know no limits. */
async function runPatiently<T>(config: PoolConfig, job: Job<T>): Promise<T> {
  const pool = openLine({ ...config, ...NO_LIMITS }, () => Promise.resolve());
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await job(db);
  } finally {
    await db.destroy();
    await pool.end(); // what was never asked, Kysely does not end
  }
}

/** @see https://www.postgresql.org/docs/current/wal-async-commit.html */
const NOT_AWAITING_DISK = `set local synchronous_commit to off${UNHEARD}`;

/** The server's journal is written in order: the next commit that waits for the disk brings this one with it. */
function notAwaitingDisk<T>(job: Job<T>): Job<T> {
  return async (db) => {
    await db.executeQuery(CompiledQuery.raw(NOT_AWAITING_DISK));
    return job(db);
  };
}

async function write<T>(db: Db, job: Job<T>): Promise<T> {
  for (let run = 1; ; run += 1) {
    const failure = { inJob: false };
    try {
      return await db.transaction().execute((transaction) => runJob(transaction, job, failure));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const code = codeOf(error);
      if (code !== null && RUN_AGAIN.has(code) && run < MAX_RUNS) continue;
      if (failure.inJob && code === null) throw error; // the job's own refusal, not the database's
      throw new StoreError('The database could not write; nothing of this transaction was kept.', { cause: error });
    }
  }
}

async function runJob<T>(db: Db, job: Job<T>, failure: { inJob: boolean }): Promise<T> {
  try {
    return await job(db);
  } catch (error) {
    failure.inJob = true;
    throw error;
  }
}

/** The server's five characters, or the system's (ECONNREFUSED); null for an error that is not theirs. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
