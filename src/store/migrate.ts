/** Brings the tables to the newest shape. Each migration runs once, in order; those that are due at one start, in one transaction. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import { isStoreTrouble, StoreError } from '../core/errors.ts';
import type { ColumnTypes, Db, OpenDatabase } from './dialect.ts';
import { createSpine } from './migrations/0001-spine.ts';
import { createRumours } from './migrations/0002-rumours.ts';
import { createFeedback } from './migrations/0003-feedback.ts';
import { createAlerts } from './migrations/0004-alerts.ts';
import { createReminders } from './migrations/0005-reminders.ts';
import { createHidden } from './migrations/0006-hidden.ts';
import { createSpend } from './migrations/0007-spend.ts';
import { createDesk } from './migrations/0010-desk.ts';
import { markUrgent } from './migrations/0014-urgent.ts';
import { indexAnswered } from './migrations/0012-answered.ts';
import { createDeletions } from './migrations/0013-deletions.ts';

/** By name, in order. A migration that was released is never changed. */
export const MIGRATIONS: Readonly<Record<string, (db: Kysely<unknown>, types: ColumnTypes) => Promise<void>>> = {
  '0001-spine': createSpine,
  '0002-rumours': createRumours,
  '0003-feedback': createFeedback,
  '0004-alerts': createAlerts,
  '0005-reminders': createReminders,
  '0006-hidden': createHidden,
  '0007-spend': createSpend,
  '0010-desk': createDesk,
  '0012-answered': indexAnswered,
  '0013-deletions': createDeletions,
  '0014-urgent': markUrgent,
};

/**
 * A process that dies in the middle leaves the tables as they were; another one that starts meanwhile waits.
 *
 * @throws {StoreError} naming the migration that failed
 */
export async function migrate(database: OpenDatabase): Promise<void> {
  const { db, types } = database;
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, up]): [string, Migration] => [
      name,
      { up: (connection) => up(connection, types) },
    ]),
  );
  // Kysely has a transaction around all of it on PostgreSQL, and none on SQLite.
  if (database.kind === 'sqlite') return migrateTogether(db, migrations);
  // A large table takes its time, and so does waiting for another process that is at it.
  await database.patiently((patient) => migrateToLatest(patient, migrations));
}

type Migrations = Readonly<Record<string, Migration>>;

async function migrateTogether(db: Db, migrations: Migrations): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      await migrateToLatest(connection, migrations);
      await sql`commit`.execute(connection);
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

async function migrateToLatest(db: Db, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  // Kysely has no other sign of it.
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new StoreError('The database was used by another version of Faro, most likely a newer one: use that.', {
      cause: error,
    });
  }
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'unknown';
  if (isStoreTrouble(error)) throw error; // it has not begun
  throw new StoreError(`Migration ${failed} failed; the database was left as it was.`, { cause: error });
}
