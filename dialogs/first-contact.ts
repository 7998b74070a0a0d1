/**
 * The first words to somebody new: who we are, what we never ask for, and how to delete what is kept. They stand above
 * the answer to what the person asked, so that nobody has to walk through a menu first.
 *
 * By SMS they are one line: all of it would push the answer out of the message. The word FARO brings the rest.
 */
import { KEPT_MS } from '../src/core/kept.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export async function greet(context: TurnHandle, talk: Talk): Promise<void> {
  if (talk.message.channel === 'sms' || wasHereBefore(talk)) return say(context, phrase(talk, 'greeting.short'));
  await introduceFully(context, talk);
}

/** After a long silence everything else is forgotten, but who we are they were told. */
function wasHereBefore({ message }: Talk): boolean {
  const { knownSinceMs } = message.contact;
  return knownSinceMs !== null && message.nowMs - knownSinceMs >= KEPT_MS.conversation;
}

export async function introduceFully(context: TurnHandle, talk: Talk): Promise<void> {
  const carrier = phrase(talk, `greeting.carrier.${talk.message.channel}`);
  await say(context, phrase(talk, 'greeting.hello', { carrier }));
}
