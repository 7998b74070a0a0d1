/** One turn of the bot: a message and a snapshot in, a reply and effects out. Sends and stores nothing. */
import type { ChannelName } from './contact.ts';
import type { Effect } from './effect.ts';
import type { Language } from './language.ts';
import type { Inbound, InboundContent } from './message.ts';
import type { Choice, Reply } from './reply.ts';

/** A conversation between two turns. Plain JSON: it goes through the database and back. */
export interface Snapshot {
  /** Version of this shape. */
  readonly v: 1;
  /** Turns taken so far. */
  readonly turns: number;
  readonly lastTurnAtMs: number;
  /** The language answers are in; null until one message was clear enough. */
  readonly language: Language | null;
  /** True once the person picked it themselves: then one odd message never changes it. */
  readonly languageChosen: boolean;
  /** What the last reply offered, in order, so that "2" can be understood on a phone without buttons. */
  readonly offered: readonly Choice[];
  /** Which dialogs wrote `dialogs`: see `dialogs/version.ts`. Another version restarts them with an apology. */
  readonly dialogsVersion: string;
  /** The dialog engine's own state; opaque outside `src/bot`. */
  readonly dialogs: unknown;
}

export interface TurnMessage {
  readonly channel: ChannelName;
  readonly content: InboundContent;
  readonly forwarded?: Inbound['forwarded'];
  /** Now, as the worker sees it. */
  readonly nowMs: number;
  /** What the store knows that the dialogs need. */
  readonly contact: {
    /** A case of this person is open and nobody has taken it yet. */
    readonly caseWaiting: boolean;
    readonly optedOut: boolean;
  };
}

export interface TurnResult {
  readonly snapshot: Snapshot;
  /** Null when silence is right: an opted-out person, a carrier keyword that was answered already. */
  readonly reply: Reply | null;
  readonly effects: readonly Effect[];
}

export interface Bot {
  turn(snapshot: Snapshot | null, message: TurnMessage): Promise<TurnResult>;
}
