/**
 * What the desk's work comes to, by week. A number below ten is not shown: with few cases, a number tells who they were.
 */
import type { Language } from './language.ts';

/** Smaller numbers are hidden, and one more wherever the hidden one could be worked out from the sum. */
export const SMALLEST_SHOWN = 10;

/** Null: fewer than ten, or hidden for the sake of another. */
export type ShownCount = number | null;

/** In whole minutes; of ten cases at least, else null. */
export interface Spread {
  readonly median: number;
  /** Nine of ten were not longer. */
  readonly p90: number;
}

export interface Slice {
  /** A code: a topic, a language, a reason for closing; null where a case had none. */
  readonly name: string | null;
  readonly count: ShownCount;
}

/** The cases that were closed in one week. */
export interface WeekOfCases {
  /** As ISO 8601 counts them, for example `2026-W47`. */
  readonly week: string;
  readonly closed: ShownCount;
  /** From the request until an agent took it. */
  readonly waiting: Spread | null;
  /** From the request until an agent's first words. */
  readonly answering: Spread | null;
  readonly byTopic: readonly Slice[];
  readonly byLanguage: readonly Slice[];
  readonly byChannel: readonly Slice[];
  readonly byReason: readonly Slice[];
  readonly byOutcome: readonly Slice[];
}

/** What people said or asked in one week that no fact answers. */
export interface HeardText {
  readonly language: Language;
  readonly text: string;
  /** Where the claim is said to hold, and what it is said to cost, if it says so. */
  readonly place: string | null;
  readonly price: string | null;
  readonly count: ShownCount;
}

export interface WeekOfHearing {
  readonly week: string;
  readonly rumours: readonly HeardText[];
  readonly questions: readonly HeardText[];
}
