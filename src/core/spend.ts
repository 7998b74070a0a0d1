/**
 * What SMS may cost. Counted in segments, because that is what is paid for; how much one costs stands in the contract with
 * the provider and not here. Days and hours are those of UTC, so that every process counts in the same ones.
 */
import type { Address } from './contact.ts';
import type { Effect } from './effect.ts';
import type { Reply } from './reply.ts';

/** Segments. */
export interface SmsLimits {
  /** To one person, of what no person of the team writes. */
  readonly personHourly: number;
  readonly personDaily: number;
  /** To all numbers of one country, or of one calling code where the country is not known. */
  readonly prefixDaily: number;
  readonly daily: number;
}

/** What the store cannot know by itself: how a message is written, and where a number is. */
export interface SmsMeter {
  /** 0 for what no SMS can hold: it will not be sent either. */
  segmentsOf(reply: Reply): number;
  /** Under which name sending to this address is counted; null where nothing is ever sent. */
  prefixOf(address: Address): string | null;
}

export interface SmsBudget {
  readonly limits: SmsLimits;
  readonly meter: SmsMeter;
}

/** Which of a person's limits is used up, and so how long it may take until there is more. */
export type SmsPeriod = 'hour' | 'day';

/** Why something was not sent: a limit, or a country that nothing is sent to. */
export const SMS_REFUSALS = ['hour', 'day', 'prefix', 'all', 'country'] as const;
export type SmsRefusal = (typeof SMS_REFUSALS)[number];

/**
 * An answer that goes out whatever was spent, but only once in ten minutes: what to do in danger, and the question whether
 * everything is to be deleted.
 */
export type VitalAnswer = 'danger' | 'deletion';

/** What only counts when it was heard: an answer that was given, a promise, what somebody agreed to by what they read. */
const NEEDS_WORDS: readonly Effect['kind'][] = ['note_answer', 'remind', 'wish_alert', 'allow_corrections'];

/** What is done of what a turn wants although its answer is not sent. */
export function doneUnheard(effects: readonly Effect[]): readonly Effect[] {
  return effects.filter(({ kind }) => !NEEDS_WORDS.includes(kind));
}

/** How much of a day's limit is used up, in parts of a hundred; 100: automatic answers are refused. */
export const SMS_ALARMS = [50, 80, 100] as const;
export type SmsAlarmLevel = (typeof SMS_ALARMS)[number];

/** `prefix` is null for the limit over all. */
export interface SmsAlarm {
  readonly prefix: string | null;
  readonly percent: SmsAlarmLevel;
}
