/** Tells the server that somebody is at work on a case: without it, the case goes back to the queue. */
import { useEffect } from 'react';
import { SECOND_MS } from '../../../core/clock.ts';
import type { CaseId } from '../../../core/ids.ts';
import { useQueue } from '../desk-context.ts';
import { cases } from '../service.ts';

/** A lease lasts two minutes. */
const RENEW_EVERY_MS = 30 * SECOND_MS;

export function useLease(id: CaseId, isMine: boolean): void {
  const queue = useQueue();
  useEffect(() => {
    if (!isMine) return;
    const renew = async (): Promise<void> => {
      const asked = await cases.renew(id);
      // It is not ours any more: see whose it is.
      if (asked.kind === 'refused') await queue.refresh();
    };
    void renew();
    const timer = setInterval(() => void renew(), RENEW_EVERY_MS);
    return () => clearInterval(timer);
  }, [id, isMine, queue]);
}
