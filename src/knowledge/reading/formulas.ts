/**
 * How hard a text is to read, by the formula that was made for its language, and where a twelve-year-old follows.
 *
 * All count sentences, words and syllables: long sentences and long words are hard. They say nothing about whether a text
 * is true, kind or complete, so they only find what somebody should look at again.
 */
import type { Language } from '../../core/language.ts';

/** Counts of one text. */
export interface TextCounts {
  readonly sentences: number;
  readonly words: number;
  readonly syllables: number;
  /** Words of more than six letters. */
  readonly longWords: number;
}

export interface Formula {
  readonly name: string;
  readonly score: (counts: TextCounts) => number;
  /** Whether a higher score means an easier text. */
  readonly isEase: boolean;
  /** Up to here (or from here on, where higher is easier) a twelve-year-old follows. */
  readonly limit: number;
  /** No text may be beyond this. */
  readonly absolute: number;
}

const perSentence = ({ words, sentences }: TextCounts): number => words / sentences;
const perWord = ({ syllables, words }: TextCounts): number => syllables / words;

/**
 * LIX, "läsbarhetsindex": words per sentence plus the share of words of more than six letters, in percent. It needs no
 * syllables and was compared across languages. 30 to 40 is fiction and popular magazines, 40 to 50 newspapers.
 *
 * @see C. H. Björnsson, Läsbarhet (1968); the same, Readability of newspapers in 11 languages (1983)
 */
export function lix(counts: TextCounts): number {
  return perSentence(counts) + (100 * counts.longWords) / counts.words;
}

export const FORMULAS: Readonly<Record<Language, Formula>> = {
  /**
   * A grade of schools in the United States. Grade 7 starts at twelve years.
   *
   * @see J. P. Kincaid and others, Derivation of new readability formulas for Navy enlisted personnel (1975)
   */
  en: {
    name: 'Flesch-Kincaid',
    score: (counts) => 0.39 * perSentence(counts) + 11.8 * perWord(counts) - 15.59,
    isEase: false,
    limit: 7,
    absolute: 10,
  },
  /**
   * Szigriszt-Pazos' perspicuity, read on the INFLESZ scale: from 65 "fairly easy", 55 to 65 "normal". Szigriszt-Pazos gives
   * 66 to 75 to twelve-year-olds.
   *
   * @see F. Szigriszt-Pazos, Sistemas predictivos de legibilidad del mensaje escrito (1993); I. M. Barrio-Cantalejo and
   * others, Validación de la escala INFLESZ (2008)
   */
  es: {
    name: 'INFLESZ',
    score: (counts) => 206.835 - 62.3 * perWord(counts) - perSentence(counts),
    isEase: true,
    limit: 65,
    absolute: 55,
  },
  /**
   * Flesch's formula, moved up by 42 because words of Portuguese have more syllables. 50 to 75 is "easy", the fifth to
   * eighth school years, ages eleven to fourteen; its twelve-year-olds end halfway, at 62.
   *
   * @see T. B. F. Martins, C. M. Ghiraldelo, M. G. V. Nunes, O. N. de Oliveira, Readability formulas applied to textbooks in
   * Brazilian Portuguese (1996)
   */
  pt: {
    name: 'Flesch (Martins)',
    score: (counts) => 248.835 - 1.015 * perSentence(counts) - 84.6 * perWord(counts),
    isEase: true,
    limit: 62,
    absolute: 50,
  },
  /**
   * Flesch's formula for French, read on Flesch's own scale: 70 to 80 is the seventh school year, 60 to 70 plain language
   * for thirteen to fifteen.
   *
   * @see L. Kandel and A. Moles, Application de l'indice de Flesch à la langue française (1958)
   */
  fr: {
    name: 'Kandel-Moles',
    score: (counts) => 207 - 1.015 * perSentence(counts) - 73.6 * perWord(counts),
    isEase: true,
    limit: 70,
    absolute: 60,
  },
  /**
   * No formula was ever validated for Haitian Creole, so LIX. Its words are short, since it writes endings as words of
   * their own: the limit is that of children's books.
   */
  ht: { name: 'LIX', score: lix, isEase: false, limit: 30, absolute: 40 },
};
