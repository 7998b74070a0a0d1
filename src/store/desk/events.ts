/** What the live view reads: the events after the one that it has seen last, and a word when there may be more. */
import type { DeskEvent } from '../../core/desk.ts';
import type { Signals } from '../signals.ts';
import type { DeskParts } from './parts.ts';
import { nameOf, readNames } from './staff-rows.ts';

export class DeskEvents {
  readonly #parts: DeskParts;
  readonly #signals: Signals;

  constructor(parts: DeskParts, signals: Signals) {
    this.#parts = parts;
    this.#signals = signals;
  }

  /** In order. What becomes visible later has a higher number: nobody who asks on from the last one misses any. */
  async after(seq: number, limit: number): Promise<readonly DeskEvent[]> {
    const { database, ring } = this.#parts;
    const rows = await database.db
      .selectFrom('case_events')
      .select(['seq', 'case_id', 'kind', 'agent_id', 'at'])
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    if (rows.length === 0) return [];
    const names = await readNames(database.db, ring);
    return rows.map(({ seq: number, case_id, kind, agent_id, at }) => ({
      seq: number,
      caseId: case_id,
      kind,
      atMs: at,
      by: agent_id === null ? null : nameOf(names, agent_id),
    }));
  }

  /** 0 before the first one. */
  async latestSeq(): Promise<number> {
    const row = await this.#parts.database.db
      .selectFrom('case_events')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .executeTakeFirst();
    return row?.seq ?? 0;
  }

  /**
   * Calls when there are new events, of whatever process. A call may be lost between two processes: so it is good to look
   * every now and then.
   *
   * @returns what ends it
   */
  listen(listener: () => void): () => void {
    return this.#signals.listen('cases', listener);
  }

  /**
   * Calls when sign-ins have ended, or accounts are not what they were.
   *
   * @returns what ends it
   */
  listenToStaff(listener: () => void): () => void {
    return this.#signals.listen('staff', listener);
  }
}
