/** Who goes first when many wait. Nobody is looked at more closely while nobody waits. */
import { DAY_MS, HOUR_MS } from '../core/clock.ts';

/** What one process knows of the line of people who wait for a turn. */
export interface Line {
  /** The last claim took as many as it might, so there are probably more. */
  isLong: boolean;
}

/**
 * How far ahead of its time a message stands in the outbox, so that it overtakes what waits: what to do in danger before
 * all else, and a human's words before the bot's.
 */
export const AHEAD_MS = { danger: DAY_MS, agent: HOUR_MS } as const;
