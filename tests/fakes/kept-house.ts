/** Backups of a test store, and houses made of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyRing } from '../../src/store/cipher.ts';
import { readDeletions } from '../../src/store/deletion-log.ts';
import { makeBackup } from '../../src/store/keeping/backup.ts';
import { openRowsAlone } from '../../src/store/keeping/file-rows.ts';
import { readPostgres } from '../../src/store/keeping/postgres-rows.ts';
import { restoreBackup } from '../../src/store/keeping/restore.ts';
import type { Restored, RestoreOrder } from '../../src/store/keeping/restore.ts';
import type { RowSource, TableName } from '../../src/store/keeping/tables.ts';
import { openStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';
import { createDatabase, STORE_OPTIONS } from './test-store.ts';
import type { TestStore } from './test-store.ts';

export async function backUp(house: TestStore): Promise<string> {
  const path = join(house.dataDir, `${house.clock.nowMs()}.backup`);
  await makeBackup(house, path, house.clock.nowMs());
  return path;
}

/** Where a backup is put back: a folder with nothing in it, and an empty PostgreSQL where the tests run on one. */
export interface NewHouse extends AsyncDisposable {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  restore(backup: string, order?: Partial<RestoreOrder>): Promise<Restored>;
  open(): Promise<Store>;
  /** How many rows of a table came back. To be asked while it is not open. */
  count(table: TableName): Promise<number>;
}

/** @param house - which was backed up: its clock goes on, and its log of deletions is at hand */
export async function newHouse(house: TestStore, options: { readonly onFile?: boolean } = {}): Promise<NewHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-restored-'));
  const database = options.onFile === true ? null : await createDatabase();
  const databaseUrl = database?.url ?? null;
  let opened: Store | null = null;
  return {
    dataDir,
    databaseUrl,
    restore: (backup, order = {}) =>
      restoreBackup({
        backup,
        dataDir,
        databaseUrl,
        ring: createKeyRing(STORE_OPTIONS.masterKeys, STORE_OPTIONS.contactKey),
        deletions: readDeletions(house.dataDir),
        nothingSentSince: false,
        downSinceMs: null,
        anyAge: false,
        nowMs: house.clock.nowMs(),
        ...order,
      }),
    open: async () => {
      opened = await openStore({ ...STORE_OPTIONS, dataDir, databaseUrl, clock: house.clock });
      return opened;
    },
    count: async (table) => {
      const read = async (source: RowSource): Promise<number> => {
        let count = 0;
        for await (const rows of source.rowsOf(table, await source.columnsOf(table))) count += rows.length;
        return count;
      };
      if (databaseUrl !== null) return readPostgres(databaseUrl, read);
      const file = openRowsAlone(join(dataDir, 'faro.sqlite'));
      return read(file).finally(() => file.close());
    },
    [Symbol.asyncDispose]: async () => {
      await opened?.close();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
