/** Words that may be meant by a misspelt one: those that sound alike, and those that are one slip away. */
import Fuse from 'fuse.js';
import { remember } from '../remember.ts';
import { editDistance } from '../edit-distance.ts';
import { isOrdinaryWord } from './place-words.ts';
import { soundOf } from '../sound.ts';

/** Below this many letters too many words are one slip apart. */
const SHORTEST_SLIP = 5;
/** Of Fuse's 0 (equal) to 1: lets two wrong letters of six pass, as swapped ones count twice; slips are counted after. */
const FUSE_OPTIONS = { threshold: 0.4, distance: 20 } as const;
const MOST_FOUND = 12;

export interface Meant {
  readonly word: string;
  /** 1: it sounds alike. 2: one slip away. */
  readonly cost: 1 | 2;
}

/**
 * Fuse compares a word with every candidate, so there is one small index for each first letter, which is seldom the wrong
 * one, and each length; it is made when it is first asked for.
 */
export function createMisspelt(vocabulary: ReadonlySet<string>): (word: string) => readonly Meant[] {
  const alike = new Map<string, string[]>();
  for (const word of vocabulary) {
    const sound = soundOf(word);
    alike.set(sound, [...(alike.get(sound) ?? []), word]);
  }
  const shelves = new Map<string, string[]>();
  for (const sound of alike.keys()) {
    for (const length of [sound.length - 1, sound.length, sound.length + 1]) {
      const shelf = shelfOf(sound, length);
      shelves.set(shelf, [...(shelves.get(shelf) ?? []), sound]);
    }
  }
  const indexes = new Map<string, Fuse<string>>();

  /** Sounds that are at most a letter longer or shorter, the most similar first. */
  function nearTo(sound: string): readonly string[] {
    const shelf = shelfOf(sound, sound.length);
    const sounds = shelves.get(shelf);
    if (sounds === undefined) return [];
    const index = indexes.get(shelf) ?? new Fuse(sounds, FUSE_OPTIONS);
    indexes.set(shelf, index);
    return index.search(sound, { limit: MOST_FOUND }).map(({ item }) => item);
  }

  return remember((word): readonly Meant[] => {
    if (vocabulary.has(word) || isOrdinaryWord(word)) return [];
    const sound = soundOf(word);
    const same = alike.get(sound) ?? [];
    if (same.length > 0) return same.map((meant): Meant => ({ word: meant, cost: 1 }));
    if (word.length < SHORTEST_SLIP) return [];
    return nearTo(sound)
      .flatMap((near) => (alike.get(near) ?? []).filter((meant) => isSlip(word, meant)))
      .map((meant): Meant => ({ word: meant, cost: 2 }));
  });
}

/** One slip as it is written, or as it is heard if it is not written all too differently. */
function isSlip(word: string, meant: string): boolean {
  const written = editDistance(word, meant);
  return written === 1 || (written === 2 && editDistance(soundOf(word), soundOf(meant)) === 1);
}

/** A leading h is not heard, so it is the letter after it that is seldom wrong. */
function shelfOf(sound: string, length: number): string {
  return `${sound.replace(/^h/, '').slice(0, 1)}${length}`;
}
