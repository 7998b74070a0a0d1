/** From margins to what can be judged: the ranking of facts, and the few numbers that tell how far to trust it. */
import type { Fact } from '../core/fact.ts';
import type { Reading } from './model.ts';
import type { Words } from './words.ts';

/** Turns margins into shares; 8 did best on public sets of questions and on ours. */
const SHARPNESS = 8;

export interface Ranked {
  /** Position of the fact. */
  readonly fact: number;
  /** Share of confidence among all facts, 0 to 1. */
  readonly share: number;
}

export interface Evidence {
  /** Best first. */
  readonly ranking: readonly Ranked[];
  /** The topic of the best fact, and how much of the confidence all facts of that topic have together. */
  readonly topic: string;
  readonly topicShare: number;
  /** What the judges look at; the first is always 1. */
  readonly measures: readonly number[];
}

/** Keeps certainty finite. */
const ROUNDING = 1e-3;

/**
 * @param all - every word of the message, for the fixed phrases
 * @param isQuestion - it bears a question mark: somebody in danger seldom asks
 */
export function weighEvidence(
  facts: readonly Fact[],
  words: Words,
  reading: Reading,
  all: readonly string[],
  isQuestion: boolean,
): Evidence {
  const ranking = rank(reading.facts);
  const [best] = ranking;
  const topic = (best === undefined ? undefined : facts[best.fact]?.topic) ?? '';
  const topicShare = sum(ranking.filter(({ fact }) => facts[fact]?.topic === topic).map(({ share }) => share));
  const rival = ranking.find(({ fact }) => facts[fact]?.topic !== topic);
  const bestMargin = reading.facts[best?.fact ?? 0] ?? -1;
  const rivalMargin = reading.facts[rival?.fact ?? 0] ?? -1;
  const measures = [
    1,
    ...reading.intents,
    bestMargin,
    Math.log((topicShare + ROUNDING) / (1 - topicShare + ROUNDING)),
    topicShare * bestMargin,
    bestMargin - rivalMargin,
    words.isDanger(all) ? 1 : 0,
    words.isChat(all) ? 1 : 0,
    words.isPersonal(all) ? 1 : 0,
    words.isDoubt(all) ? 1 : 0,
    isQuestion ? 1 : 0,
    reading.knownShare,
  ];
  return { ranking, topic, topicShare, measures };
}

/** Whether a message bears a question mark. */
export function bearsQuestion(text: string): boolean {
  return /[?¿？؟]/u.test(text);
}

function rank(margins: Float64Array): readonly Ranked[] {
  const best = Math.max(...margins);
  const powers = Array.from(margins, (margin) => Math.exp(SHARPNESS * (margin - best)));
  const total = sum(powers);
  return powers.map((power, fact) => ({ fact, share: power / total })).sort((left, right) => right.share - left.share);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
