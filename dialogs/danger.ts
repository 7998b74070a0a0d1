/**
 * Somebody may be in danger. The emergency number comes first and before everything else, the greeting of a new person
 * included; our team is told as urgent, and the person is told not to wait for us.
 */
import type { TopicSlug } from '../src/core/ids.ts';
import type { Whereabouts } from '../src/core/place.ts';
import { factChoice, menuChoice } from './choices.ts';
import { numbersThere } from './emergency.ts';
import { openCase } from './human.ts';
import { smsRoom } from './sms-room.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { isAway, waitingOf } from './waiting.ts';
import { knownPlace, namedPlace, rememberPlace } from './whereabouts.ts';

/** What may be offered to somebody in danger: what a cry for help only sounds like is of no use to them. */
const ABOUT_DANGER: readonly string[] = [
  'kidnapping-extortion',
  'fake-jobs-trafficking',
  'smuggling-dangers',
  'emergency-numbers',
  'darien',
  'missing-migrants',
];

export async function soundAlarm(context: TurnHandle, talk: Talk): Promise<void> {
  const fact = talk.match().candidates.find(({ fact }) => ABOUT_DANGER.includes(fact.topic))?.fact;
  rememberPlace(talk, talk.heard.kind === 'text' ? namedPlace(talk, talk.heard.text) : null);
  await alertTeam(context, talk, fact?.topic ?? null, knownPlace(talk));
  talk.memory.unknowns = 0;
  talk.memory.last = { fact: null, topic: fact?.topic ?? null, reason: 'danger', question: null };
  if (talk.message.maxSegments === 1) return say(context, sayInOneSegment(talk));
  const text = `${sayWhomToCall(talk)}\n\n${sayWhatWeDo(talk)}`;
  const choices = [...(fact === undefined ? [] : [factChoice(talk, fact)]), menuChoice(talk)];
  // By SMS nothing may stand between somebody in danger and the end of this: what does not fit beside it is not offered.
  const fits = talk.message.channel === 'whatsapp' || text.length <= smsRoom(choices);
  await say(context, text, fits ? choices : [menuChoice(talk)]);
}

/** The numbers of the country they are in come first; the others stay, for we may have misunderstood where they are. */
function sayWhomToCall(talk: Talk): string {
  const there = numbersThere(waitingOf(talk));
  return there === null ? phrase(talk, 'danger.call') : phrase(talk, 'danger.call_in', there);
}

/** Where a network does not join segments, half of it could come without the other: all of it is in one. */
function sayInOneSegment(talk: Talk): string {
  const there = numbersThere(waitingOf(talk), 1);
  return there === null ? phrase(talk, 'danger.one') : phrase(talk, 'danger.one_in', there);
}

function sayWhatWeDo(talk: Talk): string {
  return phrase(talk, isAway(waitingOf(talk)) ? 'danger.team_away' : 'danger.team');
}

/** Also when a case is waiting already: that one may not be urgent. */
async function alertTeam(
  context: TurnHandle,
  talk: Talk,
  topic: TopicSlug | null,
  place: Whereabouts | null,
): Promise<void> {
  const question = talk.heard.kind === 'text' ? talk.heard.text : (talk.last?.question ?? null);
  await openCase(context, talk, { reason: 'danger', topic, question, place });
}

export const dangerDialog = () => oneReply('danger', soundAlarm);
