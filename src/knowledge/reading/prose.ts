/**
 * What of an answer counts as prose: its words, sentence by sentence.
 *
 * The formulas were made for running text. A reader does not read an address, a number or the name of an office the way
 * they read a word, so those are left out, and so is the line at the end of an SMS that names the source.
 */

/** An address of the web or of mail, with or without its beginning: "uscis.gov/forms", "https://…". */
const ADDRESS = /(?:https?:\/\/\S+|[\w.-]+@[\w.-]+|(?<!\p{L})[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}(?:\/[^\s,;)]*)?)/giu;
/** "Source: uscis.gov, as of 2026-05-29." in the five languages; only the day where the source was named before. */
const CLOSING = /(?:Source|Fuente|Fonte|Sous)\s?:\s[^\s].*$|(?:As of|Al|Em|Au|Dat) \d{4}-\d{2}-\d{2}\.?$/u;
/** A full stop that ends nothing: "EE.UU.", "p. ej.", "v. Doe", "D.C.", "8 a.m.". */
const INNER_STOP = /\b(?:EE\.\s?UU|U\.S|D\.C|[ap]\.\s?m|p\.\s?ej|v)\.(?=\s?[\p{L}\d,;:])/gu;
const SENTENCE_END = /(?<=[.!?…]["”»’)]*)\s+|\n+/u;
const TOKEN = /[\p{L}\p{N}](?:[\p{L}\p{N}'’·-]*[\p{L}\p{N}])?/gu;
const HAS_DIGIT = /\p{N}/u;
/** Small words before an apostrophe are no syllable, so they are no words here: "l'asile", "qu'il". */
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]/iu;

export interface Prose {
  readonly words: readonly string[];
  readonly sentences: number;
}

/**
 * The words and sentences of an answer, without names, addresses, numbers and the closing line.
 *
 * @param text - as a person reads it; one answer, a few sentences
 * @returns at least one sentence where there is at least one word
 */
export function readProse(text: string): Prose {
  const sentences = text
    .replace(CLOSING, '')
    .replaceAll(INNER_STOP, (stop) => stop.replaceAll('.', ''))
    .replaceAll(ADDRESS, (address) => (address.endsWith('.') ? '.' : '')) // the full stop behind a path
    .split(SENTENCE_END)
    .map(wordsOfSentence)
    .filter((words) => words.length > 0);
  return { words: sentences.flat(), sentences: sentences.length };
}

function wordsOfSentence(sentence: string): readonly string[] {
  return [...sentence.matchAll(TOKEN)].flatMap(([token], index) => {
    const word = token.replace(ELISION, '');
    return HAS_DIGIT.test(token) || isName(word, index) ? [] : [word];
  });
}

/** Capitals make a name, except at the start of a sentence and in the English "I". */
function isName(word: string, index: number): boolean {
  if (/^I(?:['’]|$)/u.test(word)) return false;
  if (/^\p{Lu}{2,}/u.test(word)) return true;
  return index > 0 && /^\p{Lu}/u.test(word);
}
