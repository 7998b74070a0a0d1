/** Texts that agents insert: by team and language, under the house key. */
import type { AuditEntry } from '../../core/audit.ts';
import type { CannedReply } from '../../core/desk.ts';
import type { TeamId } from '../../core/ids.ts';
import type { DeskParts } from './parts.ts';
import { appendAudit } from './audit.ts';
import { openText, sealText } from './staff-rows.ts';

type Words = Pick<CannedReply, 'title' | 'text'>;

export class CannedReplies {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Those of a team with those of all; of every team when none is named. By title. */
  async list(team: TeamId | null): Promise<readonly CannedReply[]> {
    const { database, ring } = this.#parts;
    let rows = database.db.selectFrom('canned_replies').selectAll();
    if (team !== null) rows = rows.where((eb) => eb.or([eb('team_id', '=', team), eb('team_id', 'is', null)]));
    const found = await rows.execute();
    return found
      .map(({ id, team_id, language, body }): CannedReply => {
        const { title, text } = JSON.parse(openText(ring, `canned_replies|body|${id}`, body)) as Words; // sealed by us
        return { id, team: team_id, language, title, text };
      })
      .toSorted((a, b) => a.title.localeCompare(b.title));
  }

  /** @param audit - its `subject` is null: the new id takes that place */
  create(wanted: Omit<CannedReply, 'id'>, audit: AuditEntry): Promise<CannedReply> {
    const { database, ids, nowMs } = this.#parts;
    const reply = { ...wanted, id: ids.rowId() };
    return database.write(async (db) => {
      await db
        .insertInto('canned_replies')
        .values({ id: reply.id, ...this.#columns(reply) })
        .execute();
      await appendAudit(db, database.locks, { ...audit, subject: reply.id }, nowMs());
      return reply;
    });
  }

  /** False when there is none of this id. */
  change(reply: CannedReply, audit: AuditEntry): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      const row = await db
        .updateTable('canned_replies')
        .set(this.#columns(reply))
        .where('id', '=', reply.id)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return false;
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }

  /** False when there is none of this id. */
  remove(id: string, audit: AuditEntry): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      const row = await db.deleteFrom('canned_replies').where('id', '=', id).returning('id').executeTakeFirst();
      if (row === undefined) return false;
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }

  #columns({ id, team, language, title, text }: CannedReply) {
    const words: Words = { title, text };
    const body = sealText(this.#parts.ring, `canned_replies|body|${id}`, JSON.stringify(words));
    return { team_id: team, language, body, updated_at: this.#parts.nowMs() };
  }
}
