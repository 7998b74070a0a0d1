import { expect, test } from 'vitest';
import { createSpelling } from '../../src/knowledge/spelling.ts';

const spelling = createSpelling(['refugio', 'frontera', 'secuestro', 'asilo', 'border', 'one']);

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
])('a word that is %s stays as it is', (_, word) => {
  expect(spelling.repair(word)).toBe(word);
});
