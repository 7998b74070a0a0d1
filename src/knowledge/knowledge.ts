/**
 * What Faro knows: verified facts, and how to find the one that a message asks for.
 *
 * Everything is read and learnt once, at start; afterwards a question costs no I/O and well under a millisecond.
 */
import { join } from 'node:path';
import { systemClock } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import { ContentError } from '../core/errors.ts';
import type { FactId } from '../core/ids.ts';
import type { Knowledge } from '../core/knowledge.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { createAnswerCodes } from './answer-code.ts';
import { loadClaims } from './claims.ts';
import { hashContent, loadCalibration } from './calibration.ts';
import { loadConcepts } from './concepts.ts';
import { editionsOf } from './fact-version.ts';
import { dayOf, freshnessOf } from './freshness.ts';
import { learnLanguages } from './identify-language.ts';
import { loadLanguageSamples, samplesOf } from './language-samples.ts';
import { loadEveryday, loadIntents } from './intents.ts';
import { loadFacts } from './load.ts';
import { createMatcher } from './matcher.ts';
import type { Matcher } from './matcher.ts';
import { cacheDirOf, recallModel } from './model-cache.ts';
import { collectSamples, learnModel, openModel } from './model.ts';
import { createPathways } from './pathways/pathways.ts';
import { createPlaces } from './places/places.ts';
import type { Problem } from './problem.ts';
import { createFactSearch } from './search-facts.ts';
import { identifyUnserved } from './unserved-language.ts';
import { loadWords } from './words.ts';
import { keepYaml, recallYaml } from './yaml-file.ts';

/**
 * Loads `contentDir` and learns from it. A broken fact is left out and reported; the service goes on without it.
 *
 * @throws {ContentError} when no fact is left, or when word lists or language lines are missing
 */
export function createKnowledge(parts: {
  readonly contentDir: string;
  readonly telemetry: Telemetry;
  readonly clock?: Clock;
  /** Where what was learnt is kept; unless given, the shipped content's is kept beside the installed packages. */
  readonly cacheDir?: string | null;
  /** `when_asked`: for whoever asks no questions, what is learnt is not read. */
  readonly matching?: 'now' | 'when_asked';
}): Knowledge {
  const clock = parts.clock ?? systemClock;
  const cacheDir = parts.cacheDir === undefined ? cacheDirOf(parts.contentDir) : parts.cacheDir;
  const { places, countries } = createPlaces({ ...parts, clock, cacheDir });
  const yamlPath = cacheDir === null ? null : join(cacheDir, 'yaml.json');
  if (yamlPath !== null) recallYaml(yamlPath);
  const { facts: loaded, problems } = loadFacts(parts.contentDir, { today: dayOf(clock.nowMs()) });
  const unread = leftOut(problems);
  for (const [fact, reason] of unread) parts.telemetry.record({ event: 'fact_left_out', fact, reason });
  if (loaded.length === 0) {
    throw new ContentError(`no fact in ${parts.contentDir} can be served; run "npm run facts" to see why`);
  }
  const facts = loaded.map(({ fact }) => fact);
  const { pathways, problems: pathwayProblems } = createPathways(parts.contentDir, {
    today: dayOf(clock.nowMs()),
    facts,
  });
  for (const [pathway, reason] of leftOut(pathwayProblems)) {
    parts.telemetry.record({ event: 'pathway_left_out', pathway, reason });
  }
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const silent = loaded.filter(({ announce }) => !announce).map(({ fact }) => fact.id);
  const words = loadWords(parts.contentDir);
  const calibration = loadCalibration(parts.contentDir);
  const findConcepts = loadConcepts(parts.contentDir);
  const openMatcher = (): Matcher => {
    const learnt = recallModel(
      cacheDir,
      hashContent(parts.contentDir),
      facts.map(({ id }) => id),
      () =>
        learnModel(
          collectSamples(facts, [...loadIntents(parts.contentDir), ...loadEveryday(parts.contentDir)]),
          facts.length,
          findConcepts,
        ),
    );
    return createMatcher({ facts, words, calibration, read: openModel(learnt, findConcepts) });
  };
  let matcher: Matcher | null = parts.matching === 'when_asked' ? null : openMatcher();
  const languages = learnLanguages([...loadLanguageSamples(parts.contentDir), ...samplesOf(facts)]);
  const claims = loadClaims(parts.contentDir);
  if (yamlPath !== null) keepYaml(yamlPath);
  return {
    facts,
    pathways,
    places,
    countries,
    // The language is not used on purpose: one joint index finds more than one per language, above all when people mix.
    match: (text) => (matcher ??= openMatcher()).match(text),
    find: (id) => byId.get(id) ?? null,
    freshness: freshnessOf,
    // A file's name is its fact's id.
    editions: (nowMs) => editionsOf({ facts, silent, unread: [...unread.keys()] as FactId[] }, nowMs),
    search: createFactSearch(facts),
    ...createAnswerCodes(facts),
    ...languages,
    identifyUnserved,
    readClaim: (text, wasForwarded) => claims.readClaim(text, wasForwarded),
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
