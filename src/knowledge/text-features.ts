/**
 * What the matcher sees of a message: runs of two to four letters inside words (they survive misspelling and endings),
 * words, pairs of words, concepts, and pairs of concepts. Weighted by rarity, and of length 1.
 */
import type { ConceptFinder } from './concepts.ts';
import type { SparseVector } from './linear-svm.ts';
import { remember } from './remember.ts';

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
  const pairs = indexPairs(table.features);
  const tally = createTally(indexes.size);
  const lookUp = (feature: string): Feature => indexes.get(feature) ?? feature;
  const names: Names<Feature> = {
    ofWord: remember((word) => wordFeatures(word).map(lookUp)),
    ofPair: (before, word) => pairs.get(before)?.get(word) ?? pairFeature(before, word),
    ofConcept: (concept) => lookUp(conceptFeature(concept)),
    ofConcepts: (one, other) => lookUp(conceptsFeature(one, other)),
  };
  return {
    size: indexes.size,
    read: (words) => {
      eachFeature(words, findConcepts, names, (feature) => tally.count(feature));
      return tally.read(table.weights);
    },
  };
}

/** Most pairs are in no table, and to join two words only to find that out costs more than to ask for one, then the other. */
function indexPairs(features: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const pairs = new Map<string, Map<string, number>>();
  for (const [index, feature] of features.entries()) {
    if (!feature.startsWith('p')) continue;
    const [before = '', word = ''] = feature.slice(1).split(' ');
    const after = pairs.get(before);
    if (after === undefined) pairs.set(before, new Map([[word, index]]));
    else after.set(word, index);
  }
  return pairs;
}

/** Its position when training has seen it, else the feature itself. */
type Feature = number | string;

interface Tally {
  count(feature: Feature): void;
  /** What was counted since the last reading. */
  read(weights: Float32Array): FeatureReading;
}

/** One table for all messages, one message at a time: making a map for each would cost more than the counting. */
function createTally(size: number): Tally {
  const counts = new Uint16Array(size);
  const values = new Float64Array(size);
  let known: number[] = [];
  const unknown = new Set<string>();
  return {
    count: (feature) => {
      if (typeof feature === 'string') {
        unknown.add(feature);
        return;
      }
      const count = counts[feature] ?? 0;
      if (count === 0) known.push(feature);
      counts[feature] = count + 1;
    },
    read: (weights) => {
      let squares = 0;
      for (const feature of known) {
        const value = (1 + Math.log(counts[feature] ?? 1)) * (weights[feature] ?? 0);
        squares += value * value;
        values[feature] = value;
        counts[feature] = 0;
      }
      const length = Math.sqrt(squares) || 1;
      const indexes = Uint32Array.from(known).sort();
      const all = known.length + unknown.size;
      const knownShare = all === 0 ? 0 : known.length / all;
      known = [];
      unknown.clear();
      return {
        vector: { indexes, values: Float32Array.from(indexes, (feature) => (values[feature] ?? 0) / length) },
        knownShare,
      };
    },
  };
}

/** Counts each feature of a message. */
function countFeatures(words: readonly string[], findConcepts: ConceptFinder): Map<string, number> {
  const counts = new Map<string, number>();
  eachFeature(words, findConcepts, IN_FULL, (feature) => counts.set(feature, (counts.get(feature) ?? 0) + 1));
  return counts;
}

/** What the features of a message are called. */
interface Names<Name> {
  ofWord(word: string): readonly Name[];
  ofPair(before: string, word: string): Name;
  ofConcept(concept: string): Name;
  ofConcepts(one: string, other: string): Name;
}

/** With a letter for the kind in front. */
const IN_FULL: Names<string> = {
  ofWord: wordFeatures,
  ofPair: pairFeature,
  ofConcept: conceptFeature,
  ofConcepts: conceptsFeature,
};

/** Names each feature of a message as often as it occurs. */
function eachFeature<Name>(
  words: readonly string[],
  findConcepts: ConceptFinder,
  names: Names<Name>,
  add: (feature: Name) => void,
): void {
  let before = '^';
  for (const word of words) {
    for (const feature of names.ofWord(word)) add(feature);
    add(names.ofPair(before, word));
    before = word;
  }
  const concepts = findConcepts(words).toSorted();
  for (const [index, concept] of concepts.entries()) {
    add(names.ofConcept(concept));
    for (const other of concepts.slice(index + 1)) add(names.ofConcepts(concept, other));
  }
}

/** The word, and the runs of letters in it. */
function wordFeatures(word: string): readonly string[] {
  const bounded = `_${word}_`;
  const features = [`w${word}`];
  for (let length = SHORTEST_RUN; length <= LONGEST_RUN; length += 1) {
    for (let at = 0; at + length <= bounded.length; at += 1) features.push(`r${bounded.slice(at, at + length)}`);
  }
  return features;
}

function pairFeature(before: string, word: string): string {
  return `p${before} ${word}`;
}

function conceptFeature(concept: string): string {
  return `c${concept}`;
}

function conceptsFeature(one: string, other: string): string {
  return `c${one}+${other}`;
}
