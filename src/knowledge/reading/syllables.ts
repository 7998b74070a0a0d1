/**
 * How many syllables a word has, for the reading formulas. Rules of each language's spelling, not dictionaries: right for
 * nearly all words that answers use, and never far off for the others.
 */
import type { Language } from '../../core/language.ts';
import { countEnglish } from './syllables-en.ts';
import { countSpanish } from './syllables-es.ts';
import { countFrench } from './syllables-fr.ts';
import { countCreole } from './syllables-ht.ts';
import { countPortuguese } from './syllables-pt.ts';

const COUNTERS = {
  es: countSpanish,
  en: countEnglish,
  pt: countPortuguese,
  fr: countFrench,
  ht: countCreole,
} as const satisfies Record<Language, (word: string) => number>;

const SPOKEN_ALONE = /[aeiouyáéíóúàèòô]/u;

/**
 * @param word - one word; letters of any case, hyphens and apostrophes
 * @returns at least 1, at most the number of its letters
 */
export function countSyllables(language: Language, word: string): number {
  const parts = word
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part.length > 1 || SPOKEN_ALONE.test(part)); // the s of "judge's" is no syllable
  return Math.max(
    1,
    parts.reduce((sum, part) => sum + COUNTERS[language](part), 0),
  );
}
