/** How a question of the interview is asked: its place among the others, what may be picked, and how to get out. */
import type { Country } from '../src/core/country.ts';
import type { Choice } from '../src/core/reply.ts';
import { answersOf, nextQuestion } from './interview.ts';
import type { Interview, NextQuestion } from './interview.ts';
import { answerChoice, answerChoicesOf, moveChoice, nameAnswer, skipChoice } from './pathway-choices.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

/** Asks it, and keeps where they are until they answer. */
export async function askQuestion(
  context: TurnHandle,
  talk: Talk,
  interview: Interview,
  next: NextQuestion,
): Promise<void> {
  const choices = answerChoicesOf(talk, next.question);
  await put(context, talk, interview, next, { text: wordingOf(talk, interview, next), choices });
}

/** They are in a country that may be theirs: the question where they are, with the two answers that are left. */
export async function askHomeOrNot(
  context: TurnHandle,
  talk: Talk,
  interview: Interview,
  country: Country,
): Promise<void> {
  const next = nextQuestion(talk.knowledge.pathways, interview);
  if (next === null) return;
  const text = phrase(talk, 'way.home_or_not', { country: country.names[talk.language] });
  const choices = [
    ...answerChoice(talk, 'location', 'home'),
    ...answerChoice(talk, 'location', 'on_the_way'),
    skipChoice(talk, 'location'),
  ];
  await put(context, talk, interview, next, { text, choices });
}

/** Whether the question is where they are, so that a pin on the map answers it. */
export function asksWhere({ memory, knowledge }: Talk): boolean {
  return memory.interview !== null && nextQuestion(knowledge.pathways, memory.interview)?.question === 'location';
}

interface Wording {
  readonly text: string;
  readonly choices: readonly Choice[];
}

/** What WhatsApp shows as buttons, which are seen at once; more is a list. */
const MAX_BUTTONS = 3;

async function put(
  context: TurnHandle,
  talk: Talk,
  interview: Interview,
  next: NextQuestion,
  { text, choices }: Wording,
): Promise<void> {
  talk.memory.interview = interview;
  talk.memory.awaits = 'interview';
  const canGoBack = interview.steps.length > 0;
  const hasButtons = talk.message.channel === 'whatsapp' && choices.length <= MAX_BUTTONS;
  const out = phrase(talk, canGoBack && hasButtons ? 'way.out_or_back' : 'way.out');
  // The place comes first: what is asked shows on no locked screen.
  const place = phrase(talk, 'way.place', { number: next.number, total: next.total });
  const back = canGoBack && !hasButtons ? [moveChoice(talk, 'back')] : [];
  await say(context, `${place}\n${text}\n${out}`, [...choices, ...back]);
}

function wordingOf(talk: Talk, interview: Interview, { question }: NextQuestion): string {
  if (question !== 'family') return phrase(talk, `way.question.${question}`);
  const { destination = 'any' } = answersOf(interview);
  const country = destination === 'any' ? null : nameAnswer(talk, 'destination', destination);
  return country === null ? phrase(talk, 'way.question.family') : phrase(talk, 'way.question.family_in', { country });
}
