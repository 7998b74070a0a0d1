/**
 * A copy of the whole house as of one moment, while the service goes on writing. What is encrypted stays so; the keys are
 * not in it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../../core/errors.ts';
import { masterKeyIdOf } from '../cipher.ts';
import { migrate } from '../migrate.ts';
import { openSqlite } from '../sqlite.ts';
import { sealBackup } from './backup-file.ts';
import type { Seal } from './backup-file.ts';
import { copyRows } from './copy-rows.ts';
import { openRowsAlone, openRowsToRead } from './file-rows.ts';
import { readPostgres } from './postgres-rows.ts';

/** The service's own writes go before ours. */
const BUSY_TIMEOUT_MS = 30_000;

export interface BackupSource {
  /** Where the SQLite file is, unless there is a `databaseUrl`. */
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

export interface Backup {
  readonly path: string;
  readonly seal: Seal;
}

/**
 * @param to - a file that does not exist yet, or a folder: then its name is the time
 * @throws {ConfigError} when there is nothing to back up, or the name is taken
 */
export async function makeBackup(source: BackupSource, to: string, nowMs: number): Promise<Backup> {
  const path = nameBackup(to, nowMs);
  if (existsSync(path)) throw new ConfigError(`"${path}" exists already. Name a file that does not.`);
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.unfinished`;
  try {
    createPrivately(unfinished);
    if (source.databaseUrl === null) copyFile(join(source.dataDir, 'faro.sqlite'), unfinished);
    else await copyFromPostgres(source.databaseUrl, unfinished);
    const of = source.databaseUrl === null ? 'sqlite' : 'postgres';
    const masterKeys = await listMasterKeys(unfinished);
    return { path, seal: await sealBackup(unfinished, path, { madeAtMs: nowMs, of, masterKeys }) };
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${unfinished}${ending}`, { force: true });
  }
}

function nameBackup(to: string, nowMs: number): string {
  const isFolder = statSync(to, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) return to;
  return join(to, `faro-${new Date(nowMs).toISOString().replaceAll(':', '-').slice(0, 19)}.backup`);
}

/** Nobody else may read it, also not while it is being written. */
function createPrivately(path: string): void {
  try {
    writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw new ConfigError(`The backup cannot be written: "${path}" could not be made.`, { cause });
  }
}

/** Only what is there now: rows that were deleted leave no bytes in the copy. */
function copyFile(path: string, copy: string): void {
  if (!existsSync(path)) {
    throw new ConfigError(`There is nothing to back up: "${path}" does not exist. Set DATA_DIR or DATABASE_URL.`);
  }
  const native = new DatabaseSync(path);
  try {
    native.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    native.prepare('vacuum into ?').run(copy);
  } finally {
    native.close();
  }
}

async function copyFromPostgres(url: string, copy: string): Promise<void> {
  const shape = openSqlite(copy);
  try {
    await migrate(shape);
  } finally {
    await shape.close();
  }
  const target = openRowsAlone(copy);
  try {
    await target.transaction(() => readPostgres(url, (source) => copyRows(source, target)));
    target.asOneFile();
  } finally {
    target.close();
  }
}

async function listMasterKeys(path: string): Promise<readonly string[]> {
  const file = openRowsToRead(path);
  const ids = new Set<string>();
  try {
    for await (const rows of file.rowsOf('contacts', ['data_key'])) {
      for (const [wrapped] of rows) if (wrapped instanceof Uint8Array) ids.add(masterKeyIdOf(wrapped));
    }
  } finally {
    file.close();
  }
  return [...ids].toSorted();
}
