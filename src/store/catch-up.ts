/**
 * How far the provider's list of messages has been read, and who reads it: of many processes one at a time. Both stand in
 * the table of sweeps, as times. Two that read it at once would do no harm, since a message id acts once.
 */
import type { ChannelName } from '../core/contact.ts';
import type { KeyRing } from './cipher.ts';
import type { Db, OpenDatabase } from './dialect.ts';

/** Longer than a page and what it brings may take; the lease is renewed with each. */
const LEASE_MS = 60_000;
/** Message ids asked for in one statement. */
const IDS_PER_STATEMENT = 500;

export interface Reading {
  /** Everything before this is known. */
  readonly fromMs: number;
  /** @returns false when somebody else took over */
  keep(): Promise<boolean>;
  /** @param toMs - everything before this is known from now on; null: as before */
  end(toMs: number | null): Promise<void>;
}

export class CatchUp {
  readonly #database: OpenDatabase;
  readonly #ring: KeyRing;
  readonly #nowMs: () => number;

  constructor(database: OpenDatabase, ring: KeyRing, nowMs: () => number) {
    this.#database = database;
    this.#ring = ring;
    this.#nowMs = nowMs;
  }

  /**
   * Begins to read. The first time of all nothing is missing: what people wrote before this house stood is not its own.
   *
   * @returns null when another process is reading
   */
  begin(channel: ChannelName): Promise<Reading | null> {
    const [mark, lease] = [`${channel}_caught_up`, `${channel}_catching_up`];
    return this.#database.write(async (db) => {
      const nowMs = this.#nowMs();
      await insertOnce(db, mark, nowMs);
      await insertOnce(db, lease, 0);
      // A lease from a clock that was ahead of ours ends as well.
      const isFree = { from: nowMs, to: nowMs + LEASE_MS };
      const taken = await db
        .updateTable('sweeps')
        .set({ seq: nowMs + LEASE_MS })
        .where('name', '=', lease)
        .where((eb) => eb.or([eb('seq', '<=', isFree.from), eb('seq', '>', isFree.to)]))
        .returning('seq')
        .executeTakeFirst();
      if (taken === undefined) return null;
      const { seq: fromMs } = await db
        .selectFrom('sweeps')
        .select('seq')
        .where('name', '=', mark)
        .executeTakeFirstOrThrow();
      return { fromMs, ...this.#holder(mark, lease, taken.seq) };
    });
  }

  /** Which of these messages we never had. */
  async findUnknown(channel: ChannelName, providerIds: readonly string[]): Promise<ReadonlySet<string>> {
    const unknown = new Map(providerIds.map((id) => [this.#ring.messageKey(channel, id), id]));
    const keys = [...unknown.keys()];
    for (let start = 0; start < keys.length; start += IDS_PER_STATEMENT) {
      const known = await this.#database.db
        .selectFrom('inbox')
        .select('message_key')
        .where('message_key', 'in', keys.slice(start, start + IDS_PER_STATEMENT))
        .execute();
      for (const { message_key } of known) unknown.delete(message_key);
    }
    return new Set(unknown.values());
  }

  /** @param untilMs - by this time we know our lease from that of whoever took over */
  #holder(mark: string, lease: string, untilMs: number): Pick<Reading, 'keep' | 'end'> {
    let heldUntilMs = untilMs;
    const move = (toMs: number): Promise<boolean> =>
      this.#database.write(async (db) => {
        const held = await db
          .updateTable('sweeps')
          .set({ seq: toMs })
          .where('name', '=', lease)
          .where('seq', '=', heldUntilMs)
          .returning('seq')
          .executeTakeFirst();
        return held !== undefined;
      });
    return {
      keep: async () => {
        const toMs = this.#nowMs() + LEASE_MS;
        const isHeld = await move(toMs);
        if (isHeld) heldUntilMs = toMs;
        return isHeld;
      },
      end: async (toMs) => {
        if (!(await move(0)) || toMs === null) return;
        await this.#database.write(async (db) => {
          await db
            .updateTable('sweeps')
            .set({ seq: toMs })
            .where('name', '=', mark)
            // One that lies ahead is from a clock that was wrong.
            .where((eb) => eb.or([eb('seq', '<', toMs), eb('seq', '>', this.#nowMs())]))
            .execute();
        });
      },
    };
  }
}

async function insertOnce(db: Db, name: string, seq: number): Promise<void> {
  await db
    .insertInto('sweeps')
    .values({ name, seq })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}
