/**
 * What a conversation has at hand during one turn, and how it speaks.
 *
 * Conversations send nothing. What they say and want goes out as activities, which `src/bot` collects and makes into one
 * reply and a list of effects once the turn is over; if the turn fails, none of it has happened.
 */
import type { CaseReason } from '../src/core/case.ts';
import type { CountryCode } from '../src/core/country.ts';
import type { Effect } from '../src/core/effect.ts';
import type { CityId, FactId, TopicSlug } from '../src/core/ids.ts';
import type { Knowledge, Match } from '../src/core/knowledge.ts';
import type { Language, UnservedLanguage } from '../src/core/language.ts';
import type { Point } from '../src/core/place.ts';
import type { Choice } from '../src/core/reply.ts';
import type { TeamHours } from '../src/core/team.ts';
import type { TurnMessage } from '../src/core/turn.ts';
import type { MessageKey, Phrases, PhraseVariables } from '../src/language/phrases.ts';
import type { Picked } from './choices.ts';
import type { Interview } from './interview.ts';
import type { PlaceAwaited } from './needs.ts';

/** Words that mean the same wherever they are said, also in the middle of a conversation. */
export type GlobalWord =
  | 'menu'
  | 'back'
  | 'pathways'
  | 'human'
  | 'delete'
  | 'help'
  | 'about'
  | 'who'
  | 'privacy'
  | 'hide'
  | 'language'
  | 'alerts'
  | 'stop'
  | 'start'
  | 'more'
  | 'thanks'
  | 'hello';

/** The kinds of message that we cannot read, by what is to be said about them. */
export type Unreadable = 'voice' | 'picture' | 'document' | 'sticker' | 'contact' | 'unsupported' | 'other';

/** What the person said, as far as it can be told without knowing what it is about. */
export type Heard =
  /** Tapped, or typed as the number or the words of something just offered. */
  | { readonly kind: 'picked'; readonly picked: Picked }
  | { readonly kind: 'out_of_range'; readonly max: number }
  | { readonly kind: 'word'; readonly word: GlobalWord }
  /** `captionOf`: the text came with something that we cannot see. */
  | { readonly kind: 'text'; readonly text: string; readonly captionOf: Unreadable | null }
  | { readonly kind: 'unreadable'; readonly what: Unreadable }
  /** Where they are, to the kilometre: used in this turn, kept nowhere. */
  | { readonly kind: 'location'; readonly point: Point };

/** What the last reply was about. Forgotten after one turn, unless a conversation keeps it. */
export interface LastReply {
  readonly fact: FactId | null;
  readonly topic: TopicSlug | null;
  /** Why a human was offered, if the person now asks for one. */
  readonly reason: CaseReason;
  /** What they had asked, shortened, so that they need not tell it again. */
  readonly question: string | null;
}

/** A question of ours that people answer in their own words. Whatever else they say is taken for itself. */
export type Awaited =
  | 'case_words'
  | 'case_language'
  | 'interview'
  | 'interview_go_on'
  /** What they look for, in the city that they named. */
  | 'need'
  | PlaceAwaited;

/** What is remembered between turns, besides the language. Plain JSON. */
export interface Memory {
  greeted: boolean;
  /** Questions in a row that we had no answer to. */
  unknowns: number;
  /** Answers in a row that were not what the person needed, by their own word. */
  misses: number;
  last: LastReply | null;
  /** What the next text is an answer to. Forgotten after one turn. */
  awaits: Awaited | null;
  /** What they sent last, when it was something that we cannot read. Forgotten after one turn. */
  sent: 'voice' | 'picture' | null;
  /** Voice messages in a row, this one included. */
  voices: number;
  /** Where they said they are: the country, and the city in it. */
  country: CountryCode | null;
  city: CityId | null;
  /** The questions about legal pathways, while they are not done. */
  interview: Interview | null;
  /** By SMS: what of the last reply was not sent yet. */
  rest: Rest | null;
}

/** A reply that did not fit into one SMS, as far as it was not read. */
export interface Rest {
  /** As it will be sent; what may be picked stands in it with its numbers. */
  readonly text: string;
  /** How many pages were sent. */
  readonly pagesSent: number;
  /** Of an answer that begins on a later page. */
  readonly together?: Together;
}

/** Of one text: whoever reads the start must read the end with it, however little room there is. */
export interface Together {
  readonly start: string;
  readonly end: string;
  /** How the end is said under the start, where the two are cut apart. */
  readonly endApart: string;
}

export interface Talk {
  readonly message: TurnMessage;
  readonly heard: Heard;
  readonly knowledge: Knowledge;
  readonly phrases: Phrases;
  /** The people who answer, and when. */
  readonly team: TeamHours;
  /** The language of this turn's answer; a conversation changes it when the person picks another. */
  language: Language;
  /** The language of this message when it is none of ours and the person should be told so. */
  readonly unserved: UnservedLanguage | null;
  /** Of an answer by SMS: how it begins, and the source and date that belong to it. */
  together: Together | null;
  /** Conversations write here what the next turn must know. */
  readonly memory: Memory;
  /** What the reply before this one was about. */
  readonly last: LastReply | null;
  /** What that reply asked, if this is a text. */
  readonly awaited: Awaited | null;
  /** What they had sent before this, when it was something that we cannot read. */
  readonly sent: 'voice' | 'picture' | null;
  /** What of that reply the person has not read yet. */
  readonly rest: Rest | null;
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

/** Adds a paragraph and, on WhatsApp, the button that sends where they are. Nothing else can be picked then. */
export async function askForPin(context: TurnHandle, text: string): Promise<void> {
  await context.sendActivity({ type: 'message', text, channelData: { choices: [], asksForPin: true } });
}

/** Asks for something to be done in the turn's own transaction. */
export async function want(context: TurnHandle, effect: Effect): Promise<void> {
  await context.sendActivity({ type: 'event', name: 'effect', value: effect });
}

/** Enough for an agent to see what it is about. */
const MAX_QUESTION = 300;

/** What they wrote, shortened, for whoever reads their request if they ask for a person next. */
export function questionOf({ heard }: Talk): string | null {
  return heard.kind === 'text' ? heard.text.slice(0, MAX_QUESTION).toWellFormed() : null;
}

/** They are in danger and nobody has come yet: what they go on telling belongs to that. */
export function isAlarmed({ last, message }: Talk): boolean {
  return last?.reason === 'danger' && message.contact.caseWaiting;
}

/** What a phrase needs to know of the turn. */
export type Voice = Pick<Talk, 'phrases' | 'language'>;

export function phrase(talk: Voice, key: MessageKey, variables?: PhraseVariables): string {
  return talk.phrases.say(talk.language, key, variables);
}

/** The result of a conversation that found the message was not meant for it: it is then heard anew. */
export const PASS_ON = 'pass-on';
