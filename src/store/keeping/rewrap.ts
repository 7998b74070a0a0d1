/** Wraps every person's data key anew, with the newest master key, while the service goes on. */
import type { ContactId } from '../../core/ids.ts';
import { masterKeyIdOf } from '../cipher.ts';
import type { KeyRing } from '../cipher.ts';
import type { OpenDatabase } from '../dialect.ts';
import { countByMasterKey } from '../known-keys.ts';

/** In one transaction: some milliseconds, which nobody who writes meanwhile feels. */
const PEOPLE_AT_ONCE = 200;
/** The service's own writes come in between. */
const PAUSE_MS = 5;

export interface Rewrapped {
  readonly people: number;
  /** How many are under an older key all the same: the service makes new ones with it. By key. */
  readonly left: ReadonlyMap<string, number>;
}

/** @throws {StoreError} when a data key does not open: its master key is missing or another one */
export async function rewrapAll(database: OpenDatabase, ring: KeyRing): Promise<Rewrapped> {
  let people = 0;
  let last = '' as ContactId; // sorts before every id
  for (;;) {
    const page = await database.write((db) => rewrapSome(db, ring, last));
    people += page.rewrapped;
    if (page.last === null) break;
    last = page.last;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const counts = await countByMasterKey(database.db);
  return { people, left: new Map([...counts].filter(([id]) => id !== ring.newest)) };
}

async function rewrapSome(
  db: OpenDatabase['db'],
  ring: KeyRing,
  after: ContactId,
): Promise<{ readonly rewrapped: number; readonly last: ContactId | null }> {
  const rows = await db
    .selectFrom('contacts')
    .select(['id', 'data_key'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(PEOPLE_AT_ONCE)
    .execute();
  const old = rows.filter(({ data_key }) => masterKeyIdOf(data_key) !== ring.newest);
  for (const { id, data_key } of old) {
    const place = `contacts|data_key|${id}` as const;
    const wrapped = ring.wrap(ring.unwrap(data_key, place), place);
    // Somebody who is erased in this moment stays erased: then nothing is changed.
    await db
      .updateTable('contacts')
      .set({ data_key: wrapped })
      .where('id', '=', id)
      .where('data_key', '=', data_key)
      .execute();
  }
  return { rewrapped: old.length, last: rows.length < PEOPLE_AT_ONCE ? null : (rows.at(-1)?.id ?? null) };
}
