import { useDesk } from './desk-context.ts';
import type { QueueState } from './queue-state.ts';
import { useWatched, Watched } from './watched.ts';

const NO_QUEUE = new Watched<QueueState>({ cases: new Map(), usualMinutes: null });

/** How many urgent cases nobody has taken. */
export function useUrgentCount(): number {
  const { queue } = useDesk();
  const { cases } = useWatched(queue?.state ?? NO_QUEUE);
  return [...cases.values()].filter(({ urgency, state }) => urgency === 'urgent' && state === 'waiting').length;
}
