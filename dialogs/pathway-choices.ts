/** What may be picked on the way to a legal pathway: answers, steps back and on, pathways themselves. */
import type { PathwayId } from '../src/core/ids.ts';
import { INTERVIEW } from '../src/core/pathway.ts';
import type { InterviewQuestion, Pathway } from '../src/core/pathway.ts';
import type { Choice } from '../src/core/reply.ts';
import { parseAnswer, parseQuestion } from './interview.ts';
import type { InterviewStep } from './interview.ts';
import { phrase } from './talk.ts';
import type { Talk, Voice } from './talk.ts';

/** What somebody does with the interview. */
export type InterviewMove =
  | { readonly kind: 'start' | 'go_on' | 'anew' | 'back' | 'show' | 'pass' }
  | ({ readonly kind: 'answer' } & InterviewStep)
  /** Something that is not one of the above; it may be an answer in their own words. */
  | { readonly kind: 'heard' };

export type PickedPathway =
  | { readonly kind: 'interview'; readonly move: InterviewMove }
  | { readonly kind: 'pathway'; readonly pathway: PathwayId }
  | { readonly kind: 'more_pathways'; readonly pathways: readonly PathwayId[] };

const MOVE_IDS: ReadonlyMap<string, InterviewMove> = new Map<string, InterviewMove>([
  ['v1:way', { kind: 'start' }],
  ['v1:way:go', { kind: 'go_on' }],
  ['v1:way:new', { kind: 'anew' }],
  ['v1:way:back', { kind: 'back' }],
  ['v1:way:show', { kind: 'show' }],
  ['v1:way:pass', { kind: 'pass' }],
]);

const SKIP = 'skip';

/** @returns null when the id is of something else */
export function readPathwayChoice(id: string): PickedPathway | null {
  const move = MOVE_IDS.get(id) ?? readAnswerId(id);
  if (move !== null) return { kind: 'interview', move };
  const [, pathway] = /^v1:pathway:([a-z0-9-]{1,100})$/.exec(id) ?? [];
  if (pathway !== undefined) return { kind: 'pathway', pathway: pathway as PathwayId }; // looked up before use
  const [, pathways] = /^v1:pathways:([a-z0-9,-]{1,185})$/.exec(id) ?? [];
  if (pathways === undefined) return null;
  return { kind: 'more_pathways', pathways: pathways.split(',') as PathwayId[] }; // as above
}

function readAnswerId(id: string): InterviewMove | null {
  const [, name, value] = /^v1:way:([a-z]{1,20}):(\w{1,20})$/.exec(id) ?? [];
  const question = parseQuestion(name);
  if (question === null) return null;
  if (value === SKIP) return { kind: 'answer', question, answer: null };
  const answer = parseAnswer(question, value);
  return answer === null ? null : { kind: 'answer', question, answer };
}

export function pathwaysChoice(talk: Voice): Choice {
  return { id: 'v1:way', title: phrase(talk, 'way.title.menu') };
}

export function moveChoice(talk: Voice, move: 'go_on' | 'anew' | 'back' | 'show' | 'pass'): Choice {
  return { id: MOVE_CHOICES[move], title: phrase(talk, `way.title.${move}`) };
}

const MOVE_CHOICES = {
  go_on: 'v1:way:go',
  anew: 'v1:way:new',
  back: 'v1:way:back',
  show: 'v1:way:show',
  pass: 'v1:way:pass',
} as const;

/** Back to the questions, or to new ones when none wait. */
export function questionsChoice(talk: Talk): Choice {
  return moveChoice(talk, talk.memory.interview === null ? 'anew' : 'go_on');
}

/** "Go on with the questions", for somebody who left them for another matter; empty when it was offered before. */
export function offerToGoOn(talk: Talk): readonly Choice[] {
  const { interview, awaits } = talk.memory;
  if (interview === null || interview.offered || awaits === 'interview') return [];
  talk.memory.interview = { ...interview, offered: true };
  return [moveChoice(talk, 'go_on')];
}

/** The countries most people come from who write in a language; any other can be typed. WhatsApp's list has room for seven, with the ways out. */
const COUNTRIES_OFFERED = {
  es: ['VE', 'HN', 'GT', 'CU', 'SV', 'NI', 'CO'],
  en: ['GT', 'HN', 'VE', 'HT', 'GH', 'CM', 'NG'],
  pt: ['BR', 'AO', 'VE', 'CU', 'HT', 'CO', 'CV'],
  fr: ['HT', 'CM', 'SN', 'GN', 'CI', 'ML', 'MR'],
  ht: ['HT', 'DO', 'CL', 'BR', 'CU', 'VE', 'CO'],
} as const satisfies Record<Voice['language'], readonly string[]>;

/** All that a question may be answered with by a tap, the wish not to answer included. */
export function answerChoicesOf(talk: Talk, question: InterviewQuestion): readonly Choice[] {
  const answers = question === 'nationality' ? COUNTRIES_OFFERED[talk.language] : INTERVIEW[question];
  return [...answers.flatMap((answer) => answerChoice(talk, question, answer)), skipChoice(talk, question)];
}

export function answerChoice(talk: Talk, question: InterviewQuestion, answer: string): readonly Choice[] {
  const title = nameAnswer(talk, question, answer);
  if (title === null) return [];
  const id = `v1:way:${question}:${answer}`;
  const key = EXPLAINED.find((one) => one === `${question}.${answer}`);
  return [key === undefined ? { id, title } : { id, title, description: phrase(talk, `way.about.${key}`) }];
}

/** What has a second line where the channel has room for one. */
const EXPLAINED = [
  'location.on_the_way',
  'family.resident',
  'family.protected',
  'situation.victim',
  'situation.child_alone',
] as const;

export function skipChoice(talk: Voice, question: InterviewQuestion): Choice {
  return { id: `v1:way:${question}:${SKIP}`, title: phrase(talk, 'way.title.skip') };
}

/** An answer as it is shown; null when it is none (any more). */
export function nameAnswer(talk: Talk, question: InterviewQuestion, answer: string): string | null {
  if (question === 'nationality') return talk.knowledge.countries.find(answer)?.names[talk.language] ?? null;
  if (parseAnswer(question, answer) === null) return null;
  return phrase(talk, `way.title.${`${question}.${answer}` as AnswerKey}`); // it is one: just parsed
}

type Worded = Exclude<InterviewQuestion, 'nationality'>;
type AnswerKey = { [Question in Worded]: `${Question}.${(typeof INTERVIEW)[Question][number]}` }[Worded];

export function pathwayChoice(talk: Voice, { id, text }: Pathway): Choice {
  return { id: `v1:pathway:${id}`, title: text[talk.language].title };
}

/** WhatsApp's longest id of a list row has 200 characters: what has no room there is the last and the least. */
const MAX_IDS = 185;

/** What did not fit into one list: as many as an id has room for. Empty when nothing is left. */
export function morePathwaysChoice(talk: Voice, pathways: readonly Pathway[]): readonly Choice[] {
  const ids = pathways.reduce(
    (all, { id }) => (`${all},${id}`.length > MAX_IDS ? all : [all, id].filter(Boolean).join(',')),
    '',
  );
  if (ids === '') return [];
  return [{ id: `v1:pathways:${ids}`, title: phrase(talk, 'way.title.more', { number: ids.split(',').length }) }];
}
