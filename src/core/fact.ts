/** A verified fact as the rest of Faro sees it, after `src/knowledge` has read and checked its file. */
import type { FactId, TopicSlug } from './ids.ts';
import type { Language } from './language.ts';

/** What we say of a rumour. */
export const VERDICTS = ['false', 'misleading', 'outdated', 'true', 'depends'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How fast a fact goes stale. */
export const CADENCES = ['weekly', 'monthly', 'half-yearly'] as const;
export type Cadence = (typeof CADENCES)[number];

/** Whether an answer should bring a human with it. */
export const ESCALATIONS = ['never', 'offer', 'always'] as const;
export type Escalation = (typeof ESCALATIONS)[number];

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

export interface Source {
  readonly publisher: string;
  readonly title: string;
  readonly url: string;
  /** The date the page itself bears, or null when it bears none. */
  readonly pageDate: Day | null;
  readonly official: boolean;
}

export interface FactText {
  readonly questions: readonly string[];
  /** A short name for lists and buttons, at most 24 characters. */
  readonly title: string;
  readonly whatsapp: string;
  readonly sms: string;
  readonly status: 'draft' | 'reviewed';
}

export interface Fact {
  readonly id: FactId;
  readonly topic: TopicSlug;
  readonly kind: 'fact' | 'rumour';
  /** Only of a rumour. */
  readonly verdict: Verdict | null;
  readonly jurisdiction: string;
  readonly text: Readonly<Partial<Record<Language, FactText>>> & Readonly<Record<'es' | 'en', FactText>>;
  readonly sources: readonly [Source, ...Source[]];
  /** The day of the evidence, never of the commit. */
  readonly verifiedOn: Day;
  readonly cadence: Cadence;
  readonly escalate: Escalation;
  readonly related: readonly FactId[];
}

/**
 * - `fresh`: served with its date.
 * - `due`: served with "this may have changed, last checked on …" and the official address.
 * - `expired`: not served: "being re-checked", the official address, a human.
 */
export type Freshness = 'fresh' | 'due' | 'expired';
