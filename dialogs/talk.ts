/**
 * What a conversation has at hand during one turn, and how it speaks.
 *
 * Conversations send nothing. What they say and want goes out as activities, which `src/bot` collects and makes into one
 * reply and a list of effects once the turn is over; if the turn fails, none of it has happened.
 */
import { WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStep, WaterfallStepContext } from 'botbuilder-dialogs';
import type { CaseReason } from '../src/core/case.ts';
import type { Effect } from '../src/core/effect.ts';
import type { FactId, TopicSlug } from '../src/core/ids.ts';
import type { Knowledge, Match } from '../src/core/knowledge.ts';
import type { Language, UnservedLanguage } from '../src/core/language.ts';
import type { Choice } from '../src/core/reply.ts';
import type { TurnMessage } from '../src/core/turn.ts';
import type { MessageKey, Phrases, PhraseVariables } from '../src/language/phrases.ts';
import type { Picked } from './choices.ts';

/** Words that mean the same wherever they are said, also in the middle of a conversation. */
export type GlobalWord = 'menu' | 'human' | 'delete' | 'help' | 'language' | 'stop' | 'start' | 'thanks' | 'hello';

/** The kinds of message that we cannot read, by what is to be said about them. */
export type Unreadable = 'voice' | 'picture' | 'sticker' | 'location' | 'contact' | 'other';

/** What the person said, as far as it can be told without knowing what it is about. */
export type Heard =
  /** Tapped, or typed as the number or the words of something just offered. */
  | { readonly kind: 'picked'; readonly picked: Picked }
  | { readonly kind: 'out_of_range'; readonly max: number }
  | { readonly kind: 'word'; readonly word: GlobalWord }
  /** `captionOf`: the text came with something that we cannot see. */
  | { readonly kind: 'text'; readonly text: string; readonly captionOf: Unreadable | null }
  | { readonly kind: 'unreadable'; readonly what: Unreadable };

/** What the last reply was about. Forgotten after one turn, unless a conversation keeps it. */
export interface LastReply {
  readonly fact: FactId | null;
  readonly topic: TopicSlug | null;
  /** Why a human was offered, if the person now asks for one. */
  readonly reason: CaseReason;
  /** What they had asked, shortened, so that they need not tell it again. */
  readonly question: string | null;
}

/** What is remembered between turns, besides the language. Plain JSON. */
export interface Memory {
  greeted: boolean;
  /** Questions in a row that we had no answer to. */
  unknowns: number;
  last: LastReply | null;
}

export interface Talk {
  readonly message: TurnMessage;
  readonly heard: Heard;
  readonly knowledge: Knowledge;
  readonly phrases: Phrases;
  /** The language of this turn's answer; a conversation changes it when the person picks another. */
  language: Language;
  /** The language of this message when it is none of ours and the person should be told so. */
  readonly unserved: UnservedLanguage | null;
  /** Conversations write here what the next turn must know. */
  readonly memory: Memory;
  /** What the reply before this one was about. */
  readonly last: LastReply | null;
  /** What was offered before this turn. */
  readonly offered: readonly Choice[];
  /** What the knowledge room makes of the text; looked up once, however often it is asked for. */
  match(): Match;
  /** A short code for the person to keep; says nothing about them. */
  newReceipt(): string;
}

/** The turn as the dialog engine passes it around. Only what we use of it. */
export interface TurnHandle {
  readonly turnState: { get(key: symbol): unknown };
  sendActivity(activity: object): Promise<unknown>;
}

/** Where `src/bot` leaves the talk for the conversations. */
export const TALK = Symbol('talk');

export function talkOf(context: TurnHandle): Talk {
  return context.turnState.get(TALK) as Talk; // put there by src/bot before any conversation runs
}

/** Adds a paragraph to the reply, and what may be picked under it. */
export async function say(context: TurnHandle, text: string, choices: readonly Choice[] = []): Promise<void> {
  await context.sendActivity({ type: 'message', text, channelData: { choices } });
}

/** Asks for something to be done in the turn's own transaction. */
export async function want(context: TurnHandle, effect: Effect): Promise<void> {
  await context.sendActivity({ type: 'event', name: 'effect', value: effect });
}

/** What a phrase needs to know of the turn. */
export type Voice = Pick<Talk, 'phrases' | 'language'>;

export function phrase(talk: Voice, key: MessageKey, variables?: PhraseVariables): string {
  return talk.phrases.say(talk.language, key, variables);
}

/** The result of a conversation that found the message was not meant for it: it is then heard anew. */
export const PASS_ON = 'pass-on';

/**
 * A waterfall that leaves no random number behind: the engine numbers each run for its telemetry, which we do not have,
 * and the same turn would have another snapshot each time.
 */
export class Conversation<Options extends object> extends WaterfallDialog<Options> {
  protected override onStep(step: WaterfallStepContext<Options>): Promise<DialogTurnResult> {
    Object.assign(step.values, { instanceId: this.id });
    return super.onStep(step);
  }
}

/** A conversation that is over when it has spoken once: most are. */
export function oneReply<Options extends object>(
  id: string,
  speak: (context: TurnHandle, talk: Talk, options: Partial<Options>) => Promise<void>,
): Conversation<Options> {
  const step: WaterfallStep<Options> = async (step) => {
    await speak(step.context, talkOf(step.context), step.options);
    return step.endDialog();
  };
  return new Conversation(id, [step]);
}
