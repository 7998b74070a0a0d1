/** How a case leaves an agent's hands for good or for a while, and how it comes back. */
import type { CaseOutcome, CloseReason } from '../../core/desk.ts';
import type { CaseId } from '../../core/ids.ts';
import type { ReturnNotice } from '../../core/notice.ts';
import type { Reply } from '../../core/reply.ts';
import { noteEvent } from '../case-events.ts';
import { countCase } from '../case-figures.ts';
import { summaryPlace } from '../cases.ts';
import { encrypt } from '../cipher.ts';
import type { Db } from '../dialect.ts';
import type { HeldCase } from '../held-case.ts';
import { beginAfresh, closedNow, giveBack, tellReturn } from '../return-to-bot.ts';
import type { MayWrite } from '../unasked.ts';
import { LEASE_MS, takenBy } from './claims.ts';
import { auditCase, done, isTheirs, NOT_FOUND, onCase, wrongState } from './on-case.ts';
import type { Actor, DeskParts } from './parts.ts';

export interface Ended {
  /** Whether the person was told, or why not. */
  readonly told: MayWrite;
}

type Compose = (notice: ReturnNotice) => Reply;

export class Endings {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Closes a case, and tells the person. One that waits may be closed by whoever supervises. */
  close(by: Actor, id: CaseId, reason: CloseReason, compose: Compose): Promise<CaseOutcome<Ended>> {
    return onCase<Ended>(this.#parts, id, async (db, held, nowMs) => {
      if (!isTheirs(by, held)) return NOT_FOUND;
      if (held.state === 'closed') return wrongState(held);
      const told =
        held.state === 'taken'
          ? await this.#giveBack(db, held, { caseId: id, state: 'closed', by: by.id, reason }, compose)
          : await this.#closeUntaken(db, by, held, reason, compose, nowMs);
      await auditCase(db, this.#parts, 'case_closed', by, id, nowMs, `reason=${reason}`);
      return done({ told });
    });
  }

  /** The automatic answers go on; the case waits for somebody else. The person is told. */
  returnToBot(by: Actor, id: CaseId, compose: Compose): Promise<CaseOutcome<Ended>> {
    return onCase<Ended>(this.#parts, id, async (db, held, nowMs) => {
      if (!isTheirs(by, held)) return NOT_FOUND;
      if (held.state !== 'taken') return wrongState(held);
      const told = await this.#giveBack(db, held, { caseId: id, state: 'waiting', by: by.id, reason: null }, compose);
      await auditCase(db, this.#parts, 'case_returned', by, id, nowMs);
      return done({ told });
    });
  }

  /** Aside until then, or until the person writes. Meanwhile the bot answers. */
  park(by: Actor, id: CaseId, untilMs: number): Promise<CaseOutcome<null>> {
    return onCase<null>(this.#parts, id, async (db, held, nowMs) => {
      if (!isTheirs(by, held)) return NOT_FOUND;
      if (held.state !== 'taken') return wrongState(held);
      await db
        .updateTable('cases')
        .set({ state: 'parked', parked_until: untilMs, lease_until: 0 })
        .where('id', '=', id)
        .execute();
      await beginAfresh(db, held.contact_id, this.#parts.contacts.dataKey(held.contact_id, held.data_key), nowMs);
      await noteEvent(db, id, 'parked', nowMs, by.id);
      await auditCase(db, this.#parts, 'case_parked', by, id, nowMs);
      return done(null);
    });
  }

  /** For who closed it, or supervises. Not while the person has another one that is open: `wrong_state` names its state. */
  reopen(by: Actor, id: CaseId): Promise<CaseOutcome<null>> {
    return onCase<null>(this.#parts, id, async (db, held, nowMs) => {
      const refused = await refuseSecond(db, by, held);
      if (refused !== null) return refused;
      await db
        .updateTable('cases')
        .set({ ...takenBy(by.id, nowMs, nowMs + LEASE_MS), closed_at: null, close_reason: null })
        .where('id', '=', id)
        .execute();
      await noteEvent(db, id, 'reopened', nowMs, by.id);
      await auditCase(db, this.#parts, 'case_reopened', by, id, nowMs);
      return done(null);
    });
  }

  /**
   * Opens another case for the person of one that is closed, in the hands of whoever opens it.
   *
   * @param summary - what it is about, for colleagues
   * @returns the new case
   */
  openAnother(by: Actor, closed: CaseId, summary: string): Promise<CaseOutcome<CaseId>> {
    return onCase<CaseId>(this.#parts, closed, async (db, held, nowMs) => {
      const refused = await refuseSecond(db, by, held);
      if (refused !== null) return refused;
      const id = this.#parts.ids.caseId();
      const { contact_id, channel, language, topic, team_id } = held;
      const dataKey = this.#parts.contacts.dataKey(contact_id, held.data_key);
      await db
        .insertInto('cases')
        .values({
          ...takenBy(by.id, nowMs, nowMs + LEASE_MS),
          id,
          contact_id,
          channel,
          language,
          topic,
          team_id,
          reason: 'by_agent',
          urgency: 'normal',
          summary: encrypt(dataKey, summaryPlace(id), summary),
          opened_at: nowMs,
          closed_at: null,
          claimed_at: nowMs,
        })
        .execute();
      await noteEvent(db, id, 'opened', nowMs, by.id);
      await auditCase(db, this.#parts, 'case_opened', by, id, nowMs, `after=${closed}`);
      return done(id);
    });
  }

  async #giveBack(db: Db, held: HeldCase, back: Parameters<typeof giveBack>[3], compose: Compose): Promise<MayWrite> {
    const returned = await giveBack(db, this.#parts, held, back, compose);
    if (returned.kind === 'not_taken') throw new TypeError('Expected a case that is held to stay as it was read.');
    return returned.told;
  }

  async #closeUntaken(
    db: Db,
    by: Actor,
    held: HeldCase,
    reason: CloseReason,
    compose: Compose,
    nowMs: number,
  ): Promise<MayWrite> {
    await db
      .updateTable('cases')
      .set({ ...closedNow(reason, nowMs), owner: by.id })
      .where('id', '=', held.id)
      .execute();
    await countCase(db, held.id);
    await db.deleteFrom('reminders').where('case_id', '=', held.id).execute();
    await noteEvent(db, held.id, 'closed', nowMs, by.id);
    return tellReturn(db, this.#parts, held, 'closed', compose);
  }
}

/** A person has one open case at a time. */
async function refuseSecond(db: Db, by: Actor, held: HeldCase): Promise<CaseOutcome<never> | null> {
  if (by.role !== 'supervisor' && held.owner !== by.id) return NOT_FOUND;
  const open = await db
    .selectFrom('cases')
    .select('state')
    .where('contact_id', '=', held.contact_id)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  return open === undefined ? null : { kind: 'wrong_state', state: open.state };
}
