import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import { WEEKDAYS } from '../../src/core/place.ts';
import type { Weekday } from '../../src/core/place.ts';
import { formatWeeklyHours } from '../../src/language/opening-hours.ts';

function weekly(days: readonly Weekday[], from = '08:00', to = '17:00') {
  return { kind: 'weekly', days, from, to } as const;
}

describe('opening hours', () => {
  test.each([
    [['mon', 'tue', 'wed', 'thu', 'fri'], 'lun-vie 8:00-17:00'],
    [['mon', 'tue', 'wed', 'sat'], 'lun-mié, sáb 8:00-17:00'],
    [['sat', 'sun'], 'sáb, dom 8:00-17:00'],
    [['mon', 'sun'], 'lun, dom 8:00-17:00'],
    [['wed'], 'mié 8:00-17:00'],
    [WEEKDAYS, 'lun-dom 8:00-17:00'],
  ] as const)('of %s are "%s"', (days, said) => {
    expect(formatWeeklyHours('es', weekly(days))).toBe(said);
  });

  test.each([
    ['es', 'lun-vie 7:30-15:00'],
    ['en', 'Mon-Fri 7:30 am-3:00 pm'],
    ['pt', 'seg-sex 7:30-15:00'],
    ['fr', 'lun-ven 7:30-15:00'],
    ['ht', 'len-van 7:30-15:00'],
  ] as const)('in %s: "%s"', (language, said) => {
    expect(formatWeeklyHours(language, weekly(['mon', 'tue', 'wed', 'thu', 'fri'], '07:30', '15:00'))).toBe(said);
  });

  test('over midnight and to its end', () => {
    expect(formatWeeklyHours('en', weekly(['mon'], '18:00', '07:00'))).toBe('Mon 6:00 pm-7:00 am');
    expect(formatWeeklyHours('en', weekly(['mon'], '00:00', '12:00'))).toBe('Mon 12:00 am-12:00 pm');
    expect(formatWeeklyHours('en', weekly(['mon'], '08:00', '24:00'))).toBe('Mon 8:00 am-12:00 am');
    expect(formatWeeklyHours('es', weekly(['mon'], '08:00', '24:00'))).toBe('lun 8:00-24:00');
  });

  test('have a name for every day of every language, each its own', () => {
    for (const language of LANGUAGES) {
      const names = WEEKDAYS.map((day) => formatWeeklyHours(language, weekly([day])).split(' ')[0]);
      expect(new Set(names).size).toBe(7);
      expect(names).not.toContain('');
    }
  });
});
