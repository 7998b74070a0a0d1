/** What differs between the databases, in one place each: column types, how a write is grouped, how a wipe is finished. */
import type { ColumnDataType, ColumnDefinitionBuilder, Kysely } from 'kysely';
import type { Database } from './schema.ts';

export interface ColumnTypes {
  readonly bytes: ColumnDataType;
  readonly sequence: ColumnDataType;
  /** Makes a primary key count upwards and never reuse a number. */
  asSequence(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
}

/** A database handle, inside or outside a transaction. */
export type Db = Kysely<Database>;

/** A piece of work on the database. May run twice if the first run's transaction failed, so it changes nothing else. */
export type Job<T> = (db: Db) => Promise<T>;

export interface OpenDatabase {
  readonly kind: 'sqlite';
  readonly types: ColumnTypes;
  /** For reading. */
  readonly db: Db;
  /**
   * Runs a job in a transaction and resolves once it is on disk. Jobs that arrive while another transaction is being
   * written share the next one; one that throws takes nothing of the others with it.
   *
   * @throws {StoreError} when the database could not make it durable
   */
  write<T>(job: Job<T>): Promise<T>;
  /** Writes what was deleted out of the journal too, so that no byte of it stays in any file. */
  wipe(): Promise<void>;
  close(): Promise<void>;
}
