/** What is said to a question of the interview, when nothing that was offered is picked. */
import type { InterviewQuestion } from '../src/core/pathway.ts';
import type { Point } from '../src/core/place.ts';
import { answerText } from './ask.ts';
import { humanChoice, menuChoice } from './choices.ts';
import { isAnotherMatter } from './choose-language.ts';
import { heardClaim } from './claim.ts';
import { beginInterview, isSilent, nextQuestion } from './interview.ts';
import type { Interview } from './interview.ts';
import { askHomeOrNot, askQuestion } from './interview-question.ts';
import { askToPass, finish, forgetAndShow, forgetMessage, goOn, passAndShow, takeAnswer } from './interview-steps.ts';
import { isQuestion, readAnswer, readPin } from './interview-words.ts';
import type { ReadAnswer } from './interview-words.ts';
import { showMainMenu } from './main-menu.ts';
import { moveChoice } from './pathway-choices.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { readYesNo } from './yes-no.ts';

/** An answer in their own words; or another matter, which comes first. */
export async function listen(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  const { heard } = talk;
  if (heard.kind === 'location') return takePin(context, talk, interview, heard.point);
  if (heard.kind !== 'text') return missed(context, talk, interview);
  if (isQuestion(heard.text) && isMatter(talk)) return answerText(context, talk);
  const done = await understand(context, talk, interview, heard.text);
  if (done) return;
  if (isMatter(talk) || isSilent(interview, talk.message.nowMs)) return answerText(context, talk);
  await forgetMessage(context);
  await missed(context, talk, interview);
}

function isMatter(talk: Talk): boolean {
  return isAnotherMatter(talk) || heardClaim(talk) !== null;
}

/** @returns false when the text answers nothing */
async function understand(context: TurnHandle, talk: Talk, interview: Interview, text: string): Promise<boolean> {
  const next = nextQuestion(talk.knowledge.pathways, interview);
  const yesNo = readYesNo(text);
  if (talk.awaited === 'interview_go_on' && yesNo !== null) {
    await (yesNo === 'yes' ? goOn(context, talk, interview) : showMainMenu(context, talk));
    return true;
  }
  if (next === null) {
    if (yesNo === null) return false;
    await finish(context, talk, interview, yesNo === 'yes' ? passAndShow : forgetAndShow);
    return true;
  }
  return takeRead(context, talk, interview, next.question, readAnswer(talk, next.question, text));
}

/** @returns false when it is unclear */
async function takeRead(
  context: TurnHandle,
  talk: Talk,
  interview: Interview,
  question: InterviewQuestion,
  read: ReadAnswer,
): Promise<boolean> {
  switch (read.kind) {
    case 'answer':
      await takeAnswer(context, talk, interview, { question, answer: read.answer });
      return true;
    case 'skip':
      await takeAnswer(context, talk, interview, { question, answer: null });
      return true;
    case 'home_or_not':
      await forgetMessage(context);
      await askHomeOrNot(context, talk, beginInterview(talk.message.nowMs, interview.steps), read.country);
      return true;
    case 'unclear':
      return false;
  }
}

async function takePin(context: TurnHandle, talk: Talk, interview: Interview, point: Point): Promise<void> {
  const isRead = await takeRead(context, talk, interview, 'location', readPin(talk, point));
  if (!isRead) await missed(context, talk, interview);
}

/** Once the same question is put again; the second time in a row a person is offered, and the questions wait. */
async function missed(context: TurnHandle, talk: Talk, interview: Interview): Promise<void> {
  if (interview.misses > 0) {
    talk.memory.interview = { ...interview, misses: 0, offered: true };
    await say(context, sayWhy(talk, 'way.unclear_again'));
    const choices = [humanChoice(talk), moveChoice(talk, 'go_on'), menuChoice(talk)];
    return say(context, phrase(talk, 'way.wait'), choices);
  }
  const again: Interview = { ...interview, atMs: talk.message.nowMs, misses: interview.misses + 1 };
  const next = nextQuestion(talk.knowledge.pathways, again);
  await say(context, sayWhy(talk, next === null ? 'way.unclear_again' : 'way.unclear'));
  await (next === null ? askToPass(context, talk, again) : askQuestion(context, talk, again, next));
}

function sayWhy(talk: Talk, otherwise: 'way.unclear' | 'way.unclear_again'): string {
  const { heard } = talk;
  if (heard.kind === 'out_of_range') return phrase(talk, 'ask.out_of_range', { max: heard.max });
  return phrase(talk, otherwise);
}
