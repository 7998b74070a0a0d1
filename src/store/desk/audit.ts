/**
 * The log of what the team did. Lines are only added; each holds the hash of the one before, so that a line that is
 * changed, taken out or slipped in shows. Who can write to the database could make the whole log anew: whoever wants to
 * be sure of that too keeps the newest hash somewhere else.
 */
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { AuditCheck, AuditEntry, AuditLine } from '../../core/audit.ts';
import type { Db, Locks } from '../dialect.ts';
import type { AuditLogTable } from '../schema.ts';
import { AUDIT_SWEEP } from './desk-retention.ts';
import type { DeskParts } from './parts.ts';

const ROWS_PER_PAGE = 1_000;
const NO_HASH = '';
/** A code, or some with names: `expired`, `role=agent team=legal`. Anything else could be somebody's words. */
const DETAIL = /^[\w.:-]+(=[\w.,:-]*)?( [\w.:-]+(=[\w.,:-]*)?)*$/;
const MAX_DETAIL = 200;

type Row = Selectable<AuditLogTable>;

/**
 * Writes a line in the caller's transaction: either both happened or neither. To be called last, because whoever writes
 * one holds up everybody else who does.
 *
 * @throws {TypeError} when the detail is not made of codes
 */
export async function appendAudit(db: Db, locks: Locks, entry: AuditEntry, nowMs: number): Promise<void> {
  const { detail } = entry;
  if (detail !== null && (detail.length > MAX_DETAIL || !DETAIL.test(detail)))
    throw new TypeError(`Expected codes as the detail of ${entry.action}, like "expired" or "role=agent team=legal".`);
  await locks.inOrder(db, 'audit_log');
  const last = await readLast(db);
  const line = {
    seq: last.seq + 1,
    at: nowMs,
    action: entry.action,
    agent_id: entry.agent,
    subject: entry.subject,
    detail: entry.detail,
    previous: last.hash,
  };
  await db
    .insertInto('audit_log')
    .values({ ...line, hash: hashOf(line) })
    .execute();
}

export class Audit {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  append(entry: AuditEntry): Promise<void> {
    const { database, nowMs } = this.#parts;
    return database.write((db) => appendAudit(db, database.locks, entry, nowMs()));
  }

  /** Newest first. @param beforeSeq - null begins at the newest */
  async page(beforeSeq: number | null, limit: number): Promise<readonly AuditLine[]> {
    let lines = this.#parts.database.db.selectFrom('audit_log').selectAll();
    if (beforeSeq !== null) lines = lines.where('seq', '<', beforeSeq);
    return (await lines.orderBy('seq', 'desc').limit(limit).execute()).map(toLine);
  }

  /** Walks through the whole log. */
  async verify(): Promise<AuditCheck> {
    const { db } = this.#parts.database;
    const sweptUntil = await readSwept(db);
    let before: Pick<Row, 'seq' | 'hash'> | null = sweptUntil === 0 ? { seq: 0, hash: NO_HASH } : null;
    let lines = 0;
    for (;;) {
      const rows = await readAfter(db, before?.seq ?? sweptUntil);
      for (const row of rows) {
        if (!follows(row, before, sweptUntil)) return { kind: 'broken', seq: row.seq };
        before = row;
        lines += 1;
      }
      if (rows.length < ROWS_PER_PAGE) return { kind: 'whole', lines, lastHash: before?.hash ?? NO_HASH };
    }
  }
}

/** The oldest line that is left follows one that is past its time: of that one only the number is known. */
function follows(row: Row, before: Pick<Row, 'seq' | 'hash'> | null, sweptUntil: number): boolean {
  const isNext = row.seq === (before?.seq ?? sweptUntil) + 1;
  const isLinked = before === null || row.previous === before.hash;
  return isNext && isLinked && row.hash === hashOf(row);
}

function hashOf({ seq, at, action, agent_id, subject, detail, previous }: Omit<Row, 'hash'>): string {
  const fields = JSON.stringify([previous, seq, at, action, agent_id, subject, detail]);
  return createHash('sha256').update(fields).digest('hex');
}

async function readLast(db: Db): Promise<Pick<Row, 'seq' | 'hash'>> {
  const last = await db
    .selectFrom('audit_log')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? { seq: await readSwept(db), hash: NO_HASH };
}

async function readSwept(db: Db): Promise<number> {
  const mark = await db.selectFrom('sweeps').select('seq').where('name', '=', AUDIT_SWEEP).executeTakeFirst();
  return mark?.seq ?? 0;
}

function readAfter(db: Db, seq: number): Promise<Row[]> {
  return db.selectFrom('audit_log').selectAll().where('seq', '>', seq).orderBy('seq').limit(ROWS_PER_PAGE).execute();
}

function toLine({ seq, at, action, agent_id, subject, detail, hash }: Row): AuditLine {
  return { seq, atMs: at, action, agent: agent_id, subject, detail, hash };
}
