import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { GenericSqliteDialect } from 'kysely-generic-sqlite';
import { afterEach, expect, test } from 'vitest';
import { createGroupWriter, createTransaction } from '../../src/store/group-writer.ts';
import type { GroupWriter } from '../../src/store/group-writer.ts';
import type { Db } from '../../src/store/dialect.ts';
import type { Database } from '../../src/store/schema.ts';

const opened: Db[] = [];
afterEach(async () => {
  for (const db of opened.splice(0)) await db.destroy();
});

/** A database in memory beside a disk that confirms when it is told to. */
function slowWriter() {
  const native = new DatabaseSync(':memory:');
  native.exec('create table words (word text)');
  const db = new Kysely<Database>({
    dialect: new GenericSqliteDialect(() => ({
      db: native,
      query: (_isSelect, text, parameters) => {
        const rows = native.prepare(text).all(...((parameters ?? []) as string[])); // we give words only
        return { rows };
      },
      close: () => native.close(),
    })),
  });
  opened.push(db);
  const disk = { asked: 0, soon: 0, confirm: Promise.withResolvers<undefined>() };
  const sync = (): Promise<void> => {
    disk.asked += 1;
    return disk.confirm.promise;
  };
  const syncSoon = (): void => {
    disk.soon += 1;
  };
  const journal = { sync, syncSoon, settled: () => disk.confirm.promise, close: () => {} };
  const writer = createGroupWriter(
    db,
    createTransaction(native, (run) => run()),
    journal,
    () => {},
  );
  return { writer, disk, words: () => native.prepare('select word from words').all().length };
}

function add(writer: GroupWriter, word: string, until: 'on_disk' | 'committed', happened: string[]): Promise<void> {
  const insert = async (db: Db): Promise<void> => void (await sql`insert into words values (${word})`.execute(db));
  const onCommitted = (): void => void happened.push(`${word} is committed`);
  return writer.write(insert, { until, onCommitted }).then(() => void happened.push(`${word} is done`));
}

test('what must be on disk is done when the disk has confirmed; what need not be, as soon as it is committed', async () => {
  const { writer, disk, words } = slowWriter();
  const happened: string[] = [];
  const arrival = add(writer, 'arrival', 'on_disk', happened);
  await add(writer, 'turn', 'committed', happened);
  await new Promise((resolve) => setImmediate(resolve));
  expect(words()).toBe(2);
  expect(happened).toEqual(['arrival is committed', 'turn is committed', 'turn is done']);
  disk.confirm.resolve(undefined);
  await arrival;
  expect(happened.at(-1)).toBe('arrival is done');
});

test('where nobody waits for the disk it is asked a moment later, and not at once', async () => {
  const { writer, disk } = slowWriter();
  await add(writer, 'turn', 'committed', []);
  expect(disk).toMatchObject({ asked: 0, soon: 1 });
});

test('a job that fails is neither committed nor done, and the others are', async () => {
  const { writer, disk } = slowWriter();
  const happened: string[] = [];
  const bad = writer.write(() => Promise.reject(new TypeError('a mistake')), {
    until: 'committed',
    onCommitted: () => happened.push('never'),
  });
  const good = add(writer, 'turn', 'committed', happened);
  await expect(bad).rejects.toThrow('a mistake');
  await good;
  expect(happened).toEqual(['turn is committed', 'turn is done']);
  expect(disk.asked).toBe(0);
});
