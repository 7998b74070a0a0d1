/**
 * Rumour reports: claims that we have no fact for, for the team to check, and beside them the questions that had no
 * answer, for the editors. They outlive the people they are from, so nothing in a row leads to anybody: no contact, no key
 * of theirs, and a day instead of a time.
 */
import { startOfDay } from '../core/clock.ts';
import type { ChannelName } from '../core/contact.ts';
import type { OpenQuestion, Rumour } from '../core/effect.ts';
import type { IdSource } from '../core/ids.ts';
import type { Claim } from '../core/knowledge.ts';
import { encrypt } from './cipher.ts';
import type { KeyRing } from './cipher.ts';
import type { Db } from './dialect.ts';
import type { RumourReportsTable } from './schema.ts';

export class Rumours {
  readonly #ring: KeyRing;
  readonly #ids: IdSource;

  constructor(ring: KeyRing, ids: IdSource) {
    this.#ring = ring;
    this.#ids = ids;
  }

  /** Files a report, or counts it when the same text came before on the same day. Runs inside a turn's transaction. */
  async report(db: Db, channel: ChannelName, rumour: Rumour, nowMs: number): Promise<void> {
    const { language, forwarded, text, place, price } = rumour;
    await this.#file(db, { kind: 'rumour', channel, language, forwarded }, { text, place, price }, nowMs);
  }

  /** The same for a question without an answer. */
  async reportQuestion(db: Db, channel: ChannelName, { language, text }: OpenQuestion, nowMs: number): Promise<void> {
    await this.#file(db, { kind: 'question', channel, language, forwarded: null }, { text }, nowMs);
  }

  async #file(
    db: Db,
    columns: Pick<RumourReportsTable, 'kind' | 'channel' | 'language' | 'forwarded'>,
    body: Pick<Rumour, 'text'> & Partial<Claim>,
    nowMs: number,
  ): Promise<void> {
    const id = this.#ids.rumourId();
    const folded = foldText(body.text);
    await db
      .insertInto('rumour_reports')
      .values({
        ...columns,
        id,
        // Asked and claimed are two things, also in the same words.
        text_key: this.#ring.rumourKey(columns.kind === 'rumour' ? folded : `${columns.kind}|${folded}`),
        body: encrypt(this.#ring.houseKey, `rumour_reports|body|${id}`, JSON.stringify(body)),
        reported_at: startOfDay(nowMs),
      })
      .onConflict((conflict) =>
        conflict
          .columns(['reported_at', 'text_key'])
          .doUpdateSet((eb) => ({ count: eb('rumour_reports.count', '+', 1) })),
      )
      .execute();
  }
}

/** Copies of one message differ in capitals, accents, emoji and line breaks. */
function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
