/** A database as an earlier version left it. */
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import type { OpenDatabase } from '../../src/store/dialect.ts';
import { MIGRATIONS } from '../../src/store/migrate.ts';

/** @param name - the newest migration of that version */
export async function migrateTo({ db, types }: OpenDatabase, name: string): Promise<void> {
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([one, up]): [string, Migration] => [
      one,
      { up: (connection) => up(connection, types) },
    ]),
  );
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateTo(name);
  if (error !== undefined) throw error;
}
