/** Keeps the house clean: what people asked to be deleted, and what is past its time. */
import { HOUR_MS } from '../core/clock.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Store } from '../store/store.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

/** From the wish to the proof within a minute: a receipt that is out is noticed this soon. */
const POLL_MS = 2_000;

export interface HousekeeperParts {
  readonly store: Pick<Store, 'finishErasures' | 'mendTimes' | 'sweep'>;
  readonly telemetry: Telemetry;
}

export function createHousekeeper({ store, telemetry }: HousekeeperParts): Loop {
  let sweptAtMs = Number.NEGATIVE_INFINITY;

  async function round(): Promise<boolean> {
    await store.mendTimes();
    for (const channel of await store.finishErasures()) telemetry.record({ event: 'erased', channel });
    const startedMs = performance.now();
    if (startedMs - sweptAtMs < HOUR_MS) return false;
    sweptAtMs = startedMs;
    const swept = await store.sweep();
    telemetry.record({ event: 'retention_ran', ...swept, ms: performance.now() - startedMs });
    return false;
  }

  return createLoop({ name: 'housekeeper', pollMs: POLL_MS, telemetry, round });
}
