import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import { isQuietHour } from '../../src/worker/quiet-hours.ts';

test.each([
  ['20:59', 'America/Mexico_City', Date.UTC(2026, 10, 22, 2, 59), false],
  ['21:00', 'America/Mexico_City', Date.UTC(2026, 10, 22, 3, 0), true],
  ['7:59', 'America/Mexico_City', Date.UTC(2026, 10, 22, 13, 59), true],
  ['8:00', 'America/Mexico_City', Date.UTC(2026, 10, 22, 14, 0), false],
  ['21:00 of summer time', 'America/New_York', Date.UTC(2026, 6, 2, 1, 0), true],
  ['20:00 of winter time', 'America/New_York', Date.UTC(2026, 11, 2, 1, 0), false],
  ['midnight', 'UTC', Date.UTC(2026, 10, 22), true],
])('%s in %s', (_time, timeZone, atMs, isQuiet) => {
  expect(isQuietHour(atMs, timeZone)).toBe(isQuiet);
});

test('eleven hours of the day are quiet, also when the clocks change', () => {
  for (const day of [Date.UTC(2026, 2, 8, 5), Date.UTC(2026, 10, 1, 4), Date.UTC(2026, 10, 22, 5)]) {
    const minutes = Array.from({ length: (24 * HOUR_MS) / MINUTE_MS }, (_, index) => day + index * MINUTE_MS);
    const quiet = minutes.filter((atMs) => isQuietHour(atMs, 'America/New_York')).length / 60;
    expect(quiet).toBeGreaterThanOrEqual(10);
    expect(quiet).toBeLessThanOrEqual(12);
  }
});
