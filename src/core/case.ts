/** A conversation that a human should take. */
import type { Language } from './language.ts';
import type { TopicSlug } from './ids.ts';

export const CASE_STATES = ['waiting', 'taken', 'parked', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** `by_agent`: nobody asked; an agent has something more to say about a case that was closed. */
export const CASE_REASONS = ['request', 'danger', 'personal_case', 'unknown_twice', 'claim', 'by_agent'] as const;
export type CaseReason = (typeof CASE_REASONS)[number];

export const URGENCIES = ['normal', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What a person says their request is about, in the words of a short list. */
export const CASE_THEMES = ['danger', 'asylum', 'family', 'papers', 'detained', 'shelter', 'other'] as const;
export type CaseTheme = (typeof CASE_THEMES)[number];

/** What a person adds to their request while it is open. */
export interface CaseAmendment {
  readonly theme?: CaseTheme;
  /** The language they want to be answered in by a person, when it is one of ours. */
  readonly language?: Language;
  /** More lines of the summary, each as a person reads it. */
  readonly line?: string;
}

export interface NewCase {
  readonly reason: CaseReason;
  readonly urgency: Urgency;
  readonly language: Language;
  readonly topic: TopicSlug | null;
  /** A few lines for the agent, in the person's language. Encrypted at rest. */
  readonly summary: string;
}
