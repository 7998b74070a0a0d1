/** What changes about the team while the service runs, as plain data, and the hours that follow from it. */
import type { Team } from '../../core/staff.ts';
import type { TeamHours, TeamStatus } from '../../core/team.ts';
import { readTeamHours } from './load-team.ts';

/** Plain JSON: it goes from one thread to another. */
export interface TeamState {
  /** Null until the team has set its own: then the shipped one counts. */
  readonly schedule: Team['schedule'];
  readonly isAnybodyHere: boolean;
}

export interface ChangingTeam extends TeamHours {
  take(state: TeamState): void;
}

/** @param shipped - the hours of `content/team.yaml`, until the team sets its own. Until a state is taken nobody is there. */
export function createChangingTeam(shipped: TeamHours): ChangingTeam {
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
    take: (state) => {
      hours = hoursOf(state);
      ({ isAnybodyHere } = state);
    },
  };
}

/** The hours of each team: its own where it has set some, else the shipped ones. */
export function createHoursOfTeams(shipped: TeamHours): (team: Pick<Team, 'schedule'>) => TeamHours {
  const known = new Map<string, TeamHours>();
  return ({ schedule }) => {
    if (schedule === null) return shipped;
    const key = JSON.stringify(schedule);
    const hours = known.get(key) ?? readTeamHours(schedule);
    known.set(key, hours);
    return hours;
  };
}

export function withPresence(status: TeamStatus, isAnybodyHere: boolean): TeamStatus {
  return status.kind === 'open' && !isAnybodyHere ? { kind: 'away', untilMs: status.untilMs } : status;
}
