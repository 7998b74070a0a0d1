/**
 * The tables, as Kysely sees them. One schema for SQLite and PostgreSQL: text, whole numbers and bytes only. Times are
 * milliseconds since 1970; `body`, `address`, `snapshot`, `summary`, `note` and `data_key` are encrypted (see `cipher.ts`).
 */
import type { Generated } from 'kysely';
import type { CaseReason, CaseState, CaseTheme, Urgency } from '../core/case.ts';
import type { ChannelName } from '../core/contact.ts';
import type { AuditAction } from '../core/audit.ts';
import type { CaseEventKind, CloseReason, ProposalKind, Role } from '../core/desk.ts';
import type { SendErrorCode } from '../core/errors.ts';
import type { Rumour } from '../core/effect.ts';
import type {
  AddressKey,
  AgentId,
  CaseId,
  ContactId,
  DeletionKey,
  FactId,
  FactVersion,
  MessageKey,
  OutboxId,
  RumourId,
  RumourKey,
  SessionKey,
  TeamId,
} from '../core/ids.ts';
import type { Language } from '../core/language.ts';
import type { InboundKind } from '../core/message.ts';
import type { SessionStage } from '../core/staff.ts';

export interface Database {
  contacts: ContactsTable;
  address_keys: AddressKeysTable;
  inbox: InboxTable;
  unreadable: UnreadableTable;
  conversations: ConversationsTable;
  outbox: OutboxTable;
  cases: CasesTable;
  case_events: CaseEventsTable;
  erasures: ErasuresTable;
  deletions: DeletionsTable;
  sweeps: SweepsTable;
  rumour_reports: RumourReportsTable;
  feedback: FeedbackTable;
  fact_versions: FactVersionsTable;
  alert_wishes: AlertWishesTable;
  given_answers: GivenAnswersTable;
  due_alerts: DueAlertsTable;
  reminders: RemindersTable;
  sms_days: SmsDaysTable;
  sms_people: SmsPeopleTable;
  teams: TeamsTable;
  agents: AgentsTable;
  passkeys: PasskeysTable;
  sessions: SessionsTable;
  challenges: ChallengesTable;
  audit_log: AuditLogTable;
  case_notes: CaseNotesTable;
  canned_replies: CannedRepliesTable;
  proposals: ProposalsTable;
  case_figures: CaseFiguresTable;
}

export interface ContactsTable {
  id: ContactId;
  channel: ChannelName;
  /** The address as JSON. */
  address: Uint8Array;
  /** The contact's own data key, wrapped by a master key. Without it nothing of theirs can be read. */
  data_key: Uint8Array;
  language: Language | null;
  opted_out_at: number | null;
  created_at: number;
  /** When the person last wrote, by the provider's clock: WhatsApp's 24-hour window counts from here. */
  last_inbound_at: number;
  /** No message that waits for a turn has a lower `seq` in the inbox; null when none waits. */
  waiting_seq: number | null;
  /** 1: among what waits something sounds like danger. Means nothing while nothing waits. */
  urgent: Generated<number>;
  /** A failed turn is tried again from here on. */
  not_before: Generated<number>;
  /** Who works on this contact now, and until when. A new token each time: an old owner cannot commit. */
  lease_token: string | null;
  lease_until: Generated<number>;
  /** The person asked to be forgotten; what remains goes once their receipt is on its way. */
  erasing_since: number | null;
  /** Since when they want to be told of corrections; null when they do not, or never said. */
  corrections_at: Generated<number | null>;
  /** Since when they do not want to be seen with us; null when they may be. */
  hidden_at: Generated<number | null>;
}

/** How a contact is found: one row for each name an address has. */
export interface AddressKeysTable {
  key: AddressKey;
  contact_id: ContactId;
  /** A phone number may pass to another person; a user id may not. */
  kind: 'user_id' | 'phone';
}

export const INBOX_STATES = ['waiting', 'done', 'with_agent', 'parked'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** Every message that reached us, in the order of acceptance. Without its body it stays as a memory against duplicates. */
export interface InboxTable {
  seq: Generated<number>;
  message_key: MessageKey;
  /** Null once the person was erased: what stays cannot be linked to anybody. */
  contact_id: ContactId | null;
  channel: ChannelName;
  kind: InboundKind;
  /** The Inbound as JSON; null once its time is over. */
  body: Uint8Array | null;
  state: InboxState;
  attempts: Generated<number>;
  reason: string | null;
  received_at: number;
}

/** Parts of genuine webhooks that could not be read. */
export interface UnreadableTable {
  seq: Generated<number>;
  id: string;
  channel: ChannelName;
  reason: string;
  body: Uint8Array;
  received_at: number;
}

export interface ConversationsTable {
  contact_id: ContactId;
  snapshot: Uint8Array;
  updated_at: number;
}

/**
 * - `queued`: to be sent from `next_at` on; also a retry.
 * - `sending`: a process is at it, until `lease_until`.
 * - `held`: may or may not have been sent; waits until `next_at` for a status report.
 * - `sent`, `delivered`, `read`: by the provider's word.
 * - `failed`: the provider took it and said later that it did not arrive.
 * - `dead`: given up, with its reason; a person may replay it.
 * - `parked`: an agent's answer that waits until the person writes again, because WhatsApp's window is closed.
 * - `replaced`: failed or dead, and an agent sent it again: as another row, so that no late report mixes the two up.
 */
export const OUTBOX_STATES = [
  'queued',
  'sending',
  'held',
  'sent',
  'delivered',
  'read',
  'failed',
  'dead',
  'parked',
  'replaced',
] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export interface OutboxTable {
  seq: Generated<number>;
  id: OutboxId;
  contact_id: ContactId;
  channel: ChannelName;
  /** Which message it answers; unique, so that one message never gets two answers. Null for agents and alerts. */
  inbox_seq: number | null;
  author: 'bot' | 'agent' | 'system';
  /** Set on alerts alone: the fact that changed. */
  alert_fact: Generated<FactId | null>;
  /** The Reply as JSON; null once its time is over. */
  body: Uint8Array | null;
  state: OutboxState;
  attempts: Generated<number>;
  next_at: number;
  lease_token: string | null;
  lease_until: Generated<number>;
  /** Keyed hash of the provider's id, for status reports that do not carry ours. */
  provider_key: MessageKey | null;
  error_code: SendErrorCode | null;
  provider_code: number | null;
  billed: number | null;
  created_at: number;
  updated_at: number;
  /** Who of the team wrote it, in which case, and the name of the click that sent it. */
  agent_id: Generated<AgentId | null>;
  case_id: Generated<CaseId | null>;
  client_key: Generated<string | null>;
}

export interface CasesTable {
  id: CaseId;
  contact_id: ContactId;
  channel: ChannelName;
  state: CaseState;
  reason: CaseReason;
  urgency: Urgency;
  language: Language;
  topic: string | null;
  /** What the person says it is about. */
  theme: Generated<CaseTheme | null>;
  summary: Uint8Array;
  opened_at: number;
  closed_at: number | null;
  /** Who has it, put it aside, or closed it. */
  owner: Generated<AgentId | null>;
  lease_until: Generated<number>;
  team_id: Generated<TeamId>;
  parked_until: Generated<number | null>;
  /** Since when the person waits for a word of ours; null when they had one. */
  waiting_since: Generated<number | null>;
  /** When it was taken first and last, and when an agent first wrote. */
  claimed_at: Generated<number | null>;
  taken_at: Generated<number | null>;
  answered_at: Generated<number | null>;
  close_reason: Generated<CloseReason | null>;
  /** A list of strings as JSON. */
  tags: Generated<Uint8Array | null>;
  /** 1 once it stands in `case_figures`. */
  counted: Generated<number>;
  /** Grows with every event. */
  version: Generated<number>;
}

/**
 * What happened to a case, in order; the desk's live view reads from here. Does not refer to the case: that it is gone is
 * the last thing that is told of it.
 */
export interface CaseEventsTable {
  seq: Generated<number>;
  case_id: CaseId;
  kind: CaseEventKind;
  agent_id: AgentId | null;
  inbox_seq: number | null;
  at: number;
}

/**
 * How far each kind of sweep has come. Rows are written in the order of time, so a sweep goes on where it stopped and
 * needs no index that every arrival would have to pay for.
 */
export interface SweepsTable {
  name: string;
  seq: number;
}

/** How often an answer helped, and did not. No column leads to who said so. */
export interface FeedbackTable {
  /** The start of the day. */
  day: number;
  fact: FactId;
  language: Language;
  /** 1: it helped; 0: it did not. */
  helped: number;
  count: Generated<number>;
}

/** What people say, offer and ask that we have no fact for. No column leads to who told of it. */
export interface RumourReportsTable {
  id: RumourId;
  kind: 'rumour' | 'question';
  text_key: RumourKey;
  channel: ChannelName;
  language: Language;
  forwarded: Rumour['forwarded'];
  /** Text, of a rumour also place and price, as JSON, under the house key. */
  body: Uint8Array;
  /** How often the same text came on this day. */
  count: Generated<number>;
  /** The start of the day: with a finer time the teller's messages could be found. */
  reported_at: number;
}

/** That somebody was erased: nothing here leads back to them, but a restored backup can be cleaned again. */
export interface ErasuresTable {
  contact_id: ContactId;
  receipt: string;
  erased_at: number;
}

export const DELETION_KINDS = ['erased', 'stopped', 'resumed', 'hidden'] as const;
export type DeletionKind = (typeof DELETION_KINDS)[number];

/** What people wanted gone or quiet, as `deletions.ts` also writes it beside the data. Leads to nobody who is gone. */
export interface DeletionsTable {
  /** Random. */
  id: string;
  kind: DeletionKind;
  contact_key: DeletionKey;
  /** The start of the day. */
  day: number;
}

/** The answers that are known, so that a start sees what is new. Public content. */
export interface FactVersionsTable {
  fact: FactId;
  version: FactVersion;
  /** Titles by language as JSON, for the day on which the fact is gone. */
  titles: string;
  changed_at: number;
}

/** "Tell me if it changes." */
export interface AlertWishesTable {
  contact_id: ContactId;
  fact: FactId;
  language: Language;
  wished_at: number;
}

/** The newest answer that somebody has of a fact; only of those who said yes to corrections. */
export interface GivenAnswersTable {
  contact_id: ContactId;
  fact: FactId;
  version: FactVersion;
  language: Language;
  given_at: number;
}

/** Who is to be told of which answer. Gone with the message that goes into the outbox. */
export interface DueAlertsTable {
  contact_id: ContactId;
  fact: FactId;
  version: FactVersion;
  /** What they heard last: when the answer is that one again, there is nothing to tell. */
  known_version: FactVersion;
  language: Language;
  not_before: number;
}

/** Who is to be told that they still wait, once and at a time that they were told. */
export interface RemindersTable {
  case_id: CaseId;
  due_at: number;
  /** Where the person said they are, as JSON, under their own key. */
  note: Uint8Array;
}

/** What SMS has cost in a day: a country's or a calling code's, or `all`. */
export interface SmsDaysTable {
  /** The start of the day. */
  day: number;
  scope: string;
  segments: Generated<number>;
  /** Messages that the limit kept back. */
  refused: Generated<number>;
  /** The highest alarm that was raised, in parts of a hundred. */
  alarmed: Generated<number>;
}

/** What one person was sent by SMS in an hour and a day: by us, and by people of the team. */
export interface SmsPeopleTable {
  contact_id: ContactId;
  hour: number;
  hour_segments: Generated<number>;
  day: number;
  day_segments: Generated<number>;
  team_segments: Generated<number>;
  /** The hour and the day in which they were told that there is no more. */
  told_hour: number | null;
  told_day: number | null;
  /** When they last got what goes out whatever was spent. */
  danger_at: number | null;
  deletion_at: number | null;
}

/** `schedule` and `targets` are JSON; null where the shipped `content/team.yaml` counts. */
export interface TeamsTable {
  id: TeamId;
  name: string;
  schedule: string | null;
  targets: string | null;
}

/** Whoever signs in to the desk. `email`, `name` and the secrets are under the house key. */
export interface AgentsTable {
  id: AgentId;
  /** Keyed hash of the email: what an account is found by. */
  email_key: string;
  email: Uint8Array;
  name: Uint8Array;
  role: Role;
  team_id: TeamId;
  /** As JSON. */
  languages: string;
  password_hash: string;
  one_time_until: number | null;
  totp_secret: Uint8Array | null;
  totp_offered: Uint8Array | null;
  /** The last step whose code was used: none counts twice. */
  totp_step: Generated<number>;
  created_at: number;
  seen_at: number | null;
  disabled_at: number | null;
}

export interface PasskeysTable {
  id: string;
  agent_id: AgentId;
  name: Uint8Array;
  public_key: Uint8Array;
  counter: number;
  /** As JSON. */
  transports: string;
  added_at: number;
  used_at: number | null;
}

export interface SessionsTable {
  key: SessionKey;
  agent_id: AgentId;
  stage: SessionStage;
  started_at: number;
  idle_until: number;
  until: number;
}

export interface ChallengesTable {
  challenge: string;
  agent_id: AgentId | null;
  until: number;
}

/** Ids and codes: see `core/audit.ts`. */
export interface AuditLogTable {
  seq: number;
  at: number;
  action: AuditAction;
  agent_id: AgentId | null;
  subject: string | null;
  detail: string | null;
  /** The hash of the line before, so that a log whose oldest lines are past their time can still be checked. */
  previous: string;
  hash: string;
}

/** What colleagues write for each other about a case, as JSON under the person's key. */
export interface CaseNotesTable {
  id: string;
  case_id: CaseId;
  agent_id: AgentId;
  body: Uint8Array;
  at: number;
}

/** Title and text as JSON, under the house key. For all teams where `team_id` is null. */
export interface CannedRepliesTable {
  id: string;
  team_id: TeamId | null;
  language: Language;
  body: Uint8Array;
  updated_at: number;
}

/** A question and a comment as JSON, under the house key. */
export interface ProposalsTable {
  id: string;
  kind: ProposalKind;
  fact: FactId | null;
  language: Language;
  body: Uint8Array;
  state: 'open' | 'done';
  agent_id: AgentId;
  /** The start of the day. */
  proposed_at: number;
}

/** A case that was closed, as a number among others. No column leads to it. */
export interface CaseFiguresTable {
  /** The start of the week in which it was closed. */
  week: number;
  team_id: TeamId;
  channel: ChannelName;
  language: Language;
  topic: string | null;
  reason: CaseReason;
  /** Why it was closed. */
  outcome: CloseReason | null;
  /** From the request until somebody took it; null when nobody did. */
  waited_minutes: number | null;
  /** From the request until an agent's first words; null when there were none. */
  answered_minutes: number | null;
}
