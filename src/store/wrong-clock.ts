/**
 * A clock that was ahead and is set right leaves times behind that lie in the future: a lease that nobody may take over
 * for hours, a reply that waits until then. What was written by such a clock is moved back by as much as it was ahead.
 */
import { sql } from 'kysely';
import type { Db, OpenDatabase } from './dialect.ts';

/** Clocks of several machines differ by less; a jump that is smaller heals by itself. */
const TOLERANCE_MS = 30_000;
/** Nobody is made to wait longer than this on purpose: the retries of a turn end after some seconds. */
const LONGEST_PAUSE_MS = 60_000;
/** How far the clock must go back between two looks to be noticed. */
const NOTICED_MS = 2_000;

export class WrongClock {
  readonly #database: OpenDatabase;
  readonly #nowMs: () => number;
  readonly #leaseMs: number;
  /** By how much the clock was ahead of one that only counts. */
  #aheadMs = Number.POSITIVE_INFINITY;

  /** @param leaseMs - the longest lease on a contact or a message */
  constructor(database: OpenDatabase, nowMs: () => number, leaseMs: number) {
    this.#database = database;
    this.#nowMs = nowMs;
    this.#leaseMs = leaseMs;
  }

  /**
   * Looks whether the clock has gone back since the last look, and mends what the time before left. The first look mends
   * too: it may have happened while nothing ran.
   *
   * @returns how many rows were moved
   */
  async mend(): Promise<number> {
    const nowMs = this.#nowMs();
    const aheadMs = nowMs - performance.now();
    const wentBack = aheadMs < this.#aheadMs - NOTICED_MS;
    const moved = wentBack ? await this.#moveBack(nowMs) : 0;
    this.#aheadMs = aheadMs; // after it was written: otherwise the next look does it
    return moved;
  }

  #moveBack(nowMs: number): Promise<number> {
    const future = nowMs + TOLERANCE_MS;
    return this.#database.write(async (db) => {
      const contacts = await freeContacts(db, nowMs, this.#leaseMs);
      const sending = await db
        .updateTable('outbox')
        .set({ lease_until: nowMs + this.#leaseMs, updated_at: nowMs })
        .where('state', '=', 'sending')
        .where('lease_until', '>', future + this.#leaseMs)
        .returning('seq')
        .execute();
      const waiting = await db
        .updateTable('outbox')
        .set({ next_at: sql<number>`next_at - (updated_at - ${nowMs})`, updated_at: nowMs })
        .where('state', 'in', ['queued', 'held'])
        .where('updated_at', '>', future)
        .returning('seq')
        .execute();
      return contacts + sending.length + waiting.length;
    });
  }
}

async function freeContacts(db: Db, nowMs: number, leaseMs: number): Promise<number> {
  const leased = await db
    .updateTable('contacts')
    .set({ lease_until: nowMs + leaseMs })
    .where('waiting_seq', 'is not', null)
    .where('lease_until', '>', nowMs + TOLERANCE_MS + leaseMs)
    .returning('id')
    .execute();
  const paused = await db
    .updateTable('contacts')
    .set({ not_before: nowMs })
    .where('waiting_seq', 'is not', null)
    .where('not_before', '>', nowMs + TOLERANCE_MS + LONGEST_PAUSE_MS)
    .returning('id')
    .execute();
  return leased.length + paused.length;
}
