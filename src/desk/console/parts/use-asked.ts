/** Something that is asked of the server when a page opens, and again when it should be. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Asked } from '../ask.ts';

export interface Loaded<Value> {
  /** Null while it is under way for the first time. */
  readonly asked: Asked<Value> | null;
  readonly reload: () => Promise<void>;
}

export function useAsked<Value>(question: () => Promise<Asked<Value>>): Loaded<Value> {
  const [asked, setAsked] = useState<Asked<Value> | null>(null);
  const latest = useRef(question);
  latest.current = question;
  const reload = useCallback(async () => setAsked(await latest.current()), []);
  useEffect(() => void reload(), [reload]);
  return { asked, reload };
}
