/** By when a team wants somebody to be answered: its targets count only the minutes in which it is there. */
import { MINUTE_MS } from '../core/clock.ts';
import type { TeamHours } from '../core/team.ts';
import { createHoursOfTeams } from '../knowledge/team/team-state.ts';
import type { AnswerDue } from '../store/desk/parts.ts';

/** A queue asks about the same cases again and again, and calendars are slow. More than any team has open at once. */
const MAX_KEPT = 5_000;

/** @param shipped - the hours of `content/team.yaml`, for teams that have set none of their own */
export function createAnswerDue(shipped: TeamHours): AnswerDue {
  const hours = createHoursOfTeams(shipped);
  const kept = new Map<string, number>();
  return (team, urgency, sinceMs) => {
    if (team.targets === null) return null;
    const minutes = urgency === 'urgent' ? team.targets.urgentMinutes : team.targets.normalMinutes;
    const key = `${JSON.stringify(team.schedule)} ${minutes} ${sinceMs}`;
    // Where nobody has said when they are there, every minute counts.
    const dueMs = kept.get(key) ?? hours(team).workedBy(sinceMs, minutes) ?? sinceMs + minutes * MINUTE_MS;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, dueMs);
    return dueMs;
  };
}
