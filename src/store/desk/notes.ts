/** What colleagues write for each other about a case. Under the person's key, and gone with the case. */
import type { CaseOutcome } from '../../core/desk.ts';
import type { CaseId } from '../../core/ids.ts';
import { noteEvent } from '../case-events.ts';
import { encrypt } from '../cipher.ts';
import type { Db } from '../dialect.ts';
import type { HeldCase } from '../held-case.ts';
import { auditCase, done, isTheirs, NOT_FOUND, onCase } from './on-case.ts';
import type { Actor, DeskParts } from './parts.ts';
import { sealTags } from './queue.ts';
import type { NoteBody } from './transcript.ts';

export class Notes {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** @returns the id of the new note */
  add(by: Actor, id: CaseId, text: string): Promise<CaseOutcome<string>> {
    return onCase<string>(this.#parts, id, async (db, held, nowMs) => {
      if (!isTheirs(by, held)) return NOT_FOUND;
      const note = await addNote(db, this.#parts, held, by, { about: 'case', text }, nowMs);
      await auditCase(db, this.#parts, 'case_noted', by, id, nowMs);
      return done(note);
    });
  }

  /** All tags of a case, in the place of those it had. */
  setTags(by: Actor, id: CaseId, tags: readonly string[]): Promise<CaseOutcome<null>> {
    return onCase<null>(this.#parts, id, async (db, held, nowMs) => {
      if (!isTheirs(by, held)) return NOT_FOUND;
      await db
        .updateTable('cases')
        .set({ tags: sealTags(this.#parts, held, tags) })
        .where('id', '=', id)
        .execute();
      await noteEvent(db, id, 'tagged', nowMs, by.id);
      await auditCase(db, this.#parts, 'case_tagged', by, id, nowMs, `tags=${tags.length}`);
      return done(null);
    });
  }
}

/** In the caller's transaction. */
export async function addNote(
  db: Db,
  { contacts, ids }: DeskParts,
  held: HeldCase,
  by: Actor,
  note: NoteBody,
  nowMs: number,
): Promise<string> {
  const id = ids.rowId();
  const dataKey = contacts.dataKey(held.contact_id, held.data_key);
  const body = encrypt(dataKey, `case_notes|body|${id}`, JSON.stringify(note));
  await db.insertInto('case_notes').values({ id, case_id: held.id, agent_id: by.id, body, at: nowMs }).execute();
  await noteEvent(db, held.id, 'noted', nowMs, by.id);
  return id;
}
