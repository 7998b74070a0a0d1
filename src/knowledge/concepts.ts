/**
 * Words of all languages that mean the same thing: "permiso de trabajo", "work permit", "pemi travay". A phrasing in one
 * language then teaches something about questions in the others, which tells right from wrong for ten more messages in
 * a hundred than letters and words alone (measured 2026-11 on the question bank's development half).
 */
import { join } from 'node:path';
import { z } from 'zod';
import { ContentError } from '../core/errors.ts';
import { LANGUAGES } from '../core/language.ts';
import { fold } from './fold.ts';
import { remember } from './remember.ts';
import { readContentFile } from './yaml-file.ts';

const entries = z.array(z.string().min(1)).min(1);
const conceptFile = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z0-9_]+$/),
    es: entries,
    en: entries,
    pt: entries,
    fr: entries,
    ht: entries,
  }),
);

/** Each concept once, in the order in which the words name them. */
export type ConceptFinder = (words: readonly string[]) => readonly string[];

interface Entry {
  readonly concept: string;
  readonly words: readonly string[];
}

/** `refugi*` matches any ending; a stem this long tells its words apart. */
const STEM_LENGTH = 4;

/** @throws {ContentError} naming the file, the line and the cure */
export function loadConcepts(contentDir: string): ConceptFinder {
  const path = join(contentDir, 'words', 'concepts.yaml');
  const { value: concepts } = readContentFile(path, conceptFile, 'write id and five lists of words');
  const all = concepts.flatMap((concept) =>
    LANGUAGES.flatMap((language) => concept[language].map((text) => ({ concept: concept.id, words: text.split(' ') }))),
  );
  const odd = all.find(({ words }) => words.some((word) => !isComparable(word)));
  if (odd !== undefined) {
    throw new ContentError(
      `${path}:1 "${odd.words.join(' ')}" (${odd.concept}) can match nothing; write it folded: no accents, no capitals`,
    );
  }
  return createConceptFinder(all);
}

function isComparable(word: string): boolean {
  const bare = word.endsWith('*') ? word.slice(0, -1) : word;
  return fold(bare) === bare && bare !== '' && (bare === word || bare.length >= STEM_LENGTH);
}

/** An entry is only tried where its first word stands. */
function createConceptFinder(all: readonly Entry[]): ConceptFinder {
  const byFirst = new Map<string, Entry[]>();
  for (const entry of all) {
    const first = entry.words[0] ?? '';
    const key = first.endsWith('*') ? `${first.slice(0, STEM_LENGTH)}*` : first;
    const list = byFirst.get(key);
    if (list === undefined) byFirst.set(key, [entry]);
    else list.push(entry);
  }
  const startingWith = remember((word): readonly Entry[] =>
    [word, `${word.slice(0, STEM_LENGTH)}*`]
      .flatMap((key) => byFirst.get(key) ?? [])
      .filter((entry) => fits(word, entry.words[0] ?? '')),
  );
  return (words) => {
    const found = new Set<string>();
    for (const [at, word] of words.entries()) {
      for (const { concept, words: wanted } of startingWith(word)) {
        if (!found.has(concept) && wanted.every((one, step) => fits(words[at + step], one))) found.add(concept);
      }
    }
    return [...found];
  };
}

function fits(word: string | undefined, wanted: string): boolean {
  if (word === undefined) return false;
  return wanted.endsWith('*') ? word.startsWith(wanted.slice(0, -1)) : word === wanted;
}
