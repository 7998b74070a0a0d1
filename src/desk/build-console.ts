/**
 * Builds the desk's pages, once for each state of their sources: the folder is named after a hash of what they are made
 * of, so that whatever is served is never older than the sources beside it.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONSOLE_DIR = join(ROOT, 'src/desk/console');
const CACHE_DIR = join(ROOT, 'node_modules/.cache/faro');
/** What the pages are made of, besides their own folder. */
const ALSO = [
  'src/core',
  'src/channels/sms',
  'locales/desk.es.json',
  'locales/desk.en.json',
  'src/desk/build-console.ts',
  'src/desk/run-vite.ts',
  'package.json',
];
const HASH_LENGTH = 16;

/**
 * Where the pages of these sources lie; builds them when they are not there yet.
 *
 * @throws {Error} when they cannot be built, for example where only what the service itself needs was installed
 */
export async function findOrBuildConsole(): Promise<string> {
  const folder = join(CACHE_DIR, `desk-${await hashSources()}`);
  if (!existsSync(folder)) await buildInto(folder);
  return folder;
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of [CONSOLE_DIR, ...ALSO.map((name) => join(ROOT, name))]) {
    for (const file of await listFiles(path)) {
      hash.update(file.slice(ROOT.length));
      hash.update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

async function listFiles(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Built aside and put there in one step: another process may be doing the same. */
async function buildInto(folder: string): Promise<void> {
  const aside = `${folder}-${process.pid}`;
  await mkdir(CACHE_DIR, { recursive: true });
  try {
    await runVite(aside);
    await pack(aside);
    await rename(aside, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error; // else the other one was faster
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  await removeOlder(folder);
}

/**
 * In a process of its own: what it builds depends on NODE_ENV, which is not ours to change here, and what it loads is needed
 * no more afterwards.
 */
async function runVite(outDir: string): Promise<void> {
  const script = fileURLToPath(new URL('run-vite.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script, outDir], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

/** Lays a compressed copy beside each file, so that no start and no visitor has to wait for it. */
async function pack(folder: string): Promise<void> {
  for (const file of await listFiles(folder)) {
    if (file.endsWith('.png')) continue;
    const plain = await readFile(file);
    await writeFile(`${file}.gz`, await promisify(gzip)(plain));
    await writeFile(`${file}.br`, await promisify(brotliCompress)(plain));
  }
}

/** Whoever serves them has read them already. */
async function removeOlder(folder: string): Promise<void> {
  for (const name of await readdir(CACHE_DIR)) {
    const path = join(CACHE_DIR, name);
    if (/^desk-[0-9a-f]{16}$/.test(name) && path !== folder) await rm(path, { recursive: true, force: true });
  }
}
