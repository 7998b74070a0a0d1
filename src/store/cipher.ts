/**
 * Encryption at rest. Every contact has a data key of their own, wrapped by a master key that is not in the database;
 * throwing the contact's row away makes everything of theirs unreadable, also in files that still hold the bytes.
 *
 * AES-256-GCM, 96-bit random nonce. The place a value belongs to (table, column, row) is authenticated with it, so a
 * value moved to another row does not open. Layout: nonce (12) | tag (16) | ciphertext.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { StoreError } from '../core/errors.ts';
import type { AddressKey, ContactId, DeletionKey, MessageKey, RumourKey } from '../core/ids.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const ALGORITHM = 'aes-256-gcm';

export interface MasterKey {
  readonly id: string;
  readonly key: Buffer;
}

/** A contact's data key, ready for use. */
export type DataKey = Buffer & { readonly __dataKey?: never };

/** Where a value lives, for example `outbox|body|<id>`. */
export type Place = `${string}|${string}|${string}`;

export function newDataKey(): DataKey {
  return randomBytes(KEY_BYTES);
}

export function encrypt(key: Buffer, place: Place, plain: string | Uint8Array): Uint8Array {
  const nonce = nextNonce();
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  cipher.setAAD(Buffer.from(place));
  const first = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  const last = cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), first, last]);
}

/** @throws {StoreError} when the key, the place or the bytes are not those it was made with */
export function decrypt(key: Buffer, place: Place, sealed: Uint8Array): Buffer {
  countOpened(place);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    unopened += 1;
    const [table, column] = place.split('|');
    throw new StoreError(
      `A value of ${table}.${column} does not open: wrong key, or bytes that were moved or changed.`,
      {
        cause,
      },
    );
  }
}

const opened = new Map<string, number>();
let unopened = 0;

function countOpened(place: Place): void {
  const table = place.slice(0, place.indexOf('|'));
  opened.set(table, (opened.get(table) ?? 0) + 1);
}

/** How many values this process opened, by table, and how many did not open: far more than usual, or any that do not, want a look. */
export function openedValues(): { readonly opened: ReadonlyMap<string, number>; readonly unopened: number } {
  return { opened, unopened };
}

/** Random bytes cost the same for one nonce as for hundreds. Each byte is handed out once. */
let nonces = Buffer.alloc(0);

function nextNonce(): Buffer {
  if (nonces.length < NONCE_BYTES) nonces = randomBytes(NONCE_BYTES * 512);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

/** Which master key wrapped a data key: its id stands in front. */
export function masterKeyIdOf(wrapped: Uint8Array): string {
  return Buffer.from(wrapped.subarray(1, 1 + (wrapped[0] ?? 0))).toString();
}

export interface KeyRing {
  /** The id of the master key that wraps. */
  readonly newest: string;
  /** Whether there is a master key of this id. */
  has(id: string): boolean;
  /** Wraps a data key with the newest master key. */
  wrap(dataKey: DataKey, place: Place): Uint8Array;
  /** @throws {StoreError} when its master key is not in the ring any more */
  unwrap(wrapped: Uint8Array, place: Place): DataKey;
  /** For rows that belong to no contact: unreadable parts of webhooks, rumour reports, the team's own. */
  readonly houseKey: DataKey;
  addressKey(name: string): AddressKey;
  /** What an account of the desk is found by. */
  emailKey(email: string): string;
  messageKey(channel: string, providerId: string): MessageKey;
  /** @param text - folded: copies of one message have one key */
  rumourKey(text: string): RumourKey;
  deletionKey(id: ContactId): DeletionKey;
}

/**
 * @param master - newest first: the first wraps, all of them unwrap
 * @param contactKey - 32 secret bytes; unkeyed hashes of phone numbers can be tried out in minutes
 */
export function createKeyRing(master: readonly [MasterKey, ...MasterKey[]], contactKey: Buffer): KeyRing {
  const [newest] = master;
  const byId = new Map(master.map(({ id, key }) => [id, key]));
  const addressSecret = deriveKey(contactKey, 'address');
  const emailSecret = deriveKey(contactKey, 'email');
  const messageSecret = deriveKey(contactKey, 'message');
  const rumourSecret = deriveKey(contactKey, 'rumour');
  const deletionSecret = deriveKey(contactKey, 'deletion');
  return {
    newest: newest.id,
    has: (id) => byId.has(id),
    wrap: (dataKey, place) => {
      const id = Buffer.from(newest.id);
      return Buffer.concat([Buffer.from([id.length]), id, encrypt(newest.key, place, dataKey)]);
    },
    unwrap: (wrapped, place) => {
      const id = masterKeyIdOf(wrapped);
      const key = byId.get(id);
      if (key === undefined) {
        throw new StoreError(
          `MASTER_KEYS lacks the key "${id}" that stored data needs. Put it back at the end of the list.`,
        );
      }
      return decrypt(key, place, wrapped.subarray(1 + (wrapped[0] ?? 0)));
    },
    houseKey: deriveKey(contactKey, 'house'),
    addressKey: (name) => keyedHash(addressSecret, name) as AddressKey, // branded here only
    emailKey: (email) => keyedHash(emailSecret, email),
    messageKey: (channel, providerId) => keyedHash(messageSecret, `${channel}:${providerId}`) as MessageKey,
    rumourKey: (text) => keyedHash(rumourSecret, text) as RumourKey,
    deletionKey: (id) => keyedHash(deletionSecret, id) as DeletionKey,
  };
}

function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `faro ${purpose}`, KEY_BYTES));
}

/** 128 of the 256 bits: no collision to fear, and half the index that every arrival has to write. */
function keyedHash(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest().subarray(0, 16).toString('base64url');
}
