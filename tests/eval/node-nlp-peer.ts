/** node-nlp: one model for each language, told the true one; it has no Haitian Creole, which runs as French. */
import { NlpManager } from 'node-nlp';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import { bestFacts } from './peer.ts';
import type { CreatePeer } from './peer.ts';
import type { Phrasing } from './phrasings.ts';

const NONE = 'None';

function localeOf(language: Language): string {
  return language === 'ht' ? 'fr' : language;
}

async function trainOn(language: Language, phrasings: readonly Phrasing[]): Promise<NlpManager> {
  const locale = localeOf(language);
  const manager = new NlpManager({
    languages: [locale],
    nlu: { log: false, useNoneFeature: true },
    autoSave: false,
    autoLoad: false,
    forceNER: false,
  });
  for (const { fact, question } of phrasings) manager.addDocument(locale, question, fact);
  await manager.train();
  return manager;
}

export const createNodeNlp: CreatePeer = async (phrasings) => {
  const managers = new Map<Language, NlpManager>();
  for (const language of LANGUAGES) {
    const own = phrasings.filter((phrasing) => phrasing.language === language);
    managers.set(language, await trainOn(language, own));
  }
  return {
    name: 'node-nlp',
    mostQueries: { clean: 1_000, noisy: 1_000 },
    search: async (text, language) => {
      const found = await managers.get(language)?.process(localeOf(language), text);
      if (found === undefined) return [];
      const hits = found.classifications.filter(({ intent }) => intent !== NONE);
      // "None" is node-nlp's own refusal: its ranking still counts, its confidence does not.
      return bestFacts(hits.map(({ intent, score }) => ({ fact: intent, score: found.intent === NONE ? 0 : score })));
    },
  };
};
