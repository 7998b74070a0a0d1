/** One thing at a time that a button starts: whether it is under way, and why it was not done. */
import { useRef, useState } from 'react';
import type { Asked } from '../ask.ts';
import { useExplain } from './refusal.ts';

export interface Task {
  readonly isBusy: boolean;
  /** In the agent's words; null while nothing is wrong. */
  readonly error: string | null;
  readonly clear: () => void;
  /** @returns whether it was done; a second call while one is under way does nothing */
  run<Value>(job: () => Promise<Asked<Value>>, onDone?: (value: Value) => void | Promise<void>): Promise<boolean>;
}

export function useTask(): Task {
  const explain = useExplain();
  // Two quick clicks come before React draws anew.
  const underWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  return {
    isBusy,
    error,
    clear: () => setError(null),
    run: async (job, onDone) => {
      if (underWay.current) return false;
      underWay.current = true;
      setBusy(true);
      const asked = await job();
      setError(explain(asked));
      if (asked.kind === 'done') await onDone?.(asked.value);
      underWay.current = false;
      setBusy(false);
      return asked.kind === 'done';
    },
  };
}
