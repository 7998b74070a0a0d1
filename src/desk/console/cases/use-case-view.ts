/** A case with its words, read anew whenever something happens to it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CaseView } from '../../../core/desk.ts';
import type { CaseId } from '../../../core/ids.ts';
import type { Asked } from '../ask.ts';
import { useQueue } from '../desk-context.ts';
import { cases } from '../service.ts';
import { useWatched } from '../watched.ts';

export interface CaseInView {
  /** The newest that was read; null before the first. */
  readonly view: CaseView | null;
  /** Why it could not be read, if it could not. */
  readonly trouble: Asked<unknown> | null;
  readonly reload: () => Promise<void>;
}

/** @param mayRead - false: its words are not this agent's to read, so they are not asked for */
export function useCaseView(id: CaseId, mayRead: boolean): CaseInView {
  const queue = useQueue();
  const change = useWatched(queue.changes).get(id) ?? 0;
  const [view, setView] = useState<CaseView | null>(null);
  const [trouble, setTrouble] = useState<Asked<unknown> | null>(null);
  const asking = useRef<{ again: boolean } | null>(null);

  /** While one answer is under way, the next question waits for it: ten changes at once are read once. */
  const reload = useCallback(async (): Promise<void> => {
    if (asking.current !== null) {
      asking.current.again = true;
      return;
    }
    asking.current = { again: false };
    const asked = await cases.view(id);
    const { again } = asking.current;
    asking.current = null;
    if (asked.kind === 'done') {
      setView((before) => (before !== null && before.version > asked.value.version ? before : asked.value));
      if (asked.value.state !== 'closed') queue.put(asked.value);
    }
    setTrouble(asked.kind === 'done' ? null : asked);
    if (again) await reload();
  }, [id, queue]);

  useEffect(() => {
    if (mayRead) void reload();
    else setView(null);
  }, [mayRead, change, reload]);

  return { view, trouble, reload };
}
