/**
 * Whose case it is. One conditional update decides, so that of twenty who reach for a case exactly one has it. It is theirs
 * for as long as their console shows signs of life; while it is, the bot is silent.
 */
import { MINUTE_MS } from '../../core/clock.ts';
import type { CaseOutcome } from '../../core/desk.ts';
import type { AgentId, CaseId, TeamId } from '../../core/ids.ts';
import { noteEvent } from '../case-events.ts';
import { backInQueue } from '../case-states.ts';
import type { Db } from '../dialect.ts';
import type { HeldCase } from '../held-case.ts';
import { beginAfresh } from '../return-to-bot.ts';
import { putBack } from './lapse.ts';
import { auditCase, done, isTheirs, NOT_FOUND, onCase, wrongState } from './on-case.ts';
import type { Actor, DeskParts } from './parts.ts';
import { nameOf, readNames } from './staff-rows.ts';

/** A console says every half minute that it is there. */
export const LEASE_MS = 2 * MINUTE_MS;
/** Who is handed a case has to notice first. */
export const TRANSFER_LEASE_MS = 10 * MINUTE_MS;

export interface Lease {
  readonly leaseUntilMs: number;
}

export type TransferTo = { readonly agent: AgentId } | { readonly team: TeamId };

export class Claims {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Takes a case that waits, that was one's own and put aside, or whose agent has vanished. A second time changes nothing. */
  claim(by: Actor, id: CaseId): Promise<CaseOutcome<Lease>> {
    return onCase<Lease>(this.#parts, id, async (db, held, nowMs) => {
      const leaseUntilMs = nowMs + LEASE_MS;
      if (held.state === 'taken' && held.owner === by.id) {
        await this.#renew(db, by, id, leaseUntilMs);
        return done({ leaseUntilMs });
      }
      const won = await db
        .updateTable('cases')
        .set((eb) => ({
          ...takenBy(by.id, nowMs, leaseUntilMs),
          claimed_at: eb.fn.coalesce('claimed_at', eb.val(nowMs)),
        }))
        .where('id', '=', id)
        .where((eb) =>
          eb.or([
            eb('state', '=', 'waiting'),
            eb.and([eb('state', '=', 'parked'), eb('owner', '=', by.id)]),
            eb.and([eb('state', '=', 'taken'), eb('lease_until', '<=', nowMs)]),
          ]),
        )
        .returning('id')
        .executeTakeFirst();
      if (won === undefined) return this.#lost(db, held);
      await noteEvent(db, id, 'claimed', nowMs, by.id);
      await auditCase(db, this.#parts, 'case_claimed', by, id, nowMs);
      return done({ leaseUntilMs });
    });
  }

  async #lost(db: Db, held: HeldCase): Promise<CaseOutcome<never>> {
    if (held.owner === null || held.state === 'closed') return NOT_FOUND;
    return { kind: 'taken', owner: nameOf(await readNames(db, this.#parts.ring), held.owner) };
  }

  /** A sign of life of the console that has the case open. */
  async renew(by: Actor, id: CaseId): Promise<CaseOutcome<Lease>> {
    const leaseUntilMs = this.#parts.nowMs() + LEASE_MS;
    const renewed = await this.#parts.database.write((db) => this.#renew(db, by, id, leaseUntilMs));
    return renewed ? done({ leaseUntilMs }) : NOT_FOUND;
  }

  /** A transfer's longer lease is not cut short. Nobody else is told: nothing they see has changed. */
  async #renew(db: Db, by: Actor, id: CaseId, leaseUntilMs: number): Promise<boolean> {
    const row = await db
      .updateTable('cases')
      .set((eb) => ({
        lease_until: eb
          .case()
          .when('lease_until', '>', leaseUntilMs)
          .then(eb.ref('lease_until'))
          .else(leaseUntilMs)
          .end(),
      }))
      .where('id', '=', id)
      .where('state', '=', 'taken')
      .where('owner', '=', by.id)
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Back into the queue, without a word to the person: for a case that was taken by mistake. */
  release(by: Actor, id: CaseId): Promise<CaseOutcome<null>> {
    return onCase<null>(this.#parts, id, async (db, held, nowMs) => {
      if (!isTheirs(by, held)) return NOT_FOUND;
      if (!(await putBack(db, this.#parts, held, nowMs))) return wrongState(held);
      await noteEvent(db, id, 'released', nowMs, by.id);
      await auditCase(db, this.#parts, 'case_released', by, id, nowMs);
      return done(null);
    });
  }

  /** To a colleague, who has it at once, or into another team's queue. A colleague who may take no case is not found. */
  transfer(by: Actor, id: CaseId, to: TransferTo): Promise<CaseOutcome<null>> {
    return onCase<null>(this.#parts, id, async (db, held, nowMs) => {
      if (!isTheirs(by, held)) return NOT_FOUND;
      if (held.state === 'closed') return wrongState(held);
      const isDone =
        'agent' in to ? await this.#hand(db, held, to.agent, nowMs) : await this.#move(db, held, to.team, nowMs);
      if (!isDone) return NOT_FOUND;
      await noteEvent(db, id, 'transferred', nowMs, by.id);
      const detail = 'agent' in to ? `agent=${to.agent}` : `team=${to.team}`;
      await auditCase(db, this.#parts, 'case_transferred', by, id, nowMs, detail);
      return done(null);
    });
  }

  async #hand(db: Db, held: HeldCase, agent: AgentId, nowMs: number): Promise<boolean> {
    const colleague = await db
      .selectFrom('agents')
      .select('id')
      .where('id', '=', agent)
      .where('role', 'in', ['agent', 'supervisor'])
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    if (colleague === undefined) return false;
    await db
      .updateTable('cases')
      .set((eb) => ({
        ...takenBy(agent, nowMs, nowMs + TRANSFER_LEASE_MS),
        claimed_at: eb.fn.coalesce('claimed_at', eb.val(nowMs)),
      }))
      .where('id', '=', held.id)
      .execute();
    return true;
  }

  async #move(db: Db, held: HeldCase, team: TeamId, nowMs: number): Promise<boolean> {
    const known = await db.selectFrom('teams').select('id').where('id', '=', team).executeTakeFirst();
    if (known === undefined) return false;
    await db
      .updateTable('cases')
      .set((eb) => ({ ...backInQueue(eb, nowMs), team_id: team }))
      .where('id', '=', held.id)
      .execute();
    if (held.state === 'taken')
      await beginAfresh(db, held.contact_id, this.#parts.contacts.dataKey(held.contact_id, held.data_key), nowMs);
    return true;
  }
}

/** The columns of a case that is in somebody's hands. */
export function takenBy(owner: AgentId, nowMs: number, leaseUntilMs: number) {
  return { state: 'taken' as const, owner, taken_at: nowMs, lease_until: leaseUntilMs, parked_until: null };
}
