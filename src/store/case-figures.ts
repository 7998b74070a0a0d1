/** What remains of a case when it is closed: a row of codes and minutes that leads to nobody. */
import { MINUTE_MS } from '../core/clock.ts';
import type { CaseId } from '../core/ids.ts';
import { startOfWeek } from '../core/week.ts';
import type { Db } from './dialect.ts';

/** To be called in the transaction that closes it. A case that is opened again and closed again is still one case. */
export async function countCase(db: Db, id: CaseId): Promise<void> {
  const row = await db
    .updateTable('cases')
    .set({ counted: 1 })
    .where('id', '=', id)
    .where('counted', '=', 0)
    .where('closed_at', 'is not', null)
    .returning(['team_id', 'channel', 'language', 'topic', 'reason', 'close_reason'])
    .returning(['opened_at', 'claimed_at', 'answered_at', 'closed_at'])
    .executeTakeFirst();
  if (row === undefined || row.closed_at === null) return;
  const { team_id, channel, language, topic, reason, close_reason, opened_at } = row;
  await db
    .insertInto('case_figures')
    .values({
      team_id,
      channel,
      language,
      topic,
      reason,
      week: startOfWeek(row.closed_at),
      outcome: close_reason,
      waited_minutes: minutesBetween(opened_at, row.claimed_at),
      answered_minutes: minutesBetween(opened_at, row.answered_at),
    })
    .execute();
}

function minutesBetween(fromMs: number, toMs: number | null): number | null {
  return toMs === null ? null : Math.max(0, Math.round((toMs - fromMs) / MINUTE_MS));
}
