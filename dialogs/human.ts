/**
 * The way to a person of the team, from everywhere. The request is saved in the turn that asks for it, for a frightened
 * person may never write again; only then we ask what it is about, once. What we say of waiting is what happens.
 */
import { DAY_MS, HOUR_MS } from '../src/core/clock.ts';
import type { CaseReason } from '../src/core/case.ts';
import type { TopicSlug } from '../src/core/ids.ts';
import type { Choice } from '../src/core/reply.ts';
import type { Whereabouts } from '../src/core/place.ts';
import { textOf } from './answer.ts';
import { caseChoices, themeChoices } from './choices.ts';
import { namePlace } from './place-text.ts';
import { smsRoom } from './sms-room.ts';
import { oneReply } from './conversation.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { composeWaiting, waitingOf } from './waiting.ts';
import { knownPlace, rememberPlace, statedPlace } from './whereabouts.ts';

export const humanDialog = () =>
  oneReply('human', async (context, talk) => {
    talk.memory.unknowns = 0;
    if (talk.message.contact.caseWaiting) return sayStillWaiting(context, talk);
    const asked: Omit<CaseParts, 'place'> = talk.last ?? { reason: 'request', topic: null, question: null };
    rememberPlace(talk, asked.question === null ? null : statedPlace(talk, asked.question));
    const place = knownPlace(talk);
    await openCase(context, talk, { ...asked, place });
    // Somebody else may hold the phone of a person in danger: nothing comes to it unasked.
    const remindAtMs = asked.reason === 'danger' ? null : await planReminder(context, talk);
    const isKnown = isAboutKnown(talk, asked);
    if (!isKnown) talk.memory.awaits = 'case_words';
    await sayWaiting(context, talk, {
      opening: phrase(talk, 'human.saved'),
      remindAtMs,
      question: isKnown ? null : askAbout(talk),
      choices: isKnown ? caseChoices(talk) : themeChoices(talk),
    });
  });

/** Nobody is asked what they have told already. */
function isAboutKnown({ sent }: Talk, { reason, topic, question }: Omit<CaseParts, 'place'>): boolean {
  return reason === 'danger' || topic !== null || question !== null || sent !== null;
}

/** Who asks again hears where they stand, and opens no second case. */
async function sayStillWaiting(context: TurnHandle, talk: Talk): Promise<void> {
  const opening = phrase(talk, 'human.waiting');
  await sayWaiting(context, talk, { opening, remindAtMs: null, question: null, choices: caseChoices(talk) });
}

interface Said {
  readonly opening: string;
  readonly remindAtMs: number | null;
  readonly question: string | null;
  readonly choices: readonly Choice[];
}

async function sayWaiting(context: TurnHandle, talk: Talk, { choices, ...text }: Said): Promise<void> {
  await say(context, composeWaiting(waitingOf(talk), { ...text, room: smsRoom(choices) }), choices);
}

function askAbout(talk: Talk): string {
  return phrase(talk, talk.message.channel === 'sms' ? 'human.about_sms' : 'human.about');
}

/** WhatsApp would not take a message of ours later than this, and no promise is made that it would refuse. */
const MAX_AHEAD_MS = { whatsapp: DAY_MS - HOUR_MS, sms: Infinity } as const;

/**
 * Has the person told when they still wait at the time by which they should have been answered, if we may write to them
 * unasked.
 *
 * @returns the time, when it can be promised
 */
export async function planReminder(context: TurnHandle, talk: Talk): Promise<number | null> {
  const { channel, nowMs, contact } = talk.message;
  const atMs = talk.team.answerBy(nowMs);
  if (atMs === null || contact.optedOut || !contact.mayBeAlerted) return null;
  await want(context, { kind: 'remind', atMs, country: talk.memory.country });
  return atMs - nowMs <= MAX_AHEAD_MS[channel] ? atMs : null;
}

interface CaseParts {
  readonly reason: CaseReason;
  readonly topic: TopicSlug | null;
  readonly question: string | null;
  readonly place: Whereabouts | null;
  /** More of the summary, each as a person reads it. */
  readonly lines?: readonly string[];
}

export async function openCase(context: TurnHandle, talk: Talk, parts: CaseParts): Promise<void> {
  await want(context, {
    kind: 'open_case',
    case: {
      reason: parts.reason,
      urgency: parts.reason === 'danger' ? 'urgent' : 'normal',
      language: talk.language,
      topic: parts.topic,
      summary: summarise(talk, parts),
    },
  });
}

/** Long enough to understand, short enough to read in a list of cases. */
const MAX_QUOTE = 500;

/** What the person wrote, as a line of a case's summary. */
export function quoteLine(talk: Talk, text: string): string {
  // On one line; and half an emoji cannot be encrypted as UTF-8.
  const quoted = text.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_QUOTE).toWellFormed();
  return phrase(talk, 'human.summary.quote', { text: quoted });
}

export function placeLine(talk: Talk, { country, city }: Whereabouts): string {
  return phrase(talk, 'human.summary.place', { place: namePlace(talk, country, city) });
}

function summarise(talk: Talk, { reason, topic, question, place, lines = [] }: CaseParts): string {
  const fact = topic === null ? undefined : talk.knowledge.facts.find((candidate) => candidate.topic === topic);
  const title = fact && textOf(fact, talk.language).text.title;
  return [
    phrase(talk, `human.summary.${reason}`),
    ...(title === undefined ? [] : [phrase(talk, 'human.summary.topic', { title })]),
    ...(question === null ? [] : [quoteLine(talk, question)]),
    ...(place === null ? [] : [placeLine(talk, place)]),
    ...(talk.sent === null ? [] : [phrase(talk, `human.summary.${talk.sent}`)]),
    ...lines,
  ].join('\n');
}
