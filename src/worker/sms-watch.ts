/** Says when what SMS may cost in a day comes to an end: at half of it, at four fifths, and when answers are kept back. */
import { SECOND_MS } from '../core/clock.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Store } from '../store/store.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

/** Soon enough for somebody to raise a limit, seldom enough to cost nothing. */
const POLL_MS = 5 * SECOND_MS;

export interface SmsWatchParts {
  readonly store: Pick<Store, 'spend'>;
  readonly telemetry: Telemetry;
}

export function createSmsWatch({ store, telemetry }: SmsWatchParts): Loop {
  async function round(): Promise<boolean> {
    for (const alarm of await store.spend.raiseAlarms()) telemetry.record({ event: 'sms_limit_near', ...alarm });
    return false;
  }
  return createLoop({ name: 'sms-watch', pollMs: POLL_MS, telemetry, round });
}
