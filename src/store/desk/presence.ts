/** Who of the team is there: signed in, and seen a moment ago. */
import { MINUTE_MS } from '../../core/clock.ts';
import type { Role } from '../../core/desk.ts';
import type { AgentId } from '../../core/ids.ts';
import type { Db } from '../dialect.ts';
import { noteSignal } from '../signals.ts';
import type { DeskParts } from './parts.ts';

/** A console says every half minute that it is there. */
const THERE_FOR_MS = 2 * MINUTE_MS;
/** Whose being there means that somebody can answer. */
const ANSWERING: readonly Role[] = ['agent', 'supervisor'];

/** Somebody who comes changes what people are told of the team; somebody who stays does not. */
export async function noteSeen(db: Db, id: AgentId, nowMs: number): Promise<void> {
  const before = await db.selectFrom('agents').select('seen_at').where('id', '=', id).executeTakeFirst();
  await db.updateTable('agents').set({ seen_at: nowMs }).where('id', '=', id).execute();
  if ((before?.seen_at ?? 0) <= nowMs - THERE_FOR_MS) noteSignal(db, 'staff');
}

export class Presence {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** A console is open, also when nobody touches it: the session does not live longer by it. */
  async note(id: AgentId): Promise<void> {
    const { database, nowMs } = this.#parts;
    await database.write((db) => noteSeen(db, id, nowMs()));
  }

  async list(): Promise<readonly AgentId[]> {
    return (await this.#there().execute()).map(({ id }) => id);
  }

  /** Whether anybody is there who takes cases. */
  async isAnybodyThere(): Promise<boolean> {
    const there = await this.#there().where('agents.role', 'in', ANSWERING).limit(1).executeTakeFirst();
    return there !== undefined;
  }

  #there() {
    const { database, nowMs } = this.#parts;
    return database.db
      .selectFrom('agents')
      .select('agents.id')
      .where('agents.disabled_at', 'is', null)
      .where('agents.seen_at', '>', nowMs() - THERE_FOR_MS)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('sessions')
            .select('sessions.key')
            .whereRef('sessions.agent_id', '=', 'agents.id')
            .where('sessions.stage', '=', 'signed_in')
            .where('sessions.until', '>', nowMs())
            .where('sessions.idle_until', '>', nowMs()),
        ),
      );
  }
}
