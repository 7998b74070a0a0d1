/**
 * What an operator must see of the database, at any size of it: each question is answered by an index that holds only what
 * waits, or by a table's own order.
 */
import type { AuditAction } from '../core/audit.ts';
import type { Urgency } from '../core/case.ts';
import type { CasesWaiting, StoreSigns } from '../core/signs.ts';
import { openedValues } from './cipher.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import { named } from './named-states.ts';

/** More than a team does between two looks; the rest is read at the next one. */
const MAX_AUDIT_LINES = 1_000;
/** More than ever overtake at once. */
const FIRST_OF_LINE = 64;

export class Signs {
  readonly #database: OpenDatabase;
  readonly #nowMs: () => number;
  readonly #deskActions = new Map<AuditAction, number>();
  /** The last line of the log that was counted; null before the first look. */
  #auditSeq: number | null = null;

  constructor(database: OpenDatabase, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async read(): Promise<StoreSigns> {
    const { db } = this.#database;
    const nowMs = this.#nowMs();
    await this.#countDeskActions(db);
    return {
      oldestWaitingMs: ageOf(await oldestWaitingAt(db, nowMs), nowMs),
      oldestDueMs: ageOf(await oldestDueAt(db, nowMs), nowMs),
      casesWaiting: await countWaiting(db, nowMs),
      casesTaken: await countCases(db, 'taken'),
      casesParked: await countCases(db, 'parked'),
      deskActions: this.#deskActions,
      ...openedValues(),
    };
  }

  /** What is new in the log; what stood there before the first look is not counted. */
  async #countDeskActions(db: Db): Promise<void> {
    if (this.#auditSeq === null) {
      const last = await db.selectFrom('audit_log').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
      this.#auditSeq = last?.seq ?? 0;
      return;
    }
    const lines = await db
      .selectFrom('audit_log')
      .select(['seq', 'action'])
      .where('seq', '>', this.#auditSeq)
      .orderBy('seq')
      .limit(MAX_AUDIT_LINES)
      .execute();
    for (const { seq, action } of lines) {
      this.#auditSeq = seq;
      this.#deskActions.set(action, (this.#deskActions.get(action) ?? 0) + 1);
    }
  }
}

function ageOf(atMs: number | null, nowMs: number): number {
  return atMs === null ? 0 : Math.max(0, nowMs - atMs);
}

/** Of people whose turn it could be: whoever floods us, or on whom the bot has just failed, waits a little on purpose. */
async function oldestWaitingAt(db: Db, nowMs: number): Promise<number | null> {
  const seqs: number[] = [];
  // The line has two parts, each in order: who may be in danger, and the others.
  for (const urgent of [1, 0]) {
    const first = await db
      .selectFrom('contacts')
      .select('waiting_seq')
      .where('urgent', '=', urgent)
      .where('waiting_seq', 'is not', null)
      .where('not_before', '<=', nowMs)
      .orderBy('waiting_seq')
      .limit(1)
      .executeTakeFirst();
    if (first !== undefined && first.waiting_seq !== null) seqs.push(first.waiting_seq);
  }
  if (seqs.length === 0) return null;
  // The very message may be gone by now: the next one of the same person is nearly as old.
  const row = await db
    .selectFrom('inbox')
    .select('received_at')
    .where('seq', '>=', Math.min(...seqs))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row?.received_at ?? null;
}

async function oldestDueAt(db: Db, nowMs: number): Promise<number | null> {
  const rows = await db
    .selectFrom('outbox')
    .select(['next_at', 'created_at'])
    .where('state', 'in', named('queued', 'held'))
    .where('next_at', '<=', nowMs)
    .where('alert_fact', 'is', null)
    .orderBy('next_at')
    .limit(FIRST_OF_LINE)
    .execute();
  // What must overtake others stands ahead of its time (see `AHEAD_MS`), before what is older.
  return rows.length === 0 ? null : Math.min(...rows.map((row) => Math.max(row.next_at, row.created_at)));
}

async function countWaiting(db: Db, nowMs: number): Promise<Readonly<Record<Urgency, CasesWaiting>>> {
  const rows = await db
    .selectFrom('cases')
    .select((eb) => [
      'urgency',
      eb.fn.countAll<string | number>().as('count'),
      eb.fn.min(eb.fn.coalesce('waiting_since', 'opened_at')).as('since'),
    ])
    .where('state', '=', 'waiting')
    .groupBy('urgency')
    .execute();
  const of = (urgency: Urgency): CasesWaiting => {
    const row = rows.find((one) => one.urgency === urgency);
    return { count: Number(row?.count ?? 0), oldestMs: ageOf(row?.since ?? null, nowMs) };
  };
  return { urgent: of('urgent'), normal: of('normal') };
}

async function countCases(db: Db, state: 'taken' | 'parked'): Promise<number> {
  const { count } = await db
    .selectFrom('cases')
    .select((eb) => eb.fn.countAll<string | number>().as('count'))
    .where('state', '=', state)
    .executeTakeFirstOrThrow();
  return Number(count);
}
