/** What `npm run store` can do, one function for each word. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { DAY_MS, systemClock } from '../core/clock.ts';
import { ConfigError } from '../core/errors.ts';
import { BACKUP_MARK } from '../core/signs.ts';
import { createKeyRing } from '../store/cipher.ts';
import type { KeyRing } from '../store/cipher.ts';
import { parseDeletions, readDeletions, REMEMBERED_DELETION_MS, writeDeletions } from '../store/deletion-log.ts';
import type { Deletion } from '../store/deletion-log.ts';
import { makeBackup } from '../store/keeping/backup.ts';
import { moveHouse } from '../store/keeping/move.ts';
import { restoreBackup } from '../store/keeping/restore.ts';
import type { Restored } from '../store/keeping/restore.ts';
import { openConfiguredStore } from './open-store.ts';

/** What is to be printed, in plain sentences, and whether all was done; or that the words after the verb made no sense. */
type Outcome = { readonly lines: readonly string[]; readonly done: boolean } | 'misused';

async function copy(words: readonly string[]): Promise<Outcome> {
  if (words.length > 0) return 'misused';
  const { dataDir, databaseUrl } = readConfigWithKeys();
  if (databaseUrl === null) {
    throw new ConfigError('DATABASE_URL missing: set it to the empty PostgreSQL that everything goes to.');
  }
  const { tables, rows, oldFile } = await moveHouse(dataDir, databaseUrl);
  return done(
    `${rows} rows of ${tables} tables are in PostgreSQL, and every table reads the same as before.`,
    'Start the service with this DATABASE_URL and the same keys: conversations go on where they were.',
    `The old file is ${oldFile} now. Delete it when the service runs: it holds what people may want gone.`,
  );
}

async function backup(words: readonly string[]): Promise<Outcome> {
  const [place, ...more] = words;
  if (place === undefined || more.length > 0) return 'misused';
  const config = readConfigWithKeys();
  const { path, seal } = await makeBackup(config, place, systemClock.nowMs());
  writeFileSync(join(config.dataDir, BACKUP_MARK), new Date().toISOString()); // the metrics tell how old it is
  const names = seal.masterKeys.length === 0 ? '' : ` (${seal.masterKeys.join(', ')})`;
  return done(
    `${path}: ${seal.bytes} bytes, SHA-256 ${seal.sha256}.`,
    `The keys are not in it. Without MASTER_KEYS${names} and CONTACT_KEY nobody can read it: keep them elsewhere.`,
    `Delete it within ${REMEMBERED_DELETION_MS / DAY_MS} days. To put it back you need the deletions-*.log files of DATA_DIR, as they are on that day.`,
  );
}

async function restore(words: readonly string[]): Promise<Outcome> {
  const order = parseRestore(words);
  if (order === null) return 'misused';
  const config = readConfigWithKeys();
  const restored = await restoreBackup({
    ...order,
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    ring: ringOf(config),
    deletions: [...readDeletions(config.dataDir), ...order.logs.flatMap(readLog)],
    nowMs: systemClock.nowMs(),
  });
  return done(...describeRestored(restored, order.nothingSentSince));
}

function describeRestored({ seal, people, aside }: Restored, nothingSentSince: boolean): readonly string[] {
  const putAside = `Put aside, because it may have been sent or answered since: ${aside.replies} messages of ours, ${aside.messages} of people's, ${aside.notices} reminders and alerts. "npm run outbox" lists ours and sends them again.`;
  return [
    `The backup of ${new Date(seal.madeAtMs).toISOString()} is back, and whole.`,
    `Deleted, stopped or hidden again: ${people} people who wished it after the backup was made.`,
    ...(nothingSentSince ? [] : [putAside]),
    'Everybody of the team has to sign in again. Look through the accounts: one that was disabled since is open again.',
  ];
}

interface RestoreWords {
  readonly backup: string;
  readonly logs: readonly string[];
  readonly nothingSentSince: boolean;
  readonly downSinceMs: number | null;
  readonly anyAge: boolean;
}

function parseRestore(words: readonly string[]): RestoreWords | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        deletions: { type: 'string', multiple: true },
        'nothing-sent-since': { type: 'boolean' },
        'down-since': { type: 'string' },
        'any-age': { type: 'boolean' },
      },
    });
    const [file, ...more] = positionals;
    const since = values['down-since'];
    const downSinceMs = since === undefined ? null : Date.parse(since);
    if (file === undefined || more.length > 0 || Number.isNaN(downSinceMs)) return null;
    return {
      backup: file,
      logs: values.deletions ?? [],
      nothingSentSince: values['nothing-sent-since'] ?? false,
      downSinceMs,
      anyAge: values['any-age'] ?? false,
    };
  } catch {
    return null; // an option that there is not
  }
}

function readLog(path: string): readonly Deletion[] {
  try {
    return parseDeletions(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new ConfigError(`The log of deletions "${path}" cannot be read.`, { cause });
  }
}

/** Several processes on several machines have a log each; the database has all of it. */
async function deletions(words: readonly string[]): Promise<Outcome> {
  const [path, ...more] = words;
  if (path === undefined || more.length > 0) return 'misused';
  const store = await openConfiguredStore(readConfigWithKeys());
  try {
    const noted = await store.listDeletions();
    writeFileSync(`${path}.unfinished`, writeDeletions(noted), { mode: 0o600, flush: true });
    renameSync(`${path}.unfinished`, path);
    return done(`${path}: ${noted.length} deletions, stops and hidings. Without CONTACT_KEY it leads to nobody.`);
  } finally {
    await store.close();
  }
}

async function rotate(words: readonly string[]): Promise<Outcome> {
  if (words.length > 0) return 'misused';
  const config = readConfigWithKeys();
  const [newest] = config.keys.master;
  const store = await openConfiguredStore(config);
  try {
    const { people, left } = await store.rewrap();
    const wrapped = `The data keys of ${people} people were wrapped anew, with "${newest.id}".`;
    if (left.size > 0) return { lines: [wrapped, describeLeft(newest.id, left)], done: false };
    return done(
      wrapped,
      'No other key is in use: the older ones may leave MASTER_KEYS. Keep them with the backups made until now, as long as those live.',
    );
  } finally {
    await store.close();
  }
}

function describeLeft(newest: string, left: ReadonlyMap<string, number>): string {
  const counts = [...left].map(([id, count]) => `${count} under "${id}"`).join(', ');
  return `There are ${counts} all the same: a service makes new ones with it. Put "${newest}" first in MASTER_KEYS of every process, restart them, and run this again.`;
}

function done(...lines: readonly string[]): Outcome {
  return { lines, done: true };
}

/** Made-up keys open nothing: outside production a missing key would be made here. */
function readConfigWithKeys(): Config {
  const { MASTER_KEYS: keys = '', DATA_DIR: dataDir = './data' } = process.env;
  if (keys === '' && !existsSync(join(dataDir === '' ? './data' : dataDir, 'keys.env'))) {
    throw new ConfigError(
      'The keys are missing: set MASTER_KEYS and CONTACT_KEY, or put the keys.env of the old house into DATA_DIR.',
    );
  }
  return readConfig(process.env);
}

function ringOf({ keys }: Config): KeyRing {
  return createKeyRing(keys.master, keys.contact);
}

export const STORE_VERBS: ReadonlyMap<string, (words: readonly string[]) => Promise<Outcome>> = new Map([
  ['copy', copy],
  ['backup', backup],
  ['restore', restore],
  ['deletions', deletions],
  ['rotate', rotate],
]);
