/**
 * People of the practice phone. Their numbers are from the range that is reserved for fiction, so that nothing written
 * here can ever reach, or be mistaken for, somebody real.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { GraphPerson } from '../graph/person.ts';
import type { Random } from '../random.ts';

export interface PracticePerson {
  /** Says which person a browser plays; made from number and user id, so that it survives a restart. */
  readonly id: string;
  readonly phone: string;
  readonly userId: string;
  /** Took a username on WhatsApp: the service never sees their number there. */
  readonly hidesNumber: boolean;
}

/** What a browser remembers and brings back after a restart of the service. */
export const personSchema = z.strictObject({
  phone: z.string().regex(/^\+120255501\d\d$/),
  userId: z.string().regex(/^US\.\d{1,20}$/),
  hidesNumber: z.boolean(),
});

export function toPracticePerson(person: z.infer<typeof personSchema>): PracticePerson {
  const id = createHash('sha256').update(`${person.phone} ${person.userId}`).digest('base64url').slice(0, 16);
  return { ...person, id };
}

/** The last two digits of the service's own numbers, which nobody else may have. */
const TAKEN = new Set([90, 99]);

/** @param used - numbers that were given away; one of them comes again only when none is left */
export function inventPerson(hidesNumber: boolean, used: ReadonlySet<string>, random: Random): PracticePerson {
  const all = Array.from({ length: 100 }, (_, ending) => ending)
    .filter((ending) => !TAKEN.has(ending))
    .map((ending) => `+120255501${String(ending).padStart(2, '0')}`);
  const free = all.filter((phone) => !used.has(phone));
  const pool = free.length === 0 ? all : free;
  const phone = pool[Math.floor(random() * pool.length)] ?? '+12025550100';
  const digits = Array.from({ length: 20 }, () => Math.floor(random() * 10)).join('');
  return toPracticePerson({ phone, userId: `US.${digits}`, hidesNumber });
}

/** How WhatsApp names them to the service. */
export function toGraphPerson({ phone, userId, hidesNumber }: PracticePerson): GraphPerson {
  return hidesNumber ? { userId } : { phone, userId };
}
