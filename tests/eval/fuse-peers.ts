/** fuse.js alone, as it comes and as well as we could tune it for this. */
import Fuse from 'fuse.js';
import { bestFacts } from './peer.ts';
import type { CreatePeer, Peer } from './peer.ts';
import { plainText } from './phrasings.ts';

/** Enough phrasings for three different facts. */
const LIMIT = 60;

/** One entry for each phrasing, no options but the key. */
export const createFuseDefault: CreatePeer = async (phrasings) => {
  const fuse = new Fuse(phrasings, { keys: ['question'], includeScore: true });
  return {
    name: 'fuse.js, default',
    mostQueries: { clean: 100, noisy: 30 },
    search: async (text) =>
      bestFacts(
        fuse.search(text, { limit: LIMIT }).map(({ item, score }) => ({ fact: item.fact, score: 1 - (score ?? 1) })),
      ),
  };
};

/** Token search with the best options of those tried on public question sets (2026-11). */
function tokenSearch<Entry extends { readonly fact: string }>(
  name: string,
  entries: readonly Entry[],
  key: keyof Entry & string,
): Peer {
  const fuse = new Fuse(entries, {
    keys: [key],
    includeScore: true,
    useTokenSearch: true,
    ignoreDiacritics: true,
    ignoreLocation: true,
    threshold: 0.2,
  });
  return {
    name,
    mostQueries: { clean: 150, noisy: 50 },
    search: async (text) =>
      bestFacts(
        fuse
          .search(plainText(text), { limit: LIMIT })
          .map(({ item, score }) => ({ fact: item.fact, score: 1 - (score ?? 1) })),
      ),
  };
}

/** One entry for each fact: surer scores, but a long list of phrasings in five languages blurs what is nearest. */
export const createFuseTunedByFact: CreatePeer = async (phrasings) => {
  const entries = [...Map.groupBy(phrasings, ({ fact }) => fact)].map(([fact, own]) => ({
    fact,
    questions: own.map(({ question }) => plainText(question)),
  }));
  return tokenSearch('fuse.js, tuned, by fact', entries, 'questions');
};

/** One entry for each phrasing: the better ranking of the two. */
export const createFuseTunedByPhrasing: CreatePeer = async (phrasings) => {
  const entries = phrasings.map(({ fact, question }) => ({ fact, question: plainText(question) }));
  return tokenSearch('fuse.js, tuned, by phrasing', entries, 'question');
};
