/** Teams for tests, by the clock of `TODAY_MS` (a Saturday, 6:00 in Mexico City): there now, back on Monday, or none. */
import type { Weekday } from '../../src/core/place.ts';
import type { TeamHours } from '../../src/core/team.ts';
import { createTeamHours, NO_TEAM } from '../../src/knowledge/team/team-hours.ts';
import type { Shift, TeamSchedule } from '../../src/knowledge/team/team-hours.ts';

const OFFICE: readonly Shift[] = [{ from: 9 * 60, to: 18 * 60 }];
const WORKDAYS: Record<Weekday, readonly Shift[]> = {
  mon: OFFICE,
  tue: OFFICE,
  wed: OFFICE,
  thu: OFFICE,
  fri: OFFICE,
  sat: [],
  sun: [],
};

const SCHEDULE: TeamSchedule = {
  staffed: true,
  timeZone: 'America/Mexico_City',
  zoneNames: { es: 'Ciudad de México', en: 'Mexico City', pt: 'Cidade do México', fr: 'Mexico', ht: 'Meksiko' },
  usualMinutes: 30,
  week: WORKDAYS,
  holidays: new Set(),
};

export const TEAMS = {
  /** From five in the morning on, also on Saturdays. */
  open: createTeamHours({ ...SCHEDULE, week: { ...WORKDAYS, sat: [{ from: 5 * 60, to: 18 * 60 }] } }),
  /** Opens today at nine. */
  closed: createTeamHours({ ...SCHEDULE, week: { ...WORKDAYS, sat: OFFICE } }),
  /** Opens on Monday: further away than WhatsApp's window. */
  weekend: createTeamHours(SCHEDULE),
  /** Somebody is always there, and nobody has measured how long an answer takes. */
  always: createTeamHours({
    ...SCHEDULE,
    usualMinutes: null,
    week: everyDay([{ from: 0, to: 24 * 60 }]),
  }),
  /** As shipped. */
  unstaffed: NO_TEAM,
} as const satisfies Record<string, TeamHours>;

export type TeamName = keyof typeof TEAMS;

function everyDay(shifts: readonly Shift[]): Record<Weekday, readonly Shift[]> {
  return { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts };
}
