/** What the service and the bot's thread say to each other: plain data, copied from one to the other. */
import type { TeamState } from '../../knowledge/team/team-state.ts';
import type { Snapshot, TurnMessage, TurnResult } from '../../core/turn.ts';

/** What a thread is given when it begins. */
export interface ThreadData {
  readonly contentDir: string;
  readonly sms: { readonly transliterate: boolean };
}

export type ToThread =
  | {
      readonly kind: 'turn';
      /** Comes back with the answer. */
      readonly id: number;
      readonly snapshot: Snapshot | null;
      readonly message: TurnMessage;
    }
  | { readonly kind: 'team'; readonly state: TeamState };

export type FromThread =
  /** It knows the content and takes turns. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'taken'; readonly id: number; readonly result: TurnResult }
  | { readonly kind: 'failed'; readonly id: number; readonly error: unknown }
  | { readonly kind: 'restarted'; readonly reason: 'version' | 'error' };
