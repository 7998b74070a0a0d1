/**
 * How often one may try to sign in. Counted in this process's memory: a guesser must not be able to make us write to disk.
 * Nobody is locked out by others for longer than the window, and not at all in a browser they have signed in from.
 */
import { MINUTE_MS } from '../core/clock.ts';
import { Refusal } from './refusal.ts';

const WINDOW_MS = 10 * MINUTE_MS;
/** Tries in a window. With three processes, strangers still get no more than 30 at one account. */
const LIMITS = {
  /** At one account, from browsers that nobody has signed in from. */
  strangers: 10,
  /** At one account, from one browser that its owner has used. */
  known_browser: 10,
  /** From one address, at all accounts together: an office may share one. */
  address: 60,
  /** Codes and passwords asked for once more, at one account. */
  proof: 10,
} as const;

export type TryKind = keyof typeof LIMITS;

/** More are not remembered: the oldest make room. 100,000 take some 20 MB. */
const MAX_REMEMBERED = 100_000;

export interface Throttle {
  /**
   * Counts a try before it is evaluated, so that many at once do not slip through.
   *
   * @returns takes the try back: it was a right one
   * @throws {Refusal} `too_many_tries`, with the seconds to wait
   */
  take(kind: TryKind, whom: string): () => void;
}

interface Tries {
  count: number;
  endsAtMs: number;
}

/** @param onRefused - called for each try that is not evaluated */
export function createThrottle(nowMs: () => number, onRefused: () => void): Throttle {
  const windows = new Map<string, Tries>();

  function current(key: string): Tries {
    const known = windows.get(key);
    if (known !== undefined && known.endsAtMs > nowMs()) return known;
    windows.delete(key);
    const [oldest] = windows.keys();
    if (windows.size >= MAX_REMEMBERED && oldest !== undefined) windows.delete(oldest);
    const fresh = { count: 0, endsAtMs: nowMs() + WINDOW_MS };
    windows.set(key, fresh);
    return fresh;
  }

  return {
    take: (kind, whom) => {
      const tries = current(`${kind}|${whom}`);
      if (tries.count >= LIMITS[kind]) {
        onRefused();
        const retryAfterSeconds = Math.ceil((tries.endsAtMs - nowMs()) / 1_000);
        throw new Refusal('too_many_tries', { retryAfterSeconds });
      }
      tries.count += 1;
      return () => {
        tries.count -= 1;
      };
    },
  };
}
