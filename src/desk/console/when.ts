/** Times in words, as short as they can be read at a glance. */
import { useSyncExternalStore } from 'react';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/clock.ts';
import type { ConsoleLanguage, Say } from './phrases.ts';

/** Less is a slow line; more is a computer whose clock is wrong, which would show windows open that are closed. */
const TRUSTED_MS = 5 * SECOND_MS;
let aheadMs = 0;

/** @param serverMs - the server's time as an answer bears it, in whole seconds */
export function noteServerTime(serverMs: number): void {
  const differenceMs = serverMs - Date.now();
  aheadMs = Math.abs(differenceMs) > TRUSTED_MS ? differenceMs : 0;
}

/** The server's time, as far as it is known. */
export function timeMs(): number {
  return Date.now() + aheadMs;
}

const watchers = new Set<() => void>();
let nowMs = timeMs();
setInterval(() => {
  nowMs = timeMs();
  for (const watcher of watchers) watcher();
}, SECOND_MS);

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The time, in steps: whoever shows minutes is not drawn anew every second. */
export function useNowMs(stepMs: number): number {
  return useSyncExternalStore(watch, () => nowMs - (nowMs % stepMs)) + stepMs;
}

/** @example toDuration(say, 4_000_000) // "1 h 6 min" */
export function toDuration(say: Say, ms: number): string {
  if (ms < MINUTE_MS) return say('when.less_than_minute');
  if (ms < HOUR_MS) return say('when.minutes', { minutes: Math.floor(ms / MINUTE_MS) });
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  if (ms < DAY_MS) return minutes === 0 ? say('when.hours', { hours }) : say('when.hours_minutes', { hours, minutes });
  return say('when.days', { days: Math.floor(ms / DAY_MS), hours: Math.floor((ms % DAY_MS) / HOUR_MS) });
}

export function toClockTime(language: ConsoleLanguage, ms: number): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
}

export function toDay(language: ConsoleLanguage, ms: number): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(ms);
}

export function toDayAndTime(language: ConsoleLanguage, ms: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(ms);
}

/** @param day - `YYYY-MM-DD` */
export function toDate(language: ConsoleLanguage, day: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00Z`));
}
