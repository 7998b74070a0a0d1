/** What an operator types, and what they read. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { systemClock } from '../../src/core/clock.ts';
import { openConfiguredStore } from '../../src/worker/open-store.ts';
import { messageFrom, webhookWith } from '../fakes/test-store.ts';

const COMMAND = fileURLToPath(new URL('../../src/worker/store-command.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'faro-store-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

async function run(environment: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...words], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null]; // exit gives a code, or null after a signal
  return { code, text };
}

function emptyFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

test('a night, a morning after, and a change of keys, as they are typed', async () => {
  const home = emptyFolder('home');
  const store = await openConfiguredStore(readConfig({ DATA_DIR: home }));
  const marisol = { channel: 'whatsapp', phone: '+12025550101' } as const;
  await store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'hola', { sentAtMs: systemClock.nowMs() })));
  await store.close();
  const backups = emptyFolder('backups');
  const made = await run({ DATA_DIR: home }, 'backup', backups);
  expect(made).toMatchObject({ code: 0, text: expect.stringContaining('The keys are not in it') });
  const [name = ''] = readdirSync(backups);
  expect(name).toMatch(/^faro-.*\.backup$/);

  const away = emptyFolder('away');
  const without = await run({ DATA_DIR: away }, 'restore', join(backups, name));
  expect(without).toMatchObject({ code: 78, text: expect.stringContaining('The keys are missing') });
  expect(readdirSync(away)).toEqual([]);
  copyFileSync(join(home, 'keys.env'), join(away, 'keys.env'));
  const put = await run({ DATA_DIR: away }, 'restore', join(backups, name), '--down-since', '2026-11-22T03:00Z');
  expect(put).toMatchObject({ code: 0, text: expect.stringContaining("1 of people's") });
  expect(put.text).not.toContain('2025550101');

  const { keys } = readConfig({ DATA_DIR: home });
  const [{ id, key }] = keys.master;
  const two = `k9:${Buffer.alloc(32, 9).toString('base64')},${id}:${key.toString('base64')}`;
  const environment = { DATA_DIR: away, MASTER_KEYS: two, CONTACT_KEY: keys.contact.toString('base64') };
  expect(await run(environment, 'rotate')).toMatchObject({ code: 0, text: expect.stringContaining('of 1 people') });
  expect(await run({ DATA_DIR: away }, 'rotate')).toMatchObject({
    code: 78,
    text: expect.stringContaining('needs the key "k9"'),
  });
  expect(await run(environment, 'deletions', join(folder, 'deletions'))).toMatchObject({ code: 0 });
});

test.each([
  [['baecup'], 64, 'Expected one of copy, backup, restore, deletions, rotate'],
  [[], 64, 'Expected one of'],
  [['backup'], 64, 'Expected other words after "backup"'],
  [['restore', 'x', '--anyage'], 64, 'Expected other words after "restore"'],
  [['restore', 'x', '--down-since', 'noon'], 64, 'Expected other words after "restore"'],
  [['copy'], 78, 'DATABASE_URL missing'],
  [['restore', '/nowhere/x.backup'], 78, 'cannot be read'],
])('%j ends with %i and says why', async (words, code, sentence) => {
  const keys = {
    MASTER_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    CONTACT_KEY: Buffer.alloc(32, 2).toString('base64'),
  };
  const dataDir = emptyFolder(`words-${[...words, code].join('-').replaceAll('/', '_')}`);
  const ended = await run({ DATA_DIR: dataDir, ...keys }, ...words);
  expect(ended).toMatchObject({ code, text: expect.stringContaining(sentence) });
  expect(readdirSync(dataDir)).toEqual([]);
});
