/**
 * The first words to somebody new: who we are, what we never ask for, what is kept and how to delete it. They stand above
 * the answer to what the person asked, so that nobody has to walk through a menu first.
 */
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export async function greet(context: TurnHandle, talk: Talk): Promise<void> {
  const carrier = phrase(talk, `greeting.carrier.${talk.message.channel}`);
  await say(context, phrase(talk, 'greeting.hello', { carrier }));
}
