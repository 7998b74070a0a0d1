/**
 * Fixed phrases, found in folded text: what people write when they greet, ask for a person, or are in danger.
 *
 * A phrase is words with single spaces. `a|b` takes either word, `secuestrad*` any ending, and `...` up to three words
 * in between: `tienen a mi ... secuestrad*`.
 */
import { fold } from './fold.ts';
import { remember } from './remember.ts';

/** More would join words of different sentences. */
const GAP_WORDS = 3;
const SHORTEST_STEM = 3;

interface Place {
  readonly exact: readonly string[];
  readonly stems: readonly string[];
  /** Words that may stand before this one. */
  readonly gap: number;
}

type Phrase = readonly Place[];

/** A list of phrases, ready to be looked for. */
export interface Phrases {
  /** Whether any phrase occurs. */
  occursIn(words: readonly string[]): boolean;
  /** How many words the longest phrase takes that starts at this word; 0 when none does. */
  lengthAt(words: readonly string[], start: number): number;
}

function parsePhrase(text: string): Phrase {
  const places: Place[] = [];
  let gap = 0;
  for (const part of text.trim().split(/\s+/)) {
    if (part === '...') {
      gap = GAP_WORDS;
      continue;
    }
    const options = part.split('|');
    const exact = options.filter((option) => !option.endsWith('*')).map(fold);
    const stems = options.filter((option) => option.endsWith('*')).map(fold);
    if ([...exact, ...stems].some((word) => word === '' || word.includes(' '))) {
      throw new RangeError(`"${text}" holds a word that cannot be compared: ${part}`);
    }
    if (stems.some((stem) => stem.length < SHORTEST_STEM)) {
      throw new RangeError(`"${text}" holds a stem of under ${SHORTEST_STEM} letters: ${part}`);
    }
    places.push({ exact, stems, gap: places.length === 0 ? 0 : gap });
    gap = 0;
  }
  if (places.length === 0) throw new RangeError('a phrase is empty');
  return places;
}

function fits(word: string | undefined, place: Place): boolean {
  if (word === undefined) return false;
  return place.exact.includes(word) || place.stems.some((stem) => word.startsWith(stem));
}

/** Words from `start` that the phrase takes, or 0. */
function lengthOf(phrase: Phrase, words: readonly string[], start: number, from = 0): number {
  const place = phrase[from];
  if (place === undefined) return 0;
  for (let at = start; at <= start + place.gap; at += 1) {
    if (!fits(words[at], place)) continue;
    if (from === phrase.length - 1) return at - start + 1;
    const rest = lengthOf(phrase, words, at + 1, from + 1);
    if (rest > 0) return at - start + 1 + rest;
  }
  return 0;
}

/** A phrase is only tried where its first word stands, so that hundreds of phrases cost little. */
function indexByFirstWord(phrases: readonly Phrase[]): (word: string) => readonly Phrase[] {
  const byWord = new Map<string, Phrase[]>();
  const byStem = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const [first] = phrase;
    for (const word of new Set(first?.exact)) byWord.set(word, [...(byWord.get(word) ?? []), phrase]);
    for (const stem of new Set(first?.stems.map((stem) => stem.slice(0, SHORTEST_STEM)))) {
      byStem.set(stem, [...(byStem.get(stem) ?? []), phrase]);
    }
  }
  const none: readonly Phrase[] = [];
  return remember((word) => {
    const exact = byWord.get(word) ?? none;
    const stemmed = byStem.get(word.slice(0, SHORTEST_STEM)) ?? none;
    const starting = stemmed.length === 0 ? exact : [...exact, ...stemmed];
    return starting.filter(([first]) => first !== undefined && fits(word, first));
  });
}

/** @throws {RangeError} when a phrase is not written as above; the message quotes it */
export function compilePhrases(texts: readonly string[]): Phrases {
  const startingWith = indexByFirstWord(texts.map(parsePhrase));
  return {
    occursIn: (words) =>
      words.some((word, start) => startingWith(word).some((phrase) => lengthOf(phrase, words, start) > 0)),
    lengthAt: (words, start) =>
      startingWith(words[start] ?? '').reduce(
        (longest, phrase) => Math.max(longest, lengthOf(phrase, words, start)),
        0,
      ),
  };
}
