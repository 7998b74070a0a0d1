/**
 * What Faro knows: verified facts, and how to find the one that a message asks for.
 *
 * Everything is read and learnt once, at start; afterwards a question costs no I/O and well under a millisecond.
 */
import { systemClock } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import { ContentError } from '../core/errors.ts';
import type { Knowledge } from '../core/knowledge.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { dayOf, freshnessOf } from './freshness.ts';
import { learnLanguages, loadLanguageSamples, samplesOf } from './identify-language.ts';
import { loadFacts } from './load.ts';
import { createMatcher } from './matcher.ts';
import type { Problem } from './problem.ts';
import { loadWords } from './words.ts';

/**
 * Loads `contentDir` and learns from it. A broken fact is left out and reported; the service goes on without it.
 *
 * @throws {ContentError} when no fact is left, or when word lists or language lines are missing
 */
export function createKnowledge(parts: {
  readonly contentDir: string;
  readonly telemetry: Telemetry;
  readonly clock?: Clock;
}): Knowledge {
  const clock = parts.clock ?? systemClock;
  const { facts: loaded, problems } = loadFacts(parts.contentDir, { today: dayOf(clock.nowMs()) });
  for (const [fact, reason] of leftOut(problems)) parts.telemetry.record({ event: 'fact_left_out', fact, reason });
  if (loaded.length === 0) {
    throw new ContentError(`no fact in ${parts.contentDir} can be served; run "npm run facts" to see why`);
  }
  const facts = loaded.map(({ fact }) => fact);
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const matcher = createMatcher(facts, loadWords(parts.contentDir));
  const identifyLanguage = learnLanguages([...loadLanguageSamples(parts.contentDir), ...samplesOf(facts)]);
  return {
    facts,
    // The language is not used on purpose: one joint index finds more than one per language, above all when people mix.
    match: (text) => matcher.match(text),
    find: (id) => byId.get(id) ?? null,
    freshness: freshnessOf,
    identifyLanguage,
  };
}

/** Each file once, by its name, with the first reason it was left out. */
function leftOut(problems: readonly Problem[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { file, code } of problems) {
    if (code === 'unknown_related') continue; // the link is dropped, the fact stays
    const name = file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
    if (!reasons.has(name)) reasons.set(name, code);
  }
  return reasons;
}
