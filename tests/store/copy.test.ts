import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { copyRows } from '../../src/store/keeping/copy-rows.ts';
import { openRowsAlone } from '../../src/store/keeping/file-rows.ts';
import { moveHouse } from '../../src/store/keeping/move.ts';
import { fillPostgres, readPostgres } from '../../src/store/keeping/postgres-rows.ts';
import { ContentsSum, TABLE_NAMES } from '../../src/store/keeping/tables.ts';
import type { Contents, Row, RowSource } from '../../src/store/keeping/tables.ts';
import { openStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';
import { takeTurns } from '../fakes/desk.ts';
import { fillHouse, WAITING, WAITING_WORDS } from '../fakes/full-house.ts';
import { createDatabase, messageFrom, openTestStore, STORE_OPTIONS, webhookWith } from '../fakes/test-store.ts';
import type { TestDatabase, TestStore } from '../fakes/test-store.ts';

/** A file is always the source here; where it goes needs a PostgreSQL. */
const withPostgres = test.runIf(inject('postgres'));

async function contentsOf(source: RowSource): Promise<Readonly<Record<string, Contents>>> {
  const all: Record<string, Contents> = {};
  for (const table of TABLE_NAMES) {
    const sum = new ContentsSum();
    for await (const rows of source.rowsOf(table, await source.columnsOf(table))) sum.add(rows);
    all[table] = sum.contents;
  }
  return all;
}

async function contentsOfFile(path: string): Promise<Readonly<Record<string, Contents>>> {
  const file = openRowsAlone(path);
  try {
    return await contentsOf(file);
  } finally {
    file.close();
  }
}

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  if (database === null) throw new Error('expected a PostgreSQL');
  return database;
}

function openMoved(house: TestStore, databaseUrl: string): Promise<Store> {
  return openStore({ ...STORE_OPTIONS, dataDir: house.dataDir, databaseUrl, clock: house.clock });
}

withPostgres('a house full of everything is the same in PostgreSQL, and goes on there', async () => {
  await using house = await openTestStore({ onFile: true });
  await fillHouse(house);
  const numbered = await house.query('select max(seq) as last from outbox');
  const onTheirWay = await house.query("select id from outbox where state = 'sending'");
  await house.store.close();
  const path = join(house.dataDir, 'faro.sqlite');
  const before = await contentsOfFile(path);
  const database = await emptyDatabase();
  const { url } = database;

  const moved = await moveHouse(house.dataDir, url);
  expect(moved).toMatchObject({ tables: TABLE_NAMES.length, oldFile: `${path}.moved` });
  expect(existsSync(path)).toBe(false);
  expect(await readPostgres(url, contentsOf)).toEqual(before);

  const store = await openMoved(house, url);
  expect(await store.desk.audit.verify()).toMatchObject({ kind: 'whole' });
  const [claim] = await store.turns.claim(1);
  expect(claim?.messages.map(({ inbound }) => inbound.content)).toEqual([{ kind: 'text', text: WAITING_WORDS }]);
  if (claim !== undefined) await store.turns.release(claim);
  const again = messageFrom(WAITING, WAITING_WORDS, { providerId: 'wamid.waiting' });
  expect(await store.inbox.receive('whatsapp', webhookWith(again))).toMatchObject({ accepted: 0, duplicates: 1 });
  await takeTurns(store);
  const sendings = await store.outbox.claim(64, ['whatsapp', 'sms']);
  expect(sendings.map(({ reply }) => reply.text)).toContain('eco');
  // Numbers go on where they were: what was noted of them (sweeps, events) still holds.
  expect(Math.max(...sendings.map(({ seq }) => seq))).toBeGreaterThan(Number(numbered[0]?.['last']));
  house.clock.advance(60_000);
  expect(await store.outbox.holdAbandoned()).toBe(onTheirWay.length + sendings.length);
  await store.close();
  await database.drop();
});

withPostgres('nothing is moved while somebody has the house open, nor into a database that is in use', async () => {
  await using house = await openTestStore({ onFile: true });
  await fillHouse(house);
  const database = await emptyDatabase();
  const { url } = database;
  await expect(moveHouse(house.dataDir, url)).rejects.toThrow('The service still has the database open. Stop it first');
  await house.store.close();
  const used = await openStore({ ...STORE_OPTIONS, dataDir: house.dataDir, databaseUrl: url, clock: house.clock });
  await used.inbox.receive('whatsapp', webhookWith(messageFrom(WAITING, 'hola')));
  await used.close();
  await expect(moveHouse(house.dataDir, url)).rejects.toThrow('is not empty: there are rows in contacts, address_keys');
  expect(existsSync(join(house.dataDir, 'faro.sqlite'))).toBe(true);
  await database.drop();
});

withPostgres('rows that arrive changed are noticed, and none of them stays', async () => {
  await using house = await openTestStore({ onFile: true });
  await fillHouse(house);
  await house.store.close();
  const database = await emptyDatabase();
  const { url } = database;
  const file = openRowsAlone(join(house.dataDir, 'faro.sqlite'));
  const copied = fillPostgres(url, (target) =>
    copyRows(file, {
      ...target,
      insert: async (table, columns, [first, ...rest]) => {
        if (rest.length === 0 && first !== undefined) await target.insert(table, columns, [first]);
        else await target.insert(table, columns, rest);
      },
    }),
  );
  await expect(copied).rejects.toThrow('did not arrive as they were');
  file.close();
  const contents = await readPostgres(url, contentsOf);
  expect(Object.values(contents).reduce((sum, { rows }) => sum + rows, 0)).toBe(1); // the team that every database has
  await database.drop();
});

const value = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')), // PostgreSQL's text holds none
  fc.maxSafeInteger(),
  fc.uint8Array(),
  fc.constant(null),
);

withPostgres('whatever stands in a row reads equal after the move, and the numbering goes on', async () => {
  const database = await emptyDatabase();
  const { url } = database;
  const text = value.filter((one) => typeof one === 'string');
  const number = value.filter((one) => typeof one === 'number');
  const bytes = value.filter((one) => one instanceof Uint8Array);
  const row = fc.tuple(bytes, text, text, number, text);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.integer({ min: 0, max: 1_000_000 }), async (rows, gap) => {
      await using house = await openTestStore({ onFile: true });
      await house.store.close();
      const file = openRowsAlone(join(house.dataDir, 'faro.sqlite'));
      const columns = ['body', 'channel', 'id', 'received_at', 'reason', 'seq'];
      const numbered: readonly Row[] = rows.map((values, index) => [...values, index + 1]);
      await file.insert('unreadable', columns, numbered);
      await file.numberFrom('unreadable', rows.length + gap);
      await fillPostgres(url, async (target) => {
        await copyRows(file, target);
        expect(await contentsOf(target)).toEqual(await contentsOf(file));
        expect(await target.lastNumberOf('unreadable')).toBe(rows.length + gap);
        await target.clear('unreadable');
      });
      file.close();
    }),
    { numRuns: 15 },
  );
  await database.drop();
});

test('the sum of a table is the same in any order, and another one for any other content', () => {
  const sumOf = (rows: readonly Row[]): Contents => {
    const sum = new ContentsSum();
    sum.add(rows);
    return sum.contents;
  };
  const row = fc.array(value, { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
      expect(sumOf(rows.toReversed())).toEqual(sumOf(rows));
      expect(sumOf(rows.slice(1))).not.toEqual(sumOf(rows));
      expect(sumOf([...rows, ...rows])).not.toEqual(sumOf(rows));
    }),
  );
  expect(sumOf([[1, 'a']])).not.toEqual(sumOf([['1', 'a']]));
  expect(sumOf([['a', null]])).not.toEqual(sumOf([['a', 'null']]));
});
