/** How long what the desk writes is kept. What belongs to a person goes with their case, or with them. */
import { DAY_MS } from '../../core/clock.ts';
import { KEPT_MS } from '../../core/kept.ts';
import { removeCases } from '../case-events.ts';
import type { Db, OpenDatabase } from '../dialect.ts';

export const DESK_RETENTION_MS = {
  closedCase: KEPT_MS.closedCase,
  /** Consoles that were away for longer read everything anew. */
  caseEventOfGone: DAY_MS,
  proposal: 90 * DAY_MS,
  audit: 365 * DAY_MS,
  /** As long as the log names them. */
  disabledAccount: 365 * DAY_MS,
  /** One year is compared with the one before. */
  caseFigures: 400 * DAY_MS,
} as const;

/** How far the log of the team is past its time: see `sweeps`. */
export const AUDIT_SWEEP = 'audit_log';

/** Rows looked at in one transaction. */
const PAGE = 500;

/** @returns how many cases went: words of people went with them */
export async function sweepDesk(database: OpenDatabase, nowMs: number): Promise<number> {
  let total = 0;
  for (let count = PAGE; count === PAGE; total += count) {
    count = await database.write((db) => sweepClosedCases(db, nowMs));
  }
  await database.write((db) => sweepRows(db, nowMs));
  while (await database.write((db) => sweepAudit(db, database, nowMs)));
  return total;
}

/** @returns how many; a full page means that there may be more */
async function sweepClosedCases(db: Db, nowMs: number): Promise<number> {
  const past = await db
    .selectFrom('cases')
    .select('id')
    .where('state', '=', 'closed')
    .where('closed_at', '<=', nowMs - DESK_RETENTION_MS.closedCase)
    .limit(PAGE)
    .execute();
  await removeCases(
    db,
    past.map(({ id }) => id),
    nowMs,
  );
  return past.length;
}

async function sweepRows(db: Db, nowMs: number): Promise<void> {
  await db
    .deleteFrom('case_events')
    .where('at', '<=', nowMs - DESK_RETENTION_MS.caseEventOfGone)
    .where('case_id', 'not in', (eb) => eb.selectFrom('cases').select('id'))
    .execute();
  await db
    .deleteFrom('proposals')
    .where('proposed_at', '<=', nowMs - DESK_RETENTION_MS.proposal)
    .execute();
  await db
    .deleteFrom('case_figures')
    .where('week', '<=', nowMs - DESK_RETENTION_MS.caseFigures)
    .execute();
  await db
    .deleteFrom('agents')
    .where('disabled_at', '<=', nowMs - DESK_RETENTION_MS.disabledAccount)
    .execute();
  await db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('until', '<=', nowMs), eb('idle_until', '<=', nowMs)]))
    .execute();
  await db.deleteFrom('challenges').where('until', '<=', nowMs).execute();
}

/** @returns true when there may be more */
async function sweepAudit(db: Db, { locks }: OpenDatabase, nowMs: number): Promise<boolean> {
  await locks.inOrder(db, 'audit_log');
  const oldest = await db.selectFrom('audit_log').select(['seq', 'at']).orderBy('seq').limit(PAGE).execute();
  const stop = oldest.findIndex(({ at }) => at > nowMs - DESK_RETENTION_MS.audit);
  const last = (stop === -1 ? oldest : oldest.slice(0, stop)).at(-1);
  if (last === undefined) return false;
  await db.deleteFrom('audit_log').where('seq', '<=', last.seq).execute();
  await db
    .insertInto('sweeps')
    .values({ name: AUDIT_SWEEP, seq: last.seq })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ seq: last.seq }))
    .execute();
  return stop === -1;
}
