/** One turn of the bot: a message and a snapshot in, a reply and effects out. Sends and stores nothing. */
import type { ChannelName } from './contact.ts';
import type { Effect } from './effect.ts';
import type { FactId } from './ids.ts';
import type { Language } from './language.ts';
import type { Inbound, InboundContent } from './message.ts';
import type { Choice, Reply } from './reply.ts';
import type { VitalAnswer } from './spend.ts';

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

/** With so many before them, a person is told "many": nobody plans by the difference. */
export const MAX_COUNTED_WAITING = 100;

export interface TurnMessage {
  readonly channel: ChannelName;
  readonly content: InboundContent;
  readonly forwarded?: Inbound['forwarded'];
  /** Now, as the worker sees it. */
  readonly nowMs: number;
  /** When the person sent it, which may be long before. Where it is not known: now. */
  readonly sentAtMs?: number;
  /** By SMS: how many segments reach them as one message. Two where nothing is said. */
  readonly maxSegments?: 1 | 2;
  /** What the store knows that the dialogs need. */
  readonly contact: {
    /** Since when we know them; null when that is not known. */
    readonly knownSinceMs: number | null;
    /** The language they picked themselves, however long ago. */
    readonly chosenLanguage: Language | null;
    /** A case of this person is open and nobody has taken it yet. */
    readonly caseWaiting: boolean;
    /** An agent has their case: the bot is silent but for what must work at any time. */
    readonly withAgent: boolean;
    /** Whether a request of theirs is kept; one that is closed is for a while. */
    readonly caseKept: 'open' | 'closed' | null;
    /** Cases that are answered before theirs, or would be if they opened one now; as far as {@link MAX_COUNTED_WAITING}. */
    readonly waitingBefore: number;
    readonly optedOut: boolean;
    /** They asked that nothing of ours is seen on their phone, and have not come back since. */
    readonly hidden: boolean;
    /** Whether they may be written to unasked: by SMS only where a STOP would reach us. */
    readonly mayBeAlerted: boolean;
    /** The facts whose changes they want to be told of. */
    readonly alerts: readonly FactId[];
    /** Whether they want to be told when an answer they were given changes. */
    readonly corrections: boolean;
  };
}

export interface TurnResult {
  readonly snapshot: Snapshot;
  /** Null when silence is right: an opted-out person, a carrier keyword that was answered already. */
  readonly reply: Reply | null;
  readonly effects: readonly Effect[];
  /** Set when the reply must reach them by SMS even where no money is left for it. */
  readonly vital?: VitalAnswer;
}

export interface Bot {
  turn(snapshot: Snapshot | null, message: TurnMessage): Promise<TurnResult>;
}
