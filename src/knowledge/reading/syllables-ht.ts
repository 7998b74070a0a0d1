/**
 * Haitian Creole. Its spelling writes one sign for one sound: every vowel sign is a syllable, "ou" is one sign, and the u
 * of "ui" leans on the i. W and y are consonants. Source: the official orthography of 31 January 1980.
 */
const VOWELS = /ou|ui|[aeiouàáèéìíòóùú]/g;

/** @param word - lower case */
export function countCreole(word: string): number {
  return word.match(VOWELS)?.length ?? 0;
}
