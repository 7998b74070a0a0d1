import { expect, test } from 'vitest';
import { createSpelling } from '../../src/knowledge/spelling.ts';

/** Each as often as it takes to be trusted. */
const OFTEN = ['refugio', 'frontera', 'secuestro', 'asilo', 'border', 'one'].flatMap((word) => [
  word,
  word,
  word,
  word,
]);
const spelling = createSpelling([...OFTEN, 'albergue', 'albergue', 'albergue']);

test.each([
  ['refujio', 'refugio'],
  ['fronterra', 'frontera'],
  ['secuesto', 'secuestro'],
  ['boarder', 'border'],
])('%s is read as %s', (typed, meant) => {
  expect(spelling.repair(typed)).toBe(meant);
});

test.each([
  ['known already', 'asilo'],
  ['too short to be sure', 'onee'],
  ['near to nothing', 'hospital'],
  ['wrong in its first letter', 'defugio'],
  ['much longer than what it resembles', 'refugiotodosjuntos'],
  ['like a word that too few phrasings use', 'alvergue'],
])('a word that is %s stays as it is', (_, word) => {
  expect(spelling.repair(word)).toBe(word);
});

test('a word that few phrasings use is known all the same', () => {
  expect(spelling.knows('albergue')).toBe(true);
  expect(spelling.repair('albergue')).toBe('albergue');
});

test('with a fourth use it can be what was meant', () => {
  const more = createSpelling([...OFTEN, 'albergue', 'albergue', 'albergue', 'albergue']);

  expect(more.repair('alvergue')).toBe('albergue');
});
