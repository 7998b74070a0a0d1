/**
 * The way to a legal pathway: at most seven short questions, each of which may be left unanswered, and none that cannot
 * change what follows. What they answered is forgotten in the turn that shows the result; whoever wants a person of the
 * team to have it says so before. Any other matter comes first, and the questions wait where they were.
 */
import { answerText } from './ask.ts';
import { beginInterview } from './interview.ts';
import { listen } from './interview-listen.ts';
import {
  askToGoOn,
  finish,
  forgetAndShow,
  forgetMessage,
  goBack,
  goOn,
  passAndShow,
  takeAnswer,
  toStep,
} from './interview-steps.ts';
import { showMainMenu } from './main-menu.ts';
import type { InterviewMove } from './pathway-choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export const findPathwayDialog = () =>
  oneReply<{ move: InterviewMove }>('find-pathway', async (context, talk, { move = { kind: 'start' } }) => {
    talk.memory.unknowns = 0;
    if (talk.knowledge.pathways.all.length === 0) {
      await say(context, phrase(talk, 'ask.gone'));
      return showMainMenu(context, talk);
    }
    const { interview } = talk.memory;
    if (interview === null) return beginWith(context, talk, move);
    switch (move.kind) {
      case 'start':
        return interview.steps.length === 0 ? begin(context, talk) : askToGoOn(context, talk, interview);
      case 'anew':
        return begin(context, talk);
      case 'go_on':
        return goOn(context, talk, interview);
      case 'back':
        return goBack(context, talk, interview);
      case 'answer':
        return takeAnswer(context, talk, interview, move);
      case 'show':
        return finish(context, talk, interview, forgetAndShow);
      case 'pass':
        return finish(context, talk, interview, passAndShow);
      case 'heard':
        return listen(context, talk, interview);
    }
  });

/** Nothing is in progress: it was forgotten, or never begun. */
async function beginWith(context: TurnHandle, talk: Talk, move: InterviewMove): Promise<void> {
  if (move.kind === 'start' || move.kind === 'anew') return begin(context, talk);
  if (move.kind === 'heard') return answerText(context, talk);
  const steps = move.kind === 'answer' && move.answer !== null ? [toStep(move)] : [];
  if (move.kind === 'answer') await forgetMessage(context);
  await say(context, phrase(talk, steps.length > 0 ? 'way.again_with' : 'way.again'));
  return goOn(context, talk, beginInterview(talk.message.nowMs, steps));
}

async function begin(context: TurnHandle, talk: Talk): Promise<void> {
  await say(context, phrase(talk, talk.message.channel === 'sms' ? 'way.start_sms' : 'way.start'));
  await goOn(context, talk, beginInterview(talk.message.nowMs));
}
