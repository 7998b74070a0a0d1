import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GSM7_BASIC, GSM7_EXTENSION, isGsm7 } from '../../src/channels/sms/gsm7.ts';
import { countSegments, splitForSms } from '../../src/channels/sms/segments.ts';

/** The table of 3GPP TS 23.038 by code point, in rows of eight from 0x00; 0x1B is the escape. */
const TABLE = [
  [0x40, 0xa3, 0x24, 0xa5, 0xe8, 0xe9, 0xf9, 0xec],
  [0xf2, 0xc7, 0x0a, 0xd8, 0xf8, 0x0d, 0xc5, 0xe5],
  [0x394, 0x5f, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8],
  [0x3a3, 0x398, 0x39e, 0x1b, 0xc6, 0xe6, 0xdf, 0xc9],
  [0x20, 0x21, 0x22, 0x23, 0xa4, 0x25, 0x26, 0x27],
  [0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f],
  [0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37],
  [0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f],
  [0xa1, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47],
  [0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f],
  [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
  [0x58, 0x59, 0x5a, 0xc4, 0xd6, 0xd1, 0xdc, 0xa7],
  [0xbf, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67],
  [0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
  [0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77],
  [0x78, 0x79, 0x7a, 0xe4, 0xf6, 0xf1, 0xfc, 0xe0],
].flat();
const EXTENSION = [0x0c, 0x5e, 0x7b, 0x7d, 0x5c, 0x5b, 0x7e, 0x5d, 0x7c, 0x20ac];

/** The same count, done slowly and plainly: fill one segment after another, character by character. */
function countPlainly(text: string): { encoding: string; segments: number } {
  const characters = Array.from(text);
  const points = characters.map((character) => character.codePointAt(0) ?? 0);
  const isGsm = points.every((point) => point !== 0x1b && (TABLE.includes(point) || EXTENSION.includes(point)));
  const sizes = points.map((point) => (isGsm ? (EXTENSION.includes(point) ? 2 : 1) : point > 0xffff ? 2 : 1));
  const fill = (room: number): number => {
    const segments: number[][] = [];
    for (const size of sizes) {
      const last = segments.at(-1);
      if (last !== undefined && last.reduce((a, b) => a + b, 0) + size <= room) last.push(size);
      else segments.push([size]);
    }
    return segments.length;
  };
  const alone = fill(isGsm ? 160 : 70);
  return { encoding: isGsm ? 'GSM-7' : 'UCS-2', segments: alone <= 1 ? alone : fill(isGsm ? 153 : 67) };
}

const plain = 'abcdeñé ¿?\n';
const anyText = fc
  .array(
    fc.tuple(
      fc.constantFrom(...Array.from(plain), '€', '[', '~', 'á', '中', '👋', '\uD83D', ' '),
      fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 90 }) }),
    ),
    { maxLength: 12 },
  )
  .map((runs) => runs.map(([character, times]) => character.repeat(times)).join(''));
const anyGsmText = anyText.map((text) => Array.from(text).filter(isGsm7).join(''));

describe('the alphabet', () => {
  test('is that of the standard, in its order', () => {
    const standard = TABLE.filter((point) => point !== 0x1b);
    expect(Array.from(GSM7_BASIC, (character) => character.codePointAt(0))).toEqual(standard);
    expect(Array.from(GSM7_EXTENSION, (character) => character.codePointAt(0))).toEqual(EXTENSION);
  });
});

describe('counting segments', () => {
  test('agrees with a slow and obvious count on any text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyGsmText, fc.string({ unit: 'binary' })), (text) => {
        const { encoding, segments } = countSegments(text);
        expect({ encoding, segments }).toEqual(countPlainly(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ['', 'GSM-7', 0, 0],
    ['a', 'GSM-7', 1, 1],
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(306), 'GSM-7', 306, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    ['á'.repeat(70), 'UCS-2', 70, 1],
    ['á'.repeat(71), 'UCS-2', 71, 2],
    ['á'.repeat(134), 'UCS-2', 134, 2],
    ['á'.repeat(135), 'UCS-2', 135, 3],
    ['👋'.repeat(35), 'UCS-2', 70, 1],
  ])('%.5s… is %s, %i units, %i segments', (text, encoding, units, segments) => {
    expect(countSegments(text)).toMatchObject({ encoding, units, segments });
  });

  test('never cuts an escaped character: it moves to the next segment whole', () => {
    expect(countSegments(`${'a'.repeat(152)}€${'a'.repeat(152)}`).segments).toBe(3); // 306 units, but 152 + 153 + 1
    expect(countSegments(`${'a'.repeat(151)}€${'a'.repeat(153)}`).segments).toBe(2);
  });

  test('never cuts a surrogate pair', () => {
    expect(countSegments(`${'á'.repeat(66)}👋${'á'.repeat(66)}`).segments).toBe(3); // 134 units, but 66 + 67 + 1
    expect(countSegments(`${'á'.repeat(65)}👋${'á'.repeat(67)}`).segments).toBe(2);
  });

  test('names each character that makes the message dear, once', () => {
    expect(countSegments('Está aquí, allá 👋👋').costly).toEqual(['á', 'í', '👋']);
    expect(countSegments('¿Qué niño? ¡Él no! {ü}').costly).toEqual([]);
  });
});

/** The same cut, done slowly and plainly: try every length. */
function splitPlainly(text: string, maxSegments: number): string[] {
  const rest = text.trim();
  if (rest === '') return [];
  const fits = (length: number): boolean => countPlainly(rest.slice(0, length)).segments <= maxSegments;
  const isPair = (at: number): boolean =>
    /[\uD800-\uDBFF]$/.test(rest.slice(0, at)) && /^[\uDC00-\uDFFF]/.test(rest.slice(at));
  const lengths = Array.from({ length: rest.length }, (_, index) => index + 1);
  const longest = lengths.filter((length) => fits(length) && !isPair(length)).at(-1) ?? 1;
  const breaks = lengths.filter((at) => at <= longest && /[ \n]/.test(rest.charAt(at)));
  const cut = longest === rest.length ? longest : (breaks.at(-1) ?? longest);
  return [rest.slice(0, cut).trimEnd(), ...splitPlainly(rest.slice(cut), maxSegments)];
}

describe('cutting a reply', () => {
  test('agrees with a slow and obvious cut on any text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyGsmText), fc.integer({ min: 1, max: 3 }), (text, maxSegments) => {
        expect(splitForSms(text, maxSegments)).toEqual(splitPlainly(text, maxSegments));
      }),
      { numRuns: 100 },
    );
  });

  test('loses nothing but white space between parts, and no part is blank or too long', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.lorem({ maxCount: 80 })),
        fc.integer({ min: 1, max: 4 }),
        (text, maxSegments) => {
          const parts = splitForSms(text, maxSegments);
          expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          for (const part of parts) {
            expect(part.trim()).not.toBe('');
            expect(countSegments(part).segments).toBeLessThanOrEqual(maxSegments);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('cuts between words, and through a word only when it is longer than a part', () => {
    const word = 'palabra'.repeat(10);
    expect(splitForSms(`${word} ${word} ${word}`, 1)).toEqual([`${word} ${word}`, word]);
    const full = `${'x'.repeat(100)} ${'y'.repeat(59)}`;
    expect(splitForSms(`${full} z`, 1)).toEqual([full, 'z']);
    expect(splitForSms('x'.repeat(200), 1)).toEqual(['x'.repeat(160), 'x'.repeat(40)]);
    expect(splitForSms(`${'á'.repeat(69)}👋`, 1)).toEqual(['á'.repeat(69), '👋']);
  });

  test('keeps together what a no-break space joins', () => {
    const price = '500\u00A0USD';
    expect(splitForSms(`${'á'.repeat(63)} ${price}`, 1)).toEqual(['á'.repeat(63), price]);
  });

  test('leaves a text that fits as it is, trimmed', () => {
    expect(splitForSms(' Hola, ¿qué tal?\n', 1)).toEqual(['Hola, ¿qué tal?']);
    expect(splitForSms(' \n\u00A0', 1)).toEqual([]);
  });

  test('stays fast on a long text', () => {
    const startedAt = performance.now();
    expect(splitForSms('una palabra y otra más '.repeat(4_000), 2).length).toBeGreaterThan(600);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test.each([0, -1, 0.5, NaN])('refuses a limit of %s segments', (maxSegments) => {
    expect(() => splitForSms('Hola', maxSegments)).toThrow(RangeError);
  });
});
