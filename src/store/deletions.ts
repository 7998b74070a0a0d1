/**
 * What people wanted gone or quiet. Noted twice: in the transaction that does it, and, before that commits, in a file
 * beside the data (`deletion-log.ts`). A line that is in the file and not in the database belongs to a database that was
 * put back from a time before it: then it is done again, before anybody is served.
 */
import { randomBytes } from 'node:crypto';
import { DAY_MS, startOfDay } from '../core/clock.ts';
import { StoreError } from '../core/errors.ts';
import type { ContactId, DeletionKey } from '../core/ids.ts';
import type { KeyRing } from './cipher.ts';
import { appendDeletion, REMEMBERED_DELETION_MS, sweepDeletionLog } from './deletion-log.ts';
import type { Deletion } from './deletion-log.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import { eraseAtOnce } from './erasure.ts';
import { hidePerson } from './hiding.ts';
import { resumePerson, stopPerson } from './opt-out.ts';
import type { DeletionKind } from './schema.ts';

/** A little longer than the lines of the file count, so that none of them is taken for new. */
const KEPT_MS = REMEMBERED_DELETION_MS + 5 * DAY_MS;
/** Contacts looked at in one read. */
const PAGE = 5_000;
const ID_BYTES = 9;
const ERASED: readonly DeletionKind[] = ['erased'];

export class Deletions {
  readonly #ring: KeyRing;
  readonly #dataDir: string;

  /** @param dataDir - where the file is */
  constructor(ring: KeyRing, dataDir: string) {
    this.#ring = ring;
    this.#dataDir = dataDir;
  }

  /**
   * Part of the transaction that does what is noted. A transaction that is undone leaves a line all the same: the person
   * did ask for it.
   *
   * @throws {StoreError} when the file could not be written: then nothing may be promised
   */
  async note(db: Db, kind: DeletionKind, contactId: ContactId, nowMs: number): Promise<void> {
    const id = randomBytes(ID_BYTES).toString('base64url');
    const deletion = { id, kind, contactKey: this.#ring.deletionKey(contactId), dayMs: startOfDay(nowMs) };
    try {
      appendDeletion(this.#dataDir, deletion);
    } catch (cause) {
      throw new StoreError('The log of deletions in DATA_DIR could not be written.', { cause });
    }
    await insertDeletions(db, [deletion]);
  }

  async sweep(database: OpenDatabase, nowMs: number): Promise<void> {
    await database.write((db) =>
      db
        .deleteFrom('deletions')
        .where('day', '<', nowMs - KEPT_MS)
        .execute(),
    );
    sweepDeletionLog(this.#dataDir, nowMs);
  }
}

/** What is noted in the database, oldest day first. */
export async function listDeletions(db: Db): Promise<readonly Deletion[]> {
  const rows = await db.selectFrom('deletions').selectAll().orderBy('day').execute();
  return rows.map(({ id, kind, contact_key, day }) => ({ id, kind, contactKey: contact_key, dayMs: day }));
}

/**
 * Does again what the database does not know of.
 *
 * @param deletions - oldest first; lines that are past their time do not count
 * @returns how many people it concerned
 */
export async function repeatDeletions(
  database: OpenDatabase,
  ring: KeyRing,
  deletions: readonly Deletion[],
  nowMs: number,
): Promise<number> {
  const counting = deletions.filter(({ dayMs }) => dayMs >= startOfDay(nowMs - REMEMBERED_DELETION_MS));
  if (counting.length === 0) return 0;
  const known = new Set((await listDeletions(database.db)).map(({ id }) => id));
  const unknown = counting.filter(({ id }) => !known.has(id));
  if (unknown.length === 0) return 0;
  const byKey = Map.groupBy(unknown, ({ contactKey }) => contactKey);
  const people = await findPeople(database.db, ring, byKey);
  for (const [contactId, wanted] of people) {
    const kinds = wanted.map(({ kind }) => kind);
    await database.write(async (db) => {
      // What they wanted besides was of a life that is over.
      for (const kind of kinds.includes('erased') ? ERASED : kinds) await repeat(db, kind, contactId, nowMs);
    });
  }
  await database.write((db) => insertDeletions(db, unknown));
  if (people.size > 0) await database.wipe();
  return people.size;
}

async function findPeople(
  db: Db,
  ring: KeyRing,
  byKey: ReadonlyMap<DeletionKey, readonly Deletion[]>,
): Promise<ReadonlyMap<ContactId, readonly Deletion[]>> {
  const found = new Map<ContactId, readonly Deletion[]>();
  let last = '';
  for (;;) {
    const contacts = await db
      .selectFrom('contacts')
      .select('id')
      .where('id', '>', last as ContactId) // sorts before every id
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { id } of contacts) {
      const wanted = byKey.get(ring.deletionKey(id));
      if (wanted !== undefined) found.set(id, wanted);
    }
    if (contacts.length < PAGE) return found;
    last = contacts.at(-1)?.id ?? last;
  }
}

async function repeat(db: Db, kind: DeletionKind, contactId: ContactId, nowMs: number): Promise<void> {
  switch (kind) {
    case 'erased':
      return eraseAtOnce(db, contactId, nowMs);
    case 'stopped':
      return stopPerson(db, contactId, nowMs);
    case 'resumed':
      return resumePerson(db, contactId);
    case 'hidden':
      return hidePerson(db, contactId, nowMs);
  }
}

async function insertDeletions(db: Db, deletions: readonly Deletion[]): Promise<void> {
  for (const { id, kind, contactKey, dayMs } of deletions) {
    await db
      .insertInto('deletions')
      .values({ id, kind, contact_key: contactKey, day: dayMs })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}
