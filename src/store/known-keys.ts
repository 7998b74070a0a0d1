/**
 * Whether the keys are those of what is stored. With others nothing of it could be read, everybody would be a stranger,
 * and the first sign of it would be turns that fail.
 */
import { addressNames } from '../core/contact.ts';
import type { Address } from '../core/contact.ts';
import { ConfigError } from '../core/errors.ts';
import type { AgentId, ContactId } from '../core/ids.ts';
import { decrypt, masterKeyIdOf } from './cipher.ts';
import type { KeyRing } from './cipher.ts';
import type { Db } from './dialect.ts';

/** Of the people who wrote last, and of those who wrote first: a start must not read all of them. */
const LOOKED_AT = 50;
/** Contacts looked at in one read. */
const PAGE = 5_000;

interface Person {
  readonly id: ContactId;
  readonly address: Uint8Array;
  readonly data_key: Uint8Array;
}

/** @throws {ConfigError} naming the key that is missing or wrong */
export async function checkKeys(db: Db, ring: KeyRing): Promise<void> {
  const people = [...(await readPeople(db, 'desc')), ...(await readPeople(db, 'asc'))];
  for (const person of people) checkMasterKey(ring, person);
  await checkContactKey(db, ring, people);
}

/** How many data keys each master key has wrapped. */
export async function countByMasterKey(db: Db): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let last = '';
  for (;;) {
    const rows = await db
      .selectFrom('contacts')
      .select(['id', 'data_key'])
      .where('id', '>', last as ContactId) // sorts before every id
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { data_key } of rows) {
      const id = masterKeyIdOf(data_key);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    if (rows.length < PAGE) return counts;
    last = rows.at(-1)?.id ?? last;
  }
}

function readPeople(db: Db, order: 'asc' | 'desc'): Promise<readonly Person[]> {
  return db
    .selectFrom('contacts')
    .select(['id', 'address', 'data_key'])
    .orderBy('last_inbound_at', order)
    .limit(LOOKED_AT)
    .execute();
}

function checkMasterKey(ring: KeyRing, { id, data_key }: Person): void {
  try {
    ring.unwrap(data_key, placeOf(id));
  } catch (cause) {
    const needed = masterKeyIdOf(data_key);
    throw new ConfigError(
      `MASTER_KEYS cannot open what is stored: it needs the key "${needed}", with the value it had when this was written. Put it back at the end of the list.`,
      { cause },
    );
  }
}

/** Somebody's address must lead to the key that they are found by; where nobody wrote yet, the team's accounts must open. */
async function checkContactKey(db: Db, ring: KeyRing, people: readonly Person[]): Promise<void> {
  for (const person of people) {
    const found = await db.selectFrom('address_keys').select('key').where('contact_id', '=', person.id).execute();
    if (found.length === 0) continue; // their number belongs to somebody else now
    const known = new Set<string>(found.map(({ key }) => key));
    if (namesOf(ring, person).some((name) => known.has(ring.addressKey(name)))) return;
    throw wrongContactKey();
  }
  const agent = await db.selectFrom('agents').select(['id', 'email']).executeTakeFirst();
  if (agent !== undefined && !opensHouse(ring, agent)) throw wrongContactKey();
}

function namesOf(ring: KeyRing, { id, address, data_key }: Person): readonly string[] {
  const dataKey = ring.unwrap(data_key, placeOf(id));
  return addressNames(JSON.parse(decrypt(dataKey, `contacts|address|${id}`, address).toString()) as Address); // we wrote it
}

function opensHouse(ring: KeyRing, { id, email }: { readonly id: AgentId; readonly email: Uint8Array }): boolean {
  try {
    decrypt(ring.houseKey, `agents|email|${id}`, email);
    return true;
  } catch {
    return false;
  }
}

function wrongContactKey(): ConfigError {
  return new ConfigError('CONTACT_KEY is not the one that this database was made with. Put that one back.');
}

function placeOf(id: ContactId): `contacts|data_key|${string}` {
  return `contacts|data_key|${id}`;
}
