/** How agents get at a case: with its person held, and only those who may. */
import type { CaseOutcome } from '../../core/desk.ts';
import type { AuditAction } from '../../core/audit.ts';
import type { CaseId } from '../../core/ids.ts';
import type { Db } from '../dialect.ts';
import { holdCase } from '../held-case.ts';
import type { HeldCase } from '../held-case.ts';
import { appendAudit } from './audit.ts';
import type { Actor, DeskParts } from './parts.ts';

/** What is not there and what is not theirs look the same to everybody. */
export const NOT_FOUND = { kind: 'not_found' } as const;

export function done<Value>(value: Value): { readonly kind: 'done'; readonly value: Value } {
  return { kind: 'done', value };
}

export function wrongState({ state }: HeldCase): CaseOutcome<never> {
  return { kind: 'wrong_state', state };
}

/** Whether a case's words are theirs to read: it is in their hands, or they supervise. */
export function isTheirs({ id, role }: Actor, held: Pick<HeldCase, 'owner' | 'state'>): boolean {
  if (role === 'supervisor') return true;
  return held.owner === id && (held.state === 'taken' || held.state === 'parked');
}

/** Runs a job with a case whose person nobody else can change meanwhile. */
export function onCase<Value>(
  { database, nowMs }: DeskParts,
  id: CaseId,
  job: (db: Db, held: HeldCase, nowMs: number) => Promise<CaseOutcome<Value>>,
): Promise<CaseOutcome<Value>> {
  return database.write(async (db) => {
    const held = await holdCase(db, database.locks, id);
    return held === null ? NOT_FOUND : job(db, held, nowMs());
  });
}

/** One line of the log about a case, in the caller's transaction. */
export function auditCase(
  db: Db,
  { database }: DeskParts,
  action: AuditAction,
  by: Actor | null,
  id: CaseId,
  nowMs: number,
  detail: string | null = null,
): Promise<void> {
  return appendAudit(db, database.locks, { action, agent: by?.id ?? null, subject: id, detail }, nowMs);
}
