/** Moves a house from its SQLite file into an empty PostgreSQL. */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, StoreError } from '../../core/errors.ts';
import { migrate } from '../migrate.ts';
import { openPostgres } from '../postgres.ts';
import { openSqlite } from '../sqlite.ts';
import { syncFolder } from './backup-file.ts';
import { copyRows, findFilled } from './copy-rows.ts';
import type { Copied } from './copy-rows.ts';
import { openRowsAlone } from './file-rows.ts';
import { fillPostgres } from './postgres-rows.ts';

export interface Moved extends Copied {
  /** What the SQLite file is called now: started again by mistake, it would send everything once more. */
  readonly oldFile: string;
}

/**
 * All or nothing: until the last row is there and counted, PostgreSQL keeps none of them.
 *
 * @throws {ConfigError} when there is no house, the service still has it open, or the database is not empty
 * @throws {StoreError} when the rows did not arrive as they were
 */
export async function moveHouse(dataDir: string, databaseUrl: string): Promise<Moved> {
  const path = join(dataDir, 'faro.sqlite');
  if (!existsSync(path)) throw new ConfigError(`There is nothing to move: "${path}" does not exist. Set DATA_DIR.`);
  openAlone(path).close(); // before it is changed in any way
  await checkEmpty(databaseUrl);
  const house = openSqlite(path);
  try {
    await migrate(house);
  } finally {
    await house.close();
  }
  const source = openAlone(path);
  try {
    const copied = await fillPostgres(databaseUrl, async (target) => {
      refuseFilled(await findFilled(target));
      return copyRows(source, target);
    });
    source.asOneFile();
    const oldFile = `${path}.moved`;
    renameSync(path, oldFile);
    syncFolder(dataDir);
    return { ...copied, oldFile };
  } finally {
    source.close();
  }
}

/**
 * Brings the database to this version's shape and looks whether it holds anything.
 *
 * @throws {ConfigError} naming what it holds
 */
export async function checkEmpty(databaseUrl: string): Promise<void> {
  const database = openPostgres(databaseUrl);
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
  refuseFilled(await fillPostgres(databaseUrl, findFilled));
}

function refuseFilled(tables: readonly string[]): void {
  if (tables.length === 0) return;
  throw new ConfigError(
    `The database of DATABASE_URL is not empty: there are rows in ${tables.join(', ')}. Name one that Faro has not used yet.`,
  );
}

function openAlone(path: string): ReturnType<typeof openRowsAlone> {
  try {
    return openRowsAlone(path);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'away') throw error;
    throw new ConfigError('The service still has the database open. Stop it first: what it writes now would be lost.', {
      cause: error,
    });
  }
}
