/** MiniSearch, with its own score and with one that can be compared between messages. */
import MiniSearch from 'minisearch';
import type { SearchOptions } from 'minisearch';
import { bestFacts } from './peer.ts';
import type { CreatePeer } from './peer.ts';
import { plainText } from './phrasings.ts';
import type { Phrasing } from './phrasings.ts';

const SEARCH = { fuzzy: 0.2, prefix: true, combineWith: 'OR' } as const satisfies SearchOptions;
/** Near words count for less than with MiniSearch's own weights (0.45, 0.375): they made wrong hits look sure. */
const SURE_SEARCH = { ...SEARCH, weights: { fuzzy: 0.25, prefix: 0.2 } } as const satisfies SearchOptions;
const MOST_QUERIES = { clean: 300, noisy: 150 } as const;
/** How many phrasings are looked at again with the comparable score. */
const SHORT_LIST = 12;

interface Index {
  readonly search: (text: string, options: SearchOptions) => readonly { readonly id: number; readonly score: number }[];
}

function indexOf(phrasings: readonly Phrasing[]): Index {
  const index = new MiniSearch<{ readonly id: number; readonly question: string }>({
    fields: ['question'],
    processTerm: (term) => plainText(term) || null,
  });
  index.addAll(phrasings.map(({ question }, id) => ({ id, question })));
  return {
    // Ids are the numbers given just above; MiniSearch types them as any.
    search: (text, options) => index.search(text, options).map(({ id, score }) => ({ id: Number(id), score })),
  };
}

export const createMiniSearch: CreatePeer = async (phrasings) => {
  const index = indexOf(phrasings);
  return {
    name: 'MiniSearch',
    mostQueries: MOST_QUERIES,
    search: async (text) =>
      bestFacts(index.search(text, SEARCH).map(({ id, score }) => ({ fact: phrasings[id]?.fact ?? '', score }))),
  };
};

/** How much a message weighs: each word by its rarity among the phrasings, words never seen included. */
function weigher(phrasings: readonly Phrasing[]): (text: string) => number {
  const seenIn = new Map<string, number>();
  const wordsOf = (text: string): ReadonlySet<string> => new Set(plainText(text).split(' '));
  for (const { question } of phrasings) {
    for (const word of wordsOf(question)) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  }
  return (text) =>
    [...wordsOf(text)].reduce((sum, word) => {
      const seen = seenIn.get(word) ?? 0;
      return sum + Math.log(1 + (phrasings.length - seen + 0.5) / (seen + 0.5));
    }, 0);
}

/** The score divided by what the message weighs and by what the phrasing scores against itself. */
export const createMiniSearchNormalised: CreatePeer = async (phrasings) => {
  const index = indexOf(phrasings);
  const weigh = weigher(phrasings);
  const ownScores = new Map<number, number>();
  const ownScoreOf = (id: number): number => {
    const known = ownScores.get(id);
    if (known !== undefined) return known;
    const found = index.search(phrasings[id]?.question ?? '', { combineWith: 'AND' }).find((hit) => hit.id === id);
    const own = found?.score ?? Number.POSITIVE_INFINITY; // a phrasing of signs only finds nothing
    ownScores.set(id, own);
    return own;
  };
  return {
    name: 'MiniSearch, normalised score',
    mostQueries: MOST_QUERIES,
    search: async (text) => {
      const weight = weigh(text);
      const hits = index
        .search(text, SURE_SEARCH)
        .slice(0, SHORT_LIST)
        .map(({ id, score }) => ({ fact: phrasings[id]?.fact ?? '', score: score ** 2 / (weight * ownScoreOf(id)) }));
      return bestFacts(hits.sort((one, other) => other.score - one.score));
    },
  };
};
