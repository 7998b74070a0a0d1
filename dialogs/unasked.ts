/**
 * What Faro says of its own accord to somebody who waited for a person: outside of a turn, in the same words. Numbers
 * cannot be picked from it by SMS, where the last list still counts; so it offers none there.
 */
import type { ChannelName } from '../src/core/contact.ts';
import type { Choice, Reply } from '../src/core/reply.ts';
import { cancelCaseChoice, menuChoice, wayOut } from './choices.ts';
import { smsRoom } from './sms-room.ts';
import { phrase } from './talk.ts';
import type { Voice } from './talk.ts';
import { composeWaiting } from './waiting.ts';
import type { Waiting } from './waiting.ts';

/** "You still wait": at the time by which the person should have been answered. */
export function composeReminder(waiting: Waiting): Reply {
  const opening = phrase(waiting, 'unasked.still_waiting');
  const text = composeWaiting(waiting, { opening, remindAtMs: null, question: null, room: smsRoom([]) });
  return offer(waiting, text, [cancelCaseChoice(waiting), menuChoice(waiting)]);
}

/** "The automatic answers are back": `waiting` when the request waits for another person of the team. */
export function composeReturn(voice: Voice & { readonly channel: ChannelName }, state: 'closed' | 'waiting'): Reply {
  const choices = state === 'closed' ? wayOut(voice) : [cancelCaseChoice(voice), menuChoice(voice)];
  return offer(voice, phrase(voice, `unasked.returned.${state}`), choices);
}

function offer(voice: Voice & { readonly channel: ChannelName }, text: string, choices: readonly Choice[]): Reply {
  if (voice.channel === 'sms') return { kind: 'text', text };
  return { kind: 'choices', text, choices, listLabel: phrase(voice, 'menu.label') };
}
