/** Carries every row of a house into another database, and looks afterwards whether all of it is there. */
import { StoreError } from '../../core/errors.ts';
import { ContentsSum, isNumbered, TABLE_NAMES } from './tables.ts';
import type { Contents, RowSource, RowTarget, TableName } from './tables.ts';

/** The migrations make one row by themselves, the first team: a database that holds nothing else is empty. */
const MADE_BY_MIGRATIONS: readonly TableName[] = ['teams'];

export interface Copied {
  readonly tables: number;
  readonly rows: number;
}

/** @returns the tables that hold rows already: nothing may be carried there */
export async function findFilled(target: RowTarget): Promise<readonly TableName[]> {
  const filled: TableName[] = [];
  for (const table of TABLE_NAMES) {
    if (!MADE_BY_MIGRATIONS.includes(table) && (await target.hasRows(table))) filled.push(table);
  }
  return filled;
}

/**
 * Runs in the target's transaction: when it throws, nothing of it may be kept.
 *
 * @param target - empty, and of the same shape
 * @throws {StoreError} naming the table whose rows are not the same in both
 */
export async function copyRows(source: RowSource, target: RowTarget): Promise<Copied> {
  let rows = 0;
  for (const table of TABLE_NAMES) {
    await target.clear(table); // what the migrations made
    rows += (await copyTable(source, target, table)).rows;
  }
  return { tables: TABLE_NAMES.length, rows };
}

async function copyTable(source: RowSource, target: RowTarget, table: TableName): Promise<Contents> {
  const columns = await source.columnsOf(table);
  const there = await target.columnsOf(table);
  if (columns.join() !== there.join()) {
    throw new StoreError(
      `The table ${table} has other columns than this version of Faro gives it. Start the service once with this version, or use the version that runs.`,
    );
  }
  const sent = new ContentsSum();
  for await (const some of source.rowsOf(table, columns)) {
    await target.insert(table, columns, some);
    sent.add(some);
  }
  if (isNumbered(table)) await target.numberFrom(table, await source.lastNumberOf(table));
  const arrived = new ContentsSum();
  for await (const some of target.rowsOf(table, columns)) arrived.add(some);
  if (arrived.contents.digest !== sent.contents.digest || arrived.contents.rows !== sent.contents.rows) {
    throw new StoreError(`The rows of ${table} did not arrive as they were; nothing was kept.`);
  }
  return sent.contents;
}
