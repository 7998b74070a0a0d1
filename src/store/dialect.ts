/** What differs between the databases, in one place each: column types, how a write is grouped, how a wipe is finished. */
import { PostgresAdapter, sql } from 'kysely';
import type { ColumnDataType, ColumnDefinitionBuilder, Kysely, RawBuilder, SelectQueryBuilder } from 'kysely';
import type { Database } from './schema.ts';
import type { Others } from './signals.ts';

export interface ColumnTypes {
  readonly bytes: ColumnDataType;
  readonly sequence: ColumnDataType;
  /** Makes a primary key count upwards and never reuse a number. */
  asSequence(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  /** The same as `Locks.inOrder` by the table's name, for every insert into it: nobody who writes there can forget it. */
  showInOrder(db: Kysely<unknown>, table: string): Promise<void>;
}

/**
 * What a job locks before it changes what it has read. SQLite runs one job at a time and needs none of it; elsewhere
 * another process may be at the same rows.
 */
export interface Locks {
  /** Holds the rows that are read until the transaction ends. */
  forUpdate<Tables extends keyof Database, Row>(
    query: SelectQueryBuilder<Database, Tables, Row>,
  ): SelectQueryBuilder<Database, Tables, Row>;
  /** The same, but leaves out what somebody else holds. */
  skipLocked<Tables extends keyof Database, Row>(
    query: SelectQueryBuilder<Database, Tables, Row>,
  ): SelectQueryBuilder<Database, Tables, Row>;
  /** Makes transactions that give the same name end in the order in which they came here, so that numbers they draw afterwards become visible in order. */
  inOrder(db: Db, name: string): Promise<void>;
}

/** A database handle, inside or outside a transaction. */
export type Db = Kysely<Database>;

/** A piece of work on the database. May run twice if the first run's transaction failed, so it changes nothing else. */
export type Job<T> = (db: Db) => Promise<T>;

export interface WriteOptions<T> {
  /**
   * `on_disk`, unless said otherwise: a power cut takes nothing of it away. `committed`: everybody sees it, a killed
   * process has not lost it, and it is on disk before any later write that waits for the disk, or a moment later. For what
   * is done again without harm if a power cut takes it, and for what such a later write follows.
   */
  readonly until?: 'on_disk' | 'committed';
  /** Called as soon as it is committed, before it is on disk. */
  readonly onCommitted?: (result: T) => void;
}

export interface OpenDatabase {
  readonly kind: 'sqlite' | 'postgres';
  readonly types: ColumnTypes;
  readonly locks: Locks;
  /** Null where there are none that could be called: a program that opens the same file is not part of the service. */
  readonly others: Others | null;
  /** For reading. */
  readonly db: Db;
  /**
   * Runs a job in a transaction and resolves once it is on disk, or as the options say. Jobs that arrive while another
   * transaction is being written share the next one; one that throws takes nothing of the others with it.
   *
   * @throws {StoreError} when the database could not make it durable
   */
  write<T>(job: Job<T>, options?: WriteOptions<T>): Promise<T>;
  /** For what may take minutes, and must not be ended before: nobody waits for an answer meanwhile. */
  patiently<T>(job: Job<T>): Promise<T>;
  /** Writes what was deleted out of the journal too, so that no byte of it stays in any file. */
  wipe(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Whether a column's value stands in a list: one statement for lists of any length, where Kysely's `in` has one for each.
 *
 * @param list - of a statement's values
 */
export function among(
  db: Db,
  column: string,
  list: readonly (string | number)[],
  type: 'text' | 'bigint' = 'text',
): RawBuilder<boolean> {
  const ref = sql.ref(column);
  if (takesLists(db)) return sql<boolean>`${ref} = any(${list}::${sql.raw(type)}[])`;
  return sql<boolean>`${ref} in (select value from json_each(${list}))`;
}

/** Whether a list is a value; elsewhere it is given as JSON. */
export function takesLists(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
