/**
 * What the matcher sees of a message: runs of two to four letters inside words (they survive misspelling and endings),
 * words, pairs of words, concepts, and pairs of concepts. Weighted by rarity, and of length 1.
 */
import type { ConceptFinder } from './concepts.ts';
import type { SparseVector } from './linear-svm.ts';

const SHORTEST_RUN = 2;
const LONGEST_RUN = 4;
/** A concept says more than a word of one language; twice did best on left-out phrasings. */
const CONCEPT_WEIGHT = 2;
/** What is seen in one message only tells nothing about others. */
const FEWEST_MESSAGES = 2;

/** The features there are, and what each weighs; plain enough to be written to a file. */
export interface FeatureTable {
  readonly features: readonly string[];
  readonly weights: Float32Array;
}

export interface FeatureSpace {
  readonly size: number;
  /** The vector of a message; features never seen in training are left out, and their share is told. */
  read(words: readonly string[]): FeatureReading;
}

export interface FeatureReading {
  readonly vector: SparseVector;
  /** Share of the message's features that training has seen, from 0 to 1. */
  readonly knownShare: number;
}

/** Learns which features there are, and how rare each is. */
export function learnFeatures(messages: readonly (readonly string[])[], findConcepts: ConceptFinder): FeatureTable {
  const counts = new Map<string, number>();
  for (const words of messages) {
    for (const feature of countFeatures(words, findConcepts).keys())
      counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const kept = [...counts].filter(([, count]) => count >= FEWEST_MESSAGES);
  return {
    features: kept.map(([feature]) => feature),
    weights: Float32Array.from(kept, ([feature, count]) => {
      return (feature.startsWith('c') ? CONCEPT_WEIGHT : 1) * Math.log(1 + messages.length / count);
    }),
  };
}

export function openFeatureSpace(table: FeatureTable, findConcepts: ConceptFinder): FeatureSpace {
  const indexes = new Map(table.features.map((feature, index) => [feature, index]));
  return {
    size: indexes.size,
    read: (words) => toReading(countFeatures(words, findConcepts), indexes, table.weights),
  };
}

/** Counts each feature of a message, with a letter for its kind in front. */
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
  const concepts = findConcepts(words).toSorted();
  for (const [index, concept] of concepts.entries()) {
    add(`c${concept}`);
    for (const other of concepts.slice(index + 1)) add(`c${concept}+${other}`);
  }
  return counts;
}

function toReading(
  counts: ReadonlyMap<string, number>,
  indexes: ReadonlyMap<string, number>,
  weights: Float32Array,
): FeatureReading {
  const found: { readonly index: number; readonly value: number }[] = [];
  let squares = 0;
  for (const [feature, count] of counts) {
    const index = indexes.get(feature);
    if (index === undefined) continue;
    const value = (1 + Math.log(count)) * (weights[index] ?? 0);
    squares += value * value;
    found.push({ index, value });
  }
  found.sort((left, right) => left.index - right.index);
  const length = Math.sqrt(squares) || 1;
  return {
    vector: {
      indexes: Uint32Array.from(found, ({ index }) => index),
      values: Float32Array.from(found, ({ value }) => value / length),
    },
    knownShare: counts.size === 0 ? 0 : found.length / counts.size,
  };
}
