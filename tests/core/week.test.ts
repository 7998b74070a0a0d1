import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { DAY_MS } from '../../src/core/clock.ts';
import { startOfWeek, weekName } from '../../src/core/week.ts';

test.each([
  ['2026-11-21', '2026-W47'],
  ['2026-11-22', '2026-W47'],
  ['2026-11-23', '2026-W48'],
  ['2026-01-01', '2026-W01'],
  ['2027-01-01', '2026-W53'],
  ['2027-01-03', '2026-W53'],
  ['2027-01-04', '2027-W01'],
  ['2024-12-30', '2025-W01'],
  ['2023-01-01', '2022-W52'],
])('%s is in week %s', (day, week) => {
  expect(weekName(Date.parse(day))).toBe(week);
});

test('every moment is in the week that began on the Monday before, and its name grows with it', () => {
  const moment = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
  fc.assert(
    fc.property(moment, (ms) => {
      const monday = startOfWeek(ms);
      expect(new Date(monday).getUTCDay()).toBe(1);
      expect(ms - monday).toBeGreaterThanOrEqual(0);
      expect(ms - monday).toBeLessThan(7 * DAY_MS);
      expect(weekName(ms)).toBe(weekName(monday));
      expect(weekName(ms) < weekName(monday + 7 * DAY_MS)).toBe(true);
    }),
    { examples: [[0]] },
  );
});
