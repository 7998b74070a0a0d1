/** Whoever upgrades keeps everything, whatever version they come from; and who still runs the version before can go on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import type { OpenDatabase } from '../../src/store/dialect.ts';
import { TABLE_NAMES } from '../../src/store/keeping/tables.ts';
import { migrate, MIGRATIONS } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { migrateTo } from '../fakes/old-database.ts';
import { createDatabase } from '../fakes/test-store.ts';

const NAMES = Object.keys(MIGRATIONS).toSorted();
/** Every version that somebody may come from. */
const EARLIER = NAMES.slice(0, -1);
/** Events of cases were read by nobody before there was a desk, and begin anew with it. */
const BEGINS_ANEW = { table: 'case_events', with: '0010-desk' };

interface EmptyDatabase extends AsyncDisposable {
  readonly database: OpenDatabase;
  /** As the child process finds it. */
  readonly place: string;
  reopen(): Promise<OpenDatabase>;
}

async function openEmpty(): Promise<EmptyDatabase> {
  const made = await createDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'faro-migrations-'));
  const place = made?.url ?? join(folder, 'faro.sqlite');
  const open = (): OpenDatabase => (made === null ? openSqlite(place) : openPostgres(place));
  let database = open();
  if (made !== null) {
    // A copy of the newest shape: back to nothing.
    await sql`drop schema public cascade`.execute(database.db);
    await sql`create schema public`.execute(database.db);
  }
  return {
    database,
    place,
    reopen: async () => {
      await database.close();
      database = open();
      return database;
    },
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await made?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Column {
  readonly name: string;
  readonly dataType: string;
}

/** The tables that are there, in an order in which they can be filled. */
async function readShape({
  db,
}: OpenDatabase): Promise<readonly (readonly [table: string, columns: readonly Column[]])[]> {
  const tables = new Map((await db.introspection.getTables()).map(({ name, columns }) => [name, columns]));
  return TABLE_NAMES.flatMap((name) => {
    const columns = tables.get(name);
    return columns === undefined ? [] : [[name, columns] as const];
  });
}

/** The same in every column of a kind, so that what refers to something finds it. */
function valueFor({ dataType }: Column): unknown {
  if (/text/i.test(dataType)) return 'v';
  return /blob|bytea/i.test(dataType) ? Buffer.from([0, 255, 16]) : 7;
}

async function insertRow({ db }: OpenDatabase, table: string, columns: readonly Column[]): Promise<void> {
  const names = sql.join(columns.map(({ name }) => sql.id(name)));
  const values = sql.join(columns.map((column) => sql`${valueFor(column)}`));
  await sql`insert into ${sql.table(table)} (${names}) values (${values})`.execute(db);
}

async function readRow({ db }: OpenDatabase, table: string, columns: readonly Column[]): Promise<readonly unknown[]> {
  const names = sql.join(columns.map(({ name }) => sql.id(name)));
  const where = table === 'teams' ? sql`where id = 'v'` : sql``; // beside the one that is always there
  const { rows } = await sql<Record<string, unknown>>`select ${names} from ${sql.table(table)} ${where}`.execute(db);
  return rows.map((row) => columns.map(({ name }) => (row[name] instanceof Uint8Array ? [...row[name]] : row[name])));
}

function expectedRow(columns: readonly Column[]): readonly unknown[] {
  return [columns.map(valueFor).map((value) => (value instanceof Uint8Array ? [...value] : value))];
}

test.each(EARLIER)('a database of the version %s keeps every value on the way to the newest one', async (version) => {
  await using empty = await openEmpty();
  const { database } = empty;
  await migrateTo(database, version);
  const shape = await readShape(database);
  for (const [table, columns] of shape) await insertRow(database, table, columns);
  await migrate(database);
  for (const [table, columns] of shape) {
    const isNew = table === BEGINS_ANEW.table && version < BEGINS_ANEW.with;
    const found = { table, rows: await readRow(database, table, columns) };
    expect(found).toEqual({ table, rows: isNew ? [] : expectedRow(columns) });
  }
  await migrate(database); // a second start has nothing to do
});

test('what every earlier version reads and writes, the newest database takes and gives', async () => {
  await using before = await openEmpty();
  await using after = await openEmpty();
  await migrate(after.database);
  for (const version of EARLIER) {
    await migrateTo(before.database, version);
    const shape = await readShape(before.database);
    for (const [table, columns] of shape) {
      await insertRow(after.database, table, columns);
      const found = { version, table, rows: await readRow(after.database, table, columns) };
      expect(found).toEqual({ version, table, rows: expectedRow(columns) });
    }
    for (const [table] of shape.toReversed()) await sql`delete from ${sql.table(table)}`.execute(after.database.db);
  }
});

/** What a migration says to a database, without one. */
async function statementsOf(name: string): Promise<readonly string[]> {
  const said: string[] = [];
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (one) => new SqliteIntrospector(one),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    log: ({ query }) => {
      said.push(query.sql.toLowerCase());
    },
  });
  await MIGRATIONS[name]?.(db, {
    bytes: 'blob',
    sequence: 'integer',
    asSequence: (column) => column,
    showInOrder: () => Promise.resolve(),
  });
  return said;
}

/** What takes something away from the version before, which may still run while the first new process starts. */
function takesAway(statement: string): boolean {
  if (/\b(drop (table|column|view)|rename|alter column|delete from)\b/.test(statement)) return true;
  return /\badd column\b/.test(statement) && statement.includes('not null') && !statement.includes('default');
}

test.each(NAMES)('the migration %s only adds', async (name) => {
  const statements = await statementsOf(name);
  expect(statements.length).toBeGreaterThan(0);
  const taken = statements.filter(takesAway);
  expect(taken).toEqual(name === BEGINS_ANEW.with ? [`drop table "${BEGINS_ANEW.table}"`] : []);
});

test('the check above sees what takes away', () => {
  const bad = ['drop table "x"', 'alter table "x" drop column "y"', 'alter table "x" rename to "y"'];
  for (const statement of [...bad, 'alter table "x" add column "y" text not null'])
    expect(takesAway(statement)).toBe(true);
  for (const statement of ['alter table "x" add column "y" bigint default 0 not null', 'drop index "x"']) {
    expect(takesAway(statement)).toBe(false);
  }
});

test('a process that is killed in the middle of a migration leaves the database as it was', async () => {
  await using empty = await openEmpty();
  await migrateTo(empty.database, '0007-spend');
  const shape = await readShape(empty.database);
  for (const [table, columns] of shape) await insertRow(empty.database, table, columns);
  await empty.reopen(); // nobody holds it while the other one works
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('die-in-migration.ts', import.meta.url)),
      inject('postgres') ? 'postgres' : 'sqlite',
      empty.place,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]; // what exit gives
  expect(signal).toBe('SIGKILL');
  const database = await empty.reopen();
  expect(await readShape(database)).toEqual(shape);
  for (const [table, columns] of shape) expect(await readRow(database, table, columns)).toEqual(expectedRow(columns));
  await migrate(database);
  expect((await readShape(database)).map(([table]) => table)).toEqual(TABLE_NAMES);
});

test.runIf(inject('postgres'))('two processes that start at once bring it to the newest shape together', async () => {
  await using empty = await openEmpty();
  const other = openPostgres(empty.place);
  await Promise.all([migrate(empty.database), migrate(other)]);
  expect((await readShape(empty.database)).map(([table]) => table)).toEqual(TABLE_NAMES);
  await other.close();
});
