/** More facts than we have: each with phrasings of the usual length, mixed from the words of those that we ship. */
import type { Fact, FactText } from '../../src/core/fact.ts';
import type { FactId, TopicSlug } from '../../src/core/ids.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';

const PHRASINGS_PER_LANGUAGE = 2;
/** Words of a phrasing that are replaced by others of its language. */
const REPLACED = 3;
const FACTS_PER_TOPIC = 3;

export function makeUpFacts(shipped: readonly Fact[], count: number, random: () => number): readonly Fact[] {
  const [first] = shipped;
  if (first === undefined) throw new RangeError('Expected at least one fact that is shipped.');
  const known = new Map(LANGUAGES.map((language) => [language, phrasingsOf(shipped, language)]));
  const vocabulary = new Map([...known].map(([language, all]) => [language, [...new Set(all.flat())]]));
  const phrase = (language: Language): string => {
    const words = [...pick(known.get(language) ?? [['']], random)];
    for (let replaced = 0; replaced < REPLACED; replaced += 1)
      words[Math.floor(random() * words.length)] = pick(vocabulary.get(language) ?? [''], random);
    return words.join(' ');
  };
  return Array.from({ length: count }, (_, index) => {
    const text = Object.fromEntries(LANGUAGES.map((language) => [language, textOf(first, phrase, language)]));
    return {
      ...first,
      ...named(index),
      text: text as Record<Language, FactText>, // one for each language
    };
  });
}

/** The same facts under other names. */
export function repeatFacts(facts: readonly Fact[], times: number): readonly Fact[] {
  return Array.from({ length: times * facts.length }, (_, index) => ({
    ...(facts[index % facts.length] as Fact), // within its length
    ...named(index),
  }));
}

function named(index: number): Pick<Fact, 'id' | 'topic'> {
  // Ids of a benchmark are made where they are used.
  return {
    id: `made-up-${index}` as FactId,
    topic: `made-up-topic-${Math.floor(index / FACTS_PER_TOPIC)}` as TopicSlug,
  };
}

function textOf(first: Fact, phrase: (language: Language) => string, language: Language): FactText {
  const [title = '', ...questions] = Array.from({ length: PHRASINGS_PER_LANGUAGE }, () => phrase(language));
  return { ...first.text.es, title, questions };
}

function phrasingsOf(facts: readonly Fact[], language: Language): readonly (readonly string[])[] {
  return facts.flatMap(({ text }) => (text[language]?.questions ?? []).map((question) => question.split(/\s+/)));
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T; // within its length
}
