/**
 * The team as people are told of it: its hours as the desk has them now, and whether anybody is at the desk. Read every few
 * seconds and kept, because a turn of the bot asks nobody.
 */
import type { TeamHours, TeamStatus } from '../core/team.ts';
import type { Desk } from '../store/desk/desk.ts';
import { createHoursOfTeams } from './answer-due.ts';

/** The one that people's requests come to first. */
const FIRST_TEAM = 'default';

export interface TeamNow extends TeamHours {
  /** Reads anew. */
  refresh(): Promise<void>;
}

/** @param shipped - the hours of `content/team.yaml`, until the team sets its own */
export function createTeamNow(store: Pick<Desk, 'teams' | 'presence'>, shipped: TeamHours): TeamNow {
  const hoursOf = createHoursOfTeams(shipped);
  let hours = shipped;
  let isAnybodyHere = false;
  return {
    get timeZone() {
      return hours.timeZone;
    },
    get zoneNames() {
      return hours.zoneNames;
    },
    get usualMinutes() {
      return hours.usualMinutes;
    },
    status: (nowMs) => withPresence(hours.status(nowMs), isAnybodyHere),
    workedBy: (sinceMs, minutes) => hours.workedBy(sinceMs, minutes),
    answerBy: (nowMs) => hours.answerBy(nowMs),
    refresh: async () => {
      const first = (await store.teams.list()).find(({ id }) => id === FIRST_TEAM);
      hours = hoursOf(first ?? { schedule: null });
      isAnybodyHere = await store.presence.isAnybodyThere();
    },
  };
}

export function withPresence(status: TeamStatus, isAnybodyHere: boolean): TeamStatus {
  return status.kind === 'open' && !isAnybodyHere ? { kind: 'away', untilMs: status.untilMs } : status;
}
