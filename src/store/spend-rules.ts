/**
 * Who may spend how much of what is left, without a database. Alerts give way first, then automatic answers; the last
 * tenth of a day is for people of the team, and for telling people that it is used up.
 */
import type { SmsLimits, SmsPeriod, SmsRefusal } from '../core/spend.ts';

/**
 * - `answer`: what the bot answers, and what we write of our own accord because we said so (`unasked.ts`).
 * - `notice`: that there is no more.
 * - `team`: a person of the team.
 */
export type Purpose = 'alert' | 'answer' | 'notice' | 'team';

/** Segments that were spent before. */
export interface Spent {
  readonly personHour: number;
  readonly personDay: number;
  readonly prefix: number;
  readonly all: number;
}

/** Parts of a hundred of what a day has for all. */
const SHARE: Readonly<Record<Purpose, number>> = { alert: 50, answer: 90, notice: 100, team: 100 };

/** What telling somebody that there is no more may cost; kept back for it, of the hour and once more of the day. */
export const NOTICE_SEGMENTS = 2;

/** @returns which limit stands in the way, the one that lasts longest first; null when none does */
export function findRefusal(
  purpose: Purpose,
  segments: number,
  spent: Spent,
  limits: SmsLimits,
): Exclude<SmsRefusal, 'country'> | null {
  const share = SHARE[purpose] / 100;
  if (spent.all + segments > limits.daily * share) return 'all';
  if (spent.prefix + segments > limits.prefixDaily * share) return 'prefix';
  if (purpose === 'team') return null;
  const { hour, day } = personLimits(purpose, limits);
  if (spent.personDay + segments > day) return 'day';
  return spent.personHour + segments > hour ? 'hour' : null;
}

/** Whether there is nothing left for it. */
export function isSpentFor(purpose: Purpose, segments: number, limit: number): boolean {
  return segments >= (limit * SHARE[purpose]) / 100;
}

function personLimits(
  purpose: Exclude<Purpose, 'team'>,
  { personHourly, personDaily }: SmsLimits,
): Readonly<Record<SmsPeriod, number>> {
  switch (purpose) {
    case 'alert':
      return { hour: (personHourly * SHARE.alert) / 100, day: (personDaily * SHARE.alert) / 100 };
    case 'answer':
      return { hour: personHourly - NOTICE_SEGMENTS, day: personDaily - NOTICE_SEGMENTS };
    case 'notice':
      return { hour: personHourly, day: personDaily };
  }
}

/** What somebody is told: of the hour only while the day has room for both. */
export function periodOf(why: Exclude<SmsRefusal, 'country'>, spent: Spent, limits: SmsLimits): SmsPeriod {
  if (why !== 'hour') return 'day';
  return spent.personDay + NOTICE_SEGMENTS > limits.personDaily - NOTICE_SEGMENTS ? 'day' : 'hour';
}
