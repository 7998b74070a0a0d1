/** One step through the interview: the next question, back, an answer taken in, the end. */
import { menuChoice } from './choices.ts';
import { beginInterview, isSilent, nextQuestion, withAnswer } from './interview.ts';
import type { Interview, InterviewStep } from './interview.ts';
import { askQuestion } from './interview-question.ts';
import { showMainMenu } from './main-menu.ts';
import { passAnswers } from './pass-answers.ts';
import { moveChoice } from './pathway-choices.ts';
import { showResult } from './pathway-result.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

/** The next question, or what comes after the last. */
export async function goOn(context: TurnHandle, talk: Talk, { steps }: Interview): Promise<void> {
  const interview = beginInterview(talk.message.nowMs, steps);
  const next = nextQuestion(talk.knowledge.pathways, interview);
  if (next !== null) return askQuestion(context, talk, interview, next);
  // Who told nothing has nothing to pass on.
  if (steps.every(({ answer }) => answer === null)) return finish(context, talk, interview, forgetAndShow);
  return askToPass(context, talk, interview);
}

/** The last thing before the result: with it the answers are gone. */
export async function askToPass(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  talk.memory.interview = interview;
  talk.memory.awaits = 'interview';
  const text = phrase(talk, talk.message.contact.caseWaiting ? 'way.ready_waiting' : 'way.ready');
  await say(context, `${text}\n${phrase(talk, 'way.out')}`, [
    moveChoice(talk, 'show'),
    moveChoice(talk, 'pass'),
    moveChoice(talk, 'back'),
  ]);
}

export async function askToGoOn(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  const next = nextQuestion(talk.knowledge.pathways, interview);
  if (next === null) return goOn(context, talk, interview);
  talk.memory.interview = { ...interview, atMs: talk.message.nowMs };
  talk.memory.awaits = 'interview_go_on';
  const text = phrase(talk, 'way.go_on', { number: next.number, total: next.total });
  await say(context, text, [moveChoice(talk, 'go_on'), moveChoice(talk, 'anew'), menuChoice(talk)]);
}

export async function goBack(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  if (interview.steps.length > 0) return goOn(context, talk, { ...interview, steps: interview.steps.slice(0, -1) });
  talk.memory.interview = null;
  await showMainMenu(context, talk);
}

export async function takeAnswer(
  context: TurnHandle,
  talk: Talk,
  interview: Interview,
  step: InterviewStep,
): Promise<void> {
  const { nowMs } = talk.message;
  await forgetMessage(context);
  const answered = beginInterview(nowMs, withAnswer(interview, toStep(step)));
  if (!isSilent(interview, nowMs)) return goOn(context, talk, answered);
  await say(context, phrase(talk, 'way.noted'));
  await askToGoOn(context, talk, answered);
}

/** What they answer is kept in one place only, from which it is gone with the result. */
export async function forgetMessage(context: TurnHandle): Promise<void> {
  await want(context, { kind: 'forget_message' });
}

export function toStep({ question, answer }: InterviewStep): InterviewStep {
  return { question, answer };
}

/** A button of another day may come too early. */
export async function finish(
  context: TurnHandle,
  talk: Talk,
  interview: Interview,
  end: (context: TurnHandle, talk: Talk, interview: Interview) => Promise<void>,
): Promise<void> {
  if (nextQuestion(talk.knowledge.pathways, interview) !== null) return goOn(context, talk, interview);
  talk.memory.interview = null;
  await end(context, talk, interview);
}

export async function forgetAndShow(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  await say(context, phrase(talk, 'way.erased'));
  await showResult(context, talk, interview);
}

export async function passAndShow(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  await passAnswers(context, talk, interview);
  await showResult(context, talk, interview);
}
