/** Finds people by the keyed hashes of their addresses, and makes them known at their first message. */
import { addressNames } from '../core/contact.ts';
import type { Address } from '../core/contact.ts';
import type { AddressKey, ContactId, IdSource } from '../core/ids.ts';
import { decrypt, encrypt, newDataKey } from './cipher.ts';
import type { DataKey, KeyRing } from './cipher.ts';
import type { Db } from './dialect.ts';

/** Somebody who wrote, with the key that opens and closes what is stored of them. */
export interface KnownContact {
  readonly id: ContactId;
  readonly dataKey: DataKey;
}

/** An address with its lookup keys, strongest first. */
export interface KeyedAddress {
  readonly address: Address;
  readonly keys: readonly [AddressKey, ...AddressKey[]];
}

/** Keys of recent people. An address always has the same key, and a contact's id is never used again. */
const MAX_REMEMBERED = 5_000;

export class Contacts {
  readonly #ring: KeyRing;
  readonly #ids: IdSource;
  readonly #dataKeys = new Map<ContactId, DataKey>();
  readonly #addressKeys = new Map<string, AddressKey>();
  readonly #recent = new Map<AddressKey, KnownContact>();

  constructor(ring: KeyRing, ids: IdSource) {
    this.#ring = ring;
    this.#ids = ids;
  }

  keyed(address: Address): KeyedAddress {
    const [first, ...rest] = addressNames(address);
    return { address, keys: [this.#addressKey(first), ...rest.map((name) => this.#addressKey(name))] };
  }

  /** People write several times in a row; a keyed hash costs more than a look into a short memory. */
  #addressKey(name: string): AddressKey {
    const known = this.#addressKeys.get(name);
    if (known !== undefined) return known;
    const key = this.#ring.addressKey(name);
    remember(this.#addressKeys, name, key);
    return key;
  }

  /**
   * Somebody who wrote a short while ago, from memory. Only by names that never pass to another person, which a phone
   * number on WhatsApp may. Another process may have erased them meanwhile: then the database refuses what refers to
   * them, and {@link forgetRecent} and a second try are due.
   */
  recall({ address, keys }: KeyedAddress): KnownContact | null {
    if (address.channel === 'whatsapp' && address.userId === undefined) return null;
    return this.#recent.get(keys[0]) ?? null;
  }

  forgetRecent(): void {
    this.#recent.clear();
  }

  /**
   * The contact of each address, made where there is none. Runs inside a write.
   *
   * A phone number leads to a contact only as long as that contact has no user id of its own or the message carries
   * none: a number may have passed to another person, who must not inherit the conversation.
   */
  async findOrCreate(
    db: Db,
    addresses: readonly KeyedAddress[],
    nowMs: number,
  ): Promise<ReadonlyMap<AddressKey, KnownContact>> {
    const byKey = await this.#lookUp(
      db,
      addresses.flatMap(({ keys }) => keys),
    );
    const found = new Map<AddressKey, KnownContact>();
    for (const keyed of addresses) {
      const [strongest] = keyed.keys;
      if (found.has(strongest)) continue;
      const known = byKey.get(strongest)?.contact ?? (await this.#adopt(db, keyed, byKey));
      const contact = known ?? (await this.#create(db, keyed, nowMs));
      found.set(strongest, contact);
      remember(this.#recent, strongest, contact);
      // A later address of the same batch may name the same person by the weaker key.
      for (const [index, key] of keyed.keys.entries()) {
        byKey.set(key, { contact, kind: kindOf(keyed.address, index) });
      }
    }
    return found;
  }

  /** @throws {StoreError} when the key does not open */
  dataKey(id: ContactId, wrapped: Uint8Array): DataKey {
    const cached = this.#dataKeys.get(id);
    if (cached !== undefined) return cached;
    const key = this.#ring.unwrap(wrapped, `contacts|data_key|${id}`);
    remember(this.#dataKeys, id, key);
    return key;
  }

  readAddress(id: ContactId, dataKey: DataKey, sealed: Uint8Array): Address {
    return JSON.parse(decrypt(dataKey, `contacts|address|${id}`, sealed).toString()) as Address; // we wrote it
  }

  forget(id: ContactId): void {
    this.#dataKeys.delete(id);
    for (const [key, contact] of this.#recent) if (contact.id === id) this.#recent.delete(key);
  }

  async #lookUp(
    db: Db,
    keys: readonly AddressKey[],
  ): Promise<Map<AddressKey, { readonly contact: KnownContact; readonly kind: 'user_id' | 'phone' }>> {
    const rows = await db
      .selectFrom('address_keys')
      .innerJoin('contacts', 'contacts.id', 'address_keys.contact_id')
      .select(['address_keys.key', 'address_keys.kind', 'contacts.id', 'contacts.data_key'])
      .where('address_keys.key', 'in', [...new Set(keys)])
      .execute();
    return new Map(
      rows.map(({ key, kind, id, data_key }) => [key, { contact: { id, dataKey: this.dataKey(id, data_key) }, kind }]),
    );
  }

  /** Somebody known by number only, who now shows a user id for the first time. */
  async #adopt(
    db: Db,
    { address, keys }: KeyedAddress,
    byKey: ReadonlyMap<AddressKey, { readonly contact: KnownContact }>,
  ): Promise<KnownContact | null> {
    const [userKey, phoneKey] = keys;
    const known = phoneKey === undefined ? undefined : byKey.get(phoneKey)?.contact;
    if (known === undefined) return null;
    const other = await db
      .selectFrom('address_keys')
      .select('key')
      .where('contact_id', '=', known.id)
      .where('kind', '=', 'user_id')
      .executeTakeFirst();
    if (other !== undefined) return null;
    await db.insertInto('address_keys').values({ key: userKey, contact_id: known.id, kind: 'user_id' }).execute();
    await db
      .updateTable('contacts')
      .set({ address: this.#sealAddress(known, address) })
      .where('id', '=', known.id)
      .execute();
    return known;
  }

  async #create(db: Db, { address, keys }: KeyedAddress, nowMs: number): Promise<KnownContact> {
    const contact: KnownContact = { id: this.#ids.contactId(), dataKey: newDataKey() };
    await db
      .insertInto('contacts')
      .values({
        id: contact.id,
        channel: address.channel,
        address: this.#sealAddress(contact, address),
        data_key: this.#ring.wrap(contact.dataKey, `contacts|data_key|${contact.id}`),
        language: null,
        opted_out_at: null,
        created_at: nowMs,
        last_inbound_at: nowMs,
        waiting_seq: null,
        lease_token: null,
        erasing_since: null,
      })
      .execute();
    await db
      .insertInto('address_keys')
      .values(keys.map((key, index) => ({ key, contact_id: contact.id, kind: kindOf(address, index) })))
      // The number now belongs to whoever wrote last with it.
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ contact_id: contact.id }))
      .execute();
    remember(this.#dataKeys, contact.id, contact.dataKey);
    return contact;
  }

  #sealAddress(contact: KnownContact, address: Address): Uint8Array {
    return encrypt(contact.dataKey, `contacts|address|${contact.id}`, JSON.stringify(address));
  }
}

function kindOf(address: Address, index: number): 'user_id' | 'phone' {
  return address.channel === 'whatsapp' && address.userId !== undefined && index === 0 ? 'user_id' : 'phone';
}

/** The oldest entry makes room. */
function remember<Key, Value>(memory: Map<Key, Value>, key: Key, value: Value): void {
  const [oldest] = memory.keys();
  if (memory.size >= MAX_REMEMBERED && oldest !== undefined) memory.delete(oldest);
  memory.set(key, value);
}
