import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import { addDays, isTimeZone, localTime, momentOf, weekdayOf } from '../../src/core/zoned-time.ts';

/** Of the Americas and beyond: with and without summer time, half hours, the date line, southern summers. */
const ZONES = [
  'America/Mexico_City',
  'America/New_York',
  'America/Tijuana',
  'America/St_Johns',
  'America/Santiago',
  'America/Port-au-Prince',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
] as const;

const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 0, 1) });
const zone = fc.constantFrom(...ZONES);

describe('a wall clock', () => {
  test.each([
    ['America/Mexico_City', '2026-11-21T18:30:00Z', '2026-11-21', 12 * 60 + 30],
    ['America/Mexico_City', '2027-01-01T05:59:59Z', '2026-12-31', 23 * 60 + 59],
    ['America/New_York', '2026-07-01T04:00:00Z', '2026-07-01', 0],
    ['America/New_York', '2026-12-01T04:59:00Z', '2026-11-30', 23 * 60 + 59],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01', 5 * 60 + 45],
  ])('in %s shows at %s the day %s and %i minutes', (timeZone, at, day, minutes) => {
    expect(localTime(Date.parse(at), timeZone)).toEqual({ day, minutes });
  });

  test('is read back to the very minute, but for an hour that comes twice', () => {
    fc.assert(
      fc.property(moment, zone, (atMs, timeZone) => {
        const wholeMinute = atMs - (atMs % MINUTE_MS);
        const { day, minutes } = localTime(wholeMinute, timeZone);
        const back = momentOf(day, minutes, timeZone);
        expect(localTime(back, timeZone)).toEqual({ day, minutes });
        expect([0, HOUR_MS, HOUR_MS / 2]).toContain(wholeMinute - back); // the first of the two
      }),
    );
  });
});

describe('the change of summer time in New York', () => {
  test('skips an hour in spring: what stands in it is an hour later', () => {
    expect(momentOf('2026-03-08', 119, 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 6, 59));
    expect(momentOf('2026-03-08', 150, 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 7, 30));
    expect(momentOf('2026-03-08', 180, 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 7));
  });

  test('brings an hour twice in autumn: the first one counts', () => {
    expect(momentOf('2026-11-01', 90, 'America/New_York')).toBe(Date.UTC(2026, 10, 1, 5, 30));
    expect(momentOf('2026-11-01', 120, 'America/New_York')).toBe(Date.UTC(2026, 10, 1, 7));
  });

  test('leaves Mexico City alone, which has none', () => {
    for (const day of ['2026-03-08', '2026-11-01', '2026-07-01'])
      expect(momentOf(day, 540, 'America/Mexico_City')).toBe(Date.parse(`${day}T15:00:00Z`));
  });
});

test('minutes beyond midnight are those of the next day, also over the end of a year', () => {
  expect(momentOf('2026-12-31', 26 * 60, 'America/Mexico_City')).toBe(
    momentOf('2027-01-01', 120, 'America/Mexico_City'),
  );
});

test('days are counted and named over months and leap years', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  expect(['2026-11-21', '2026-11-22', '2026-11-23'].map(weekdayOf)).toEqual(['sat', 'sun', 'mon']);
});

test('a time zone is one that the machine knows', () => {
  expect(ZONES.every(isTimeZone)).toBe(true);
  expect(isTimeZone('America/Mexico')).toBe(false);
});
