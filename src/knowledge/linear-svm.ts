/**
 * Linear support vector machines, one for each class against all the others, over sparse vectors.
 *
 * L2-regularised squared hinge loss, solved in the dual by coordinate descent (Hsieh et al., ICML 2008). Examples that
 * share nothing with a class lie on the right side from the beginning, because the bias starts there; they drop out
 * after the first look, which is what makes a hundred classes with thousands of examples learnable in a second.
 */

/** A sparse vector: indexes in rising order, and their values. */
export interface SparseVector {
  readonly indexes: Uint32Array;
  readonly values: Float32Array;
}

export interface SvmOptions {
  /** Penalty of a wrong example; higher fits the examples more closely. */
  readonly cost: number;
  /** How many times dearer an example of the class itself is than one of the others. */
  readonly positiveWeight: number;
  readonly epochs: number;
}

/** For each feature, what it says about the classes; for each class, what it starts from. */
export interface LinearModel {
  readonly classCount: number;
  /** Feature f's weights stand from `starts[f]` to `starts[f + 1]`. */
  readonly starts: Uint32Array;
  readonly classes: Uint16Array;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Weights smaller than this say nothing and are left out of the model. */
const NEGLIGIBLE = 1e-3;
/** The bias is a feature of this value, so that it is hardly held back by the regularisation. */
const BIAS_VALUE = 1;

/**
 * @param examples - the vectors
 * @param labels - the class of each, from 0
 * @param featureCount - one more than the highest index
 */
export function trainSvm(
  examples: readonly SparseVector[],
  labels: readonly number[],
  classCount: number,
  featureCount: number,
  options: SvmOptions,
): LinearModel {
  const norms = Float64Array.from(examples, ({ values }) => values.reduce((sum, value) => sum + value * value, BIAS_VALUE ** 2));
  const perClass: { readonly weights: Float32Array; readonly bias: number }[] = [];
  const weights = new Float32Array(featureCount);
  for (let target = 0; target < classCount; target += 1) {
    weights.fill(0);
    const bias = trainOne(examples, labels, target, norms, weights, options);
    perClass.push({ weights: weights.slice(), bias });
  }
  return toModel(perClass, featureCount);
}

/** Learns one class against the others. Fills `weights`, returns the bias. */
function trainOne(
  examples: readonly SparseVector[],
  labels: readonly number[],
  target: number,
  norms: Float64Array,
  weights: Float32Array,
  { cost, positiveWeight, epochs }: SvmOptions,
): number {
  let bias = -1;
  const alphas = new Float64Array(examples.length);
  // The bias begins at -1 as if a constant example of the other side had been learnt: far examples are right at once.
  let active = examples.map((_, index) => index);
  for (let epoch = 0; epoch < epochs && active.length > 0; epoch += 1) {
    const kept: number[] = [];
    for (const index of order(active, epoch)) {
      const example = examples[index];
      if (example === undefined) continue;
      const isTarget = labels[index] === target;
      const sign = isTarget ? 1 : -1;
      const diagonal = 1 / (2 * cost * (isTarget ? positiveWeight : 1));
      const alpha = alphas[index] ?? 0;
      const gradient = sign * (dot(example, weights) + bias * BIAS_VALUE) - 1 + diagonal * alpha;
      if (alpha === 0 && gradient >= 0) {
        // On the right side already: looked at again only while the class is still moving.
        if (gradient < 0.3 || epoch === 0) kept.push(index);
        continue;
      }
      kept.push(index);
      const next = Math.max(0, alpha - gradient / ((norms[index] ?? 1) + diagonal));
      const step = (next - alpha) * sign;
      if (step === 0) continue;
      alphas[index] = next;
      addScaled(weights, example, step);
      bias += step * BIAS_VALUE;
    }
    active = kept;
  }
  return bias;
}

/** Forwards and backwards in turn: an order that does not depend on chance. */
function order(indexes: readonly number[], epoch: number): readonly number[] {
  return epoch % 2 === 0 ? indexes : indexes.toReversed();
}

function dot({ indexes, values }: SparseVector, weights: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < indexes.length; at += 1) sum += (weights[indexes[at] as number] as number) * (values[at] as number); // within bounds
  return sum;
}

function addScaled(weights: Float32Array, { indexes, values }: SparseVector, scale: number): void {
  for (let at = 0; at < indexes.length; at += 1) {
    const index = indexes[at] as number; // within bounds
    weights[index] = (weights[index] as number) + scale * (values[at] as number); // within bounds
  }
}

function toModel(perClass: readonly { readonly weights: Float32Array; readonly bias: number }[], featureCount: number): LinearModel {
  const counts = new Uint32Array(featureCount + 1);
  for (const { weights } of perClass) {
    for (let feature = 0; feature < featureCount; feature += 1) {
      if (Math.abs(weights[feature] as number) > NEGLIGIBLE) counts[feature + 1] = (counts[feature + 1] as number) + 1; // within bounds
    }
  }
  for (let feature = 0; feature < featureCount; feature += 1) {
    counts[feature + 1] = (counts[feature + 1] as number) + (counts[feature] as number); // within bounds
  }
  const starts = counts.slice();
  const total = starts[featureCount] ?? 0;
  const classes = new Uint16Array(total);
  const values = new Float32Array(total);
  for (const [target, { weights }] of perClass.entries()) {
    for (let feature = 0; feature < featureCount; feature += 1) {
      const weight = weights[feature] as number; // within bounds
      if (Math.abs(weight) <= NEGLIGIBLE) continue;
      const at = counts[feature] as number; // within bounds
      counts[feature] = at + 1;
      classes[at] = target;
      values[at] = weight;
    }
  }
  return {
    classCount: perClass.length,
    starts,
    classes,
    weights: values,
    biases: Float32Array.from(perClass, ({ bias }) => bias),
  };
}

/** The margin of each class: above 0 speaks for it. */
export function marginsOf(model: LinearModel, { indexes, values }: SparseVector): Float64Array {
  const margins = Float64Array.from(model.biases);
  for (let at = 0; at < indexes.length; at += 1) {
    const feature = indexes[at] as number; // within bounds
    const value = values[at] as number; // within bounds
    const end = model.starts[feature + 1] ?? 0;
    for (let place = model.starts[feature] ?? end; place < end; place += 1) {
      const target = model.classes[place] as number; // within bounds
      margins[target] = (margins[target] as number) + value * (model.weights[place] as number); // within bounds
    }
  }
  return margins;
}
