/** What `npm run facts` prints: how much there is, what is stale and whose it is. */
import { FRESHNESS_LIMITS, ageInDays, freshnessOf } from './freshness.ts';
import type { LoadedFact } from './load.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { OWNERS } from './fact-schema.ts';
import { TOPICS } from './topics.ts';

/** The lines of the report, ready to be printed. */
export function reportFacts(facts: readonly LoadedFact[], nowMs: number): readonly string[] {
  return [...countLines(facts), '', ...languageLines(facts), '', ...staleLines(facts, nowMs)];
}

function countLines(facts: readonly LoadedFact[]): readonly string[] {
  const rumours = facts.filter(({ fact }) => fact.kind === 'rumour').length;
  const topics = new Set(facts.map(({ fact }) => fact.topic)).size;
  return [
    `${facts.length} facts (${rumours} of them rumours) on ${topics} of ${TOPICS.length} topics`,
    `limits in days, due and expired: ${Object.entries(FRESHNESS_LIMITS)
      .map(([cadence, limits]) => `${cadence} ${limits.dueAfterDays} and ${limits.expiresAfterDays}`)
      .join(', ')}`,
  ];
}

function languageLines(facts: readonly LoadedFact[]): readonly string[] {
  return LANGUAGES.map((language) => {
    const count = countLanguage(facts, language);
    const behind = facts.filter((fact) => fact.behind.includes(language)).map(({ fact }) => fact.id);
    const stale = behind.length === 0 ? '' : `, behind the verified text: ${behind.join(', ')}`;
    const { reviewed, draft, missing, questions } = count;
    const name = LANGUAGE_NAMES[language].padEnd(10);
    return `${name} ${reviewed} reviewed, ${draft} draft, ${missing} missing, ${questions} phrasings${stale}`;
  });
}

function countLanguage(facts: readonly LoadedFact[], language: Language): Readonly<Record<string, number>> {
  const texts = facts.flatMap(({ fact }) => fact.text[language] ?? []);
  return {
    reviewed: texts.filter((text) => text.status === 'reviewed').length,
    draft: texts.filter((text) => text.status === 'draft').length,
    missing: facts.length - texts.length,
    questions: texts.reduce((sum, text) => sum + text.questions.length, 0),
  };
}

function staleLines(facts: readonly LoadedFact[], nowMs: number): readonly string[] {
  const stale = facts.filter(({ fact }) => freshnessOf(fact, nowMs) !== 'fresh');
  if (stale.length === 0) return ['nothing is due'];
  return OWNERS.flatMap((owner) => {
    const theirs = stale
      .filter((fact) => fact.owner === owner)
      .toSorted((left, right) => left.fact.verifiedOn.localeCompare(right.fact.verifiedOn));
    return theirs.length === 0 ? [] : [`${owner} has to check again:`, ...theirs.map((fact) => staleLine(fact, nowMs))];
  });
}

function staleLine({ fact }: LoadedFact, nowMs: number): string {
  const state = freshnessOf(fact, nowMs).padEnd(7);
  const age = ageInDays(fact.verifiedOn, nowMs);
  return `  ${state} ${fact.id}, evidence of ${fact.verifiedOn} (${age} days, ${fact.cadence}): ${fact.sources[0].url}`;
}
