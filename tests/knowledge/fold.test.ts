import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_QUESTION_CHARACTERS, capQuestion, fold, wordsOf } from '../../src/knowledge/fold.ts';

test.each([
  ['accents and capitals', 'ÁÉÍÓÚ ñandú Ção', 'aeiou nandu cao'],
  ['punctuation and emoji', '¿¡Hola!? 👍 ok...', 'hola ok'],
  ['French elision', 'L’asile, j’ai', 'l asile j ai'],
  ['English contractions', "I can't, they won’t, I'm", 'i cant they wont im'],
  ['ligatures', 'sœur ﬁn', 'soeur fin'],
  ['wide forms', 'ＣＢＰ ｏｎｅ', 'cbp one'],
  ['nothing', '  \n\t ', ''],
])('folds %s', (_, text, folded) => {
  expect(fold(text)).toBe(folded);
});

test('folding what is folded changes nothing, and only letters, digits and single spaces are left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const folded = fold(text);
      expect(fold(folded)).toBe(folded);
      expect(folded).toMatch(/^(?:[\p{L}\p{N}]+(?: [\p{L}\p{N}]+)*)?$/u);
    }),
  );
});

test('one character that stands for eighteen others cannot make a text longer than the limit', () => {
  expect(fold('\u{FDFA}'.repeat(5_000)).length).toBeLessThanOrEqual(4_096);
});

test('a question holds each word once and keeps within its limit, whatever was sent', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { maxLength: 100 }), (words) => {
      const question = capQuestion(words);
      expect(new Set(question).size).toBe(question.length);
      expect(question.join(' ').length).toBeLessThanOrEqual(MAX_QUESTION_CHARACTERS);
      expect(words).toEqual(expect.arrayContaining([...question]));
    }),
  );
});

test('the first words are the ones that are kept', () => {
  const words = wordsOf(fold('asilo '.repeat(50) + 'frontera '.repeat(50)));

  expect(capQuestion(words)).toEqual(['asilo', 'frontera']);
});

test('one endless word is cut, not dropped', () => {
  expect(capQuestion(['a'.repeat(4_096)])).toEqual(['a'.repeat(MAX_QUESTION_CHARACTERS)]);
});
