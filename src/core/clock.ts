/** Time as the rooms see it: milliseconds since 1970 (UTC). Tests and drills move it by hand. */
export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Days of UTC, wherever the machine stands. */
export function startOfDay(ms: number): number {
  return ms - (ms % DAY_MS);
}
