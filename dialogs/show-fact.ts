/** One fact, as the answer to a question or because it was picked. */
import type { Fact } from '../src/core/fact.ts';
import type { FactId } from '../src/core/ids.ts';
import { versionOf } from '../src/knowledge/fact-version.ts';
import { composeAnswer, textOf, togetherOf } from './answer.ts';
import { answerChoices } from './answer-choices.ts';
import { wayOut } from './choices.ts';
import { showMainMenu } from './main-menu.ts';
import { offerToGoOn } from './pathway-choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export async function showFact(context: TurnHandle, talk: Talk, fact: Fact): Promise<void> {
  await sayAnswer(context, talk, fact);
  if (isExpired(talk, fact)) return;
  await say(context, phrase(talk, 'feedback.ask'), [...answerChoices(talk, fact), ...offerToGoOn(talk)]);
}

/** The answer alone, or that there is none just now. */
export async function sayAnswer(context: TurnHandle, talk: Talk, fact: Fact): Promise<void> {
  talk.memory.unknowns = 0;
  talk.memory.last = { fact: fact.id, topic: fact.topic, reason: 'request', question: null };
  const answer = composeAnswer(talk, fact);
  if (isExpired(talk, fact)) return say(context, answer, wayOut(talk));
  await noteGiven(context, talk, fact);
  talk.together = togetherOf(talk, fact);
  await say(context, answer);
}

function isExpired(talk: Talk, fact: Fact): boolean {
  return talk.knowledge.freshness(fact, talk.message.nowMs) === 'expired';
}

/** Of those who want corrections, which answer they have; of nobody else. */
async function noteGiven(context: TurnHandle, talk: Talk, fact: Fact): Promise<void> {
  if (!talk.message.contact.corrections) return;
  const { language } = textOf(fact, talk.language);
  await want(context, { kind: 'note_answer', fact: fact.id, version: versionOf(fact), language });
}

export const showFactDialog = () =>
  oneReply<{ fact: FactId }>('show-fact', async (context, talk, { fact: id }) => {
    const fact = id === undefined ? null : talk.knowledge.find(id);
    if (fact !== null) return showFact(context, talk, fact);
    await say(context, phrase(talk, 'ask.gone'));
    await showMainMenu(context, talk);
  });
