/** Repairs misspelt words against the facts' own vocabulary: "refujio" is read as "refugio". */
import Fuse from 'fuse.js';
import { remember } from './remember.ts';

/** Below this many letters too many words resemble each other. */
const SHORTEST_WORD = 5;
const LARGEST_LENGTH_DIFFERENCE = 1;
/** Of Fuse's 0 (equal) to 1: about one wrong letter in five. */
const LARGEST_DISTANCE = 0.25;
/** A word that few phrasings use is as likely a misspelling itself. */
const FEWEST_USES = 4;

export interface Spelling {
  knows(word: string): boolean;
  /** The known word nearest to this one, or the word itself when none is near. */
  repair(word: string): string;
}

/**
 * Fuse compares a word with every candidate, so there is one small index for each first letter, which is seldom the
 * wrong one, and each length: that bounds an unknown word to about 0.1 ms.
 *
 * @param vocabulary - every use of every word
 */
export function createSpelling(vocabulary: Iterable<string>): Spelling {
  const uses = new Map<string, number>();
  for (const word of vocabulary) uses.set(word, (uses.get(word) ?? 0) + 1);
  const shelves = new Map<string, string[]>();
  for (const [word, count] of uses) {
    if (count < FEWEST_USES || word.length < SHORTEST_WORD - LARGEST_LENGTH_DIFFERENCE) continue;
    const shelf = shelfOf(word, word.length);
    shelves.set(shelf, [...(shelves.get(shelf) ?? []), word]);
  }
  const indexes = new Map([...shelves].map(([shelf, words]) => [shelf, createIndex(words)]));

  function repair(word: string): string {
    if (word.length < SHORTEST_WORD || uses.has(word)) return word;
    const found = [0, -LARGEST_LENGTH_DIFFERENCE, LARGEST_LENGTH_DIFFERENCE].flatMap(
      (difference) => indexes.get(shelfOf(word, word.length + difference))?.search(word, { limit: 1 }) ?? [],
    );
    const [best] = found.toSorted((left, right) => (left.score ?? 1) - (right.score ?? 1));
    return best !== undefined && (best.score ?? 1) <= LARGEST_DISTANCE ? best.item : word;
  }

  return { knows: (word) => uses.has(word), repair: remember(repair) };
}

function shelfOf(word: string, length: number): string {
  return `${word.slice(0, 1)}${length}`;
}

function createIndex(words: readonly string[]): Fuse<string> {
  return new Fuse(words, { includeScore: true, threshold: LARGEST_DISTANCE, distance: 20 });
}
