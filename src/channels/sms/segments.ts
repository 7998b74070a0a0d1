/** What a text costs as an SMS, and how to cut one that is too long. Pure: also used by the simulator and by tests. */
import { gsm7Units } from './gsm7.ts';
import { SEGMENT_UNITS } from './limits.ts';

export interface SegmentCount {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Septets in GSM-7, 16-bit units in UCS-2. */
  readonly units: number;
  /** What the message is billed as. 0 only for an empty text. */
  readonly segments: number;
  /** The distinct characters that make the message UCS-2, in order of appearance; none when it is GSM-7. */
  readonly costly: readonly string[];
}

/**
 * Counts the segments of a text as the network will.
 *
 * @example countSegments('¿Qué es el asilo?') // GSM-7, 17 units, 1 segment
 * @example countSegments('Está aquí') // UCS-2: á and í are not in GSM-7
 * @see 3GPP TS 23.038 (alphabet) and TS 23.040 (segments)
 */
export function countSegments(text: string): SegmentCount {
  const characters = Array.from(text);
  const costly = [...new Set(characters.filter((character) => gsm7Units(character) === null))];
  const encoding = costly.length === 0 ? 'GSM-7' : 'UCS-2';
  const sizes =
    encoding === 'GSM-7'
      ? characters.map((character) => gsm7Units(character) ?? 1)
      : characters.map((character) => character.length);
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, part } = SEGMENT_UNITS[encoding];
  const segments = units <= alone ? Math.min(units, 1) : countParts(sizes, part);
  return { encoding, units, segments, costly };
}

/** An escaped character and a surrogate pair are never cut in two, so a part may end one unit early. */
function countParts(sizes: readonly number[], unitsPerPart: number): number {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > unitsPerPart) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}

/**
 * Cuts a reply into SMS-sized parts, between words where it can.
 *
 * @param text - the whole reply, as the person will read it
 * @param maxSegments - the most 140-byte segments one part may take
 * @returns the parts in sending order; none of them empty or blank, so a blank text has no parts
 * @throws {RangeError} when `maxSegments` is below 1
 * @see 3GPP TS 23.038 (GSM 7-bit alphabet) and TS 23.040 (segments)
 */
export function splitForSms(text: string, maxSegments: number): readonly string[] {
  if (!(maxSegments >= 1)) throw new RangeError(`maxSegments must be 1 or more, but is ${maxSegments}`);
  const parts: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const cut = findCut(rest, findLongestFit(rest, maxSegments));
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return parts;
}

/** The longest beginning that fits. A longer beginning never takes fewer segments, so halving finds it. */
function findLongestFit(text: string, maxSegments: number): number {
  let fits = 1;
  // No alphabet puts more than 160 characters into a segment, so nothing beyond needs a look.
  let tooFar = Math.min(text.length, maxSegments * SEGMENT_UNITS['GSM-7'].alone) + 1;
  while (tooFar - fits > 1) {
    const middle = Math.floor((fits + tooFar) / 2);
    if (countSegments(text.slice(0, middle)).segments <= maxSegments) fits = middle;
    else tooFar = middle;
  }
  return cutsPairAt(text, fits) ? fits - 1 : fits;
}

function cutsPairAt(text: string, index: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(index - 1, index + 1));
}

/** Where a line may be broken: at white space, but not where a no-break space forbids it. */
const BREAK = /[^\S\u00A0\u202F\uFEFF]/;

function findCut(text: string, fits: number): number {
  if (fits === text.length) return fits;
  for (let index = fits; index > 0; index -= 1) if (BREAK.test(text.charAt(index))) return index;
  return fits; // one word that is longer than a part
}
