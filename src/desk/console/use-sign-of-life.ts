/** Tells the server now and then that somebody is at this console: what the page asks by itself does not count. */
import { useEffect } from 'react';
import { MINUTE_MS } from '../../core/clock.ts';
import { office } from './service.ts';

const TELL_EVERY_MS = 2 * MINUTE_MS;
/** Buttons keep their events to themselves. */
const HEARD_FIRST = { capture: true, passive: true };
const SIGNS = ['keydown', 'pointerdown', 'wheel'] as const;

export function useSignOfLife(): void {
  useEffect(() => {
    let toldMs = Date.now();
    const tell = (): void => {
      if (Date.now() - toldMs < TELL_EVERY_MS) return;
      toldMs = Date.now();
      void office.here();
    };
    for (const sign of SIGNS) addEventListener(sign, tell, HEARD_FIRST);
    return () => {
      for (const sign of SIGNS) removeEventListener(sign, tell, HEARD_FIRST);
    };
  }, []);
}
