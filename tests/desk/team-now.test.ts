/** What people are told of the team is what the desk has set, and whether anybody is there. */
import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { TeamId } from '../../src/core/ids.ts';
import { WEEKDAYS } from '../../src/core/place.ts';
import type { Team, TeamSchedule } from '../../src/core/staff.ts';
import { createAnswerDue } from '../../src/desk/answer-due.ts';
import { createTeamNow } from '../../src/desk/team-now.ts';
import { DEFAULT_TEAM, lineOf } from '../fakes/desk.ts';
import { TEAMS } from '../fakes/team.ts';
import { openDeskHouse, quickPasswords } from './desk-house.ts';

/** 12:00 UTC on a Saturday: six in the morning in Mexico City. */
const HOURS = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: ['05:00-10:00'], sun: [] };
const SCHEDULE: TeamSchedule = {
  staffed: true,
  timeZone: 'America/Mexico_City',
  timeZoneName: { es: 'Puebla', en: 'Puebla', pt: 'Puebla', fr: 'Puebla', ht: 'Puebla' },
  usualMinutes: 7,
  hours: HOURS,
  holidays: [],
};

test('until the team sets hours of its own, those of the file count', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { desk } = house.house.store;
  const team = createTeamNow(desk, TEAMS.closed);
  await team.refresh();
  expect([team.status(house.clock.nowMs()).kind, team.zoneNames.es]).toStrictEqual(['closed', 'Ciudad de México']);
  await desk.teams.change(DEFAULT_TEAM, { schedule: SCHEDULE }, lineOf('team_changed'));
  await team.refresh();
  expect([team.status(house.clock.nowMs()).kind, team.zoneNames.es, team.usualMinutes]).toStrictEqual([
    'away',
    'Puebla',
    7,
  ]);
  await desk.teams.change(DEFAULT_TEAM, { schedule: null }, lineOf('team_changed'));
  await team.refresh();
  expect(team.status(house.clock.nowMs()).kind).toBe('closed');
});

test('within their hours people hear whether anybody is at the desk', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords, cases: { shippedHours: TEAMS.open } });
  const { desk } = house.house.store;
  const team = createTeamNow(desk, TEAMS.open);
  const now = house.clock.nowMs();
  await team.refresh();
  expect(team.status(now)).toMatchObject({ kind: 'away' });
  const { agent, editor } = house.staff;
  await house.enter(editor);
  await desk.presence.note(editor.id);
  await team.refresh();
  expect(team.status(now).kind).toBe('away');
  const cookie = await house.enter(agent);
  await desk.presence.note(agent.id);
  await team.refresh();
  expect(team.status(now)).toStrictEqual(TEAMS.open.status(now));
  const { json } = await house.ask('GET', '/hours', { cookie });
  expect(json).toStrictEqual({
    teams: [{ team: 'default', status: TEAMS.open.status(now), timeZone: 'America/Mexico_City' }],
    isAnybodyHere: true,
  });
});

test('a team that nobody staffs is not said to be away', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const team = createTeamNow(house.house.store.desk, TEAMS.unstaffed);
  await team.refresh();
  expect(team.status(house.clock.nowMs())).toStrictEqual({ kind: 'unstaffed' });
  expect(team.answerBy(house.clock.nowMs())).toBeNull();
});

const withTargets = (schedule: TeamSchedule | null): Team => ({
  id: 'sur' as TeamId,
  name: 'Sur',
  schedule,
  targets: { normalMinutes: 120, urgentMinutes: 10 },
});

test('targets count the minutes in which the team is there', () => {
  const due = createAnswerDue(TEAMS.unstaffed);
  const nine = Date.UTC(2026, 10, 21, 15); // 9:00 there: an hour until they go home
  expect(due(withTargets(SCHEDULE), 'urgent', nine)).toBe(nine + 10 * MINUTE_MS);
  const nextSaturday = Date.UTC(2026, 10, 28, 11); // 5:00 there
  expect(due(withTargets(SCHEDULE), 'normal', nine)).toBe(nextSaturday + HOUR_MS);
  expect(due(withTargets(SCHEDULE), 'normal', nine)).toBe(nextSaturday + HOUR_MS);
});

test('without hours every minute counts, without targets nothing is due', () => {
  const due = createAnswerDue(TEAMS.unstaffed);
  expect(due(withTargets(null), 'normal', 1_000)).toBe(1_000 + 2 * HOUR_MS);
  expect(due({ ...withTargets(SCHEDULE), targets: null }, 'normal', 1_000)).toBeNull();
  const never = { ...SCHEDULE, hours: Object.fromEntries(WEEKDAYS.map((day) => [day, []])) as unknown as typeof HOURS };
  expect(due(withTargets({ ...never, staffed: false }), 'normal', 1_000)).toBe(1_000 + 2 * HOUR_MS);
});

test('a target that is changed counts at once', () => {
  const due = createAnswerDue(TEAMS.always);
  const team = withTargets(null);
  expect(due(team, 'urgent', 0)).toBe(10 * MINUTE_MS);
  expect(due({ ...team, targets: { normalMinutes: 120, urgentMinutes: 20 } }, 'urgent', 0)).toBe(20 * MINUTE_MS);
});
