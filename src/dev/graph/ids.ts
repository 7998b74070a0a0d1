/**
 * Message ids as WhatsApp makes them: `wamid.` and base64 of a few fixed bytes, the person's number (or user id) and
 * random hex digits. That the number stands in there in the clear is why an id must never be logged.
 */
import { randomHex } from '../random.ts';
import type { Random } from '../random.ts';

/** 0x11 for messages of the business, 0x12 for those of people. */
const FROM_BUSINESS = 0x11;
const FROM_PERSON = 0x12;
const RANDOM_DIGITS = 18;

/**
 * @param party - the person's number in digits, or their user id
 */
export function makeWamid(party: string, sender: 'business' | 'person', random: Random): string {
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, party.length]),
    Buffer.from(party, 'latin1'),
    Buffer.from([0x15, 0x02, 0x00, sender === 'business' ? FROM_BUSINESS : FROM_PERSON, 0x18, RANDOM_DIGITS]),
    Buffer.from(randomHex(random, RANDOM_DIGITS), 'latin1'),
    Buffer.from([0x00]),
  ]);
  return `wamid.${bytes.toString('base64')}`;
}

/** The number or user id inside an id, or null when it is not one of ours. */
export function partyOfWamid(wamid: string): string | null {
  if (!wamid.startsWith('wamid.')) return null;
  const bytes = Buffer.from(wamid.slice('wamid.'.length), 'base64');
  const length = bytes[2] ?? 0;
  if (bytes[0] !== 0x1c || bytes.length < 3 + length) return null;
  return bytes.toString('latin1', 3, 3 + length);
}
