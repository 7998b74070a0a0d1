/** What is said to PostgreSQL without waiting for its answer: nothing of it is lost, and what fails is told all the same. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { among } from '../../src/store/dialect.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { statement, unheard } from '../../src/store/statement.ts';

const server = inject('postgres') ?? null;

async function house() {
  const database = openPostgres(server ?? '');
  const name = `talk_${randomBytes(6).toString('hex')}`;
  await sql`create table ${sql.table(name)} (name text primary key, seq integer not null)`.execute(database.db);
  const table = name as 'sweeps'; // any table the schema knows has a name; these columns are ours
  const insert = statement((db, given: { name: string; seq: number }) =>
    db.insertInto(table).values({ name: given.name, seq: given.seq } as never),
  );
  const names = statement((db, given: { names: readonly string[] }) =>
    db
      .selectFrom(table)
      .select('name')
      .where(among(db, 'name', given.names))
      .orderBy('name'),
  );
  return {
    database,
    insert,
    names: async (...asked: readonly string[]) =>
      (await names(database.db, { names: asked })).map(({ name: one }) => one),
    lock: unheard((db) => db.selectFrom(table).select('name').forUpdate()),
    heardLock: statement((db) => db.selectFrom(table).select('name').forUpdate()),
    [Symbol.asyncDispose]: async () => {
      await sql`drop table ${sql.table(name)}`.execute(database.db);
      await database.close();
    },
  };
}

test.skipIf(server === null)('what was said without waiting is there when the transaction has ended', async () => {
  await using talk = await house();
  const { database, insert } = talk;
  await database.write(async (db) => {
    await talk.lock(db, {});
    await insert(db, { name: 'a', seq: 1 });
    await insert(db, { name: 'b', seq: 2 });
  });
  await database.write((db) => insert(db, { name: 'c', seq: 3 }), { until: 'committed' });
  await insert(database.db, { name: 'd', seq: 4 }); // outside of a transaction it is waited for
  expect(await talk.names('a', 'b', 'c', 'd', 'e')).toEqual(['a', 'b', 'c', 'd']);
});

test.skipIf(server === null)(
  'what fails without being waited for fails the whole write with its own reason, and the connection goes on',
  async () => {
    await using talk = await house();
    const { database, insert } = talk;
    const onAllConnections = Array.from({ length: 24 }, (_, index) =>
      database.write(async (db) => {
        await insert(db, { name: `good${index}`, seq: 1 });
        await insert(db, { name: `bad${index}`, seq: null as never }); // a column that must have a value
        await insert(db, { name: `after${index}`, seq: 2 });
      }),
    );
    for (const one of onAllConnections) {
      await expect(one).rejects.toMatchObject({ name: 'StoreError', cause: { code: '23502' } });
    }
    expect(await talk.names('good0', 'bad0', 'after0', 'good23')).toEqual([]);
    await database.write((db) => insert(db, { name: 'later', seq: 1 }));
    expect(await talk.names('later')).toEqual(['later']);
  },
);

test.skipIf(server === null)(
  'what another write was faster with is run again, also where nobody waited for it',
  async () => {
    await using talk = await house();
    const { database, insert } = talk;
    let runs = 0;
    await database.write((db) => insert(db, { name: 'a', seq: 1 }));
    const late = database.write(async (db) => {
      runs += 1;
      if (runs === 1) await insert(db, { name: 'a', seq: 2 });
      await insert(db, { name: 'b', seq: 2 });
    });
    await late;
    expect(runs).toBe(2);
    expect(await talk.names('a', 'b')).toEqual(['a', 'b']);
  },
);

test.skipIf(server === null)('the same words are heard where somebody asks with them', async () => {
  await using talk = await house();
  const { database, insert } = talk;
  await insert(database.db, { name: 'a', seq: 1 });
  const heard = await database.write(async (db) => {
    await talk.lock(db, {});
    return talk.heardLock(db, {});
  });
  expect(heard).toEqual([{ name: 'a' }]);
});
