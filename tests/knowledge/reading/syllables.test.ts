import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/core/language.ts';
import { countSyllables } from '../../../src/knowledge/reading/syllables.ts';
import { WORDS_BY_SYLLABLES } from './words-by-syllables.ts';

describe.each(LANGUAGES)('the syllables of %s', (language) => {
  const lists = Object.entries(WORDS_BY_SYLLABLES[language]).map(
    ([count, words]) => [Number(count), words.split(' ')] as const,
  );

  test.each(lists)('are %i in each word of the list', (count, words) => {
    expect(words.filter((word) => countSyllables(language, word) !== count)).toEqual([]);
  });

  test('are tested on sixty words at least', () => {
    expect(lists.flatMap(([, words]) => words).length).toBeGreaterThanOrEqual(60);
  });

  test('are at least one, and no more than a word has letters', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzáàâãèéêëíìîïóòôõöúùûüçñœ'.split('')),
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(letters, (word) => {
        const count = countSyllables(language, word);
        expect(count).toBeGreaterThanOrEqual(1);
        expect(count).toBeLessThanOrEqual(word.length);
      }),
    );
  });

  test('do not depend on capitals, and add up over hyphens', () => {
    for (const [count, [word = '', other = '']] of lists) {
      expect(countSyllables(language, word.toUpperCase())).toBe(count);
      if (other !== '') expect(countSyllables(language, `${word}-${other}`)).toBe(2 * count);
    }
  });
});

test('an apostrophe makes no syllable', () => {
  expect(countSyllables('en', "lawyer's")).toBe(2);
});
