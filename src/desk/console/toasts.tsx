/** Short words that come and go: said aloud always, shown where the eye would miss what happened. */
import { useCallback, useEffect, useState } from 'react';
import { SECOND_MS } from '../../core/clock.ts';

export interface Announcement {
  readonly text: string;
  /** `aloud`: the screen shows it already. */
  readonly how: 'aloud' | 'shown';
}

export type Announce = (text: string, how?: Announcement['how']) => void;

const SHOWN_MS = 6 * SECOND_MS;

export function useAnnouncements(): { readonly current: Announcement | null; readonly announce: Announce } {
  const [current, setCurrent] = useState<Announcement | null>(null);
  const announce = useCallback<Announce>((text, how = 'shown') => setCurrent({ text, how }), []);
  useEffect(() => {
    if (current === null) return;
    const timer = setTimeout(() => setCurrent(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [current]);
  return { current, announce };
}

/** Always there, so that what appears in it is read out. */
export function Toasts({ current }: { readonly current: Announcement | null }) {
  return (
    <div className={current?.how === 'shown' ? 'toast' : 'unseen'} role="status" aria-live="polite">
      {current?.text}
    </div>
  );
}
