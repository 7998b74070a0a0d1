/** A team's hours as lines of text that are typed into fields, and back. */
import { LANGUAGES } from '../../../core/language.ts';
import type { Language } from '../../../core/language.ts';
import { WEEKDAYS } from '../../../core/place.ts';
import type { Weekday } from '../../../core/place.ts';
import type { TeamSchedule } from '../../../core/staff.ts';
import type { PhraseKey } from '../phrases.ts';

export interface WrittenSchedule {
  readonly staffed: boolean;
  readonly timeZone: string;
  readonly timeZoneName: Readonly<Record<Language, string>>;
  readonly usualMinutes: string;
  /** Shifts of a day, with commas between them. */
  readonly hours: Readonly<Record<Weekday, string>>;
  /** A day each line. */
  readonly holidays: string;
}

export interface ScheduleProblem {
  readonly problem: PhraseKey;
  /** What is wrong, as it was typed. */
  readonly line: string;
}

const SHIFT = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const A_USUAL_WEEK: WrittenSchedule = {
  staffed: true,
  timeZone: 'America/Mexico_City',
  timeZoneName: {
    es: 'Ciudad de México',
    en: 'Mexico City',
    pt: 'Cidade do México',
    fr: 'Mexico',
    ht: 'Meksiko',
  },
  usualMinutes: '',
  hours: toEach(WEEKDAYS, (day) => (day === 'sat' || day === 'sun' ? '' : '09:00-18:00')),
  holidays: '',
};

export function writeSchedule(schedule: TeamSchedule | null): WrittenSchedule {
  if (schedule === null) return A_USUAL_WEEK;
  return {
    ...schedule,
    usualMinutes: schedule.usualMinutes === null ? '' : String(schedule.usualMinutes),
    hours: toEach(WEEKDAYS, (day) => schedule.hours[day].join(', ')),
    holidays: schedule.holidays.join('\n'),
  };
}

/** What the server would say in its own words is said here in the agent's. */
export function readSchedule(written: WrittenSchedule): TeamSchedule | ScheduleProblem {
  const shifts = toEach(WEEKDAYS, (day) => split(written.hours[day], /,/));
  const badShift = Object.values(shifts)
    .flat()
    .find((one) => !SHIFT.test(one));
  if (badShift !== undefined) return { problem: 'teams.bad_shift', line: badShift };
  const holidays = split(written.holidays, /[\n,]/);
  const badDay = holidays.find((one) => !DAY.test(one));
  if (badDay !== undefined) return { problem: 'teams.bad_day', line: badDay };
  const minutes = written.usualMinutes.trim();
  if (minutes !== '' && !/^\d+$/.test(minutes)) return { problem: 'teams.bad_minutes', line: minutes };
  if (written.staffed && Object.values(shifts).flat().length === 0) return { problem: 'teams.no_hours', line: '' };
  return {
    staffed: written.staffed,
    timeZone: written.timeZone.trim(),
    timeZoneName: toEach(LANGUAGES, (language) => written.timeZoneName[language].trim()),
    usualMinutes: minutes === '' ? null : Number(minutes),
    hours: shifts,
    holidays,
  };
}

function split(text: string, separator: RegExp): readonly string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function toEach<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Readonly<Record<Name, Value>> {
  // One entry for each name.
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}
