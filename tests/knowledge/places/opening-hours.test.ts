import { describe, expect, test } from 'vitest';
import { parseOpeningHours } from '../../../src/knowledge/places/opening-hours.ts';

test('always is always', () => {
  expect(parseOpeningHours('always')).toEqual({ kind: 'always' });
});

describe('days and times', () => {
  test.each([
    ['Mon-Fri 08:00-17:00', ['mon', 'tue', 'wed', 'thu', 'fri'], '08:00', '17:00'],
    ['Mon-Sun 07:00-22:00', ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], '07:00', '22:00'],
    ['Tue 09:00-13:00', ['tue'], '09:00', '13:00'],
    ['Mon-Wed,Sat 09:30-13:00', ['mon', 'tue', 'wed', 'sat'], '09:30', '13:00'],
    ['Sun-Tue 09:00-13:00', ['mon', 'tue', 'sun'], '09:00', '13:00'],
    ['Mon-Fri 18:00-07:00', ['mon', 'tue', 'wed', 'thu', 'fri'], '18:00', '07:00'],
    ['Sat,Sun 00:00-24:00', ['sat', 'sun'], '00:00', '24:00'],
  ])('%s', (text, days, from, to) => {
    expect(parseOpeningHours(text)).toEqual({ kind: 'weekly', days, from, to });
  });

  test.each([
    ['nothing', ''],
    ['words of another language', 'Lun-Vie 08:00-17:00'],
    ['a day that is none', 'Mon-Fry 08:00-17:00'],
    ['three ends of one span', 'Mon-Wed-Fri 08:00-17:00'],
    ['days without times', 'Mon-Fri'],
    ['times without days', '08:00-17:00'],
    ['an hour of one digit', 'Mon-Fri 8:00-17:00'],
    ['an hour that no day has', 'Mon-Fri 08:00-25:00'],
    ['24:00 as a beginning', 'Mon-Fri 24:00-17:00'],
    ['no time in between', 'Mon-Fri 08:00-08:00'],
    ['two spans of times', 'Mon-Fri 08:00-12:00 13:00-17:00'],
    ['open days left out by a comma', 'Mon,,Fri 08:00-17:00'],
  ])('%s is not understood', (_what, text) => {
    expect(parseOpeningHours(text)).toBeNull();
  });
});
