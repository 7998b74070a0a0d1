/**
 * Whether a program answers us: two robots that answer each other would go on for ever, and both pay. A person who repeats
 * a greeting slowly is never taken for one.
 *
 * What is counted (thresholds below): one text again and again within seconds; far more messages than somebody types, in
 * minutes or in a day; our own reply again and again. Then nothing is said for a while, and each time for longer. Of texts
 * and replies only fingerprints are kept.
 */
import type { SilenceLength } from '../../dialogs/silence.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../core/clock.ts';
import type { InboundContent } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';

/** The same text so often, with no more than so much in between. */
const HURRIED_TEXTS = 3;
const HURRIED_TEXT_MS = 2 * SECOND_MS;
/** More messages than this within the window. */
const FLOOD = 30;
const WINDOW_MS = 10 * MINUTE_MS;
/**
 * One reply of ours so often in a row, when each time the next message came soon after it. To one and the same text four are
 * enough; who tells a story line by line hears the same from us a few times, too.
 */
const HURRIED_REPLIES = { sameText: 4, anyText: 10 } as const;
const HURRIED_REPLY_MS = 10 * SECOND_MS;
/** One reply to one text so often, at whatever pace within the window. */
const SAME_REPLIES = 20;
/** More messages than this in a day, whatever they are: nobody types so many. What is left after a silence. */
const DAILY_MESSAGES = 200;
const DAILY_REST = 20;
/** Where nothing is said, a program has nothing to answer: what comes after such a pause comes from somebody. */
const PAUSE_MS = 20 * SECOND_MS;
/** How long nothing is said. */
const QUIET_MS: Readonly<Record<SilenceLength, number>> = { minutes: 10 * MINUTE_MS, hour: HOUR_MS, day: DAY_MS };
/** The first time, the second, and from then on. */
const LENGTHS = ['minutes', 'hour', 'day'] as const satisfies readonly SilenceLength[];
/** So many times in all somebody comes back from it before its time: people do, and no robot may for ever. */
const MAX_RETURNS = 3;
/** After so long all of it is forgotten. */
const FORGET_MS = DAY_MS;

/** `text`: they send one and the same. `speed`: too many, or whatever they send brings the same reply. */
export type Cause = 'text' | 'speed';

/** Plain JSON; times are milliseconds since 1970. */
export interface Pace {
  /** When their messages of the last minutes were sent. */
  readonly sentAt: readonly number[];
  /** Since when a day is counted, and how many they sent in it. */
  readonly dayFromMs: number;
  readonly dayMessages: number;
  /** The last text; null after anything else. */
  readonly text: string | null;
  readonly sameTexts: number;
  readonly hurriedTexts: number;
  /** Our last reply. */
  readonly reply: string | null;
  readonly repliedAtMs: number;
  readonly sameReplies: number;
  readonly hurriedReplies: number;
  readonly quietUntilMs: number;
  readonly cause: Cause | null;
  readonly silences: number;
  readonly returns: number;
  /** When somebody was last told what to do in danger. */
  readonly dangerAtMs: number;
}

const FRESH: Pace = {
  sentAt: [],
  dayFromMs: 0,
  dayMessages: 0,
  text: null,
  sameTexts: 0,
  hurriedTexts: 0,
  reply: null,
  repliedAtMs: 0,
  sameReplies: 0,
  hurriedReplies: 0,
  quietUntilMs: 0,
  cause: null,
  silences: 0,
  returns: 0,
  dangerAtMs: 0,
};

/** Counts a message in. @param sentAtMs - by the provider's clock: what waited for us did not come faster for that */
export function hear(before: Pace, content: InboundContent, sentAtMs: number, nowMs: number): Pace {
  const pace = nowMs - before.quietUntilMs > FORGET_MS ? { ...before, silences: 0, returns: 0 } : before;
  const text = textOf(content);
  const isSame = text !== null && text === pace.text;
  const gapMs = Math.abs(sentAtMs - (pace.sentAt.at(-1) ?? Number.NEGATIVE_INFINITY));
  const recent = pace.sentAt.filter((atMs) => Math.abs(sentAtMs - atMs) < WINDOW_MS);
  const isSameDay = Math.abs(sentAtMs - pace.dayFromMs) < DAY_MS;
  return {
    ...pace,
    dayFromMs: isSameDay ? pace.dayFromMs : sentAtMs,
    dayMessages: isSameDay ? pace.dayMessages + 1 : 1,
    sentAt: [...recent, sentAtMs].slice(-FLOOD - 1),
    text,
    sameTexts: isSame ? pace.sameTexts + 1 : 1,
    hurriedTexts: isSame && gapMs <= HURRIED_TEXT_MS ? pace.hurriedTexts + 1 : 1,
  };
}

/** Why nothing more should be said, by what they send; null when all is well. */
export function causeOf({ sentAt, dayMessages, text, hurriedTexts }: Pace): Cause | null {
  if (text !== null && hurriedTexts >= HURRIED_TEXTS) return 'text';
  return sentAt.length > FLOOD || dayMessages > DAILY_MESSAGES ? 'speed' : null;
}

/**
 * Counts our reply to what was heard last. Only what was sent after our reply before it can be an answer to that: ten
 * messages at once are no loop. A picture has no words: an album of them is none either.
 */
export function reply(pace: Pace, said: Reply | null, nowMs: number): Pace {
  if (said === null || pace.text === null) return { ...pace, reply: null, sameReplies: 0, hurriedReplies: 0 };
  const fingerprint = fingerprintOf(JSON.stringify(said));
  const sinceMs = (pace.sentAt.at(-1) ?? 0) - pace.repliedAtMs;
  const counted = { ...pace, reply: fingerprint, repliedAtMs: nowMs };
  if (fingerprint !== pace.reply || sinceMs >= WINDOW_MS) return { ...counted, sameReplies: 1, hurriedReplies: 1 };
  if (sinceMs < 0) return counted;
  return {
    ...counted,
    sameReplies: pace.sameReplies + 1,
    hurriedReplies: sinceMs <= HURRIED_REPLY_MS ? pace.hurriedReplies + 1 : 1,
  };
}

/** The same by what we say. */
export function causeOfReplies({ sameTexts, sameReplies, hurriedReplies }: Pace): Cause | null {
  const { sameText, anyText } = HURRIED_REPLIES;
  if (hurriedReplies >= sameText && sameTexts >= sameText) return 'text';
  if (sameReplies >= SAME_REPLIES && sameTexts >= SAME_REPLIES) return 'text';
  return hurriedReplies >= anyText ? 'speed' : null;
}

/** How long it is quiet, the next time. */
export function nextSilence({ silences }: Pace): SilenceLength {
  return LENGTHS[silences] ?? 'day';
}

export function fallQuiet(pace: Pace, cause: Cause, nowMs: number): Pace {
  const { sentAt, dayFromMs, dayMessages, text, returns, silences, dangerAtMs } = pace;
  return {
    ...FRESH,
    sentAt: sentAt.slice(-1),
    dayFromMs,
    dayMessages: Math.min(dayMessages, DAILY_MESSAGES - DAILY_REST),
    text,
    cause,
    returns,
    dangerAtMs,
    quietUntilMs: nowMs + QUIET_MS[nextSilence(pace)],
    silences: silences + 1,
  };
}

/** Whether there is nothing to remember. */
export function isFresh({ sentAt, silences }: Pace): boolean {
  return sentAt.length === 0 && silences === 0;
}

export function isQuiet({ quietUntilMs }: Pace, nowMs: number): boolean {
  return nowMs < quietUntilMs;
}

/** Whether somebody may still come back before the time. */
export function mayReturn({ returns }: Pace): boolean {
  return returns < MAX_RETURNS;
}

/**
 * Whether what was just heard ends the quiet: another text than before that is a word for us, or comes after a pause; where
 * one text was repeated, any other.
 *
 * @param before - as it was before this message was heard
 * @param isForUs - a word or a choice that means something to us and is no mere greeting
 */
export function endsQuiet(before: Pace, heard: Pace, isForUs: boolean): boolean {
  if (!mayReturn(before) || heard.text === before.text) return false;
  return isForUs || before.cause === 'text' || pauseOf(heard.sentAt) >= PAUSE_MS;
}

export function comeBack(pace: Pace, nowMs: number): Pace {
  const { sentAt, returns } = pace;
  return { ...pace, sentAt: sentAt.slice(-1), quietUntilMs: nowMs, cause: null, returns: returns + 1 };
}

const DANGER_EVERY_MS = 10 * MINUTE_MS;

/** Even a hurried cry for help is answered, but not each one of many that come at once. */
export function mayAnswerDanger({ dangerAtMs, sentAt }: Pace, nowMs: number): boolean {
  return nowMs - dangerAtMs >= DANGER_EVERY_MS || pauseOf(sentAt) >= PAUSE_MS;
}

/** How long after the one before the last message was sent. */
function pauseOf(sentAt: readonly number[]): number {
  const [last = 0, before = Number.NEGATIVE_INFINITY] = sentAt.toReversed();
  return Math.abs(last - before);
}

function textOf(content: InboundContent): string | null {
  switch (content.kind) {
    case 'text':
    case 'keyword':
      return fingerprintOf(content.text);
    case 'choice':
      return fingerprintOf(content.id);
    default:
      return null;
  }
}

/** Programs put a time or a number into what they repeat; a short text may be nothing but a number that was picked. */
const SHORT = 12;

/** FNV-1a, 32 bits: enough to see that two are the same, not enough to tell what they were. */
function fingerprintOf(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
  const steady = folded.length <= SHORT ? folded : folded.replaceAll(/\d+/g, '0');
  let hash = 0x811c9dc5;
  for (let index = 0; index < steady.length; index += 1)
    hash = Math.imul(hash ^ steady.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** What a snapshot holds of it: read with suspicion, like everything there. */
export function readPace(snapshot: unknown): Pace {
  const pace = fieldOf(fieldOf(snapshot, 'dialogs'), 'pace');
  const sentAt = fieldOf(pace, 'sentAt');
  return {
    sentAt: Array.isArray(sentAt) ? sentAt.filter(isTime).slice(-FLOOD - 1) : [],
    dayFromMs: readNumber(fieldOf(pace, 'dayFromMs')),
    dayMessages: readNumber(fieldOf(pace, 'dayMessages')),
    text: readText(fieldOf(pace, 'text')),
    sameTexts: readNumber(fieldOf(pace, 'sameTexts')),
    hurriedTexts: readNumber(fieldOf(pace, 'hurriedTexts')),
    reply: readText(fieldOf(pace, 'reply')),
    repliedAtMs: readNumber(fieldOf(pace, 'repliedAtMs')),
    sameReplies: readNumber(fieldOf(pace, 'sameReplies')),
    hurriedReplies: readNumber(fieldOf(pace, 'hurriedReplies')),
    quietUntilMs: readNumber(fieldOf(pace, 'quietUntilMs')),
    cause: readCause(fieldOf(pace, 'cause')),
    silences: readNumber(fieldOf(pace, 'silences')),
    returns: readNumber(fieldOf(pace, 'returns')),
    dangerAtMs: readNumber(fieldOf(pace, 'dangerAtMs')),
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readNumber(value: unknown): number {
  return isTime(value) ? value : 0;
}

function readText(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 8 ? value : null;
}

function readCause(value: unknown): Cause | null {
  return value === 'text' || value === 'speed' ? value : null;
}
