/** Weeks as ISO 8601 counts them: from Monday, in UTC, and the first one of a year is the one with its first Thursday. */
import { DAY_MS, startOfDay } from './clock.ts';

const DAYS_PER_WEEK = 7;
/** 1970 began on a Thursday, the fourth day of its week. */
const EPOCH_WEEKDAY = 3;

export function startOfWeek(ms: number): number {
  const day = startOfDay(ms);
  return day - ((day / DAY_MS + EPOCH_WEEKDAY) % DAYS_PER_WEEK) * DAY_MS;
}

/** @example weekName(Date.UTC(2027, 0, 1)) // '2026-W53' */
export function weekName(ms: number): string {
  const thursdayMs = startOfWeek(ms) + EPOCH_WEEKDAY * DAY_MS;
  const year = new Date(thursdayMs).getUTCFullYear();
  const week = Math.floor((thursdayMs - Date.UTC(year, 0, 1)) / (DAYS_PER_WEEK * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
