/** What the clock alone changes at the desk: cases that nobody looks after any more, and who is there. */
import type { Telemetry } from '../core/telemetry.ts';
import type { Store } from '../store/store.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

/** A lease lasts two minutes: so late nobody notices. */
const SETTLE_EVERY_MS = 1_000;
/** How old the bot's idea of the team's hours, and of who is there, may be. */
const LOOK_EVERY_MS = 5_000;

export interface DeskKeeperParts {
  readonly store: { readonly desk: Pick<Store['desk'], 'upkeep'> };
  readonly team: { refresh(): Promise<void> };
  readonly telemetry: Telemetry;
}

export function createDeskKeeper({ store, telemetry }: Omit<DeskKeeperParts, 'team'>): Loop {
  const round = async (): Promise<boolean> => {
    await store.desk.upkeep.settleDue();
    return false;
  };
  return createLoop({ name: 'desk-keeper', pollMs: SETTLE_EVERY_MS, telemetry, round });
}

export function createTeamWatch({ team, telemetry }: Omit<DeskKeeperParts, 'store'>): Loop {
  const round = async (): Promise<boolean> => {
    await team.refresh();
    return false;
  };
  return createLoop({ name: 'team-watch', pollMs: LOOK_EVERY_MS, telemetry, round });
}
