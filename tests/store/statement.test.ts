import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';
import { statement } from '../../src/store/statement.ts';

async function house() {
  const database = openSqlite(join(mkdtempSync(join(tmpdir(), 'faro-statement-')), 'faro.sqlite'));
  await database.write((db) => sql`create table sweeps (name text primary key, seq integer)`.execute(db));
  return database;
}

test('a statement is built once for each database, and runs with the values of each call', async () => {
  let built = 0;
  const insert = statement((db, given: { name: string; seq: number }) => {
    built += 1;
    return db.insertInto('sweeps').values({ name: given.name, seq: given.seq });
  });
  const read = statement((db, given: { from: number }) =>
    db
      .selectFrom('sweeps')
      .select(['name', 'seq'])
      .where('seq', '>=', given.from)
      .where('name', '<>', 'never')
      .orderBy('seq'),
  );
  const one = await house();
  const other = await house();
  await one.write(async (db) => {
    await insert(db, { name: 'a', seq: 1 });
    await insert(db, { name: 'b', seq: 2 });
    await insert(db, { name: 'never', seq: 3 });
  });
  await other.write((db) => insert(db, { name: 'c', seq: 9 }));
  expect(built).toBe(2);
  expect(await read(one.db, { from: 2 })).toEqual([{ name: 'b', seq: 2 }]);
  expect(await read(one.db, { from: 0 })).toEqual([
    { name: 'a', seq: 1 },
    { name: 'b', seq: 2 },
  ]);
  expect(await read(other.db, { from: 0 })).toEqual([{ name: 'c', seq: 9 }]);
  await one.close();
  await other.close();
});
