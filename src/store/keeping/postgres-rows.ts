/** The rows of a house that is a PostgreSQL database. */
import { Client, types } from 'pg';
import { StoreError } from '../../core/errors.ts';
import { TABLE_NAMES } from './tables.ts';
import type { Row, RowSource, RowTarget, TableName } from './tables.ts';

const ROWS_AT_ONCE = 500;
const CONNECT_TIMEOUT_MS = 5_000;
/** Whoever holds a table for longer than this is a service that runs. */
const LOCK_TIMEOUT_MS = 3_000;
const INT8 = 20;

/** Reads all rows as of one moment, while others go on writing. */
export async function readPostgres<T>(url: string, work: (source: RowSource) => Promise<T>): Promise<T> {
  return withClient(url, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const result = await work(rowsOf(client));
    await client.query('commit');
    return result;
  });
}

/**
 * Writes in one transaction; nobody else writes meanwhile.
 *
 * @throws {StoreError} code `away` when somebody else is writing already
 */
export async function fillPostgres<T>(url: string, work: (target: RowTarget) => Promise<T>): Promise<T> {
  return withClient(url, async (client) => {
    await client.query('begin');
    await lockAll(client);
    const result = await work(rowsOf(client));
    await client.query('commit');
    return result;
  });
}

/** A connection that ends without a commit undoes everything. */
async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'faro store',
    types: { getTypeParser: (oid: number) => (oid === INT8 ? Number : types.getTypeParser(oid, 'text')) }, // as postgres.ts does
  });
  client.on('error', () => {}); // told by the query that is under way
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function lockAll(client: Client): Promise<void> {
  await client.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    await client.query(`lock table ${TABLE_NAMES.join(', ')} in exclusive mode`);
  } catch (cause) {
    throw new StoreError('Another program is writing to the PostgreSQL database.', { cause, code: 'away' });
  }
}

function rowsOf(client: Client): RowTarget {
  return {
    columnsOf: (table) => readColumns(client, table),
    rowsOf: (table, columns) => readRows(client, table, columns),
    lastNumberOf: (table) => readLastNumber(client, table),
    hasRows: async (table) => (await client.query(`select 1 from ${table} limit 1`)).rows.length > 0,
    clear: async (table) => void (await client.query(`delete from ${table}`)),
    insert: (table, columns, rows) => insert(client, table, columns, rows),
    numberFrom: async (table, lastNumber) => {
      // A sequence begins at 1: "the last was 0" is said as "1 was not drawn yet".
      await client.query(`select setval(pg_get_serial_sequence($1, 'seq'), $2, $3)`, [
        table,
        Math.max(lastNumber, 1),
        lastNumber > 0,
      ]);
    },
  };
}

async function readColumns(client: Client, table: TableName): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  );
  return rows.map(({ name }) => name).toSorted();
}

async function* readRows(client: Client, table: TableName, columns: readonly string[]): AsyncGenerator<readonly Row[]> {
  await client.query(`declare carried no scroll cursor for select ${quote(columns)} from ${table}`);
  for (;;) {
    const { rows } = await client.query<Row & unknown[]>({
      text: `fetch ${ROWS_AT_ONCE} from carried`,
      rowMode: 'array',
    });
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await client.query('close carried');
}

async function readLastNumber(client: Client, table: TableName): Promise<number> {
  const sequence = `select pg_sequence_last_value(pg_get_serial_sequence($1, 'seq')::regclass) as last`;
  const { rows } = await client.query<{ last: number | null }>(sequence, [table]);
  return rows[0]?.last ?? 0;
}

async function insert(
  client: Client,
  table: TableName,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const marks = rows.map((_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`).join()})`);
  await client.query(`insert into ${table} (${quote(columns)}) values ${marks.join()}`, rows.flat());
}

function quote(columns: readonly string[]): string {
  return columns.map((name) => `"${name}"`).join(', ');
}
