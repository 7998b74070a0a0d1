/**
 * Clocks on walls: what a moment is called somewhere, and which moment a clock there means. Everything about time zones
 * and summer time comes from `Intl`, which every Node brings with it.
 */
import { DAY_MS, MINUTE_MS } from './clock.ts';
import type { Day } from './fact.ts';
import { WEEKDAYS } from './place.ts';
import type { Weekday } from './place.ts';

const MINUTES_PER_HOUR = 60;

/** What a wall clock and a calendar show. */
export interface LocalTime {
  readonly day: Day;
  /** Minutes since midnight as the clock shows them, from 0 to 1,439. */
  readonly minutes: number;
}

/** @throws {RangeError} when the time zone has no such name */
export function localTime(atMs: number, timeZone: string): LocalTime {
  const wall = new Date(wallMs(atMs, timeZone));
  return {
    day: wall.toISOString().slice(0, 10),
    minutes: wall.getUTCHours() * MINUTES_PER_HOUR + wall.getUTCMinutes(),
  };
}

/**
 * The moment at which a wall clock shows this time. Of an hour that comes twice (the end of summer time) the first; a
 * time that is skipped (its beginning) is as many minutes later.
 *
 * @param minutes - since midnight; beyond 1,440 it is the next day's
 * @example momentOf('2026-03-08', 150, 'America/New_York') // 02:30 is skipped that day: the moment of 03:30
 */
export function momentOf(day: Day, minutes: number, timeZone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE_MS;
  const before = wall - offsetMs(wall - DAY_MS, timeZone);
  const after = wall - offsetMs(wall + DAY_MS, timeZone);
  const shown = [before, after].filter((atMs) => wallMs(atMs, timeZone) === wall);
  return shown.length === 0 ? before : Math.min(...shown);
}

export function weekdayOf(day: Day): Weekday {
  const sundayIsZero = new Date(`${day}T00:00:00Z`).getUTCDay();
  return WEEKDAYS[(sundayIsZero + WEEKDAYS.length - 1) % WEEKDAYS.length] ?? 'mon'; // the remainder is always in the list
}

/** The day that is so many days later; earlier when negative. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the wall shows, as if it were UTC. */
function wallMs(atMs: number, timeZone: string): number {
  return atMs + offsetMs(atMs, timeZone);
}

function offsetMs(atMs: number, timeZone: string): number {
  const wholeSecond = atMs - (((atMs % 1_000) + 1_000) % 1_000);
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(wholeSecond)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - wholeSecond;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times what using it does. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}
