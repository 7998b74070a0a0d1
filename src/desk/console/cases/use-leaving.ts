/** After a case has left one's hands: the queue as it is now, and no open case. */
import type { CaseId } from '../../../core/ids.ts';
import { useQueue } from '../desk-context.ts';
import { dropDraft } from '../drafts.ts';
import { go } from '../place.ts';

export function useLeaving(id: CaseId): (draft: 'drop' | 'keep') => Promise<void> {
  const queue = useQueue();
  return async (draft) => {
    if (draft === 'drop') dropDraft(id);
    go({ page: 'cases', caseId: null });
    await queue.refresh();
    // What had the focus is gone; the queue is where one goes on.
    document.querySelector<HTMLElement>('.queue-list a, #page')?.focus();
  };
}
