import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance } from '../../../src/knowledge/edit-distance.ts';
import { createMisspelt } from '../../../src/knowledge/places/misspelt.ts';
import { soundOf } from '../../../src/knowledge/sound.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

/** Everything that one slip can make of a word, the slow and obvious way. */
function slipsOf(text: string): ReadonlySet<string> {
  const slips = new Set<string>();
  for (let at = 0; at <= text.length; at += 1) {
    const [before, after] = [text.slice(0, at), text.slice(at)];
    slips.add(before + after.slice(1));
    if (after.length > 1) slips.add(before + after[1] + after[0] + after.slice(2));
    for (const letter of 'abc') slips.add(before + letter + after).add(before + letter + after.slice(1));
  }
  slips.delete(text);
  return slips;
}

describe('slips between two words', () => {
  test('one is a letter too many, too few, wrong, or two swapped, and nothing else', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(editDistance(one, other) === 1).toBe(slipsOf(one).has(other));
      }),
      { numRuns: 2_000 },
    );
  });

  test('are as many either way, none only between equals, and never more than letters', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const slips = editDistance(one, other);
        expect(slips).toBe(editDistance(other, one));
        expect(slips === 0).toBe(one === other);
        expect(slips).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });

  test.each([
    ['sidad', 'ciudad', 2],
    ['tapahcula', 'tapachula', 1],
    ['', 'lima', 4],
    ['abcd', 'badc', 2],
  ])('%s and %s: %i', (one, other, slips) => {
    expect(editDistance(one, other)).toBe(slips);
  });
});

describe('names that sound alike', () => {
  test.each([
    ['tijuana', 'tihuana'],
    ['tijuana', 'tijuuana'],
    ['juarez', 'huares'],
    ['reynosa', 'reinosa'],
    ['managua', 'managwa'],
    ['paso', 'pazo'],
    ['tegucigalpa', 'teguzigalpa'],
    ['quito', 'kito'],
    ['venezuela', 'benezuela'],
    ['huaquillas', 'guaquiyas'],
    ['montreal', 'monttreal'],
    ['campeche', 'canpeche'],
    ['texas', 'tejas'],
  ])('%s and %s', (one, other) => {
    expect(soundOf(other)).toBe(soundOf(one));
  });

  test.each([
    ['cali', 'sali'],
    ['lima', 'rima'],
    ['guerrero', 'herrero'],
    ['chile', 'kile'],
  ])('%s and %s do not', (one, other) => {
    expect(soundOf(other)).not.toBe(soundOf(one));
  });
});

describe('what a word may mean', () => {
  const misspelt = createMisspelt(new Set(['tapachula', 'tapalpa', 'managua', 'reynosa', 'mexico', 'ciudad', 'cali']));

  test('first what sounds alike, then what is one slip away as it is written or heard', () => {
    expect(misspelt('reinoza')).toEqual([{ word: 'reynosa', cost: 1 }]);
    expect(misspelt('tapchula')).toEqual([{ word: 'tapachula', cost: 2 }]);
    expect(misspelt('tapahcula')).toEqual([{ word: 'tapachula', cost: 2 }]);
    expect(misspelt('sidad')).toEqual([{ word: 'ciudad', cost: 2 }]);
  });

  test.each([
    ['a word of every day', 'manana'],
    ['another', 'medico'],
    ['a name as it is written', 'tapachula'],
    ['two slips away', 'tapchla'],
    ['wrong in its first letter', 'rapachula'],
    ['short and one slip away', 'calo'],
    ['longer than any name', 'tapachulas'.repeat(60)],
    ['nothing', ''],
  ])('%s: no other', (_what, text) => {
    expect(misspelt(text)).toEqual([]);
  });
});
