/**
 * The desk: people of the team who take cases. These are the words that the store, the desk's server and its pages share.
 * Nothing here holds a phone number: who may see one asks for it, with a reason that is written down.
 */
import type { CaseReason, CaseState, CaseTheme, Urgency } from './case.ts';
import type { ChannelName } from './contact.ts';
import type { AgentId, CaseId, FactId, OutboxId, TeamId } from './ids.ts';
import type { SendErrorCode } from './errors.ts';
import type { InboundKind } from './message.ts';
import type { Language } from './language.ts';

/**
 * - `agent` takes cases. - `editor` keeps facts true: proposals, rumours, unanswered questions; no case.
 * - `supervisor` sees every case and assigns. - `auditor` reads the log and the reports; no case. - `admin` keeps accounts
 * and teams; no case.
 */
export const ROLES = ['agent', 'editor', 'supervisor', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What colleagues see of each other: a working name, never an address. */
export interface AgentName {
  readonly id: AgentId;
  readonly name: string;
}

export interface Agent extends AgentName {
  readonly role: Role;
  readonly team: TeamId;
  readonly languages: readonly Language[];
  readonly disabled: boolean;
}

/** How urgent and how long; no word of the person's. What every agent may see of every case. */
export interface CaseInQueue {
  readonly id: CaseId;
  readonly state: CaseState;
  readonly reason: CaseReason;
  readonly urgency: Urgency;
  readonly language: Language;
  readonly channel: ChannelName;
  readonly topic: string | null;
  /** What the person says it is about. */
  readonly theme: CaseTheme | null;
  readonly tags: readonly string[];
  readonly team: TeamId;
  readonly owner: AgentName | null;
  readonly openedAtMs: number;
  /** When the person last wrote and nobody of us has answered since; null when they were answered. */
  readonly waitingSinceMs: number | null;
  /** When an answer is due by the team's target; null when none is. */
  readonly dueAtMs: number | null;
  /** The person asked us not to be seen: write only after they wrote again. */
  readonly hidden: boolean;
  /** Grows with every change, so that an older copy never replaces a newer one. */
  readonly version: number;
}

export const CLOSE_REASONS = ['answered', 'referred', 'no_reply', 'not_for_us', 'abuse', 'by_person'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** One line of the conversation, as the desk shows it. */
export type DeskMessage =
  | {
      readonly kind: 'from_person';
      readonly id: string;
      readonly atMs: number;
      readonly content: InboundKind;
      /** Null for what is not text. */
      readonly text: string | null;
      /** Set when the provider keeps a file that may be fetched. */
      readonly media: { readonly mimeType: string; readonly fileName: string | null } | null;
      readonly forwarded: 'once' | 'often' | null;
    }
  | {
      readonly kind: 'to_person';
      readonly id: OutboxId;
      readonly atMs: number;
      readonly author: 'bot' | 'agent' | 'system';
      readonly agent: AgentName | null;
      readonly text: string;
      readonly state: 'queued' | 'sending' | 'held' | 'sent' | 'delivered' | 'read' | 'failed' | 'dead' | 'parked';
      readonly error: SendErrorCode | null;
    }
  | {
      readonly kind: 'note';
      readonly id: string;
      readonly atMs: number;
      readonly agent: AgentName;
      /** `number`: why the person's number was shown. */
      readonly about: 'case' | 'number';
      readonly text: string;
    }
  | {
      readonly kind: 'event';
      readonly id: string;
      readonly atMs: number;
      readonly what: CaseEventKind;
      readonly agent: AgentName | null;
    };

/** A case as its owner (or a supervisor) reads it. */
export interface CaseView extends CaseInQueue {
  readonly summary: string;
  readonly messages: readonly DeskMessage[];
  /** WhatsApp takes free text until then; null on SMS, which has no window. */
  readonly windowEndsAtMs: number | null;
  readonly leaseUntilMs: number | null;
  readonly closeReason: CloseReason | null;
  /** An answer that waits for the person to open the window again. */
  readonly parkedAnswer: string | null;
  /** By SMS, as far as it is known of the country of their number. */
  readonly smsReach?: SmsReach;
}

/** What SMS can do where a number is. */
export interface SmsReach {
  /** How many segments arrive as one message. */
  readonly maxSegments: 1 | 2;
  /** Whether what they answer reaches us; where not, they can only write to our number themselves. */
  readonly twoWay: 'yes' | 'unsure' | 'no';
}

export const CASE_EVENTS = [
  'opened',
  'amended',
  'message',
  'answered',
  'delivery',
  'claimed',
  'lapsed',
  'released',
  'transferred',
  'parked',
  'noted',
  'tagged',
  'closed',
  'reopened',
  'returned',
  'hidden',
  /** Erased, or past its time: the last event of a case, and nothing else of it is left. */
  'gone',
] as const;
export type CaseEventKind = (typeof CASE_EVENTS)[number];

/** What the live view is told: which case changed and how. Whoever may read more, asks for it. */
export interface DeskEvent {
  readonly seq: number;
  readonly caseId: CaseId;
  readonly kind: CaseEventKind;
  readonly atMs: number;
  /** Null when it was not one of the team. */
  readonly by: AgentName | null;
}

/** How an attempt on a case ended. "Not yours" and "does not exist" are one answer on purpose. */
export type CaseOutcome<Result> =
  | { readonly kind: 'done'; readonly value: Result }
  | { readonly kind: 'taken'; readonly owner: AgentName }
  | { readonly kind: 'not_found' }
  /** Not in a state for that, for example an answer to a closed case. */
  | { readonly kind: 'wrong_state'; readonly state: CaseState };

/** What an agent sends. `clientKey` is made once per click: a second attempt of the same click sends nothing. */
export interface AgentAnswer {
  readonly clientKey: string;
  readonly text: string;
  /** The fact it was inserted from, if one was. */
  readonly fact: FactId | null;
}

export type AnswerOutcome =
  /** `isOverSmsLimit`: it is sent, and with it the person was sent more by SMS today than the bot may send. */
  | { readonly kind: 'queued'; readonly id: OutboxId; readonly isOverSmsLimit?: true }
  /** WhatsApp's window is closed: a template asks the person to open it, and the answer goes out when they do. */
  | { readonly kind: 'parked'; readonly id: OutboxId }
  | { readonly kind: 'window_closed' }
  /** They asked us not to write, or not to be seen: only after they wrote again. */
  | { readonly kind: 'not_allowed'; readonly why: 'opted_out' | 'hidden' }
  /** By SMS: what all may cost today is used up, or nothing is sent to that country. */
  | { readonly kind: 'not_allowed'; readonly why: 'sms_limit' | 'sms_country' };

/** Which cases are listed; what is not named does not matter. Without `states`: those that are open. */
export interface QueueFilter {
  readonly states?: readonly CaseState[];
  readonly language?: Language;
  readonly topic?: string;
  readonly team?: TeamId;
  readonly owner?: AgentId;
  readonly ids?: readonly CaseId[];
}

/** How many cases are in each state, and what waiting for one comes to. */
export interface QueueCounts {
  readonly waiting: number;
  /** Of those that wait. */
  readonly urgent: number;
  readonly taken: number;
  readonly parked: number;
  /** From the request to an agent's first words, in the middle of last week's cases; null when there were fewer than ten. */
  readonly usualMinutes: number | null;
}

/** A text that agents may insert: of one team, or of all where `team` is null. */
export interface CannedReply {
  readonly id: string;
  readonly team: TeamId | null;
  readonly language: Language;
  readonly title: string;
  readonly text: string;
}

export const PROPOSAL_KINDS = ['new_fact', 'wrong_answer'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

/** What an agent hands to the editors. Holds nothing that tells whose question it was. */
export interface Proposal {
  readonly id: string;
  readonly kind: ProposalKind;
  /** The fact that was wrong; null for a new one. */
  readonly fact: FactId | null;
  readonly language: Language;
  readonly question: string;
  readonly comment: string;
  readonly state: 'open' | 'done';
  readonly agent: AgentName;
  /** The start of the day. */
  readonly proposedAtMs: number;
}
