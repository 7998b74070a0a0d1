/**
 * How fast one person may be sent to on WhatsApp: one message in six seconds, and a credit of 45 that is paid off at the
 * same pace. What is over is refused with 131056, so it waits here instead.
 *
 * @see developers.facebook.com/documentation/business-messaging/whatsapp/about-the-platform (read 2026-11-21)
 */
import { MINUTE_MS, SECOND_MS } from '../core/clock.ts';
import type { ContactId } from '../core/ids.ts';

const INTERVAL_MS = 6 * SECOND_MS;
/** Two less than Meta gives: messages do not arrive there at the pace at which they left here. */
const CREDIT = 43;
const CREDIT_MS = CREDIT * INTERVAL_MS;
/** After a refusal, where nothing was held back before. */
const REMEMBERS_MS = 10 * MINUTE_MS;

/** `nowMs` comes from any clock that only goes forward. */
export class PairPace {
  /** Until when what each person was sent is not paid off; who was sent something last stands last. */
  readonly #paidOffMs = new Map<ContactId, number>();
  #holdsBackUntilMs: number;

  /** @param fromTheStart - false: only once the provider has refused one */
  constructor(fromTheStart: boolean) {
    this.#holdsBackUntilMs = fromTheStart ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  /** The provider has refused a message for this reason. */
  noteRefusal(nowMs: number): void {
    this.#holdsBackUntilMs = Math.max(this.#holdsBackUntilMs, nowMs + REMEMBERS_MS);
  }

  /** Counts a message to this person, or says how many milliseconds it must wait. */
  take(contactId: ContactId, nowMs: number): number {
    this.#forget(nowMs);
    const paidOffMs = Math.max(this.#paidOffMs.get(contactId) ?? nowMs, nowMs);
    const aheadMs = paidOffMs - nowMs - (CREDIT_MS - INTERVAL_MS);
    if (aheadMs > 0 && nowMs < this.#holdsBackUntilMs) return aheadMs;
    this.#paidOffMs.delete(contactId);
    this.#paidOffMs.set(contactId, Math.min(paidOffMs + INTERVAL_MS, nowMs + CREDIT_MS));
    return 0;
  }

  /** Who has paid everything off needs no place here. Those in front were written to longest ago. */
  #forget(nowMs: number): void {
    for (const [contactId, paidOffMs] of this.#paidOffMs) {
      if (paidOffMs > nowMs) return;
      this.#paidOffMs.delete(contactId);
    }
  }
}
