/**
 * "Did this answer you?" A yes is thanked for in one line. A no leads on: other words or what is near to it first, a
 * person the second time. Only how often each was said is kept, of each answer and language by day.
 */
import type { Fact } from '../src/core/fact.ts';
import type { FactId } from '../src/core/ids.ts';
import type { Choice } from '../src/core/reply.ts';
import { relatedChoices } from './answer-choices.ts';
import { humanChoice, menuChoice, wayOut } from './choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export interface FeedbackOptions {
  readonly fact: FactId;
  readonly helped: boolean;
}

export const feedbackDialog = () =>
  oneReply<FeedbackOptions>('feedback', async (context, talk, { fact: id, helped = false }) => {
    const fact = id === undefined ? null : talk.knowledge.find(id); // a button of another day: it may be gone
    if (fact !== null) await count(context, talk, fact, helped);
    if (helped) return giveThanks(context, talk);
    return leadOn(context, talk, fact);
  });

async function count(context: TurnHandle, talk: Talk, fact: Fact, helped: boolean): Promise<void> {
  await want(context, { kind: 'note_feedback', fact: fact.id, language: talk.language, helped });
}

async function giveThanks(context: TurnHandle, talk: Talk): Promise<void> {
  talk.memory.misses = 0;
  await say(context, phrase(talk, 'feedback.thanks'), wayOut(talk));
}

async function leadOn(context: TurnHandle, talk: Talk, fact: Fact | null): Promise<void> {
  talk.memory.misses += 1;
  const again = talk.memory.misses > 1;
  const reason = again ? 'unknown_twice' : 'request';
  talk.memory.last = { fact: fact?.id ?? null, topic: fact?.topic ?? null, reason, question: null };
  const related = fact === null ? [] : relatedChoices(talk, fact);
  await say(context, phrase(talk, again ? 'feedback.no_again' : 'feedback.no'), waysOn(talk, related, again));
}

/** The second time in a row a human comes first. */
function waysOn(talk: Talk, related: readonly Choice[], again: boolean): readonly Choice[] {
  const human = humanChoice(talk);
  return again ? [human, ...related, menuChoice(talk)] : [...related, human, menuChoice(talk)];
}
