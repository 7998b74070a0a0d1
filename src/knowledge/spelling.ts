/** Repairs misspelt words against the facts' own vocabulary: "refujio" is read as "refugio". */
import Fuse from 'fuse.js';

/** Below this many letters too many words resemble each other. */
const SHORTEST_WORD = 5;
const LARGEST_LENGTH_DIFFERENCE = 2;
/** Of Fuse's 0 (equal) to 1: about one wrong letter in five. */
const LARGEST_DISTANCE = 0.25;

export interface Spelling {
  knows(word: string): boolean;
  /** The known word nearest to this one, or the word itself when none is near. */
  repair(word: string): string;
}

/**
 * Fuse compares a word with every candidate, so there is one index for each first letter, which is seldom the wrong
 * one: that bounds an unknown word to about 0.1 ms.
 */
export function createSpelling(vocabulary: Iterable<string>): Spelling {
  const known = new Set(vocabulary);
  const byFirstLetter = new Map<string, string[]>();
  for (const word of known) {
    if (word.length < SHORTEST_WORD - 1) continue;
    const letter = word.slice(0, 1);
    byFirstLetter.set(letter, [...(byFirstLetter.get(letter) ?? []), word]);
  }
  const indexes = new Map([...byFirstLetter].map(([letter, words]) => [letter, createIndex(words)]));

  function repair(word: string): string {
    if (word.length < SHORTEST_WORD || known.has(word)) return word;
    const [best] = indexes.get(word.slice(0, 1))?.search(word, { limit: 1 }) ?? [];
    if (best === undefined || (best.score ?? 1) > LARGEST_DISTANCE) return word;
    return Math.abs(best.item.length - word.length) <= LARGEST_LENGTH_DIFFERENCE ? best.item : word;
  }

  return { knows: (word) => known.has(word), repair };
}

function createIndex(words: readonly string[]): Fuse<string> {
  return new Fuse(words, { includeScore: true, threshold: LARGEST_DISTANCE, distance: 20 });
}
