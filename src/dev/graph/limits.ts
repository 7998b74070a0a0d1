/**
 * Meta's limits in time: the 24-hour window of each person, the pair limit, the throughput of the number.
 *
 * @see developers.facebook.com/documentation/business-messaging/whatsapp/throughput and …/messaging-limits
 */
import type { GraphRefusal } from './errors.ts';
import type { PersonMemory } from './person.ts';

const WINDOW_MS = 24 * 3_600_000;
/** One message in six seconds to the same person; 45 may be borrowed from the future. */
const PAIR_INTERVAL_MS = 6_000;
const PAIR_BURST = 45;

export function refuseOutsideWindow(memory: PersonMemory, nowMs: number): GraphRefusal | null {
  if (memory.lastInboundMs !== null && nowMs - memory.lastInboundMs < WINDOW_MS) return null;
  return { code: 131047, details: 'More than 24 hours have passed since the person last wrote.' };
}

/**
 * - `bucket`: up to 45 messages of credit, one more every six seconds.
 * - `strict`: the letter of Meta's page. After any burst, nothing until all of it is paid off at one per six seconds.
 */
export type PairLimit = 'bucket' | 'strict' | 'off';

const PAIR_REFUSAL: GraphRefusal = { code: 131056, details: 'Too many messages to the same person in a short time.' };

/** Counts the message when it fits, and refuses it without counting when it does not. */
export function refuseOverPairLimit(memory: PersonMemory, nowMs: number, limit: PairLimit): GraphRefusal | null {
  switch (limit) {
    case 'off':
      return null;
    case 'bucket':
      return takeCredit(memory, nowMs) ? null : PAIR_REFUSAL;
    case 'strict':
      return joinBurst(memory, nowMs) ? null : PAIR_REFUSAL;
  }
}

function takeCredit(memory: PersonMemory, nowMs: number): boolean {
  const paidOffMs = Math.max(memory.paidOffMs, nowMs);
  if (paidOffMs - nowMs > (PAIR_BURST - 1) * PAIR_INTERVAL_MS) return false;
  memory.paidOffMs = paidOffMs + PAIR_INTERVAL_MS;
  return true;
}

function joinBurst(memory: PersonMemory, nowMs: number): boolean {
  if (nowMs >= memory.burstStartedMs + Math.max(memory.burstCount, 1) * PAIR_INTERVAL_MS) {
    memory.burstStartedMs = nowMs;
    memory.burstCount = 1;
    return true;
  }
  if (nowMs >= memory.burstStartedMs + PAIR_INTERVAL_MS || memory.burstCount >= PAIR_BURST) return false;
  memory.burstCount += 1;
  return true;
}

/** Counts messages of the whole number; up to `perSecond` of them may come at once. */
export function createThroughputLimit(perSecond: number | null): (nowMs: number) => GraphRefusal | null {
  if (perSecond === null) return () => null;
  const intervalMs = 1_000 / perSecond;
  let paidOffMs = 0;
  return (nowMs) => {
    const from = Math.max(paidOffMs, nowMs);
    if (from - nowMs > 1_000 - intervalMs) return { code: 130429, details: 'Too many messages from this number.' };
    paidOffMs = from + intervalMs;
    return null;
  };
}
