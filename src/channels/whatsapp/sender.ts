/**
 * Who wrote. Since 2026 every message carries a business-scoped user id, and a person who took a username may have no
 * phone number at all: `from`, `wa_id` and `recipient_id` are then absent.
 */
import type { Address } from '../../core/contact.ts';
import { isFields, readFields, readId, readList } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

interface Person {
  readonly userId: string | undefined;
  readonly phone: string | undefined;
}

/** The people of one webhook value, found by either of their names. Built once: a batch may hold a thousand. */
export interface People {
  readonly byUserId: ReadonlyMap<string, Person>;
  readonly byPhone: ReadonlyMap<string, Person>;
  /** The one person of the value, when there is exactly one. */
  readonly only: Person | undefined;
}

/** Reads the `contacts` of one webhook value; what names nobody is left out. */
export function readPeople(value: Fields): People {
  const byUserId = new Map<string, Person>();
  const byPhone = new Map<string, Person>();
  const contacts = readList(value, 'contacts');
  for (const contact of contacts) {
    if (!isFields(contact)) continue;
    const person = readPerson(contact, 'user_id', 'wa_id');
    if (person.userId !== undefined) byUserId.set(person.userId, person);
    if (person.phone !== undefined) byPhone.set(person.phone, person);
  }
  const first = contacts.length === 1 ? contacts[0] : undefined;
  return { byUserId, byPhone, only: isFields(first) ? readPerson(first, 'user_id', 'wa_id') : undefined };
}

/**
 * The sender's address, or null when nothing names them. What the message leaves out is filled in from the contact that
 * bears the same id or number, never from another one: two people must not become one.
 */
export function findSender(message: Fields, people: People): Address | null {
  const { userId, phone } = readPerson(message, 'from_user_id', 'from');
  if (userId !== undefined) return toAddress({ userId, phone: phone ?? people.byUserId.get(userId)?.phone });
  if (phone !== undefined) return toAddress({ userId: people.byPhone.get(phone)?.userId, phone });
  return people.only === undefined ? null : toAddress(people.only);
}

/** The two addresses of a `system` message: who they were to us, and who they are now. */
export function findIdentityChange(message: Fields): { readonly before: Address | null; readonly now: Address | null } {
  const system = readFields(message, 'system') ?? {};
  const sender = readPerson(message, 'from_user_id', 'from');
  return {
    before: toAddress({ userId: readUserId(system, 'previous_user_id') ?? sender.userId, phone: sender.phone }),
    now: toAddress(readPerson(system, 'user_id', 'wa_id')),
  };
}

function toAddress({ userId, phone }: Person): Address | null {
  if (userId === undefined) return phone === undefined ? null : { channel: 'whatsapp', phone };
  return phone === undefined ? { channel: 'whatsapp', userId } : { channel: 'whatsapp', userId, phone };
}

function readPerson(from: Fields, userIdKey: string, phoneKey: string): Person {
  return { userId: readUserId(from, userIdKey), phone: readPhone(from, phoneKey) };
}

/** Documented as two letters, a dot, `ENT.` for parents, and up to 128 letters and digits. */
const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

function readUserId(from: Fields, key: string): string | undefined {
  const id = readId(from, key);
  return id !== undefined && USER_ID.test(id) ? id : undefined;
}

/** WhatsApp writes numbers as bare digits. Nothing else is changed: a reply to a "corrected" number may not arrive. */
export function readPhone(from: Fields, key: string): string | undefined {
  const digits = readId(from, key);
  return digits !== undefined && /^\d{5,15}$/.test(digits) ? `+${digits}` : undefined;
}
