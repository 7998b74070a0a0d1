/**
 * The truth about waiting for a person: whether anybody is there, how many come first, when we write again, and what to do
 * meanwhile. Only what the team's hours and the line of cases say; where they say nothing, neither do we.
 */
import { HOUR_MS, MINUTE_MS } from '../src/core/clock.ts';
import type { ChannelName } from '../src/core/contact.ts';
import type { CountryCode } from '../src/core/country.ts';
import type { Place } from '../src/core/place.ts';
import type { TeamHours } from '../src/core/team.ts';
import { MAX_COUNTED_WAITING } from '../src/core/turn.ts';
import { formatMoment, formatUntil } from '../src/language/moments.ts';
import { emergencyLine, shortEmergencyLine } from './emergency.ts';
import type { Caller } from './emergency.ts';
import { phrase } from './talk.ts';
import type { Talk } from './talk.ts';
import type { Atlas } from './whereabouts.ts';

/** All that the truth about waiting depends on; also outside of a turn. */
export interface Waiting extends Caller {
  readonly knowledge: Atlas['knowledge'];
  readonly channel: ChannelName;
  readonly nowMs: number;
  readonly team: TeamHours;
  /** Cases that are answered first; null when nobody has counted. */
  readonly waitingBefore: number | null;
}

export function waitingOf(talk: Talk): Waiting {
  const { phrases, language, knowledge, team, message, memory } = talk;
  const { channel, nowMs, contact } = message;
  return {
    phrases,
    language,
    knowledge,
    team,
    channel,
    nowMs,
    country: memory.country,
    waitingBefore: contact.waitingBefore,
  };
}

/** A sentence and how much it matters: by SMS the least important go first when there is no room. */
interface Sentence {
  readonly text: string;
  /** 0 is never left out. */
  readonly rank: 0 | 1 | 2 | 3 | 4;
}

/** Sentences in their order, in paragraphs where the channel has room for them. */
export interface WaitingText {
  /** What happened, for example that the request is saved. */
  readonly opening: string;
  /** When we write again; null when we do not. */
  readonly remindAtMs: number | null;
  /** What is asked at the end; null when nothing is. */
  readonly question: string | null;
  /** Characters there are; by SMS two segments less what may be picked. */
  readonly room: number;
}

export function composeWaiting(waiting: Waiting, { opening, remindAtMs, question, room }: WaitingText): string {
  const paragraphs: readonly (readonly Sentence[])[] = [
    [must(opening), ...sayTeam(waiting), ...(remindAtMs === null ? [] : [sayPromise(waiting, remindAtMs)])],
    sayAlternatives(waiting),
    question === null ? [] : [must(question)],
  ];
  return waiting.channel === 'sms' ? fit(paragraphs.flat(), room) : join(paragraphs);
}

/** Whether nobody of the team is there now. */
export function isAway({ team, nowMs }: Waiting): boolean {
  return team.status(nowMs).kind !== 'open';
}

function sayTeam(waiting: Waiting): readonly Sentence[] {
  const { team, nowMs, language } = waiting;
  const { timeZone, zoneNames } = team;
  const status = team.status(nowMs);
  const place = zoneNames[language];
  switch (status.kind) {
    case 'unstaffed':
      return [must(phrase(waiting, 'human.unstaffed'))];
    case 'closed': {
      if (status.opensAtMs === null) return [must(phrase(waiting, 'human.closed_long'))];
      const when = formatMoment(language, status.opensAtMs, nowMs, timeZone);
      return [must(phrase(waiting, 'human.closed', { when, place }))];
    }
    case 'away':
      return [must(phrase(waiting, 'human.away')), { text: phrase(waiting, 'human.time_unknown'), rank: 1 }];
    case 'open': {
      const line = sayLine(waiting);
      if (status.untilMs === null) return [must(phrase(waiting, 'human.open_always')), ...line];
      const until = formatUntil(language, status.untilMs, nowMs, timeZone);
      return [must(phrase(waiting, 'human.open', { until, place })), ...line];
    }
  }
}

/** Who comes first, and how long it takes. */
function sayLine(waiting: Waiting): readonly Sentence[] {
  const time: Sentence = { text: sayUsualTime(waiting), rank: 1 };
  const { waitingBefore } = waiting;
  if (waitingBefore === null) return [time];
  return [{ text: sayPlace(waiting, waitingBefore), rank: 1 }, time];
}

function sayPlace(waiting: Waiting, before: number): string {
  if (before === 0) return phrase(waiting, 'human.first_in_line');
  if (before >= MAX_COUNTED_WAITING) return phrase(waiting, 'human.long_queue');
  return phrase(waiting, 'human.queue', { count: before });
}

const MINUTES_PER_HOUR = HOUR_MS / MINUTE_MS;
/** From here on it is said in hours. */
const LONG_MINUTES = 90;

function sayUsualTime(waiting: Waiting): string {
  const minutes = waiting.team.usualMinutes;
  if (minutes === null) return phrase(waiting, 'human.time_unknown');
  if (minutes < LONG_MINUTES) return phrase(waiting, 'human.usual', { count: minutes });
  return phrase(waiting, 'human.usual_hours', { count: Math.round(minutes / MINUTES_PER_HOUR) });
}

/** Whose time it is stands in the sentence before, except where the team is there around the clock. */
function sayPromise(waiting: Waiting, atMs: number): Sentence {
  const { team, nowMs, language } = waiting;
  const status = team.status(nowMs);
  const moment = formatMoment(language, atMs, nowMs, team.timeZone);
  const isZoneSaid = status.kind === 'closed' || (status.kind === 'open' && status.untilMs !== null);
  const place = team.zoneNames[language];
  const when = isZoneSaid ? moment : phrase(waiting, 'human.zoned', { when: moment, place });
  return { text: phrase(waiting, 'human.promise', { when }), rank: 2 };
}

/** Whom to call, and that one can go on: nobody should only wait. */
function sayAlternatives(waiting: Waiting): readonly Sentence[] {
  const isShort = waiting.channel === 'sms';
  const emergency = isShort ? shortEmergencyLine(waiting) : emergencyLine(waiting);
  const goOn: Sentence = { text: phrase(waiting, isShort ? 'human.go_on_sms' : 'human.go_on'), rank: 4 };
  return [must(emergency), ...(isAway(waiting) ? sayHelpLine(waiting) : []), goOn];
}

function sayHelpLine(waiting: Waiting): readonly Sentence[] {
  const line = waiting.country === null ? null : findHelpLine(waiting, waiting.country);
  const phone = line?.phones[0];
  if (line === null || phone === undefined) return [];
  return [{ text: phrase(waiting, 'human.line', { name: line.name, phone }), rank: 3 }];
}

/** Lines looked at: one that is for everybody and has a telephone is among the first. */
const MAX_LINES = 10;

/** The most useful telephone line for everybody in a country. */
function findHelpLine({ knowledge, nowMs }: Waiting, country: CountryCode): Place | null {
  const lines = knowledge.places.lines(country, { limit: MAX_LINES, nowMs });
  const isForAll = lines.filter(({ audience, nationals }) => audience.length === 0 && nationals.length === 0);
  return isForAll.find(({ phones }) => phones.length > 0) ?? null;
}

function must(text: string): Sentence {
  return { text, rank: 0 };
}

function join(paragraphs: readonly (readonly Sentence[])[]): string {
  return paragraphs
    .map((sentences) => sentences.map(({ text }) => text).join(' '))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function fit(sentences: readonly Sentence[], room: number): string {
  const text = sentences.map((sentence) => sentence.text).join(' ');
  const least = sentences.reduce<Sentence | null>((worst, one) => (one.rank > (worst?.rank ?? 0) ? one : worst), null);
  if (text.length <= room || least === null) return text;
  return fit(
    sentences.filter((sentence) => sentence !== least),
    room,
  );
}
