/** Finds names of one or several words in a text, as they are written or misspelt. */
import { capQuestion } from '../fold.ts';
import { createMisspelt } from './misspelt.ts';
import type { Meant } from './misspelt.ts';

/** A single misspelt word says little when it is short: so many letters it must have to be looked at, and to be believed. */
const SHORTEST_MISSPELT = 5;
const SHORTEST_SLIP = 8;
/** El, las, the, san. */
const LONGEST_ARTICLE = 3;
/** "sanjose", "elpaso": names are written in one word too. */
const SHORTEST_JOINED = 6;
/** Repairing a word takes a tenth of a millisecond: what comes late in a long text is only found as it is written. */
const MOST_REPAIRED = 40;
const SHORTEST_REPAIRED = 4;
/** Nobody names more places to say where they are. */
const MOST_MENTIONS = 30;

export interface Mention<Target> {
  /** The first of its words, from 0, and how many they are. */
  readonly start: number;
  readonly length: number;
  /** The name as we write it, folded. */
  readonly name: string;
  /** Everything that bears this name; after a misspelling, everything that may be meant. */
  readonly targets: readonly Target[];
  /** `vague`: misspelt, and so short that something around it must say that a name is meant. */
  readonly certainty: 'written' | 'misspelt' | 'vague';
}

export interface NameIndex<Target> {
  /** From left to right, the longest at each place, none over another. Bounded time. */
  find(words: readonly string[]): readonly Mention<Target>[];
}

type Names<Target> = Iterable<readonly [words: readonly string[], target: Target]>;

interface Node<Target> {
  readonly next: Map<string, Node<Target>>;
  readonly targets: Target[];
}

interface Found<Target> {
  readonly node: Node<Target>;
  readonly words: readonly string[];
  readonly cost: number;
}

/**
 * The start does not wait for it: the index is made when it is first asked.
 *
 * @param names - folded words, and who bears them; read once
 */
export function createNameIndex<Target>(names: Names<Target>): NameIndex<Target> {
  let made: NameIndex<Target> | null = null;
  return { find: (words) => (made ??= makeIndex(names)).find(words) };
}

function makeIndex<Target>(names: Names<Target>): NameIndex<Target> {
  const root: Node<Target> = { next: new Map(), targets: [] };
  const vocabulary = new Set<string>();
  const add = (words: readonly string[], target: Target): void => {
    const node = words.reduce((parent, word) => nodeUnder(parent, word), root);
    if (node !== root && !node.targets.includes(target)) node.targets.push(target);
    for (const word of words) vocabulary.add(word);
  };
  for (const [words, target] of names) {
    add(words, target);
    const joined = words.join('');
    if (words.length > 1 && joined.length >= SHORTEST_JOINED) add([joined], target);
  }
  const misspelt = createMisspelt(vocabulary);

  function find(words: readonly string[]): readonly Mention<Target>[] {
    const unknown = capQuestion(words).filter((word) => word.length >= SHORTEST_REPAIRED && !vocabulary.has(word));
    const meant = new Map(unknown.slice(0, MOST_REPAIRED).map((word) => [word, misspelt(word)]));
    const mentions: Mention<Target>[] = [];
    let start = 0;
    while (start < words.length && mentions.length < MOST_MENTIONS) {
      const mention = longestAt(words, start, meant);
      if (mention !== null) mentions.push(mention);
      start += mention?.length ?? 1;
    }
    return mentions;
  }

  function longestAt(
    words: readonly string[],
    start: number,
    meant: ReadonlyMap<string, readonly Meant[]>,
  ): Mention<Target> | null {
    let best: Mention<Target> | null = null;
    let paths: readonly Found<Target>[] = [{ node: root, words: [], cost: 0 }];
    for (let at = start; at < words.length && paths.length > 0; at += 1) {
      const word = words[at] ?? '';
      const readings = [{ word, cost: 0 }, ...(meant.get(word) ?? [])];
      paths = paths.flatMap((path) => readings.flatMap((reading) => follow(path, reading)));
      best = toMention(start, paths.filter(isName), word) ?? best;
    }
    return best;
  }

  return { find };
}

function nodeUnder<Target>(parent: Node<Target>, word: string): Node<Target> {
  const node = parent.next.get(word) ?? { next: new Map(), targets: [] };
  parent.next.set(word, node);
  return node;
}

function follow<Target>(
  { node, words, cost }: Found<Target>,
  reading: { word: string; cost: number },
): Found<Target>[] {
  const next = node.next.get(reading.word);
  return next === undefined ? [] : [{ node: next, words: [...words, reading.word], cost: cost + reading.cost }];
}

function isName<Target>({ node }: Found<Target>): boolean {
  return node.targets.length > 0;
}

/** Of several readings the nearest ones; all that are equally near may be meant. */
function toMention<Target>(start: number, found: readonly Found<Target>[], word: string): Mention<Target> | null {
  const least = Math.min(...found.map(({ cost }) => cost));
  const nearest = found.filter(({ cost }) => cost === least);
  const [first] = nearest;
  if (first === undefined) return null;
  const { words } = first;
  const letters = Math.min(word.length, words.at(-1)?.length ?? 0);
  if (words.length === 1 && least > 0 && letters < SHORTEST_MISSPELT) return null;
  // "El plazo" and "el paso" differ in one word only, as single words do.
  const isSingle = words.filter((one) => one.length > LONGEST_ARTICLE).length <= 1;
  const isVague = isSingle && least > 1 && letters < SHORTEST_SLIP;
  const targets = [...new Set(nearest.flatMap(({ node }) => node.targets))];
  const certainty = least === 0 ? 'written' : isVague ? 'vague' : 'misspelt';
  return { start, length: words.length, name: words.join(' '), targets, certainty };
}
