import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/clock.ts';
import type { Weekday } from '../../../src/core/place.ts';
import { createTeamHours } from '../../../src/knowledge/team/team-hours.ts';
import type { Shift, TeamSchedule } from '../../../src/knowledge/team/team-hours.ts';

const OFFICE: Shift = { from: 9 * 60, to: 17 * 60 };
const WEEK: TeamSchedule['week'] = {
  mon: [OFFICE],
  tue: [OFFICE],
  wed: [OFFICE],
  thu: [OFFICE],
  fri: [OFFICE],
  sat: [],
  sun: [],
};

function hoursOf(more: Partial<TeamSchedule> = {}) {
  return createTeamHours({
    staffed: true,
    timeZone: 'America/New_York',
    zoneNames: { es: 'Nueva York', en: 'New York', pt: 'Nova York', fr: 'New York', ht: 'Nouyòk' },
    usualMinutes: 30,
    week: WEEK,
    holidays: new Set(),
    ...more,
  });
}

/** Every night from 22:00 to 06:00. */
const NIGHTS = everyDay([{ from: 22 * 60, to: 30 * 60 }]);

function everyDay(shifts: readonly Shift[]): Record<Weekday, readonly Shift[]> {
  return { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts };
}

const at = (text: string): number => Date.parse(text);

describe('on a working day', () => {
  const hours = hoursOf();

  test.each([
    ['before the first minute', '2026-11-20T13:59:59Z', { kind: 'closed', opensAtMs: at('2026-11-20T14:00:00Z') }],
    ['at the first minute', '2026-11-20T14:00:00Z', { kind: 'open', untilMs: at('2026-11-20T22:00:00Z') }],
    ['just before the end', '2026-11-20T21:59:59Z', { kind: 'open', untilMs: at('2026-11-20T22:00:00Z') }],
    ['at the end, a Friday', '2026-11-20T22:00:00Z', { kind: 'closed', opensAtMs: at('2026-11-23T14:00:00Z') }],
  ])('%s', (_when, now, status) => {
    expect(hours.status(at(now))).toEqual(status);
  });
});

test('the weekend ends an hour earlier or later, in UTC, when summer time changes', () => {
  expect(hoursOf().status(at('2026-03-07T12:00:00Z'))).toEqual({
    kind: 'closed',
    opensAtMs: at('2026-03-09T13:00:00Z'),
  });
  expect(hoursOf().status(at('2026-10-31T12:00:00Z'))).toEqual({
    kind: 'closed',
    opensAtMs: at('2026-11-02T14:00:00Z'),
  });
});

test('a night shift over the change of summer time is an hour shorter or longer', () => {
  const nights = hoursOf({ week: NIGHTS });
  const spring = nights.status(at('2026-03-08T03:30:00Z'));
  expect(spring).toEqual({ kind: 'open', untilMs: at('2026-03-08T10:00:00Z') }); // began at 03:00, seven hours
  const autumn = nights.status(at('2026-11-01T02:30:00Z'));
  expect(autumn).toEqual({ kind: 'open', untilMs: at('2026-11-01T11:00:00Z') }); // began at 02:00, nine hours
});

test('a night shift goes over midnight and over the end of the year', () => {
  const nights = hoursOf({ week: NIGHTS, timeZone: 'America/Mexico_City' });
  expect(nights.status(at('2027-01-01T08:00:00Z'))).toEqual({ kind: 'open', untilMs: at('2027-01-01T12:00:00Z') });
  expect(nights.status(at('2027-01-01T12:00:00Z'))).toEqual({ kind: 'closed', opensAtMs: at('2027-01-02T04:00:00Z') });
});

describe('on a holiday', () => {
  const holidays = new Set(['2026-12-25', '2026-12-31', '2027-01-01']);

  test('nobody begins a shift, and the next day that is none is named', () => {
    expect(hoursOf({ holidays }).status(at('2026-12-25T15:00:00Z'))).toEqual({
      kind: 'closed',
      opensAtMs: at('2026-12-28T14:00:00Z'),
    });
    expect(hoursOf({ holidays }).status(at('2026-12-30T23:00:00Z'))).toEqual({
      kind: 'closed',
      opensAtMs: at('2027-01-04T14:00:00Z'),
    });
  });

  test('the shift of the evening before goes on to its end', () => {
    const nights = hoursOf({ week: NIGHTS, holidays: new Set(['2026-12-25']), timeZone: 'UTC' });
    expect(nights.status(at('2026-12-25T03:00:00Z'))).toEqual({ kind: 'open', untilMs: at('2026-12-25T06:00:00Z') });
    expect(nights.status(at('2026-12-25T23:00:00Z'))).toEqual({
      kind: 'closed',
      opensAtMs: at('2026-12-26T22:00:00Z'),
    });
  });
});

test('shifts that touch are one, also from one day to the next', () => {
  const week = {
    ...everyDay([]),
    mon: [
      { from: 9 * 60, to: 13 * 60 },
      { from: 13 * 60, to: 24 * 60 },
    ],
    tue: [{ from: 0, to: 60 }],
  };
  expect(hoursOf({ week, timeZone: 'UTC' }).status(at('2026-11-23T10:00:00Z'))).toEqual({
    kind: 'open',
    untilMs: at('2026-11-24T01:00:00Z'),
  });
});

test('who is there around the clock has no end', () => {
  const always = hoursOf({ week: everyDay([{ from: 0, to: 24 * 60 }]) });
  expect(always.status(at('2026-11-21T12:00:00Z'))).toEqual({ kind: 'open', untilMs: null });
});

test('a team that nobody expects within two months is closed without a day', () => {
  expect(hoursOf({ week: everyDay([]) }).status(at('2026-11-21T12:00:00Z'))).toEqual({
    kind: 'closed',
    opensAtMs: null,
  });
  expect(hoursOf({ week: everyDay([]) }).answerBy(at('2026-11-21T12:00:00Z'))).toBeNull();
});

test('an installation without a team says so at any hour, and nobody is to be answered by a time', () => {
  const none = hoursOf({ staffed: false });
  expect(none.status(at('2026-11-20T15:00:00Z'))).toEqual({ kind: 'unstaffed' });
  expect(none.answerBy(at('2026-11-20T15:00:00Z'))).toBeNull();
});

describe('the time by which somebody should have been answered', () => {
  test.each([
    ['is the usual time later, while the team is there', '2026-11-20T15:00:00Z', 30, '2026-11-20T15:30:00Z'],
    ['is said in round minutes', '2026-11-20T15:01:10Z', 30, '2026-11-20T15:35:00Z'],
    ['begins when the team does', '2026-11-20T03:00:00Z', 30, '2026-11-20T14:30:00Z'],
    ['goes on after the weekend', '2026-11-20T21:40:00Z', 30, '2026-11-23T14:10:00Z'],
    ['is two working hours where nobody has measured it', '2026-11-20T15:00:00Z', null, '2026-11-20T17:00:00Z'],
  ])('%s', (_what, now, usualMinutes, by) => {
    expect(hoursOf({ usualMinutes }).answerBy(at(now))).toBe(at(by));
  });
});

/** Minute by minute over the wall clock, as `Intl` writes it: slow, and plain to see. */
function isThere(schedule: TeamSchedule, atMs: number): boolean {
  const days: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const wall = new Date(
    `${new Date(atMs).toLocaleString('sv-SE', { timeZone: schedule.timeZone })}Z`.replace(' ', 'T'),
  );
  const minutes = wall.getUTCHours() * 60 + wall.getUTCMinutes();
  return [0, 1].some((before) => {
    const began = new Date(wall.getTime() - before * DAY_MS);
    if (schedule.holidays.has(began.toISOString().slice(0, 10))) return false;
    const name = days[began.getUTCDay()] ?? 'sun';
    const now = minutes + before * 24 * 60;
    return schedule.week[name].some(({ from, to }) => from <= now && now < to);
  });
}

const shift = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 14 }))
  .map(([from, length]): Shift => ({ from: from * 60, to: (from + length) * 60 }));
const week = fc.tuple(...Array.from({ length: 7 }, () => fc.array(shift, { maxLength: 1 }))).map((days) => {
  const [mon = [], tue = [], wed = [], thu = [], fri = [], sat = [], sun = []] = days;
  return { mon, tue, wed, thu, fri, sat, sun };
});

test('whatever the week: open exactly while a slow look at the wall clock says so, away from the two changes a year', () => {
  const quiet = fc.constantFrom('2026-01-14', '2026-06-17', '2026-12-28').map((day) => at(`${day}T00:00:00Z`));
  const holidays = fc.subarray(['2026-01-15', '2026-06-17', '2026-12-31', '2027-01-01']).map((days) => new Set(days));
  fc.assert(
    fc.property(week, holidays, quiet, fc.integer({ min: 0, max: 5 * 24 * 60 }), (week, holidays, start, minutes) => {
      const schedule: TeamSchedule = {
        staffed: true,
        timeZone: 'America/New_York',
        zoneNames: { es: '', en: '', pt: '', fr: '', ht: '' },
        usualMinutes: 45,
        week,
        holidays,
      };
      const hours = createTeamHours(schedule);
      const nowMs = start + minutes * MINUTE_MS;
      const status = hours.status(nowMs);
      expect(status.kind === 'open').toBe(isThere(schedule, nowMs));
      if (status.kind === 'open' && status.untilMs !== null) {
        expect(isThere(schedule, status.untilMs - MINUTE_MS)).toBe(true);
        expect(isThere(schedule, status.untilMs)).toBe(false);
      }
      if (status.kind === 'closed' && status.opensAtMs !== null) {
        expect(isThere(schedule, status.opensAtMs)).toBe(true);
        expect(isThere(schedule, status.opensAtMs - MINUTE_MS)).toBe(false);
      }
      const by = hours.answerBy(nowMs);
      if (by !== null) expect(by - nowMs).toBeGreaterThanOrEqual(45 * MINUTE_MS);
      if (by !== null && status.kind === 'closed')
        expect(by - (status.opensAtMs ?? 0)).toBeLessThan(2 * 7 * 24 * HOUR_MS);
    }),
    { numRuns: 300 },
  );
});
