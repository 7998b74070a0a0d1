/**
 * How fast one number may send. Meta counts messages a second and refuses what is over; a refusal costs a try and a
 * pause, so we keep under it by ourselves.
 */
import { MINUTE_MS, SECOND_MS } from '../core/clock.ts';

/** What may go at once after a rest: a quarter of a second's worth, far under what the provider allows. */
const BURST_SECONDS = 0.25;
/** After "too fast" half of the speed is left, and it is back after so long. */
const RECOVERS_IN_MS = MINUTE_MS;
/** An unlimited pace that was told "too fast" has a limit for so long. */
const REMEMBERS_MS = 10 * MINUTE_MS;
/** Sums of fractions fall short of whole numbers by less than this. */
const ROUNDING = 1e-6;

export interface PaceLimit {
  readonly perSecond: number;
  /** False: only once the provider has said "too fast". */
  readonly fromTheStart: boolean;
}

/** `nowMs` comes from any clock that only goes forward. */
export class Pacer {
  readonly #limit: PaceLimit;
  /** Up to when what was sent fills its time. */
  #filledUntilMs = Number.NEGATIVE_INFINITY;
  #slowedAtMs = Number.NEGATIVE_INFINITY;
  #slowedTo: number;

  constructor(limit: PaceLimit) {
    this.#limit = limit;
    this.#slowedTo = limit.perSecond;
  }

  /** How many messages may go now. */
  free(nowMs: number): number {
    const perSecond = this.#perSecond(nowMs);
    if (perSecond === Number.POSITIVE_INFINITY) return perSecond;
    const leftMs = nowMs + burstMs(perSecond) - Math.max(this.#filledUntilMs, nowMs);
    return Math.max(0, Math.floor((leftMs * perSecond) / SECOND_MS + ROUNDING));
  }

  take(nowMs: number): void {
    this.#filledUntilMs = Math.max(this.#filledUntilMs, nowMs) + SECOND_MS / this.#perSecond(nowMs);
  }

  /** A message that was taken was not sent. */
  giveBack(nowMs: number): void {
    this.#filledUntilMs -= SECOND_MS / this.#perSecond(nowMs);
  }

  /** The provider said "too fast". */
  slowDown(nowMs: number): void {
    this.#slowedTo = Math.max(1, Math.min(this.#perSecond(nowMs), this.#limit.perSecond) / 2);
    this.#slowedAtMs = nowMs;
  }

  #perSecond(nowMs: number): number {
    const { perSecond, fromTheStart } = this.#limit;
    const sinceMs = nowMs - this.#slowedAtMs;
    if (!fromTheStart && sinceMs > REMEMBERS_MS) return Number.POSITIVE_INFINITY;
    return Math.min(perSecond, this.#slowedTo + (perSecond * sinceMs) / RECOVERS_IN_MS);
  }
}

/** At least one message, however slow. */
function burstMs(perSecond: number): number {
  return Math.max(BURST_SECONDS * SECOND_MS, SECOND_MS / perSecond);
}
