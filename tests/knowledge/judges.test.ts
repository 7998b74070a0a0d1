import { describe, expect, test } from 'vitest';
import { judge, learnJudge, learnScale } from '../../src/knowledge/judges.ts';
import type { Verdict } from '../../src/knowledge/judges.ts';

/** True from 5 on; the last measure says nothing. */
const VERDICTS: readonly Verdict[] = Array.from({ length: 200 }, (_, index) => {
  const value = index % 10;
  return { measures: [1, value, (index * 7) % 11, 4], isTrue: value >= 5 };
});
const scale = learnScale(VERDICTS.map(({ measures }) => measures));

describe('the scale', () => {
  test('brings each measure to mean 0 and deviation 1, and leaves the constant 1 alone', () => {
    expect(scale.means[0]).toBe(0);
    expect(scale.deviations[0]).toBe(1);
    expect(scale.means[1]).toBeCloseTo(4.5);
    expect(scale.deviations[1]).toBeCloseTo(Math.sqrt(8.25));
  });

  test('divides nothing by 0 when a measure is always the same', () => {
    expect(scale.deviations[3]).toBe(1);
  });

  test('of nothing is nothing', () => {
    expect(learnScale([])).toEqual({ means: [], deviations: [] });
  });
});

describe('a judge', () => {
  const learnt = learnJudge(VERDICTS, scale);
  const likely = (value: number, noise = 5): number => judge(learnt, scale, [1, value, noise, 4]);

  test('learns a simple rule, and how sure it may be', () => {
    expect([0, 1, 2, 3].map((value) => likely(value) < 0.1)).toEqual([true, true, true, true]);
    expect([6, 7, 8, 9].map((value) => likely(value) > 0.9)).toEqual([true, true, true, true]);
    expect(likely(9)).toBeGreaterThan(likely(5));
  });

  test('gives no weight to what says nothing', () => {
    expect(Math.abs(likely(7, 0) - likely(7, 10))).toBeLessThan(0.1);
    expect(learnt.weights[3]).toBe(0);
  });

  test('says what is most common when nothing tells verdicts apart', () => {
    const same = VERDICTS.map((_, index) => ({ measures: [1, 0], isTrue: index % 4 === 0 }));
    const flat = learnScale(same.map(({ measures }) => measures));

    expect(judge(learnJudge(same, flat), flat, [1, 0])).toBeCloseTo(0.25, 2);
  });

  test('stays between 0 and 1 for measures far from any it has seen', () => {
    for (const value of [-1e9, 1e9]) {
      expect(likely(value)).toBeGreaterThanOrEqual(0);
      expect(likely(value)).toBeLessThanOrEqual(1);
    }
  });
});
