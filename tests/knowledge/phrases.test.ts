import { describe, expect, test } from 'vitest';
import { fold, wordsOf } from '../../src/knowledge/fold.ts';
import { compilePhrases } from '../../src/knowledge/phrases.ts';

function occurs(phrase: string, text: string): boolean {
  return compilePhrases([phrase]).occursIn(wordsOf(fold(text)));
}

describe('a phrase', () => {
  test.each([
    ['is found anywhere', 'good morning', 'well, good morning sir', true],
    ['needs its words in order', 'good morning', 'morning good', false],
    ['needs whole words', 'good', 'goodness', false],
    ['ignores accents on both sides', 'qué está', '¿Que esta?', true],
    ['takes any of its alternatives', 'me|nos secuestraron', 'nos secuestraron', true],
    ['takes no other word', 'me|nos secuestraron', 'los secuestraron', false],
    ['takes any ending after a star', 'secuestrad*', 'secuestradas', true],
    ['needs the stem before the star', 'secuestrad*', 'secuestro', false],
    ['lets three words stand in a gap', 'tienen ... encerrada', 'tienen a mi hija encerrada', true],
    ['lets no fourth word stand in a gap', 'tienen ... encerrada', 'tienen a mi pobre hija encerrada', false],
    ['needs no word in a gap', 'tienen ... encerrada', 'la tienen encerrada', true],
    ['tries a gap again after a false start', 'a ... b c', 'a b x b c', true],
    ['does not run over the end', 'a b c', 'a b', false],
  ])('%s', (_, phrase, text, expected) => {
    expect(occurs(phrase, text)).toBe(expected);
  });
});

test('the longest phrase counts', () => {
  const phrases = compilePhrases(['buenas', 'buenas tardes']);

  expect(phrases.lengthAt(['buenas', 'tardes', 'amigo'], 0)).toBe(2);
  expect(phrases.lengthAt(['buenas', 'tardes', 'amigo'], 2)).toBe(0);
});

test.each([
  ['an empty phrase', '  '],
  ['a stem that fits half the language', 'a* b'],
  ['a word that folds to two', "j'ai faim"],
  ['a word that folds to nothing', 'no !!!'],
])('%s is refused', (_, phrase) => {
  expect(() => compilePhrases([phrase])).toThrow(RangeError);
});
