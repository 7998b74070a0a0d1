/**
 * Voice notes, pictures, papers: what the program cannot hear or see. We say so, that nobody has opened it, and how to go
 * on: in writing, or with a person of the team. The file stays with the provider; only its handle is kept, for that person.
 */
import type { Choice } from '../src/core/reply.ts';
import { humanChoice, lookChoice, menuChoice } from './choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle, Unreadable } from './talk.ts';

/** From here on somebody may not be able to write, and is offered a person before anything else. */
const MANY_VOICES = 3;

export const notTextDialog = () =>
  oneReply<{ what: Unreadable }>('not-text', (context, talk, { what = 'other' }) => sayUnreadable(context, talk, what));

/** In the middle of a question that question stays open, and what could be picked still can. */
export async function sayUnreadable(
  context: TurnHandle,
  talk: Talk,
  what: Unreadable,
  isAsking = false,
): Promise<void> {
  talk.memory.sent = kindOfFile(what); // if they ask for a person next, that person knows of it
  const isOpen = isAsking || talk.awaited !== null;
  const noted = await tellTeam(context, talk, what);
  const said = `${explain(talk, what, isOpen)}${noted ? `\n\n${phrase(talk, 'human.noted')}` : ''}`;
  if (!isOpen) return say(context, said, waysOn(talk, what));
  talk.memory.last = talk.last;
  talk.memory.awaits = talk.awaited;
  await say(context, `${said} ${phrase(talk, 'not_text.still_asking')}`, waysBack(talk, what));
}

function explain(talk: Talk, what: Unreadable, isOpen: boolean): string {
  if (what !== 'voice') return phrase(talk, `not_text.${what}`);
  const { caseWaiting } = talk.message.contact;
  if (talk.memory.voices >= MANY_VOICES && !caseWaiting) return phrase(talk, 'not_text.voice_again');
  if (isOpen || caseWaiting) return phrase(talk, 'not_text.voice');
  return `${phrase(talk, 'not_text.voice')} ${phrase(talk, 'not_text.voice_ways')}`;
}

/** Who waits for a person already is offered no other. */
function waysToPerson(talk: Talk, what: Unreadable): readonly Choice[] {
  if (talk.message.contact.caseWaiting) return [];
  const sent = kindOfFile(what);
  return [sent === null ? humanChoice(talk) : lookChoice(talk, sent)];
}

function waysOn(talk: Talk, what: Unreadable): readonly Choice[] {
  return [...waysToPerson(talk, what), menuChoice(talk)];
}

function waysBack(talk: Talk, what: Unreadable): readonly Choice[] {
  const isHard = what === 'voice' && talk.memory.voices >= MANY_VOICES;
  const person = waysToPerson(talk, what);
  const open = talk.offered.length > 0 ? talk.offered : [menuChoice(talk)]; // asked for words, or for a place
  return isHard ? [...person, ...open] : [...open, ...person];
}

function kindOfFile(what: Unreadable): 'voice' | 'picture' | null {
  if (what === 'voice') return 'voice';
  return what === 'picture' || what === 'document' ? 'picture' : null;
}

/**
 * Whoever reads the request that waits knows that there is something to hear or to see.
 *
 * @returns whether it was noted
 */
async function tellTeam(context: TurnHandle, talk: Talk, what: Unreadable): Promise<boolean> {
  const sent = kindOfFile(what);
  if (sent === null || !talk.message.contact.caseWaiting) return false;
  await want(context, { kind: 'amend_case', line: phrase(talk, `human.summary.${sent}`) });
  return true;
}
