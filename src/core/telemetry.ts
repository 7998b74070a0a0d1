/**
 * What may be said about a running service: only these events, with only these fields. There is no free text, so no
 * person's words, name or number can get into a log line or a metric.
 */
import type { ChannelName } from './contact.ts';
import { isStoreTrouble } from './errors.ts';
import type { SendErrorCode } from './errors.ts';
import type { CaseReason, Urgency } from './case.ts';
import type { Language } from './language.ts';
import type { InboundKind } from './message.ts';
import type { SmsAlarm, SmsRefusal } from './spend.ts';

export type FaroEvent =
  | { readonly event: 'started'; readonly store: 'sqlite' | 'postgres'; readonly facts: number; readonly ms: number }
  | { readonly event: 'webhook_refused'; readonly channel: ChannelName; readonly reason: string }
  | {
      readonly event: 'webhook_accepted';
      readonly channel: ChannelName;
      readonly messages: number;
      readonly duplicates: number;
      readonly statuses: number;
      readonly unreadable: number;
      readonly ignored: number;
      readonly ms: number;
    }
  /** Messages that Twilio could not bring, and that stood in its list. */
  | { readonly event: 'sms_caught_up'; readonly messages: number }
  | { readonly event: 'sms_catch_up_failed'; readonly reason: string }
  | { readonly event: 'intake_failed'; readonly channel: ChannelName; readonly reason: string }
  | { readonly event: 'turn_taken'; readonly channel: ChannelName; readonly kind: InboundKind; readonly ms: number }
  | {
      readonly event: 'turn_failed';
      readonly channel: ChannelName;
      readonly kind: InboundKind;
      readonly attempt: number;
      readonly parked: boolean;
      readonly reason: string;
    }
  | { readonly event: 'dialogs_restarted'; readonly reason: 'version' | 'error' }
  /** The thread in which turns are taken ended, or was given up because one did not end; another takes its place. */
  | { readonly event: 'bot_lost'; readonly reason: 'ended' | 'stuck' }
  | { readonly event: 'reply_accepted'; readonly channel: ChannelName; readonly attempt: number; readonly ms: number }
  | {
      readonly event: 'reply_failed';
      readonly channel: ChannelName;
      readonly code: SendErrorCode;
      readonly providerCode: number | null;
      readonly attempt: number;
      readonly next: 'retry' | 'hold' | 'dead';
    }
  /** A provider is in trouble: from here on only a probe goes out now and then. */
  | { readonly event: 'provider_opened'; readonly channel: ChannelName }
  | { readonly event: 'provider_closed'; readonly channel: ChannelName; readonly ms: number }
  | { readonly event: 'case_opened'; readonly reason: CaseReason; readonly urgency: Urgency }
  /** Somebody was to hear that they still wait. */
  | {
      readonly event: 'reminder_due';
      readonly channel: ChannelName;
      readonly outcome: 'sent' | 'settled' | 'opted_out' | 'hidden' | 'window_closed' | 'sms_limit';
    }
  | { readonly event: 'erased'; readonly channel: ChannelName }
  /** Somebody at the door of the desk: whether they came in, never who. */
  | {
      readonly event: 'desk_sign_in';
      readonly outcome: 'signed_in' | 'wrong_credentials' | 'wrong_code' | 'wrong_passkey' | 'too_many_tries';
    }
  /** Answers that are other ones now, and how many people are to be told. */
  | {
      readonly event: 'facts_changed';
      readonly changed: number;
      readonly withdrawn: number;
      readonly alerts: number;
    }
  | { readonly event: 'alert_queued'; readonly channel: ChannelName }
  /** A limit of SMS came nearer: of one country or calling code (`prefix`), or of all. */
  | ({ readonly event: 'sms_limit_near' } & SmsAlarm)
  /** An answer was not sent, because there is no more for SMS or none is sent to that country. */
  | { readonly event: 'sms_withheld'; readonly why: SmsRefusal }
  /** Without channel, place or text: the fewer of them, the less a line's time says about who told of it. */
  | { readonly event: 'rumour_reported'; readonly language: Language; readonly forwarded: 'once' | 'often' | null }
  | { readonly event: 'question_reported'; readonly language: Language }
  | { readonly event: 'feedback_noted'; readonly language: Language; readonly helped: boolean }
  | {
      readonly event: 'retention_ran';
      readonly bodies: number;
      readonly contacts: number;
      readonly tombstones: number;
      readonly ms: number;
    }
  | { readonly event: 'fact_left_out'; readonly fact: string; readonly reason: string }
  | { readonly event: 'pathway_left_out'; readonly pathway: string; readonly reason: string }
  | { readonly event: 'place_left_out'; readonly place: string; readonly reason: string }
  /** Work that waits because the database is away or full; done later. */
  | { readonly event: 'work_postponed'; readonly where: string; readonly reason: string }
  | { readonly event: 'bug'; readonly where: string; readonly reason: string };

export type EventName = FaroEvent['event'];

/** `reason` fields hold a code or the class of an error, never its message. */
export interface Telemetry {
  record(event: FaroEvent): void;
}

export const silentTelemetry: Telemetry = { record: () => {} };

/** A word for an error that is safe to log: its class, and its code when it has one of ours. */
export function errorReason(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = (error as { code?: unknown }).code; // many errors of Node and of ours carry one
  return typeof code === 'string' && /^[A-Za-z_]{1,40}$/.test(code) ? `${error.name}:${code}` : error.name;
}

/** How to report that a piece of work did not end well. */
export function toFailure(where: string, error: unknown): FaroEvent {
  const event = isStoreTrouble(error) ? 'work_postponed' : 'bug';
  return { event, where, reason: errorReason(error) };
}
