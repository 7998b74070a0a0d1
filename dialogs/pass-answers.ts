/** Hands the answers of the interview to a person of the team: into the request, and nowhere else. */
import { openCase, planReminder } from './human.ts';
import type { Interview } from './interview.ts';
import { nameAnswer } from './pathway-choices.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { composeWaiting, waitingOf } from './waiting.ts';

/** By SMS one segment: the result comes below it. */
const SMS_ROOM = 153;

export async function passAnswers(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  const lines = [phrase(talk, 'way.summary.passed'), ...answerLines(talk, interview)];
  if (talk.message.contact.caseWaiting) {
    await want(context, { kind: 'amend_case', line: lines.join('\n') });
    return say(context, phrase(talk, 'way.added'));
  }
  await openCase(context, talk, { reason: 'request', topic: null, question: null, place: null, lines });
  const remindAtMs = await planReminder(context, talk);
  const opening = phrase(talk, 'way.passed');
  const room = SMS_ROOM;
  await say(context, composeWaiting(waitingOf(talk), { opening, remindAtMs, question: null, room }));
}

function answerLines(talk: Talk, { steps }: Interview): readonly string[] {
  return steps.flatMap(({ question, answer }) => {
    if (answer === null) return [];
    // A country that we have no name for is still told to the person who reads it.
    const text = nameAnswer(talk, question, answer) ?? answer;
    return [phrase(talk, `way.summary.${question}`, { answer: text })];
  });
}
