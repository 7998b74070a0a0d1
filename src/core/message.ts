/**
 * What people send us, in our own words. A channel's `parse` makes these from the provider's webhook; nothing after it
 * knows what the provider's JSON looked like.
 */
import type { Address } from './contact.ts';
import type { SendErrorCode } from './errors.ts';
import type { OutboxId } from './ids.ts';

/** A picture, voice note or file that stays at the provider: we keep its handle and fetch it only when an agent asks. */
export interface MediaHandle {
  readonly mediaId: string;
  readonly mimeType: string;
  readonly caption?: string;
  readonly fileName?: string;
}

/** A word that carriers and laws give a fixed meaning on SMS. */
export const CARRIER_KEYWORDS = ['stop', 'start', 'help'] as const;
export type CarrierKeyword = (typeof CARRIER_KEYWORDS)[number];

export type InboundContent =
  | { readonly kind: 'text'; readonly text: string }
  /** A tapped button or list row, also days after it was sent. `id` is what we gave it. */
  | { readonly kind: 'choice'; readonly id: string; readonly title: string }
  /** `handledByCarrier`: the carrier has answered already, so we must not. */
  | {
      readonly kind: 'keyword';
      readonly keyword: CarrierKeyword;
      readonly text: string;
      readonly handledByCarrier: boolean;
    }
  | { readonly kind: 'voice' | 'audio' | 'image' | 'video' | 'document' | 'sticker'; readonly media: MediaHandle }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number; readonly name?: string }
  | {
      readonly kind: 'contacts';
      readonly cards: readonly { readonly name: string; readonly phones: readonly string[] }[];
    }
  | { readonly kind: 'form'; readonly name: string; readonly answers: string }
  | { readonly kind: 'order'; readonly text?: string }
  /** `emoji: null` means the reaction was taken back. Never a turn. */
  | { readonly kind: 'reaction'; readonly emoji: string | null }
  /** The person's number or user id changed; nothing is merged without their word. Never a turn. */
  | { readonly kind: 'identity_changed'; readonly change: 'number' | 'user_id'; readonly current: Address | null }
  /** The person edited or took back an earlier message. Never a turn. */
  | { readonly kind: 'edited' | 'revoked' }
  /** Genuine, but of a type we do not know (yet). Answered politely. */
  | { readonly kind: 'unsupported'; readonly type: string };

export type InboundKind = InboundContent['kind'];

export interface Inbound {
  /** The provider's id, for de-duplication. Contains the phone number on WhatsApp: never store or log it in clear. */
  readonly providerId: string;
  readonly from: Address;
  /** When the person sent it, by the provider's clock (WhatsApp); on SMS, when it reached us. */
  readonly sentAtMs: number;
  readonly content: InboundContent;
  /** WhatsApp's mark on a copied message: a signal when checking rumours. */
  readonly forwarded?: 'once' | 'often';
  /** The provider's id of the message this one answers, if any. */
  readonly inReplyTo?: string;
}

/** Where a sent message is by the provider's word. Later words win, and never move it back. */
export const DELIVERY_STATES = ['sent', 'delivered', 'read', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface StatusReport {
  /** Our own id, if the provider carried it back. */
  readonly outboxId?: OutboxId;
  readonly providerId: string;
  readonly state: DeliveryState;
  readonly atMs: number;
  /** The provider's error number, when `state` is `failed`. */
  readonly errorCode?: number;
  /** What that number means to us, where the channel's table knows it. */
  readonly reason?: SendErrorCode;
  /** Whether the provider bills this message; absent when it does not say. */
  readonly billed?: boolean;
}

/** A part of a genuine webhook that could not be read: kept aside with its reason, so that the rest goes on. */
export interface Unreadable {
  readonly reason: string;
  readonly raw: unknown;
}

/** All that one webhook brought. `ignored` counts genuine parts that ask nothing of us (account news, other numbers). */
export interface ParsedWebhook {
  readonly messages: readonly Inbound[];
  readonly statuses: readonly StatusReport[];
  readonly unreadable: readonly Unreadable[];
  readonly ignored: number;
}

/** Whether this content asks for a turn of the bot; the others are only taken note of. */
export function isTurn(content: InboundContent): boolean {
  switch (content.kind) {
    case 'reaction':
    case 'identity_changed':
    case 'edited':
    case 'revoked':
      return false;
    default:
      return true;
  }
}
