import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';

/** Less than the serving thread lets come together before it writes back by itself. */
const ROWS = 4_000;

async function fill(path: string, isServing: boolean) {
  const database = openSqlite(path, { isServing });
  await database.write((db) => sql`create table pages (body blob)`.execute(db));
  for (let row = 0; row < ROWS; row += 100) {
    await database.write(async (db) => {
      for (let one = 0; one < 100; one += 1) await sql`insert into pages values (zeroblob(4096))`.execute(db);
    });
  }
  return database;
}

test('while people are served, a thread writes the journal back into the file, and ends with it', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'faro-checkpoint-')), 'faro.sqlite');
  const database = await fill(path, true);
  await vi.waitFor(() => expect(statSync(path).size).toBeGreaterThan(ROWS * 4_096), { timeout: 30_000, interval: 50 });
  await database.close();
  const again = openSqlite(path);
  const { rows } = await sql<{ count: number }>`select count(*) as count from pages`.execute(again.db);
  expect(rows).toEqual([{ count: ROWS }]);
  await again.close();
});
