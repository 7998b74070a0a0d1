/**
 * What the matcher sees of a message: runs of two to four letters inside words (they survive misspelling and endings),
 * words, pairs of words, and concepts (words of all languages that mean the same). Weighted by rarity, and of length 1.
 */
import type { SparseVector } from './linear-svm.ts';

const SHORTEST_RUN = 2;
const LONGEST_RUN = 4;

/** Each kind of feature has its say; measured on left-out phrasings. */
export interface FeatureWeights {
  readonly run: number;
  readonly word: number;
  readonly pair: number;
  readonly concept: number;
}

export const FEATURE_WEIGHTS: FeatureWeights = { run: 1, word: 1, pair: 1, concept: 1.5 };

export interface FeatureSpace {
  readonly size: number;
  /** The vector of a message; features never seen in training are left out. */
  vectorOf(words: readonly string[]): SparseVector;
  /** Share of the message's features that training has seen, from 0 to 1. */
  knownShare(words: readonly string[]): number;
}

/** Finds concepts in folded words. */
export type ConceptFinder = (words: readonly string[]) => readonly string[];

/** Counts each feature of a message, with a mark of its kind in front. */
function countFeatures(words: readonly string[], findConcepts: ConceptFinder): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (feature: string): void => {
    counts.set(feature, (counts.get(feature) ?? 0) + 1);
  };
  let previous = '^';
  for (const word of words) {
    add(`w${word}`);
    add(`p${previous} ${word}`);
    previous = word;
    const bounded = `_${word}_`;
    for (let length = SHORTEST_RUN; length <= LONGEST_RUN; length += 1) {
      for (let at = 0; at + length <= bounded.length; at += 1) add(`r${bounded.slice(at, at + length)}`);
    }
  }
  const concepts = findConcepts(words);
  for (const concept of concepts) add(`c${concept}`);
  for (const [index, concept] of concepts.entries()) {
    for (const other of concepts.slice(index + 1)) add(`c${concept < other ? `${concept}+${other}` : `${other}+${concept}`}`);
  }
  return counts;
}

const KINDS = { r: 'run', w: 'word', p: 'pair', c: 'concept' } as const satisfies Record<string, keyof FeatureWeights>;

/** Learns which features there are, and how rare each is. A run or pair seen only once tells nothing about others. */
export function learnFeatures(
  texts: readonly (readonly string[])[],
  findConcepts: ConceptFinder,
  weights: FeatureWeights = FEATURE_WEIGHTS,
): FeatureSpace {
  const documents = new Map<string, number>();
  for (const words of texts) {
    for (const feature of countFeatures(words, findConcepts).keys()) documents.set(feature, (documents.get(feature) ?? 0) + 1);
  }
  const indexes = new Map<string, number>();
  const rarities: number[] = [];
  for (const [feature, count] of documents) {
    if (count < 2) continue;
    indexes.set(feature, indexes.size);
    const kind = KINDS[feature[0] as keyof typeof KINDS]; // the mark set above
    rarities.push(weights[kind] * Math.log(1 + texts.length / count));
  }

  function vectorOf(words: readonly string[]): SparseVector {
    const found: { readonly index: number; readonly value: number }[] = [];
    let squares = 0;
    for (const [feature, count] of countFeatures(words, findConcepts)) {
      const index = indexes.get(feature);
      if (index === undefined) continue;
      const value = (1 + Math.log(count)) * (rarities[index] ?? 0);
      squares += value * value;
      found.push({ index, value });
    }
    found.sort((left, right) => left.index - right.index);
    const length = Math.sqrt(squares) || 1;
    return {
      indexes: Uint32Array.from(found, ({ index }) => index),
      values: Float32Array.from(found, ({ value }) => value / length),
    };
  }

  return {
    size: indexes.size,
    vectorOf,
    knownShare: (words) => {
      const features = [...countFeatures(words, findConcepts).keys()].filter((feature) => feature.startsWith('r'));
      const known = features.filter((feature) => indexes.has(feature)).length;
      return features.length === 0 ? 0 : known / features.length;
    },
  };
}
