/**
 * What somebody's answers lead to: what is worth asking about, what only with a lawyer, what is closed. Never that they
 * qualify. The answers are gone when this is said.
 */
import type { Day } from '../src/core/fact.ts';
import type { FactId, PathwayId } from '../src/core/ids.ts';
import { VERDICTS_ON_PATHWAY } from '../src/core/pathway.ts';
import type { Finding, InterviewAnswers, Pathway, PathwayKind, PathwayVerdict } from '../src/core/pathway.ts';
import type { Choice } from '../src/core/reply.ts';
import { formatDay } from '../src/language/dates.ts';
import { factChoice, humanChoice, menuChoice } from './choices.ts';
import { answersOf } from './interview.ts';
import type { Interview } from './interview.ts';
import { showMainMenu } from './main-menu.ts';
import { morePathwaysChoice, moveChoice, nameAnswer, pathwayChoice, questionsChoice } from './pathway-choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export async function showResult(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  const answers = answersOf(interview);
  const findings = putNeedFirst(withoutFeared(talk.knowledge.pathways.assess(answers), answers), answers);
  const isOpen = findings.some(({ verdict }) => verdict !== 'closed');
  await (isOpen ? sayFound(context, talk, findings, answers) : sayNoneOpen(context, talk, findings));
}

/** Nobody who is afraid to go back is sent there, unless they said that they want to. */
function withoutFeared(findings: readonly Finding[], { fear, situation }: InterviewAnswers): readonly Finding[] {
  if (fear !== 'yes' || situation === 'wants_home') return findings;
  return findings.filter(({ pathway: { kind } }) => kind !== 'return');
}

/** What they fear or suffer comes before everything else that fits; then what is possible where they are. */
function putNeedFirst(findings: readonly Finding[], answers: InterviewAnswers): readonly Finding[] {
  const needs = needsOf(answers);
  const weigh = ({ pathway: { kind, destination } }: Finding): number =>
    (needs.includes(kind) ? 2 : 0) + (destination === answers.location ? 1 : 0);
  return findings.toSorted(
    (left, right) =>
      VERDICTS_ON_PATHWAY.indexOf(left.verdict) - VERDICTS_ON_PATHWAY.indexOf(right.verdict) ||
      weigh(right) - weigh(left),
  );
}

function needsOf({ fear, situation = 'none' }: InterviewAnswers): readonly PathwayKind[] {
  const feared: readonly PathwayKind[] = fear === 'yes' ? ['asylum', 'refugee'] : [];
  return [...feared, ...(SITUATION_NEEDS[situation] ?? [])];
}

const SITUATION_NEEDS: Readonly<Record<string, readonly PathwayKind[]>> = {
  victim: ['victims'],
  child_alone: ['children'],
  wants_home: ['return'],
};

/** More would be no help to choose. */
const MAX_SHOWN = 5;
/** At first so many of each, so that none hides the others: what is closed is sold most. */
const SHARES = { ask: 2, lawyer: 2, closed: 1 } as const satisfies Record<PathwayVerdict, number>;

/** In the order of the findings; what the shares leave free goes to the best. */
function pickShown(findings: readonly Finding[]): readonly Finding[] {
  const shared = VERDICTS_ON_PATHWAY.flatMap((verdict) =>
    findings.filter((finding) => finding.verdict === verdict).slice(0, SHARES[verdict]),
  );
  const others = findings.filter((finding) => !shared.includes(finding)).slice(0, MAX_SHOWN - shared.length);
  return findings.filter((finding) => shared.includes(finding) || others.includes(finding));
}

async function sayFound(
  context: TurnHandle,
  talk: Talk,
  findings: readonly Finding[],
  answers: InterviewAnswers,
): Promise<void> {
  const shown = pickShown(findings);
  const groups = talk.message.channel === 'sms' ? numberGroups(talk, shown) : listGroups(talk, shown, answers);
  await say(context, `${phrase(talk, talk.message.channel === 'sms' ? 'way.found_sms' : 'way.found')}\n${groups}`, [
    ...shown.map(({ pathway }) => pathwayChoice(talk, pathway)),
    ...morePathwaysChoice(
      talk,
      findings.filter((finding) => !shown.includes(finding)).map(({ pathway }) => pathway),
    ),
    humanChoice(talk),
    moveChoice(talk, 'anew'),
    ...(talk.message.channel === 'sms' ? [] : [menuChoice(talk)]),
  ]);
}

/** By SMS the titles stand below, with their numbers. */
function numberGroups(talk: Talk, shown: readonly Finding[]): string {
  return VERDICTS_ON_PATHWAY.flatMap((verdict) => {
    const numbers = shown.flatMap((finding, index) => (finding.verdict === verdict ? [index + 1] : []));
    return numbers.length === 0 ? [] : [phrase(talk, `way.group_sms.${verdict}`, { numbers: numbers.join(', ') })];
  }).join(' ');
}

function listGroups(talk: Talk, shown: readonly Finding[], answers: InterviewAnswers): string {
  const isAnywhere = answers.destination === undefined || answers.destination === 'any';
  return VERDICTS_ON_PATHWAY.flatMap((verdict) => {
    const lines = shown
      .filter((finding) => finding.verdict === verdict)
      .map((finding) => `• ${nameFinding(talk, finding, isAnywhere)}`);
    return lines.length === 0 ? [] : [`\n${phrase(talk, `way.group.${verdict}`)}\n${lines.join('\n')}`];
  }).join('\n');
}

function nameFinding(talk: Talk, finding: Finding, withCountry: boolean): string {
  const { pathway } = finding;
  const { title } = pathway.text[talk.language];
  const country = nameAnswer(talk, 'destination', pathway.destination);
  const since = closedSince(finding);
  return [
    withCountry && country !== null ? `${title} (${country})` : title,
    ...(since === null ? [] : [phrase(talk, 'way.since', { date: formatDay(talk.language, since) })]),
  ].join(', ');
}

function closedSince({ pathway: { state, closedFor }, verdict, fact }: Finding): Day | null {
  if (verdict !== 'closed') return null;
  if (state.kind === 'closed') return state.since;
  return closedFor.find((closing) => closing.fact === fact)?.since ?? null;
}

/** What is true whoever asks: how to find a lawyer, and how the sellers lie. */
const ALWAYS_WORTH: readonly string[] = ['legal-help-free', 'notario-fraud'];

/** That may change, somebody in danger may still ask, and whoever sells a sure way lies. */
async function sayNoneOpen(context: TurnHandle, talk: Talk, findings: readonly Finding[]): Promise<void> {
  const sms = talk.message.channel === 'sms';
  const closed = pickShown(findings).slice(0, sms ? 2 : MAX_SHOWN);
  const facts = ALWAYS_WORTH.flatMap((id) => talk.knowledge.find(id as FactId) ?? []); // looked up: it may be gone
  const lines = closed.map((finding) => `• ${nameFinding(talk, finding, true)}`);
  const list = sms || lines.length === 0 ? [] : [[phrase(talk, 'way.group.closed'), ...lines].join('\n')];
  const text = [phrase(talk, sms ? 'way.none_sms' : 'way.none'), ...list].join('\n\n');
  await say(context, text, [
    ...closed.map(({ pathway }) => pathwayChoice(talk, pathway)),
    ...facts.slice(0, sms ? 1 : facts.length).map((fact) => factChoice(talk, fact)),
    humanChoice(talk),
    moveChoice(talk, 'anew'),
    ...(sms ? [] : [menuChoice(talk)]),
  ]);
}

/** What did not fit into the result. Whose answers led here is forgotten, so each way says by itself whether it is open. */
export const morePathwaysDialog = () =>
  oneReply<{ pathways: readonly PathwayId[] }>('more-pathways', async (context, talk, { pathways: ids = [] }) => {
    const pathways = ids.flatMap((id) => talk.knowledge.pathways.find(id) ?? []);
    if (pathways.length === 0) {
      await say(context, phrase(talk, 'ask.gone'));
      return showMainMenu(context, talk);
    }
    const shown = pathways.slice(0, MAX_SHOWN);
    await say(context, phrase(talk, 'way.others'), [
      ...shown.map((one) => pathwayChoice(talk, one)),
      ...waysOn(talk, pathways.slice(MAX_SHOWN)),
    ]);
  });

function waysOn(talk: Talk, left: readonly Pathway[]): readonly Choice[] {
  return [...morePathwaysChoice(talk, left), humanChoice(talk), questionsChoice(talk), menuChoice(talk)];
}
