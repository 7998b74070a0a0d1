/**
 * Linear support vector machines, one for each class against all the others, over sparse vectors.
 *
 * L2-regularised squared hinge loss, solved in the dual by coordinate descent (Hsieh et al., ICML 2008). The bias stands
 * at -1 and is not learnt: an example that shares nothing with a class is on its right side from the beginning and is
 * never looked at again, which is what makes a hundred classes with ten thousand examples learnable in a second or two.
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

/** For each feature, what it says about the classes; a class is reached when what speaks for it outweighs the bias. */
export interface LinearModel {
  readonly classCount: number;
  /** Feature f's weights stand from `starts[f]` to `starts[f + 1]`. */
  readonly starts: Uint32Array;
  readonly classes: Uint16Array;
  readonly weights: Float32Array;
}

const BIAS = -1;
/** Weights smaller than this say nothing and are left out of the model. */
const NEGLIGIBLE = 0.01;
/** Between two looks at everything, only the examples that were wrong are looked at. */
const FULL_PASS_EVERY = 3;

/** All examples behind one another: one array to run through instead of ten thousand. */
interface Examples {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly indexes: Uint32Array;
  readonly values: Float32Array;
}

/**
 * @param vectors - the examples, each of length 1
 * @param labels - the class of each, from 0
 * @param featureCount - one more than the highest index
 */
export function trainSvm(
  vectors: readonly SparseVector[],
  labels: readonly number[],
  classCount: number,
  featureCount: number,
  options: SvmOptions,
): LinearModel {
  const examples = joinVectors(vectors);
  const order = mixedOrder(examples.count);
  const rows = Array.from({ length: classCount }, (_, target) => {
    const isTarget = Uint8Array.from(labels, (label) => (label === target ? 1 : 0));
    return toSparse(trainOne(examples, isTarget, order, featureCount, options));
  });
  return joinRows(rows, featureCount);
}

function joinVectors(vectors: readonly SparseVector[]): Examples {
  const starts = new Uint32Array(vectors.length + 1);
  for (const [at, { indexes }] of vectors.entries()) starts[at + 1] = (starts[at] ?? 0) + indexes.length;
  const total = starts[vectors.length] ?? 0;
  const joined = { count: vectors.length, starts, indexes: new Uint32Array(total), values: new Float32Array(total) };
  for (const [at, { indexes, values }] of vectors.entries()) {
    joined.indexes.set(indexes, starts[at]);
    joined.values.set(values, starts[at]);
  }
  return joined;
}

/** Examples of one class stand together; coordinate descent wants them apart. The same order every time. */
function mixedOrder(count: number): Uint32Array {
  const stride = [7919, 7907, 7901, 7883].find((prime) => count % prime !== 0) ?? 1;
  return Uint32Array.from({ length: count }, (_, at) => (at * stride) % count);
}

/** Learns one class against the others. */
function trainOne(
  { count, starts, indexes, values }: Examples,
  isTarget: Uint8Array,
  order: Uint32Array,
  featureCount: number,
  { cost, positiveWeight, epochs }: SvmOptions,
): Float32Array {
  const weights = new Float32Array(featureCount);
  const alphas = new Float64Array(count);
  let active = order;
  // Plain loops over typed arrays, with every index inside its bounds: this is where a start spends its time.
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    if (epoch % FULL_PASS_EVERY === 0) active = order;
    const kept = new Uint32Array(active.length);
    let keptCount = 0;
    for (let at = 0; at < active.length; at += 1) {
      const example = active[at]!;
      const from = starts[example]!;
      const to = starts[example + 1]!;
      let score = BIAS;
      for (let place = from; place < to; place += 1) score += weights[indexes[place]!]! * values[place]!;
      const sign = isTarget[example] === 1 ? 1 : -1;
      const diagonal = 1 / (2 * cost * (sign === 1 ? positiveWeight : 1));
      const alpha = alphas[example]!;
      const gradient = sign * score - 1 + diagonal * alpha;
      if (alpha === 0 && gradient >= 0) continue;
      kept[keptCount] = example;
      keptCount += 1;
      const next = Math.max(0, alpha - gradient / (1 + diagonal));
      if (next === alpha) continue;
      const step = (next - alpha) * sign;
      alphas[example] = next;
      for (let place = from; place < to; place += 1) weights[indexes[place]!]! += step * values[place]!;
    }
    active = kept.subarray(0, keptCount);
  }
  return weights;
}

function toSparse(weights: Float32Array): SparseVector {
  const indexes: number[] = [];
  for (const [index, weight] of weights.entries()) if (Math.abs(weight) > NEGLIGIBLE) indexes.push(index);
  return { indexes: Uint32Array.from(indexes), values: Float32Array.from(indexes, (index) => weights[index] ?? 0) };
}

/** From one row for each class to one list for each feature, which is how a message asks. */
function joinRows(rows: readonly SparseVector[], featureCount: number): LinearModel {
  const starts = new Uint32Array(featureCount + 1);
  for (const { indexes } of rows) for (const index of indexes) starts[index + 1] = (starts[index + 1] ?? 0) + 1;
  for (let feature = 0; feature < featureCount; feature += 1) {
    starts[feature + 1] = (starts[feature + 1] ?? 0) + (starts[feature] ?? 0);
  }
  const next = starts.slice();
  const total = starts[featureCount] ?? 0;
  const classes = new Uint16Array(total);
  const weights = new Float32Array(total);
  for (const [target, { indexes, values }] of rows.entries()) {
    for (const [at, index] of indexes.entries()) {
      const place = next[index] ?? 0;
      next[index] = place + 1;
      classes[place] = target;
      weights[place] = values[at] ?? 0;
    }
  }
  return { classCount: rows.length, starts, classes, weights };
}

/** The margin of each class: above 0 speaks for it. */
export function marginsOf(model: LinearModel, { indexes, values }: SparseVector): Float64Array {
  const { starts, classes, weights } = model;
  const margins = new Float64Array(model.classCount).fill(BIAS);
  // Plain loops, as in training: every index is inside its bounds.
  for (let at = 0; at < indexes.length; at += 1) {
    const value = values[at]!;
    const end = starts[indexes[at]! + 1]!;
    for (let place = starts[indexes[at]!]!; place < end; place += 1)
      margins[classes[place]!]! += value * weights[place]!;
  }
  return margins;
}
