/**
 * Nobody is forgotten: a case whose agent is gone goes back to the queue, and so does one that was put aside until now.
 * Whatever the reason, the bot answers again, and begins afresh.
 */
import { DAY_MS } from '../../core/clock.ts';
import type { AgentId, CaseId, OutboxId } from '../../core/ids.ts';
import { noteDeliveries, noteEvent } from '../case-events.ts';
import { backInQueue } from '../case-states.ts';
import type { Db } from '../dialect.ts';
import { holdCase } from '../held-case.ts';
import type { HeldCase } from '../held-case.ts';
import { beginAfresh } from '../return-to-bot.ts';
import { dueAfterTaking } from './due.ts';
import { auditCase } from './on-case.ts';
import type { DeskParts } from './parts.ts';
import { readTeams } from './teams.ts';

/** An answer that nobody came to read is given up while its words are still there to be read by an agent. */
export const PARKED_ANSWER_MS = 6 * DAY_MS;

/** Why a case went back without its agent's doing. */
export type LapseReason =
  /** No sign of life within the lease. */
  | 'lease'
  /** The team's target has passed without an answer. */
  | 'target'
  /** The agent's account was disabled. */
  | 'account';

/** @returns false when it is not in anybody's hands (any more) */
export async function lapse(db: Db, parts: DeskParts, held: HeldCase, reason: LapseReason): Promise<boolean> {
  const nowMs = parts.nowMs();
  const { id, owner } = held;
  if (!(await putBack(db, parts, held, nowMs))) return false;
  await noteEvent(db, id, 'lapsed', nowMs, owner);
  await auditCase(db, parts, 'case_lapsed', null, id, nowMs, `reason=${reason} owner=${owner ?? ''}`);
  return true;
}

/** From an agent's hands, or from aside, into the queue. The event is the caller's. */
export async function putBack(db: Db, { contacts }: DeskParts, held: HeldCase, nowMs: number): Promise<boolean> {
  const row = await db
    .updateTable('cases')
    .set((eb) => backInQueue(eb, nowMs))
    .where('id', '=', held.id)
    .where('state', 'in', ['taken', 'parked'])
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  if (held.state === 'taken')
    await beginAfresh(db, held.contact_id, contacts.dataKey(held.contact_id, held.data_key), nowMs);
  return true;
}

/** All cases of an agent whose account is no longer good, in the transaction that says so. */
export async function freeCasesOf(db: Db, parts: DeskParts, owner: AgentId): Promise<void> {
  const rows = await db
    .selectFrom('cases')
    .select('id')
    .where('owner', '=', owner)
    .where('state', 'in', ['taken', 'parked'])
    .orderBy('contact_id')
    .execute();
  const held: HeldCase[] = [];
  // All people before the first event: whoever inserts events holds up everybody else who does.
  for (const { id } of rows) {
    const one = await holdCase(db, parts.database.locks, id);
    if (one !== null && one.owner === owner) held.push(one);
  }
  for (const one of held) await lapse(db, parts, one, 'account');
}

/** What the clock alone changes about cases. Each in a transaction of its own, so that none waits for another. */
export class Upkeep {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /**
   * Returns what has lapsed to the queue, wakes what was put aside until now, and gives up answers that nobody came to
   * read. For whoever looks every second: cheap when nothing is due.
   *
   * @returns how much changed
   */
  async settleDue(): Promise<number> {
    const changed = [
      await settleEach(await this.#lapsed(), (id) => this.#lapse(id, 'lease')),
      await settleEach(await this.#pastTarget(), (id) => this.#lapse(id, 'target')),
      await settleEach(await this.#wakeful(), (id) => this.#wake(id)),
      await settleEach(await this.#unread(), (id) => this.#giveUp(id)),
    ];
    const [failure] = changed.flatMap(({ failures }) => failures);
    if (failure !== undefined) throw failure;
    return changed.reduce((sum, { count }) => sum + count, 0);
  }

  async #lapsed(): Promise<readonly CaseId[]> {
    const { database, nowMs } = this.#parts;
    const rows = database.db.selectFrom('cases').select('id').where('state', '=', 'taken');
    return (await rows.where('lease_until', '<=', nowMs()).execute()).map(({ id }) => id);
  }

  async #pastTarget(): Promise<readonly CaseId[]> {
    const { database, nowMs, answerDue } = this.#parts;
    const rows = await database.db
      .selectFrom('cases')
      .select(['id', 'team_id', 'urgency', 'waiting_since', 'taken_at'])
      .where('state', '=', 'taken')
      .where('waiting_since', 'is not', null)
      .execute();
    if (rows.length === 0) return [];
    const teams = await readTeams(database.db);
    return rows.filter((row) => dueAfterTaking(answerDue, teams, row) <= nowMs()).map(({ id }) => id);
  }

  async #wakeful(): Promise<readonly CaseId[]> {
    const { database, nowMs } = this.#parts;
    const rows = database.db.selectFrom('cases').select('id').where('state', '=', 'parked');
    return (await rows.where('parked_until', '<=', nowMs()).execute()).map(({ id }) => id);
  }

  #lapse(id: CaseId, reason: LapseReason): Promise<boolean> {
    return this.#on(id, async (db, held, nowMs) => {
      const dueMs =
        reason === 'lease' ? held.lease_until : dueAfterTaking(this.#parts.answerDue, await readTeams(db), held);
      return held.state === 'taken' && dueMs <= nowMs && lapse(db, this.#parts, held, reason);
    });
  }

  #wake(id: CaseId): Promise<boolean> {
    return this.#on(id, async (db, held, nowMs) => {
      const isDue = held.state === 'parked' && (held.parked_until ?? 0) <= nowMs;
      if (!isDue || !(await putBack(db, this.#parts, held, nowMs))) return false;
      await noteEvent(db, id, 'reopened', nowMs);
      return true;
    });
  }

  async #unread(): Promise<readonly OutboxId[]> {
    const rows = await this.#selectUnread(this.#parts.database.db).execute();
    return rows.map(({ id }) => id);
  }

  #selectUnread(db: Db) {
    return db
      .selectFrom('outbox')
      .select('id')
      .where('state', '=', 'parked')
      .where('created_at', '<=', this.#parts.nowMs() - PARKED_ANSWER_MS);
  }

  #giveUp(id: OutboxId): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      const rows = await db
        .updateTable('outbox')
        .set({ state: 'dead', error_code: 'window_closed', updated_at: nowMs() })
        .where('id', 'in', this.#selectUnread(db).where('id', '=', id))
        .where('state', '=', 'parked')
        .returning('case_id')
        .execute();
      await noteDeliveries(db, rows, nowMs());
      return rows.length > 0;
    });
  }

  #on(id: CaseId, job: (db: Db, held: HeldCase, nowMs: number) => Promise<boolean>): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      const held = await holdCase(db, database.locks, id);
      return held !== null && job(db, held, nowMs());
    });
  }
}

interface Settled {
  readonly count: number;
  readonly failures: readonly unknown[];
}

/** One that fails, every second anew, must not keep the others waiting. */
async function settleEach<Id>(ids: readonly Id[], settle: (id: Id) => Promise<boolean>): Promise<Settled> {
  let count = 0;
  const failures: unknown[] = [];
  for (const id of ids) {
    try {
      if (await settle(id)) count += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  return { count, failures };
}
