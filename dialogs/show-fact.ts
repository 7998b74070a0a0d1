/** One fact, as the answer to a question or because it was picked. */
import type { Fact } from '../src/core/fact.ts';
import type { FactId } from '../src/core/ids.ts';
import { composeAnswer } from './answer.ts';
import { wayOut } from './choices.ts';
import { showMainMenu } from './main-menu.ts';
import { oneReply, phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

/** Two segments of GSM-7. A third one would cost more than a menu that the words MENU and AGENT reach all the same. */
const MAX_SMS_CHARACTERS = 2 * 153;

export async function showFact(context: TurnHandle, talk: Talk, fact: Fact): Promise<void> {
  talk.memory.unknowns = 0;
  talk.memory.last = { fact: fact.id, topic: fact.topic, reason: 'request', question: null };
  const text = composeAnswer(talk, fact);
  const choices = wayOut(talk);
  const written = [text, ...choices.map(({ title }) => `0 ${title}`)].join('\n');
  const fits = talk.message.channel === 'whatsapp' || written.length <= MAX_SMS_CHARACTERS;
  await say(context, text, fits ? choices : []);
}

export const showFactDialog = () =>
  oneReply<{ fact: FactId }>('show-fact', async (context, talk, { fact: id }) => {
    const fact = id === undefined ? null : talk.knowledge.find(id);
    if (fact !== null) return showFact(context, talk, fact);
    await say(context, phrase(talk, 'ask.gone'));
    await showMainMenu(context, talk);
  });
