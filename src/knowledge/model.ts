/**
 * What is learnt from the content: which fact a message asks for, and what kind of message it is. Two sets of linear
 * machines over the same features, in all languages together; people mix them.
 */
import type { Fact } from '../core/fact.ts';
import { LANGUAGES } from '../core/language.ts';
import type { ConceptFinder } from './concepts.ts';
import { capQuestion, fold, wordsOf } from './fold.ts';
import { INTENTS } from './intents.ts';
import type { Intent, IntentSample } from './intents.ts';
import { marginsOf, trainSvm } from './linear-svm.ts';
import type { LinearModel, SvmOptions } from './linear-svm.ts';
import { learnFeatures, openFeatureSpace } from './text-features.ts';
import type { FeatureSpace, FeatureTable } from './text-features.ts';

/** A message to learn from. */
export interface Sample {
  readonly text: string;
  readonly words: readonly string[];
  readonly intent: Intent;
  /** Which fact it asks for, by position; null when it asks for none. */
  readonly fact: number | null;
}

/** What was learnt, plain enough to be written to a file. */
export interface LearntModel {
  readonly table: FeatureTable;
  readonly facts: LinearModel;
  readonly intents: LinearModel;
}

/** How strongly a message speaks for each fact and each intent; above 0 speaks for it. */
export interface Reading {
  readonly facts: Float64Array;
  readonly intents: Float64Array;
  readonly knownShare: number;
}

/** Chosen on left-out phrasings: softer than usual, because phrasings of one fact differ as much as people do. */
const FACT_OPTIONS: SvmOptions = { cost: 0.3, positiveWeight: 3, epochs: 4 };
const INTENT_OPTIONS: SvmOptions = { cost: 0.5, positiveWeight: 3, epochs: 6 };

/** All phrasings of the facts and all messages of `content/intents`. */
export function collectSamples(facts: readonly Fact[], intents: readonly IntentSample[]): readonly Sample[] {
  const phrasings = facts.flatMap((fact, index) =>
    LANGUAGES.flatMap((language) => {
      const text = fact.text[language];
      return text === undefined ? [] : [text.title, ...text.questions].map((one) => toSample(one, 'question', index));
    }),
  );
  return [...phrasings, ...intents.map(({ intent, text }) => toSample(text, intent, null))];
}

function toSample(text: string, intent: Intent, fact: number | null): Sample {
  return { text, words: capQuestion(wordsOf(fold(text))), intent, fact };
}

export function learnModel(samples: readonly Sample[], factCount: number, findConcepts: ConceptFinder): LearntModel {
  const table = learnFeatures(
    samples.map(({ words }) => words),
    findConcepts,
  );
  const space = openFeatureSpace(table, findConcepts);
  const vectors = samples.map(({ words }) => space.read(words).vector);
  const asking = samples.flatMap(({ fact }, index) =>
    fact === null ? [] : [{ fact, vector: vectors[index] ?? EMPTY }],
  );
  return {
    table,
    facts: trainSvm(
      asking.map(({ vector }) => vector),
      asking.map(({ fact }) => fact),
      factCount,
      space.size,
      FACT_OPTIONS,
    ),
    intents: trainSvm(
      vectors,
      samples.map(({ intent }) => INTENTS.indexOf(intent)),
      INTENTS.length,
      space.size,
      INTENT_OPTIONS,
    ),
  };
}

const EMPTY = { indexes: new Uint32Array(), values: new Float32Array() };

/** Makes a learnt model ready to read messages. */
export function openModel(model: LearntModel, findConcepts: ConceptFinder): (words: readonly string[]) => Reading {
  const space: FeatureSpace = openFeatureSpace(model.table, findConcepts);
  return (words) => {
    const { vector, knownShare } = space.read(words);
    return {
      facts: marginsOf(model.facts, vector),
      intents: marginsOf(model.intents, vector),
      knownShare,
    };
  };
}
