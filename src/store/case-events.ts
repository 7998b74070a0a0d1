/**
 * What happens to cases, in order. Every change writes its event in its own transaction, and the event's number is what
 * the live view goes by: a reader who has seen number 7 never finds a 6 later (see `ColumnTypes.showInOrder`).
 */
import type { CaseEventKind } from '../core/desk.ts';
import type { AgentId, CaseId } from '../core/ids.ts';
import type { Db } from './dialect.ts';
import { noteSignal } from './signals.ts';

export interface CaseChange {
  readonly caseId: CaseId;
  readonly kind: CaseEventKind;
  /** Null when it was not one of the team. */
  readonly agentId?: AgentId | null;
  readonly inboxSeq?: number;
}

export function noteEvent(
  db: Db,
  caseId: CaseId,
  kind: CaseEventKind,
  nowMs: number,
  agentId: AgentId | null = null,
): Promise<void> {
  return noteEvents(db, [{ caseId, kind, agentId }], nowMs);
}

/** What belongs to a case that is gone is left out. */
export async function noteEvents(db: Db, changes: readonly CaseChange[], nowMs: number): Promise<void> {
  const known = new Set<CaseId>();
  // All cases before the first event, and in one order: whoever inserts events holds up everybody else who does.
  for (const id of [...new Set(changes.map(({ caseId }) => caseId))].toSorted()) {
    const row = await db
      .updateTable('cases')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    if (row !== undefined) known.add(row.id);
  }
  const rows = changes
    .filter(({ caseId }) => known.has(caseId))
    .map(({ caseId, kind, agentId = null, inboxSeq = null }) => ({
      case_id: caseId,
      kind,
      agent_id: agentId,
      inbox_seq: inboxSeq,
      at: nowMs,
    }));
  if (rows.length === 0) return;
  await db.insertInto('case_events').values(rows).execute();
  noteSignal(db, 'cases');
}

/**
 * Agents see where their answers are.
 *
 * @param rows - of the outbox, which have moved
 */
export function noteDeliveries(
  db: Db,
  rows: readonly { readonly case_id: CaseId | null }[],
  nowMs: number,
): Promise<void> {
  const cases = new Set(rows.flatMap(({ case_id }) => (case_id === null ? [] : [case_id])));
  return noteEvents(
    db,
    [...cases].map((caseId) => ({ caseId, kind: 'delivery' })),
    nowMs,
  );
}

/** Takes cases away with everything of them; who has one of them open in a console is told that it is gone. */
export async function removeCases(db: Db, ids: readonly CaseId[], nowMs: number): Promise<void> {
  if (ids.length === 0) return;
  await db.deleteFrom('case_events').where('case_id', 'in', ids).execute();
  await db.deleteFrom('cases').where('id', 'in', ids).execute();
  await db
    .insertInto('case_events')
    .values(ids.map((id) => ({ case_id: id, kind: 'gone' as const, agent_id: null, inbox_seq: null, at: nowMs })))
    .execute();
  noteSignal(db, 'cases');
}
