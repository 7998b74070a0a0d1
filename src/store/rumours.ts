/**
 * Rumour reports: claims that we have no fact for, for the team to check. They outlive the people who told of them, so
 * nothing in a row leads to anybody: no contact, no key of theirs, and a day instead of a time.
 */
import { DAY_MS } from '../core/clock.ts';
import type { ChannelName } from '../core/contact.ts';
import type { Rumour } from '../core/effect.ts';
import type { IdSource } from '../core/ids.ts';
import { encrypt } from './cipher.ts';
import type { KeyRing } from './cipher.ts';
import type { Db } from './dialect.ts';

export class Rumours {
  readonly #ring: KeyRing;
  readonly #ids: IdSource;

  constructor(ring: KeyRing, ids: IdSource) {
    this.#ring = ring;
    this.#ids = ids;
  }

  /** Files a report, or counts it when the same text came before on the same day. Runs inside a turn's transaction. */
  async report(db: Db, channel: ChannelName, rumour: Rumour, nowMs: number): Promise<void> {
    const id = this.#ids.rumourId();
    const { text, place, price } = rumour;
    await db
      .insertInto('rumour_reports')
      .values({
        id,
        text_key: this.#ring.rumourKey(foldText(text)),
        channel,
        language: rumour.language,
        forwarded: rumour.forwarded,
        body: encrypt(this.#ring.houseKey, `rumour_reports|body|${id}`, JSON.stringify({ text, place, price })),
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

/** Days of UTC, wherever the machine stands. */
function startOfDay(ms: number): number {
  return ms - (ms % DAY_MS);
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
