import { describe, expect, test } from 'vitest';
import { marginsOf, trainSvm } from '../../src/knowledge/linear-svm.ts';
import type { SparseVector } from '../../src/knowledge/linear-svm.ts';

const OPTIONS = { cost: 10, positiveWeight: 1, epochs: 30 };

/** A vector of length 1 from its values, zeros left out. */
function vector(...values: readonly number[]): SparseVector {
  const length = Math.hypot(...values) || 1;
  const set = values.flatMap((value, index) => (value === 0 ? [] : [{ index, value: value / length }]));
  return {
    indexes: Uint32Array.from(set, ({ index }) => index),
    values: Float32Array.from(set, ({ value }) => value),
  };
}

/** Each class has a feature of its own; the last one is shared by all. */
const EXAMPLES = [
  { vector: vector(3, 0, 0, 1), label: 0 },
  { vector: vector(2, 0, 0, 1), label: 0 },
  { vector: vector(0, 3, 0, 1), label: 1 },
  { vector: vector(0, 2, 0, 1), label: 1 },
  { vector: vector(0, 0, 3, 1), label: 2 },
  { vector: vector(0, 0, 2, 1), label: 2 },
];

function learn(examples: typeof EXAMPLES) {
  return trainSvm(
    examples.map((example) => example.vector),
    examples.map(({ label }) => label),
    3,
    4,
    OPTIONS,
  );
}

function bestOf(margins: Float64Array): number {
  return margins.indexOf(Math.max(...margins));
}

const model = learn(EXAMPLES);

describe('classes that can be told apart', () => {
  test('every example has a margin above 0 for its own class and below 0 for the others', () => {
    for (const example of EXAMPLES) {
      const isAbove = [...marginsOf(model, example.vector)].map((margin) => margin > 0);
      expect(isAbove).toEqual([0, 1, 2].map((label) => label === example.label));
    }
  });

  test.each([
    [vector(5, 0, 0, 1), 0],
    [vector(0, 1, 0, 0), 1],
    [vector(0.2, 0, 2, 1), 2],
  ])('a point never seen goes to the class it resembles (%#)', (unseen, label) => {
    expect(bestOf(marginsOf(model, unseen))).toBe(label);
  });

  test('the order of the examples decides nothing', () => {
    const turned = learn(EXAMPLES.toReversed());

    expect(EXAMPLES.map((example) => bestOf(marginsOf(turned, example.vector)))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('the same examples give the same model, bit for bit', () => {
    expect(learn(EXAMPLES)).toEqual(model);
  });
});

test('a vector without anything speaks against every class, by the bias', () => {
  expect([...marginsOf(model, vector(0, 0, 0, 0))]).toEqual([-1, -1, -1]);
});

test('a feature that the model has no weight for changes nothing', () => {
  const beyond = { indexes: Uint32Array.of(9), values: Float32Array.of(1) };

  expect([...marginsOf(model, beyond)]).toEqual([-1, -1, -1]);
});

test('a class without an example is never reached', () => {
  const lonely = trainSvm([vector(1)], [0], 2, 1, OPTIONS);

  expect(marginsOf(lonely, vector(1))[0]).toBeGreaterThan(0);
  expect(marginsOf(lonely, vector(1))[1]).toBeLessThanOrEqual(-1);
});

test('a higher weight of the class itself reaches further for it', () => {
  // Two of the class against six that look nearly the same.
  const vectors = [vector(1, 0.2), vector(1, 0.3), ...Array.from({ length: 6 }, () => vector(1, 0))];
  const labels = [0, 0, 1, 1, 1, 1, 1, 1];
  const reach = (positiveWeight: number): number =>
    marginsOf(trainSvm(vectors, labels, 2, 2, { ...OPTIONS, cost: 0.3, positiveWeight }), vector(1, 0.25))[0] ?? -1;

  expect(reach(5)).toBeGreaterThan(reach(1));
});
