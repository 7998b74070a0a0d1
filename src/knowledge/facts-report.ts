/** What `npm run facts` prints of the facts: how much there is, what each language lacks, what is stale and whose it is. */
import { FRESHNESS_LIMITS, ageInDays, freshnessOf } from './freshness.ts';
import type { LoadedFact } from './load.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { OWNERS } from './fact-schema.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { median } from './reading/report-reading.ts';
import { TOPICS } from './topics.ts';

/** The lines of the report, ready to be printed. */
export function reportFacts(facts: readonly LoadedFact[], nowMs: number): readonly string[] {
  return [...countLines(facts), '', ...languageLines(facts), '', ...silentLines(facts), ...staleLines(facts, nowMs)];
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

/** A flag that was forgotten would keep the next real change from people who wait for it. */
function silentLines(facts: readonly LoadedFact[]): readonly string[] {
  const silent = facts.filter(({ announce }) => !announce).map(({ fact }) => fact.id);
  return silent.length === 0 ? [] : [`nobody is told of changes (announce: false): ${silent.join(', ')}`, ''];
}

function languageLines(facts: readonly LoadedFact[]): readonly string[] {
  return LANGUAGES.map((language) => {
    const texts = facts.flatMap(({ fact }) => fact.text[language] ?? []);
    const reviewed = texts.filter((text) => text.status === 'reviewed').length;
    const behind = facts.filter((fact) => fact.behind.includes(language)).map(({ fact }) => fact.id);
    const stale = behind.length === 0 ? '' : `, behind the verified text: ${behind.join(', ')}`;
    const name = LANGUAGE_NAMES[language].padEnd(10);
    const drafts = texts.length - reviewed;
    const missing = facts.length - texts.length;
    return `${name} ${reviewed} reviewed, ${drafts} draft, ${missing} missing, ${countPhrasings(facts, language)}${stale}`;
  });
}

function countPhrasings(facts: readonly LoadedFact[], language: Language): string {
  const counts = facts.flatMap(({ fact }) => fact.text[language]?.questions.length ?? []);
  const sum = counts.reduce((total, count) => total + count, 0);
  const fewest = counts.length === 0 ? 0 : Math.min(...counts);
  return `${sum} phrasings (a fact has ${fewest} at least, ${median(counts)} in the middle)`;
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

const DUE_LINE = /^ {2}(?:due|expired) /;

/** The same lines with each list of what is due shortened to its length: "editors-us has to check again: 57". */
export function countDue(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, index) => {
    if (DUE_LINE.test(line)) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((next) => !DUE_LINE.test(next));
    const due = end === -1 ? rest.length : end;
    return due > 0 && line.endsWith(':') ? [`${line} ${due}`] : [line];
  });
}

/** What each refusal is, in the words of an editor. Those with one name are counted together. */
const REFUSALS: Readonly<Record<ProblemCode, string>> = {
  unreadable_file: 'files that cannot be read',
  wrong_shape: 'without a source, a date, an https address, Spanish, English or enough phrasings, or over length',
  rumour_incomplete: 'rumours without a verdict or a claim',
  bad_source: 'addresses that are look-alikes or not the evidence',
  bad_date: 'impossible or too old dates',
  too_old: 'impossible or too old dates',
  too_long: 'texts over two segments',
  too_hard: 'texts too hard to read',
  unregistered_figure: 'figures outside the register',
  figure_drift: 'figures that a language lacks or says otherwise',
  contradiction: 'contradictions',
  contradicts_fact: 'contradictions',
  wrong_place: 'ids, topics or links that lead nowhere or are doubled',
  unknown_topic: 'ids, topics or links that lead nowhere or are doubled',
  unknown_fact: 'ids, topics or links that lead nowhere or are doubled',
  unknown_related: 'ids, topics or links that lead nowhere or are doubled',
  duplicate_id: 'ids, topics or links that lead nowhere or are doubled',
  duplicate_question: 'phrasings in two facts',
  unknown_country: 'places that cannot be found or reached',
  unknown_city: 'places that cannot be found or reached',
  bad_contact: 'places that cannot be found or reached',
  bad_point: 'places that cannot be found or reached',
  promise: 'promises that nobody can keep',
  locale_gap: 'phrases that a language lacks',
};

/** One line for each kind of refusal with its number, the zeros included: they are what the report is for. */
export function reportRefusals(problems: readonly Problem[]): readonly string[] {
  return [...new Set(Object.values(REFUSALS))].map((name) => {
    const count = problems.filter(({ code }) => REFUSALS[code] === name).length;
    return `${String(count).padStart(4)} ${name}`;
  });
}
