/**
 * One provider as its last calls show it. After some failures in a row it is left alone, but for a probe now and then,
 * so that a provider in trouble is not hammered and messages do not use up their tries for nothing.
 */
import { SECOND_MS } from '../core/clock.ts';

const FAILURES_TO_OPEN = 5;
/** From the start of one probe to the start of the next: one that hangs does not put off the others. */
const PROBE_EVERY_MS = 10 * SECOND_MS;

/** `nowMs` comes from any clock that only goes forward. */
export class CircuitBreaker {
  #failures = 0;
  #openSinceMs: number | null = null;
  #lastProbeMs = Number.NEGATIVE_INFINITY;
  #lastSuccessMs = Number.NEGATIVE_INFINITY;

  get isOpen(): boolean {
    return this.#openSinceMs !== null;
  }

  /** Whether a call may start now: any while closed, a probe while open. */
  mayCall(nowMs: number): boolean {
    return !this.isOpen || nowMs - this.#lastProbeMs >= PROBE_EVERY_MS;
  }

  begin(nowMs: number): void {
    if (this.isOpen) this.#lastProbeMs = nowMs;
  }

  /** A call that was begun was not made after all: another may probe. */
  takeBack(): void {
    this.#lastProbeMs = Number.NEGATIVE_INFINITY;
  }

  /** @returns for how many milliseconds it had been open, when this closes it; otherwise null */
  succeeded(nowMs: number): number | null {
    const openForMs = this.#openSinceMs === null ? null : nowMs - this.#openSinceMs;
    this.#failures = 0;
    this.#openSinceMs = null;
    this.#lastSuccessMs = nowMs;
    return openForMs;
  }

  /**
   * @param startedMs - a call that began before the last good one says nothing about now
   * @returns whether this opens it
   */
  failed(startedMs: number, nowMs: number): boolean {
    if (startedMs < this.#lastSuccessMs) return false;
    this.#failures += 1;
    if (this.isOpen || this.#failures < FAILURES_TO_OPEN) return false;
    this.#openSinceMs = nowMs;
    this.#lastProbeMs = nowMs;
    return true;
  }
}
