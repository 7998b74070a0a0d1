/** What every page of a signed-in console has at hand. */
import { createContext, useContext } from 'react';
import type { DeskSettings, Me } from '../../core/desk-api.ts';
import type { Team } from '../../core/staff.ts';
import type { Announce } from './toasts.tsx';
import type { Queue } from './queue-state.ts';
import type { Watched } from './watched.ts';

export interface DeskAtHand {
  readonly me: Me;
  readonly settings: DeskSettings;
  readonly teams: readonly Team[];
  /** Null for those who take no cases. */
  readonly queue: Queue | null;
  readonly isOnline: Watched<boolean>;
  readonly announce: Announce;
  /** Asks the server again who one is: after a change of the account. */
  readonly refreshMe: () => Promise<void>;
  readonly signOut: () => Promise<void>;
}

const DeskContext = createContext<DeskAtHand | null>(null);
export const DeskProvider = DeskContext.Provider;

/** @throws {Error} outside of a signed-in console: a mistake of ours */
export function useDesk(): DeskAtHand {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('Expected to be inside a DeskProvider.');
  return desk;
}

/** @throws {Error} for a role that takes no cases: a mistake of ours */
export function useQueue(): Queue {
  const { queue } = useDesk();
  if (queue === null) throw new Error('Expected a role that takes cases.');
  return queue;
}
