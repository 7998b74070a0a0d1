/**
 * Judges: how likely it is that a message means danger, is a personal case, is small talk, or that the best fact answers
 * it. Each is a logistic regression over the measures of `evidence.ts`, learnt by `npm run calibrate` from messages that
 * the model had not seen.
 */

export interface Judge {
  /** One for each measure, on measures brought to mean 0 and deviation 1. */
  readonly weights: readonly number[];
}

export interface Scale {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

/** A message whose right verdict is known. */
export interface Verdict {
  readonly measures: readonly number[];
  readonly isTrue: boolean;
}

/** How likely the judge's question is to be answered with yes, 0 to 1. */
export function judge({ weights }: Judge, { means, deviations }: Scale, measures: readonly number[]): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight * (((measures[index] ?? 0) - (means[index] ?? 0)) / (deviations[index] ?? 1));
  }
  return 1 / (1 + Math.exp(-sum));
}

/** The constant measure keeps its 1. */
export function learnScale(rows: readonly (readonly number[])[]): Scale {
  const width = rows[0]?.length ?? 0;
  const means = Array.from({ length: width }, (_, index) =>
    index === 0 ? 0 : rows.reduce((sum, row) => sum + (row[index] ?? 0), 0) / rows.length,
  );
  const deviations = means.map((mean, index) => {
    if (index === 0) return 1;
    const variance = rows.reduce((sum, row) => sum + ((row[index] ?? 0) - mean) ** 2, 0) / rows.length;
    return Math.sqrt(variance) || 1;
  });
  return { means, deviations };
}

const ROUNDS = 600;
const STEP = 0.5;
const MOMENTUM = 0.9;
/** Holds the weights down a little, so that no measure decides alone. */
const DECAY = 1e-3;

/** Gradient descent with momentum; a few thousand rows of a dozen measures take about a second. */
export function learnJudge(verdicts: readonly Verdict[], scale: Scale): Judge {
  const rows = verdicts.map(({ measures, isTrue }) => ({
    scaled: measures.map((value, index) => (value - (scale.means[index] ?? 0)) / (scale.deviations[index] ?? 1)),
    target: isTrue ? 1 : 0,
  }));
  const width = scale.means.length;
  const weights = Array.from({ length: width }, () => 0);
  const speed = Array.from({ length: width }, () => 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = Array.from({ length: width }, () => 0);
    for (const { scaled, target } of rows) {
      let sum = 0;
      for (let index = 0; index < width; index += 1) sum += (weights[index] ?? 0) * (scaled[index] ?? 0);
      const error = (1 / (1 + Math.exp(-sum)) - target) / rows.length;
      for (let index = 0; index < width; index += 1)
        gradient[index] = (gradient[index] ?? 0) + error * (scaled[index] ?? 0);
    }
    for (let index = 0; index < width; index += 1) {
      const pull = (gradient[index] ?? 0) + (index === 0 ? 0 : DECAY * (weights[index] ?? 0));
      speed[index] = MOMENTUM * (speed[index] ?? 0) - STEP * pull;
      weights[index] = (weights[index] ?? 0) + (speed[index] ?? 0);
    }
  }
  return { weights: weights.map((weight) => Number(weight.toFixed(5))) };
}
