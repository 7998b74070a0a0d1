/** When an answer is due. Nothing of it is stored: a target that is changed counts at once, for those who wait too. */
import type { Selectable } from 'kysely';
import type { Team } from '../../core/staff.ts';
import type { CasesTable } from '../schema.ts';
import type { AnswerDue } from './parts.ts';

type Waiting = Pick<Selectable<CasesTable>, 'team_id' | 'urgency' | 'waiting_since'>;

/** Null when nobody waits, or the team has set no target. */
export function dueOf(answerDue: AnswerDue, teams: readonly Team[], row: Waiting): number | null {
  const team = teams.find(({ id }) => id === row.team_id);
  return team === undefined || row.waiting_since === null ? null : answerDue(team, row.urgency, row.waiting_since);
}

/** Whoever takes a case that is late already has the whole time once more; infinite when nothing is due. */
export function dueAfterTaking(
  answerDue: AnswerDue,
  teams: readonly Team[],
  row: Waiting & Pick<Selectable<CasesTable>, 'taken_at'>,
): number {
  const since = row.waiting_since === null ? null : Math.max(row.waiting_since, row.taken_at ?? 0);
  return dueOf(answerDue, teams, { ...row, waiting_since: since }) ?? Number.POSITIVE_INFINITY;
}
