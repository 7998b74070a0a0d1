/** How easily an answer reads. */
import type { Language } from '../../core/language.ts';
import { FORMULAS, lix } from './formulas.ts';
import { readProse } from './prose.ts';
import { countSyllables } from './syllables.ts';

const LONG_WORD_LETTERS = 7;
/** The formulas were made for samples of a hundred words; of a dozen they say nothing. */
const MIN_WORDS = 20;

/**
 * A cross-check of the formulas in every language. Up to 40 reads like fiction and popular magazines, from 50 on like
 * official papers.
 *
 * @see C. H. Björnsson, Läsbarhet (1968)
 */
const LIX_LIMIT = 40;
const LIX_ABSOLUTE = 50;

export interface ReadingLevel {
  /** By the language's own formula. */
  readonly score: number;
  readonly lix: number;
  readonly wordsPerSentence: number;
  /** A twelve-year-old follows. */
  readonly isEasy: boolean;
  /** Nobody should have to read this: it must be written anew. */
  readonly isTooHard: boolean;
}

/** @returns null when there are too few words to measure, as in a list of numbers to dial */
export function readLevel(language: Language, text: string): ReadingLevel | null {
  const { words, sentences } = readProse(text);
  if (words.length < MIN_WORDS) return null;
  const counts = {
    sentences,
    words: words.length,
    syllables: words.reduce((sum, word) => sum + countSyllables(language, word), 0),
    longWords: words.filter((word) => countLetters(word) >= LONG_WORD_LETTERS).length,
  };
  const { score, isEase, limit, absolute } = FORMULAS[language];
  const value = score(counts);
  const lixValue = lix(counts);
  const isWithin = (bound: number): boolean => (isEase ? value >= bound : value <= bound);
  return {
    score: value,
    lix: lixValue,
    wordsPerSentence: words.length / sentences,
    isEasy: isWithin(limit) && lixValue <= LIX_LIMIT,
    isTooHard: !isWithin(absolute) || lixValue > LIX_ABSOLUTE,
  };
}

function countLetters(word: string): number {
  return word.match(/\p{L}/gu)?.length ?? 0;
}
