/** A conversation that a human should take. */
import type { Language } from './language.ts';
import type { TopicSlug } from './ids.ts';

export const CASE_STATES = ['waiting', 'taken', 'parked', 'closed'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const CASE_REASONS = ['request', 'danger', 'personal_case', 'unknown_twice', 'claim'] as const;
export type CaseReason = (typeof CASE_REASONS)[number];

export const URGENCIES = ['normal', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

export interface NewCase {
  readonly reason: CaseReason;
  readonly urgency: Urgency;
  readonly language: Language;
  readonly topic: TopicSlug | null;
  /** A few lines for the agent, in the person's language. Encrypted at rest. */
  readonly summary: string;
}
