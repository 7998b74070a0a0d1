import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import { checkBackup } from '../../src/store/keeping/backup-file.ts';
import { makeBackup } from '../../src/store/keeping/backup.ts';
import { openRowsAlone, openRowsToRead } from '../../src/store/keeping/file-rows.ts';
import { readPostgres } from '../../src/store/keeping/postgres-rows.ts';
import { ContentsSum, TABLE_NAMES } from '../../src/store/keeping/tables.ts';
import type { RowSource } from '../../src/store/keeping/tables.ts';
import { say } from '../fakes/desk.ts';
import { fillHouse } from '../fakes/full-house.ts';
import { backUp, newHouse } from '../fakes/kept-house.ts';
import type { NewHouse } from '../fakes/kept-house.ts';
import { messageFrom, openTestStore, STORE_OPTIONS, webhookWith } from '../fakes/test-store.ts';

const marisol: Address = { channel: 'whatsapp', phone: '+12025550101' };

/** Everybody signs in again after a restore: these two are empty on purpose. */
const ENDED = ['sessions', 'challenges'];

async function contentsOf(source: RowSource): Promise<Readonly<Record<string, string>>> {
  const all: Record<string, string> = {};
  for (const table of TABLE_NAMES) {
    if (ENDED.includes(table)) continue;
    const sum = new ContentsSum();
    for await (const rows of source.rowsOf(table, await source.columnsOf(table))) sum.add(rows);
    all[table] = `${sum.contents.rows} ${sum.contents.digest}`;
  }
  return all;
}

async function contentsOfHouse({ dataDir, databaseUrl }: NewHouse): Promise<Readonly<Record<string, string>>> {
  if (databaseUrl !== null) return readPostgres(databaseUrl, contentsOf);
  const file = openRowsAlone(join(dataDir, 'faro.sqlite'));
  try {
    return await contentsOf(file);
  } finally {
    file.close();
  }
}

async function contentsOfBackup(path: string): Promise<Readonly<Record<string, string>>> {
  const file = openRowsToRead(path);
  try {
    return await contentsOf(file);
  } finally {
    file.close();
  }
}

test.each([true, false])(
  'a house full of everything reads the same when it is put back, on a file: %s',
  async (onFile) => {
    await using house = await openTestStore();
    await fillHouse(house);
    const backup = await backUp(house);
    await using again = await newHouse(house, { onFile });
    await again.restore(backup, { nothingSentSince: true });
    expect(await contentsOfHouse(again)).toEqual(await contentsOfBackup(backup));
    const store = await again.open();
    expect(await store.desk.audit.verify()).toMatchObject({ kind: 'whole' });
    const [claim] = await store.turns.claim(8);
    expect(claim?.messages).toHaveLength(1); // the one that waited has its turn
  },
);

test('a backup is a file for its owner alone, without keys, words or numbers', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'canario amarillo');
  const path = await backUp(house);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const bytes = readFileSync(path);
  for (const key of [STORE_OPTIONS.contactKey, ...STORE_OPTIONS.masterKeys.map((one) => one.key)]) {
    expect(bytes.includes(key)).toBe(false);
  }
  for (const clear of ['canario', '12025550101']) expect(bytes.includes(clear)).toBe(false);
  expect(readdirSync(house.dataDir).filter((name) => name.includes('unfinished'))).toEqual([]);
  expect(await checkBackup(path)).toMatchObject({ masterKeys: ['k1'] });
});

test('while the service goes on writing, all that was acknowledged before is in the backup', async () => {
  await using house = await openTestStore();
  let acknowledged = 0;
  let running = true;
  const writing = (async () => {
    while (running) {
      const from: Address = { channel: 'whatsapp', phone: '+12025550199', userId: `US.${acknowledged}` };
      await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(from, 'hola')));
      acknowledged += 1;
    }
  })();
  while (acknowledged < 20) await new Promise((resolve) => setImmediate(resolve));
  const before = acknowledged;
  const path = await backUp(house);
  running = false;
  await writing;
  const file = openRowsToRead(path);
  let kept = 0;
  for await (const rows of file.rowsOf('inbox', ['seq'])) kept += rows.length;
  file.close();
  expect(kept).toBeGreaterThanOrEqual(before);
  expect(kept).toBeLessThanOrEqual(acknowledged);
});

test('nothing is written over, and where there is nothing there is nothing to back up', async () => {
  await using house = await openTestStore();
  const path = await backUp(house);
  await expect(makeBackup(house, path, house.clock.nowMs())).rejects.toThrow('exists already');
  const nowhere = { dataDir: join(house.dataDir, 'nowhere'), databaseUrl: null };
  await expect(makeBackup(nowhere, join(house.dataDir, 'x.backup'), 0)).rejects.toThrow('nothing to back up');
  expect(readdirSync(house.dataDir).filter((name) => name.startsWith('x.backup'))).toEqual([]);
});

test('in a folder a backup is named by its time', async () => {
  await using house = await openTestStore();
  const { path } = await makeBackup(house, house.dataDir, Date.UTC(2026, 10, 22, 3, 4, 5));
  expect(path).toBe(join(house.dataDir, 'faro-2026-11-22T03-04-05.backup'));
});

test('a backup that was cut short or altered anywhere is refused, and so is what is none', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  const path = await backUp(house);
  const size = statSync(path).size;
  const broken = join(house.dataDir, 'broken');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: size - 1 }), fc.boolean(), async (at, isCut) => {
      copyFileSync(path, broken);
      if (isCut) truncateSync(broken, at);
      else {
        const bytes = readFileSync(broken);
        bytes[at] = (bytes[at] ?? 0) ^ 0x01;
        writeFileSync(broken, bytes);
      }
      await expect(checkBackup(broken)).rejects.toThrow(/not a whole backup|was altered/);
    }),
    { numRuns: 40 },
  );
  copyFileSync(path, broken);
  appendFileSync(broken, 'more');
  await expect(checkBackup(broken)).rejects.toThrow('not a whole backup');
  writeFileSync(broken, '');
  await expect(checkBackup(broken)).rejects.toThrow('not a whole backup');
  await expect(checkBackup(join(house.dataDir, 'absent'))).rejects.toThrow('cannot be read');
  await using again = await newHouse(house);
  await expect(again.restore(broken)).rejects.toThrow('not a whole backup');
  expect(readdirSync(again.dataDir)).toEqual([]);
});

test('other tools read a backup as the SQLite file that it is', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  const path = await backUp(house);
  const db = new DatabaseSync(path, { readOnly: true });
  expect(db.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(db.prepare('select count(*) as count from inbox').all()).toEqual([{ count: 1 }]);
  db.close();
});
