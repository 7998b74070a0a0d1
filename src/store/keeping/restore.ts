/**
 * Puts a backup back into an empty house. All of it happens in a file of its own, beside the data, that becomes the house
 * when it is done: whatever breaks before that leaves nothing behind, and PostgreSQL never sees what was deleted.
 */
import { randomBytes } from 'node:crypto';
import { constants, copyFileSync, existsSync, chmodSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../../core/clock.ts';
import { ConfigError } from '../../core/errors.ts';
import type { KeyRing } from '../cipher.ts';
import { REMEMBERED_DELETION_MS } from '../deletion-log.ts';
import type { Deletion } from '../deletion-log.ts';
import { repeatDeletions } from '../deletions.ts';
import { checkKeys } from '../known-keys.ts';
import { migrate } from '../migrate.ts';
import { sweep } from '../retention.ts';
import { openSqlite } from '../sqlite.ts';
import { checkBackup, syncFolder } from './backup-file.ts';
import type { Seal } from './backup-file.ts';
import { copyRows } from './copy-rows.ts';
import { openRowsAlone } from './file-rows.ts';
import { checkEmpty } from './move.ts';
import { fillPostgres } from './postgres-rows.ts';
import { endSignIns, putAside } from './put-aside.ts';
import type { PutAside } from './put-aside.ts';

export interface RestoreOrder {
  readonly backup: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly ring: KeyRing;
  /** What is to be deleted again, oldest first. */
  readonly deletions: readonly Deletion[];
  /** The service was stopped before the backup was made, and has not run since: nothing can have been sent meanwhile. */
  readonly nothingSentSince: boolean;
  /** Since when the old house took nothing in; null when nobody knows: then nothing from before today is looked for. */
  readonly downSinceMs: number | null;
  /** Although deletions are not remembered as long as the backup is old. */
  readonly anyAge: boolean;
  readonly nowMs: number;
}

export interface Restored {
  readonly seal: Seal;
  /** People for whom something was deleted, stopped or hidden again. */
  readonly people: number;
  readonly aside: PutAside;
}

const NOTHING: PutAside = { replies: 0, messages: 0, notices: 0 };
/** What SQLite may leave beside a file. */
const COMPANIONS = ['', '-wal', '-shm', '-journal'] as const;

/** @throws {ConfigError} when it must not be put back, before anything is written */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const { dataDir, databaseUrl } = order;
  const seal = await checkBackup(order.backup);
  checkAge(seal, order);
  checkRing(seal, order.ring);
  const house = join(dataDir, 'faro.sqlite');
  if (databaseUrl === null) checkFree(house);
  else await checkEmpty(databaseUrl);
  const work = join(dataDir, `restoring-${randomBytes(6).toString('hex')}.sqlite`);
  try {
    copyFileSync(order.backup, work, constants.COPYFILE_EXCL);
    chmodSync(work, 0o600);
    truncateSync(work, seal.bytes);
    const restored = await prepare(work, order);
    if (databaseUrl === null) {
      checkFree(house); // somebody may have started the service meanwhile
      renameSync(work, house);
      syncFolder(dataDir);
    } else await moveRows(work, databaseUrl);
    return { seal, ...restored };
  } finally {
    for (const ending of COMPANIONS) rmSync(`${work}${ending}`, { force: true });
  }
}

/** Makes of the copy a house that may be lived in. */
async function prepare(path: string, order: RestoreOrder): Promise<Omit<Restored, 'seal'>> {
  const { ring, deletions, nothingSentSince, nowMs } = order;
  const database = openSqlite(path);
  try {
    await migrate(database);
    await checkKeys(database.db, ring);
    const aside = nothingSentSince
      ? NOTHING
      : await database.write((db) => putAside(db, order.downSinceMs ?? nowMs, nowMs));
    await database.write((db) => endSignIns(db));
    const people = await repeatDeletions(database, ring, deletions, nowMs);
    await sweep(database, nowMs);
    await database.wipe();
    return { people, aside };
  } finally {
    await database.close();
  }
}

function checkAge({ madeAtMs }: Seal, { anyAge, nowMs }: RestoreOrder): void {
  if (anyAge || nowMs - madeAtMs <= REMEMBERED_DELETION_MS) return;
  const days = Math.floor((nowMs - madeAtMs) / DAY_MS);
  throw new ConfigError(
    `This backup is ${days} days old, and deletions are remembered for ${REMEMBERED_DELETION_MS / DAY_MS}: people who were deleted would come back. Use a younger one; if there is none, say --any-age.`,
  );
}

function checkRing({ masterKeys }: Seal, ring: KeyRing): void {
  const missing = masterKeys.filter((id) => !ring.has(id));
  if (missing.length === 0) return;
  throw new ConfigError(
    `This backup needs the master key "${missing.join('" and "')}" too: put it at the end of MASTER_KEYS.`,
  );
}

function checkFree(house: string): void {
  if (!existsSync(house)) return;
  throw new ConfigError(`"${house}" exists already. Put a backup back into an empty DATA_DIR, or move that file away.`);
}

/** @throws {StoreError} when it did not arrive */
async function moveRows(path: string, url: string): Promise<void> {
  const source = openRowsAlone(path);
  try {
    await fillPostgres(url, (target) => copyRows(source, target));
  } finally {
    source.close();
  }
}
