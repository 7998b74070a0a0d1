/**
 * The log of what the team did: ids and codes, never a person's words, name or number. Lines are only added, and each
 * carries a hash over the one before it, so that a line that is changed or taken out later shows.
 */
import type { AgentId } from './ids.ts';

export const AUDIT_ACTIONS = [
  'signed_in',
  'sign_in_refused',
  'signed_out',
  'password_changed',
  'totp_added',
  'totp_removed',
  'passkey_added',
  'passkey_removed',
  'agent_created',
  'agent_changed',
  'agent_reset',
  'team_created',
  'team_changed',
  'case_viewed',
  'case_opened',
  'case_claimed',
  'case_lapsed',
  'case_released',
  'case_transferred',
  'case_parked',
  'case_closed',
  'case_reopened',
  'case_returned',
  'case_answered',
  'case_noted',
  'case_tagged',
  'answer_retried',
  'answer_withdrawn',
  'number_revealed',
  'location_viewed',
  'location_asked',
  'media_fetched',
  'canned_changed',
  'proposal_made',
  'proposal_settled',
  'report_exported',
  'audit_exported',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditEntry {
  readonly action: AuditAction;
  /** Who did it; null for the service itself and for strangers at the door. */
  readonly agent: AgentId | null;
  /** What it was done to: an id of ours, null when there is none. */
  readonly subject: string | null;
  /** A code or a few of them, for example `role=supervisor`; at most 200 characters. The one reason that is free text, why a number was revealed, is kept elsewhere, encrypted. */
  readonly detail: string | null;
}

export interface AuditLine extends AuditEntry {
  /** Counts from 1 without gaps. */
  readonly seq: number;
  readonly atMs: number;
  /** SHA-256 in hex over the previous line's hash and this line's fields. */
  readonly hash: string;
}

/** What a walk through the whole log found. */
export type AuditCheck =
  | { readonly kind: 'whole'; readonly lines: number; readonly lastHash: string }
  /** The first line whose hash or number is not what it must be. */
  | { readonly kind: 'broken'; readonly seq: number };
