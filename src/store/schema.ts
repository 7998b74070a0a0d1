/**
 * The tables, as Kysely sees them. One schema for SQLite and PostgreSQL: text, whole numbers and bytes only. Times are
 * milliseconds since 1970; `body`, `address`, `snapshot`, `summary` and `data_key` are encrypted (see `cipher.ts`).
 */
import type { Generated } from 'kysely';
import type { CaseReason, CaseState, Urgency } from '../core/case.ts';
import type { ChannelName } from '../core/contact.ts';
import type { SendErrorCode } from '../core/errors.ts';
import type { Rumour } from '../core/effect.ts';
import type { AddressKey, CaseId, ContactId, MessageKey, OutboxId, RumourId, RumourKey } from '../core/ids.ts';
import type { Language } from '../core/language.ts';
import type { InboundKind } from '../core/message.ts';

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
  sweeps: SweepsTable;
  rumour_reports: RumourReportsTable;
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
  /** A failed turn is tried again from here on. */
  not_before: Generated<number>;
  /** Who works on this contact now, and until when. A new token each time: an old owner cannot commit. */
  lease_token: string | null;
  lease_until: Generated<number>;
  /** The person asked to be forgotten; what remains goes once their receipt is on its way. */
  erasing_since: number | null;
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
 */
export const OUTBOX_STATES = ['queued', 'sending', 'held', 'sent', 'delivered', 'read', 'failed', 'dead'] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export interface OutboxTable {
  seq: Generated<number>;
  id: OutboxId;
  contact_id: ContactId;
  channel: ChannelName;
  /** Which message it answers; unique, so that one message never gets two answers. Null for agents and alerts. */
  inbox_seq: number | null;
  author: 'bot' | 'agent' | 'system';
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
  summary: Uint8Array;
  opened_at: number;
  closed_at: number | null;
}

/** What happened to a case, in order; the desk's live view reads from here. */
export interface CaseEventsTable {
  seq: Generated<number>;
  case_id: CaseId;
  kind: 'opened' | 'message' | 'claimed' | 'released' | 'closed';
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

/** What people say and offer that we have no fact for. No column leads to who told of it. */
export interface RumourReportsTable {
  id: RumourId;
  text_key: RumourKey;
  channel: ChannelName;
  language: Language;
  forwarded: Rumour['forwarded'];
  /** Text, place and price as JSON, under the house key. */
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
