/**
 * The team as people are told of it: its hours as the desk has them now, and whether anybody is at the desk. Read every few
 * seconds and kept, because a turn of the bot asks nobody.
 */
import type { TeamHours } from '../core/team.ts';
import { createChangingTeam } from '../knowledge/team/team-state.ts';
import type { TeamState } from '../knowledge/team/team-state.ts';
import type { Desk } from '../store/desk/desk.ts';

/** The one that people's requests come to first. */
const FIRST_TEAM = 'default';

export interface TeamNow extends TeamHours {
  /** Reads anew. */
  refresh(): Promise<void>;
}

/**
 * @param shipped - the hours of `content/team.yaml`, until the team sets its own
 * @param onRead - told of each state that was read
 */
export function createTeamNow(
  store: Pick<Desk, 'teams' | 'presence'>,
  shipped: TeamHours,
  onRead: (state: TeamState) => void = () => {},
): TeamNow {
  const team = createChangingTeam(shipped);
  const refresh = async (): Promise<void> => {
    const first = (await store.teams.list()).find(({ id }) => id === FIRST_TEAM);
    const state = { schedule: first?.schedule ?? null, isAnybodyHere: await store.presence.isAnybodyThere() };
    team.take(state);
    onRead(state);
  };
  return Object.assign(team, { refresh });
}
