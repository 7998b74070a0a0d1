import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SparseVector } from '../../src/knowledge/linear-svm.ts';
import { learnFeatures, openFeatureSpace } from '../../src/knowledge/text-features.ts';

const CONCEPT_OF: Readonly<Record<string, string>> = { asilo: 'asylum', azil: 'asylum', pagar: 'pay', peye: 'pay' };
const findConcepts = (words: readonly string[]) => [...new Set(words.flatMap((word) => CONCEPT_OF[word] ?? []))];

const MESSAGES = [
  ['pagar', 'asilo'],
  ['pagar', 'asilo', 'hoy'],
  ['frontera', 'hoy'],
  ['frontera', 'abierta'],
  ['peye', 'azil'],
  ['peye', 'azil'],
];
const table = learnFeatures(MESSAGES, findConcepts);
const space = openFeatureSpace(table, findConcepts);

function lengthOf({ values }: SparseVector): number {
  return Math.hypot(...values);
}

/** 1 when they say the same, 0 when they share nothing. */
function likeness(left: readonly string[], right: readonly string[], readBy = space): number {
  const one = readBy.read(left).vector;
  const other = readBy.read(right).vector;
  const byIndex = new Map([...one.indexes].map((index, at) => [index, one.values[at] ?? 0]));
  return [...other.indexes].reduce((sum, index, at) => sum + (byIndex.get(index) ?? 0) * (other.values[at] ?? 0), 0);
}

function weightOf(feature: string): number {
  return table.weights[table.features.indexOf(feature)] ?? 0;
}

describe('what is learnt', () => {
  test('words, pairs of neighbours, runs of letters, concepts and pairs of concepts', () => {
    expect(table.features).toEqual(
      expect.arrayContaining(['wpagar', 'p^ pagar', 'ppagar asilo', 'r_as', 'rsilo', 'casylum', 'casylum+pay']),
    );
  });

  test('what one message alone holds is left out', () => {
    expect(table.features).not.toContain('wabierta');
    expect(table.features).not.toContain('pasilo hoy');
  });

  test('the rarer, the heavier; and a concept counts twice', () => {
    expect(weightOf('wpagar')).toBeGreaterThan(weightOf('casylum') / 2);
    expect(weightOf('casylum')).toBeCloseTo(2 * Math.log(1 + MESSAGES.length / 4), 5);
    expect(weightOf('wpagar')).toBeCloseTo(Math.log(1 + MESSAGES.length / 2), 5);
  });
});

describe('what is read', () => {
  test('a message of known features only is known altogether', () => {
    expect(space.read(['frontera']).knownShare).toBeGreaterThan(0.9);
    expect(space.read(['frontera', 'xyz']).knownShare).toBeLessThan(0.9);
  });

  test('a message without anything known has an empty vector and no share', () => {
    expect(space.read(['kkkk'])).toMatchObject({ knownShare: 0, vector: { indexes: new Uint32Array() } });
    expect(space.read([])).toMatchObject({ knownShare: 0, vector: { indexes: new Uint32Array() } });
  });

  test('a misspelt word still resembles the right one', () => {
    expect(likeness(['frontera'], ['fromtera'])).toBeGreaterThan(0.3);
    expect(likeness(['frontera'], ['peye'])).toBe(0);
  });

  test('two languages meet in what they mean', () => {
    const withoutConcepts = openFeatureSpace(table, () => []);
    const [spanish, creole] = [
      ['pagar', 'asilo'],
      ['peye', 'azil'],
    ];

    expect(likeness(spanish, creole)).toBeGreaterThan(2 * likeness(spanish, creole, withoutConcepts));
    expect(likeness(spanish, creole)).toBeGreaterThan(2 * likeness(spanish, ['frontera']));
  });

  test('concepts count alike in whichever order the words come', () => {
    const indexOfPair = table.features.indexOf('casylum+pay');

    expect([...space.read(['asilo', 'pagar']).vector.indexes]).toContain(indexOfPair);
    expect([...space.read(['pagar', 'asilo']).vector.indexes]).toContain(indexOfPair);
  });

  test('every vector is of length 1 or empty, with its indexes rising', () => {
    const word = fc.oneof(fc.constantFrom(...MESSAGES.flat()), fc.string({ minLength: 1, maxLength: 12 }));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const { vector, knownShare } = space.read(words);
        const { indexes } = vector;
        expect([...indexes]).toEqual([...new Set(indexes)].toSorted((left, right) => left - right));
        expect(lengthOf(vector)).toBeCloseTo(indexes.length === 0 ? 0 : 1, 4);
        expect(knownShare).toBeGreaterThanOrEqual(0);
        expect(knownShare).toBeLessThanOrEqual(1);
      }),
    );
  });
});
