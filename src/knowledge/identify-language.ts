/**
 * Which language a message is in: naive Bayes over runs of one to four letters and whole words.
 *
 * Goals: right on three words or more, misspelt and without accents; silent when it cannot know. Tried elsewhere and
 * not taken: franc, eld, tinyld, lingua and fastText either do not know Haitian Creole or miss a third of short
 * messages; this small model, trained on nothing but our own text, does better than each of them (2026-11).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from '../core/errors.ts';
import type { Fact } from '../core/fact.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { MAX_QUESTION_CHARACTERS } from './fold.ts';

const LONGEST_RUN = 4;
/** What a feature never seen in a language counts as. */
const SMOOTHING = 0.2;
/** How many times likelier (natural log) the best language must be than the second; e^3 is about 20. */
const CLEAR_LEAD = 3;
/** Below this share of known features the message is in another language or script, or in none. */
const KNOWN_SHARE = 0.55;
/** A message this short may be a name, or "CBP One": it counts only if it holds a word that is mostly of one language. */
const SHORT_WORDS = 2;
const MOSTLY = 0.6;

export interface LanguageSample {
  readonly language: Language;
  readonly text: string;
}

interface Model {
  readonly counts: ReadonlyMap<string, readonly number[]>;
  readonly totals: readonly number[];
}

/** Words in lower case, accents kept. */
function lettersOf(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}

function featuresOf(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    const bounded = `_${word}_`;
    const runs = [`=${word}`];
    for (let length = 1; length <= LONGEST_RUN; length += 1) {
      for (let at = 0; at + length <= bounded.length; at += 1) runs.push(bounded.slice(at, at + length));
    }
    return runs;
  });
}

function train(samples: readonly LanguageSample[]): Model {
  const counts = new Map<string, number[]>();
  const totals = LANGUAGES.map(() => 0);
  for (const { language, text } of samples) {
    const index = LANGUAGES.indexOf(language);
    // People leave accents out, so each sample is learnt both ways.
    for (const feature of featuresOf(lettersOf(`${text} ${withoutAccents(text)}`))) {
      const count = counts.get(feature) ?? LANGUAGES.map(() => 0);
      count[index] = (count[index] ?? 0) + 1;
      counts.set(feature, count);
      totals[index] = (totals[index] ?? 0) + 1;
    }
  }
  return { counts, totals };
}

/** Learns from the samples, and gives back the function that tells a message's language, or null when unclear. */
export function learnLanguages(samples: readonly LanguageSample[]): (text: string) => Language | null {
  const { counts, totals } = train(samples);
  const spread = SMOOTHING * counts.size;
  const unseen = LANGUAGES.map(() => 0);

  return (text) => {
    const words = lettersOf(text.slice(0, MAX_QUESTION_CHARACTERS * 2));
    const features = featuresOf(words);
    if (features.length === 0) return null;
    const known = features.filter((feature) => counts.has(feature)).length;
    if (known / features.length < KNOWN_SHARE) return null;
    const ranked = LANGUAGES.map((language, index) => {
      const total = (totals[index] ?? 0) + spread;
      const likelihood = features.reduce((sum, feature) => {
        const count = (counts.get(feature) ?? unseen)[index] ?? 0;
        return sum + Math.log((count + SMOOTHING) / total);
      }, 0);
      return { language, likelihood };
    }).sort((left, right) => right.likelihood - left.likelihood);
    const [best, second] = ranked;
    if (best === undefined || second === undefined || best.likelihood - second.likelihood < CLEAR_LEAD) return null;
    const isTold =
      words.length > SHORT_WORDS || words.some((word) => isMostlyOf(counts.get(`=${word}`), best.language));
    return isTold ? best.language : null;
  };
}

function isMostlyOf(count: readonly number[] | undefined, language: Language): boolean {
  if (count === undefined) return false;
  const total = count.reduce((sum, one) => sum + one, 0);
  return (count[LANGUAGES.indexOf(language)] ?? 0) >= MOSTLY * total;
}

/** What a fact teaches about each language: its phrasings and answers. */
export function samplesOf(facts: readonly Fact[]): readonly LanguageSample[] {
  return facts.flatMap((fact) =>
    LANGUAGES.flatMap((language) => {
      const text = fact.text[language];
      if (text === undefined) return [];
      return [...text.questions, text.whatsapp].map((sample) => ({ language, text: sample }));
    }),
  );
}

/**
 * Reads the everyday lines of `content/language`.
 *
 * @throws {ContentError} when a language has no lines
 */
export function loadLanguageSamples(contentDir: string): readonly LanguageSample[] {
  return LANGUAGES.flatMap((language) => {
    const path = join(contentDir, 'language', `${language}.txt`);
    const lines = readLines(path);
    if (lines.length === 0) throw new ContentError(`${path}:1 holds no line; write everyday messages, one a line`);
    return lines.map((text) => ({ language, text }));
  });
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  } catch (cause) {
    throw new ContentError(`${path}:1 cannot be read; restore it from the repository`, { cause });
  }
}
