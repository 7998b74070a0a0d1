/** Reads `content/team.yaml`: who answers on this installation, and when. An organisation writes it, not a programmer. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Day } from '../../core/fact.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { Language } from '../../core/language.ts';
import { WEEKDAYS } from '../../core/place.ts';
import type { Weekday } from '../../core/place.ts';
import type { TeamSchedule } from '../../core/staff.ts';
import type { TeamHours } from '../../core/team.ts';
import { isTimeZone } from '../../core/zoned-time.ts';
import { readContentFile } from '../yaml-file.ts';
import { createTeamHours } from './team-hours.ts';
import type { Shift } from './team-hours.ts';

const MINUTES_PER_DAY = 24 * 60;
const SHIFT = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]|24):([0-5]\d)$/;
/** A week: who takes longer should not call it usual. */
const MAX_USUAL_MINUTES = 7 * MINUTES_PER_DAY;

const shift = z
  .string({ error: 'must be text like 09:00-17:30' })
  .refine((text) => readShift(text) !== null, {
    error: 'must be two times of the clock like 09:00-17:30; 24:00 ends at midnight, 20:00-02:00 goes over it',
  })
  .transform((text) => readShift(text) ?? { from: 0, to: 0 }); // just seen to be one

const shifts = z
  .array(shift, { error: 'must be a list like [09:00-13:00, 14:00-18:00]; [] when nobody is there' })
  .refine(isWithoutOverlap, { error: 'has shifts that overlap; write them one after the other' });

const placeName = z.string({ error: 'must be a name' }).trim().min(1).max(30, 'must be at most 30 characters');

const day = z.string({ error: 'must be a day like 2026-12-25' }).refine(isDay, {
  error: 'must be a day of the calendar like 2026-12-25',
});

/** The rules of `team.yaml`; the desk holds what a team sets for itself to the same ones. */
export const teamFile = z
  .strictObject({
    staffed: z.boolean({ error: 'must be true or false' }),
    timeZone: z
      .string({ error: 'must be a name like America/Mexico_City' })
      .refine(isTimeZone, { error: 'is no time zone; take a name of the IANA list, like America/Mexico_City' }),
    timeZoneName: z.strictObject(each(LANGUAGES, () => placeName)),
    usualMinutes: z
      .number({ error: 'must be a number of minutes, or null' })
      .int('must be whole minutes')
      .min(1, 'must be at least 1')
      .max(MAX_USUAL_MINUTES, `must be at most ${MAX_USUAL_MINUTES}`)
      .nullable(),
    hours: z.strictObject(each(WEEKDAYS, () => shifts)),
    holidays: z.array(day, { error: 'must be a list of days; [] when there is none' }),
  })
  .refine(({ staffed, hours }) => !staffed || Object.values(hours).some((one) => one.length > 0), {
    error: 'has no hours although staffed is true; write when somebody is there',
    path: ['hours'],
  })
  .refine(({ hours }) => isWeekWithoutOverlap(hours), {
    error: 'has a shift that goes over midnight into one of the next day; let one end before the other begins',
    path: ['hours'],
  });

/**
 * Reads `team.yaml` of a content folder.
 *
 * @throws {ContentError} naming file, line, what was expected and the cure
 */
export function loadTeam(contentDir: string): TeamHours {
  return toTeamHours(readContentFile(join(contentDir, 'team.yaml'), teamFile, 'see the notes in that file').value);
}

/**
 * The hours that a team has set for itself at the desk.
 *
 * @throws {z.ZodError} when they are not by the rules of `team.yaml`
 */
export function readTeamHours(written: TeamSchedule): TeamHours {
  return toTeamHours(teamFile.parse(written));
}

function toTeamHours({
  timeZoneName: zoneNames,
  hours: week,
  holidays,
  ...rest
}: z.output<typeof teamFile>): TeamHours {
  return createTeamHours({ ...rest, zoneNames, week, holidays: new Set<Day>(holidays) });
}

/** @example readShift('20:00-02:00') // { from: 1200, to: 1560 }: it ends on the next day */
function readShift(text: string): Shift | null {
  const [, fromHour, fromMinute, toHour, toMinute] = SHIFT.exec(text) ?? [];
  if (fromHour === undefined || (toHour === '24' && toMinute !== '00')) return null;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  if (from === to) return null; // nobody can say whether it is none or a whole day
  return { from, to: to < from ? to + MINUTES_PER_DAY : to };
}

function isWithoutOverlap(list: readonly Shift[]): boolean {
  return list.every((one, index) => index === 0 || (list[index - 1]?.to ?? 0) <= one.from);
}

function isWeekWithoutOverlap(hours: Readonly<Record<Weekday, readonly Shift[]>>): boolean {
  return WEEKDAYS.every((name, index) => {
    const last = hours[name].at(-1);
    const next = hours[WEEKDAYS[(index + 1) % WEEKDAYS.length] ?? 'mon'][0]; // the remainder is always in the list
    return last === undefined || next === undefined || last.to <= next.from + MINUTES_PER_DAY;
  });
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

function each<Name extends Language | Weekday, Shape>(names: readonly Name[], make: () => Shape): Record<Name, Shape> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, Shape>; // one for each name
}
