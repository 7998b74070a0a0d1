/** Brings the tables to the newest shape. Each migration runs once, in order, in a transaction of its own. */
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import { StoreError } from '../core/errors.ts';
import type { ColumnTypes, OpenDatabase } from './dialect.ts';
import { createSpine } from './migrations/0001-spine.ts';
import { createRumours } from './migrations/0002-rumours.ts';
import { createFeedback } from './migrations/0003-feedback.ts';
import { createAlerts } from './migrations/0004-alerts.ts';
import { createReminders } from './migrations/0005-reminders.ts';
import { createHidden } from './migrations/0006-hidden.ts';
import { createSpend } from './migrations/0007-spend.ts';
import { createDesk } from './migrations/0010-desk.ts';

/** By name, in order. A migration that was released is never changed. */
const MIGRATIONS: Readonly<Record<string, (db: Kysely<unknown>, types: ColumnTypes) => Promise<void>>> = {
  '0001-spine': createSpine,
  '0002-rumours': createRumours,
  '0003-feedback': createFeedback,
  '0004-alerts': createAlerts,
  '0005-reminders': createReminders,
  '0006-hidden': createHidden,
  '0007-spend': createSpend,
  '0010-desk': createDesk,
};

/** @throws {StoreError} naming the migration that failed */
export async function migrate({ db, types }: OpenDatabase): Promise<void> {
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, up]): [string, Migration] => [
      name,
      { up: (connection) => up(connection, types) },
    ]),
  );
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'unknown';
  throw new StoreError(`Migration ${failed} failed; the database was left as it was.`, { cause: error });
}
