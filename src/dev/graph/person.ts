/** A person on WhatsApp as Meta knows them, and what it remembers about them for its limits. */
import { createHash } from 'node:crypto';

export interface GraphPerson {
  /** E.164 with its plus sign. Absent: the person took a username and hides their number. */
  readonly phone?: string;
  /** Business-scoped user id. Left out: made from the number. Null: a webhook from before user ids. */
  readonly userId?: string | null;
  /** Profile name. */
  readonly name?: string;
}

/** A person with every gap filled. At least one of `waId` and `userId` is there. */
export interface KnownPerson {
  /** The number in digits, as webhooks write it. */
  readonly waId: string | null;
  readonly userId: string | null;
  readonly name: string;
}

const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE = /^\+[1-9]\d{6,14}$/;

export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}

export function isE164(text: string): boolean {
  return PHONE.test(text);
}

/** @throws {TypeError} when the test's person could not exist */
export function toKnownPerson(person: GraphPerson): KnownPerson {
  const { phone, userId, name = 'Practice person' } = person;
  if (phone !== undefined && !isE164(phone)) throw new TypeError('Expected `phone` in E.164 with its plus sign.');
  if (typeof userId === 'string' && !isUserId(userId))
    throw new TypeError('Expected `userId` such as `US.1349120865`.');
  if (phone === undefined && typeof userId !== 'string')
    throw new TypeError('Expected a `phone`, a `userId`, or both.');
  return {
    waId: phone === undefined ? null : phone.slice(1),
    userId: userId === undefined ? userIdOf(phone ?? '') : userId,
    name,
  };
}

/** What a message id holds of a person. */
export function nameInId(person: KnownPerson): string {
  return person.waId ?? person.userId ?? '';
}

/** The same number always gets the same made-up id, in every run. */
function userIdOf(phone: string): string {
  const digits = createHash('sha256').update(phone).digest().readBigUInt64BE().toString();
  return `US.${digits.padStart(20, '0')}`;
}

/** What Meta remembers of one person for the 24-hour window and the pair limit. */
export interface PersonMemory {
  person: KnownPerson;
  lastInboundMs: number | null;
  /** When the debt of the messages sent so far is paid off: each one costs six seconds. */
  paidOffMs: number;
  burstStartedMs: number;
  burstCount: number;
}

export interface PersonRegistry {
  /** Remembers a person under all their names; a later number or user id joins the same memory. */
  meet(person: KnownPerson): PersonMemory;
  /** The same person under a new number or user id; the old name stays known. */
  rename(memory: PersonMemory, names: Partial<Pick<KnownPerson, 'waId' | 'userId'>>): void;
  find(name: string): PersonMemory | null;
}

/** More than any drill has people; beyond it the longest-known are forgotten, so that memory stays bounded. */
const MOST_NAMES = 200_000;

export function createPersonRegistry(): PersonRegistry {
  const byName = new Map<string, PersonMemory>();
  const remember = (name: string, memory: PersonMemory): void => {
    if (byName.get(name) === memory) return;
    byName.set(name, memory);
    if (byName.size <= MOST_NAMES) return;
    const [oldest] = byName.keys();
    if (oldest !== undefined) byName.delete(oldest);
  };
  return {
    meet(person) {
      const names = [person.userId, person.waId].filter((name) => name !== null);
      const known = names.map((name) => byName.get(name)).find((memory) => memory !== undefined);
      const memory = known ?? {
        person,
        lastInboundMs: null,
        paidOffMs: 0,
        burstStartedMs: -Infinity,
        burstCount: 0,
      };
      memory.person = {
        waId: person.waId ?? memory.person.waId,
        userId: person.userId ?? memory.person.userId,
        name: person.name,
      };
      for (const name of names) remember(name, memory);
      return memory;
    },
    rename(memory, names) {
      memory.person = { ...memory.person, ...names };
      for (const name of Object.values(names)) if (name !== null) remember(name, memory);
    },
    find: (name) => byName.get(name) ?? null,
  };
}
