/** A piece of work that is done whenever somebody calls, and every now and then by itself. */
import { isStoreTrouble } from '../core/errors.ts';
import { toFailure } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';

export interface Loop {
  start(): void;
  /** There is something to do. Safe to call at any time and any number of times. */
  wake(): void;
  /** Resolves when the running round has ended; no other begins. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  /** Milliseconds between two looks when nobody calls. */
  readonly pollMs: number;
  readonly telemetry: Telemetry;
  /** @returns true when there may be more to do at once */
  readonly round: () => Promise<boolean>;
}

export function createLoop({ name, pollMs, telemetry, round }: LoopOptions): Loop {
  let stopped = true;
  let isPostponed = false;
  let wanted = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    while (wanted && !stopped) {
      wanted = false;
      try {
        if (await round()) wanted = true;
        isPostponed = false;
      } catch (error) {
        // The database may be away for a while: the next look is soon enough, and it is said once.
        if (!isPostponed) telemetry.record(toFailure(name, error));
        isPostponed = isStoreTrouble(error);
        break;
      }
    }
    running = null;
    if (!stopped) timer = setTimeout(wake, pollMs);
  }

  function wake(): void {
    wanted = true;
    if (stopped || running !== null) return;
    clearTimeout(timer);
    running = run();
  }

  return {
    start: () => {
      stopped = false;
      wake();
    },
    wake,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
