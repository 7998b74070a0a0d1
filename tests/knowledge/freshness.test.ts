import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../src/core/clock.ts';
import { CADENCES } from '../../src/core/fact.ts';
import { FRESHNESS_LIMITS, ageInDays, dayOf, freshnessOf } from '../../src/knowledge/freshness.ts';

const VERIFIED_ON = '2024-02-28';
const MIDNIGHT_MS = Date.parse('2024-02-28T00:00:00Z');

describe.each(CADENCES)('a %s fact', (cadence) => {
  const { dueAfterDays, expiresAfterDays } = FRESHNESS_LIMITS[cadence];
  const fact = { verifiedOn: VERIFIED_ON, cadence };
  const lastInstantOf = (age: number): number => MIDNIGHT_MS + (age + 1) * DAY_MS - 1;

  test.each([
    ['fresh on the day itself', MIDNIGHT_MS, 'fresh'],
    ['fresh to the last instant of its last day', lastInstantOf(dueAfterDays), 'fresh'],
    ['due one instant later', lastInstantOf(dueAfterDays) + 1, 'due'],
    ['due to the last instant of its last day', lastInstantOf(expiresAfterDays), 'due'],
    ['expired one instant later', lastInstantOf(expiresAfterDays) + 1, 'expired'],
  ])('is %s', (_, nowMs, freshness) => {
    expect(freshnessOf(fact, nowMs)).toBe(freshness);
  });
});

test('the faster a matter changes, the sooner it is due and expires', () => {
  const { weekly, monthly, 'half-yearly': halfYearly } = FRESHNESS_LIMITS;

  expect(weekly.dueAfterDays).toBeLessThan(monthly.dueAfterDays);
  expect(monthly.dueAfterDays).toBeLessThan(halfYearly.dueAfterDays);
  expect(weekly.expiresAfterDays).toBeLessThan(monthly.expiresAfterDays);
  expect(monthly.expiresAfterDays).toBeLessThan(halfYearly.expiresAfterDays);
});

test('a leap day counts as a day', () => {
  expect(ageInDays('2024-02-28', Date.parse('2024-03-01T00:00:00Z'))).toBe(2);
});

test('the day of a moment is the one in UTC', () => {
  expect(dayOf(Date.parse('2026-11-21T23:30:00-05:00'))).toBe('2026-11-22');
});
