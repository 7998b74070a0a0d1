/**
 * Which legal pathways are worth asking about, given what a person chose to answer.
 *
 * It never says that somebody qualifies. It leaves out what their answers rule out, says what is closed for them, and
 * puts first what more of their answers speak for.
 */
import { INTERVIEW, VERDICTS_ON_PATHWAY } from '../../core/pathway.ts';
import type {
  Finding,
  InterviewAnswers,
  InterviewQuestion,
  Pathway,
  Pathways,
  PathwayVerdict,
} from '../../core/pathway.ts';
import type { FactId } from '../../core/ids.ts';
import { freshnessOf } from '../freshness.ts';
import type { Problem } from '../problem.ts';
import { fit, readAnswers } from './answers.ts';
import { loadPathways } from './load-pathways.ts';
import type { LoadedPathway, PathwayOptions } from './load-pathways.ts';

/** A nationality that no file names: all such are treated alike. */
const UNNAMED_COUNTRY = 'ZZ';

/** Loads `contentDir/pathways`. A broken file is left out and reported; the others serve without it. */
export function createPathways(
  contentDir: string,
  options: PathwayOptions,
): { readonly pathways: Pathways; readonly problems: readonly Problem[] } {
  const { pathways: loaded, problems } = loadPathways(contentDir, options);
  return { problems, pathways: openPathways(loaded) };
}

/** The interview over pathways that were loaded. */
export function openPathways(loaded: readonly LoadedPathway[]): Pathways {
  const byId = new Map(loaded.map(({ pathway }) => [pathway.id, pathway]));
  const countries = unlikeCountries(loaded);
  return {
    all: [...byId.values()],
    find: (id) => byId.get(id) ?? null,
    freshness: freshnessOf,
    assess: (answers) => assess(loaded, readAnswers(answers)),
    matters: (question, answers) => {
      const possible = question === 'nationality' ? countries : INTERVIEW[question];
      return matters(loaded, question, possible, readAnswers(answers));
    },
  };
}

function assess(loaded: readonly LoadedPathway[], answers: InterviewAnswers): readonly Finding[] {
  return loaded
    .flatMap(({ pathway, when }) => {
      const named = goesTo(pathway, answers) ? fit(when, answers) : null;
      return named === null ? [] : [{ finding: judge(pathway, answers), named }];
    })
    .sort((left, right) => rank(left.finding) - rank(right.finding) || right.named - left.named)
    .map(({ finding }) => finding); // the sort is stable, so ties stay in the order of their ids
}

function goesTo({ destination }: Pathway, answers: InterviewAnswers): boolean {
  return answers.destination === undefined || answers.destination === 'any' || answers.destination === destination;
}

function judge(pathway: Pathway, answers: InterviewAnswers): Finding {
  const fact = whyClosed(pathway, answers);
  const verdict: PathwayVerdict =
    fact !== null ? 'closed' : pathway.state.kind === 'unsettled' || pathway.lawyerFirst ? 'lawyer' : 'ask';
  return { pathway, verdict, fact };
}

function whyClosed({ state, closedFor, facts }: Pathway, { nationality }: InterviewAnswers): FactId | null {
  if (state.kind === 'closed') return facts[0];
  if (nationality === undefined) return null;
  return closedFor.find((closing) => closing.nationality.includes(nationality))?.fact ?? null;
}

function rank({ verdict }: Finding): number {
  return VERDICTS_ON_PATHWAY.indexOf(verdict);
}

function matters(
  loaded: readonly LoadedPathway[],
  question: InterviewQuestion,
  possible: readonly string[],
  given: InterviewAnswers,
): boolean {
  const { [question]: _replaced, ...answers } = given;
  const reachable = loaded.filter(({ pathway, when }) => goesTo(pathway, answers) && fit(when, answers) !== null);
  const skipped = outline(assess(reachable, answers));
  return possible.some((answer) => outline(assess(reachable, { ...answers, [question]: answer })) !== skipped);
}

/** What a person would see, the order included: equal outlines look the same. */
function outline(findings: readonly Finding[]): string {
  return findings.map(({ pathway, verdict, fact }) => `${pathway.id} ${verdict} ${fact}`).join('\n');
}

/** Of all countries that the pathways treat alike only one: there are a hundred, and each costs a whole result. */
function unlikeCountries(loaded: readonly LoadedPathway[]): readonly string[] {
  const lists = loaded.flatMap(({ pathway, when }) => [
    ...pathway.closedFor.map(({ nationality }) => nationality),
    ...when.flatMap(({ nationality = [], notNationality = [] }) => [nationality, notNationality]),
  ]);
  const named = [...new Set(lists.flat()), UNNAMED_COUNTRY];
  const treated = (code: string): string => lists.map((list) => (list.includes(code) ? 1 : 0)).join('');
  return [...new Map(named.map((code) => [treated(code), code])).values()];
}
