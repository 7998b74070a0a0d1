/** What dialogs may ask of the knowledge room. */
import type { Countries } from './country.ts';
import type { Editions } from './edition.ts';
import type { Fact, Freshness } from './fact.ts';
import type { FactId } from './ids.ts';
import type { Language, UnservedLanguage } from './language.ts';
import type { Pathways } from './pathway.ts';
import type { Places } from './place.ts';

export interface Candidate {
  readonly fact: Fact;
  /** 0 to 1. */
  readonly confidence: number;
}

export type Match =
  /** One fact fits: send it. */
  | { readonly outcome: 'answer'; readonly candidates: readonly [Candidate, ...Candidate[]] }
  /** Up to three may fit: ask. */
  | { readonly outcome: 'menu'; readonly candidates: readonly [Candidate, ...Candidate[]] }
  /** A person's own case: a human is offered. */
  | { readonly outcome: 'handoff'; readonly candidates: readonly Candidate[] }
  /** Somebody may be in danger: emergency numbers and an urgent case. */
  | { readonly outcome: 'danger'; readonly candidates: readonly Candidate[] }
  /** Greeting, thanks, a menu word or a command. */
  | { readonly outcome: 'chat'; readonly candidates: readonly Candidate[] }
  | { readonly outcome: 'unknown'; readonly candidates: readonly Candidate[] };

/** What a claim names that helps to check it; each as far as it could be read. */
export interface Claim {
  readonly place: string | null;
  /** As it was written: "$800", "3 mil dólares". */
  readonly price: string | null;
}

/** A code like `FARO-K7M2P` that stands in a message. */
export interface AnswerCode {
  /** Its place in the text: from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
  /** The answer it names, or null when no answer has such a code. */
  readonly fact: FactId | null;
  /** The language whose text of today it names; null when it names none: it is older, or was copied wrong. */
  readonly language: Language | null;
}

export interface Knowledge {
  /** Never throws; takes bounded time whatever the text. */
  match(text: string, language: Language | null): Match;
  /** The fact of this id, or null when there is none (any more). */
  find(id: FactId): Fact | null;
  freshness(fact: Fact, nowMs: number): Freshness;
  /** Which language a message is in, or null when it is too short or too odd to say. */
  identifyLanguage(text: string): Language | null;
  /** The likeliest language however short or odd the message is; null only when it has no Latin letter. */
  guessLanguage(text: string): Language | null;
  /** The language of a message that is in none of ours, or null when it is in one of ours or cannot be told. */
  identifyUnserved(text: string): UnservedLanguage | null;
  /**
   * What a message claims that somebody heard or was offered, or null when it passes nothing on.
   *
   * @param wasForwarded - true makes a claim of any text: whoever forwards it did not write it
   */
  readClaim(text: string, wasForwarded?: boolean): Claim | null;
  /** For agents and editors: the facts whose words are nearest to the query, best first. */
  search(query: string, language: Language, limit: number): readonly Fact[];
  readonly facts: readonly Fact[];
  readonly pathways: Pathways;
  readonly places: Places;
  readonly countries: Countries;
  /** The code of what a fact says today in a language; it has a text in that language. */
  codeOf(fact: Fact, language: Language): string;
  /** The codes in a text, in order. */
  readCodes(text: string): readonly AnswerCode[];
  /** Which answer each fact gives at this time, for those who want to be told of changes. */
  editions(nowMs: number): Editions;
}
