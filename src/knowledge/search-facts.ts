/** Search for people who know what they look for: agents and editors, not those who ask. Misspelt words still find. */
import Fuse from 'fuse.js';
import type { Fact } from '../core/fact.ts';
import type { Language } from '../core/language.ts';
import { fold } from './fold.ts';

/** Fuse's time grows with the query; nobody types more into a search box. */
const MAX_QUERY_CHARACTERS = 80;
/** Titles count most, then how people ask, then what we answer. */
const WEIGHTS = { title: 3, questions: 2, answer: 1 } as const;

interface Entry {
  readonly fact: Fact;
  readonly title: string;
  readonly questions: readonly string[];
  readonly answer: string;
}

export type FactSearch = (query: string, language: Language, limit: number) => readonly Fact[];

/** One index for each language, made when it is first asked for. */
export function createFactSearch(facts: readonly Fact[]): FactSearch {
  const indexes = new Map<Language, Fuse<Entry>>();
  const indexOf = (language: Language): Fuse<Entry> => {
    const made = indexes.get(language) ?? createIndex(facts, language);
    indexes.set(language, made);
    return made;
  };
  return (query, language, limit) => {
    const folded = fold(query).slice(0, MAX_QUERY_CHARACTERS);
    if (folded === '') return [];
    return indexOf(language)
      .search(folded, { limit })
      .map(({ item }) => item.fact);
  };
}

function createIndex(facts: readonly Fact[], language: Language): Fuse<Entry> {
  const entries = facts.map((fact): Entry => {
    const text = fact.text[language] ?? fact.text.en;
    return { fact, title: fold(text.title), questions: text.questions.map(fold), answer: fold(text.whatsapp) };
  });
  const keys = Object.entries(WEIGHTS).map(([name, weight]) => ({ name, weight }));
  return new Fuse(entries, { keys, useTokenSearch: true, ignoreLocation: true, threshold: 0.2 });
}
