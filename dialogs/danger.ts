/**
 * Somebody may be in danger. The emergency number comes first and before everything else, the greeting of a new person
 * included; our team is told as urgent, and the person is told not to wait for us.
 */
import type { TopicSlug } from '../src/core/ids.ts';
import { factChoice, menuChoice } from './choices.ts';
import { openCase } from './human.ts';
import { oneReply, phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export async function soundAlarm(context: TurnHandle, talk: Talk): Promise<void> {
  const fact = talk.match().candidates[0]?.fact;
  await alertTeam(context, talk, fact?.topic ?? null);
  talk.memory.unknowns = 0;
  talk.memory.last = { fact: null, topic: fact?.topic ?? null, reason: 'danger', question: null };
  const choices = [...(fact === undefined ? [] : [factChoice(talk, fact)]), menuChoice(talk)];
  await say(context, `${phrase(talk, 'danger.call')}\n\n${phrase(talk, 'danger.team')}`, choices);
}

/** Also when a case is waiting already: that one may not be urgent. */
async function alertTeam(context: TurnHandle, talk: Talk, topic: TopicSlug | null): Promise<void> {
  const question = talk.heard.kind === 'text' ? talk.heard.text : null;
  await openCase(context, talk, { reason: 'danger', topic, question });
}

export const dangerDialog = () => oneReply('danger', soundAlarm);
