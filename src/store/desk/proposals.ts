/**
 * What agents hand to the editors: a fact that is missing, an answer that was wrong. The question is somebody's, so it is
 * kept without a case, without a time finer than a day, and under the house key.
 */
import type { AuditEntry } from '../../core/audit.ts';
import { startOfDay } from '../../core/clock.ts';
import type { Proposal } from '../../core/desk.ts';
import type { AgentId } from '../../core/ids.ts';
import { appendAudit } from './audit.ts';
import type { DeskParts } from './parts.ts';
import { nameOf, openText, readNames, sealText } from './staff-rows.ts';

type Words = Pick<Proposal, 'question' | 'comment'>;

export type NewProposal = Pick<Proposal, 'kind' | 'fact' | 'language' | 'question' | 'comment'>;

export class Proposals {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Newest first. */
  async list(state: Proposal['state']): Promise<readonly Proposal[]> {
    const { database, ring } = this.#parts;
    const rows = await database.db
      .selectFrom('proposals')
      .selectAll()
      .where('state', '=', state)
      .orderBy('proposed_at', 'desc')
      .orderBy('id')
      .execute();
    const names = await readNames(database.db, ring);
    return rows.map(({ id, kind, fact, language, body, agent_id, proposed_at }) => {
      const { question, comment } = JSON.parse(openText(ring, `proposals|body|${id}`, body)) as Words; // sealed by us
      const agent = nameOf(names, agent_id);
      return { id, kind, fact, language, question, comment, state, agent, proposedAtMs: proposed_at };
    });
  }

  /**
   * @param audit - its `subject` stays null: with the time of that line the proposal would lead to a conversation
   * @returns the new id
   */
  make(by: AgentId, { kind, fact, language, question, comment }: NewProposal, audit: AuditEntry): Promise<string> {
    const { database, ring, ids, nowMs } = this.#parts;
    return database.write(async (db) => {
      const id = ids.rowId();
      const words: Words = { question, comment };
      await db
        .insertInto('proposals')
        .values({
          id,
          kind,
          fact,
          language,
          body: sealText(ring, `proposals|body|${id}`, JSON.stringify(words)),
          state: 'open',
          agent_id: by,
          proposed_at: startOfDay(nowMs()),
        })
        .execute();
      await appendAudit(db, database.locks, { ...audit, subject: null }, nowMs());
      return id;
    });
  }

  /** False when there is none of this id in another state. */
  settle(id: string, state: Proposal['state'], audit: AuditEntry): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      const row = await db
        .updateTable('proposals')
        .set({ state })
        .where('id', '=', id)
        .where('state', '<>', state)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return false;
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }
}
