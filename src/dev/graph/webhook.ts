/**
 * The envelope of Meta's webhooks, the exact bytes of it, and their signature.
 *
 * Meta writes every character above U+007F as a lower-case `\uXXXX` escape and signs those bytes. A receiver that
 * parses first and serialises again gets other bytes, and another signature.
 */
import { createHmac } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { isIdentityEvent, toMessageParts } from './content.ts';
import type { GraphContent } from './content.ts';
import { graphErrorTitle } from './errors.ts';
import type { KnownPerson } from './person.ts';

/** The business number a webhook is about. */
export interface BusinessNumber {
  readonly accountId: string;
  readonly phoneNumberId: string;
  /** In digits. */
  readonly displayNumber: string;
}

/** What comes with a message besides its content. */
export interface MessageFacts {
  readonly id: string;
  readonly sentAtMs: number;
  /** The wamid of the message this one answers. */
  readonly answers: string | null;
  readonly forwarded: 'once' | 'often' | null;
}

export const STATUS_STEPS = ['sent', 'delivered', 'read'] as const;
export type GraphStatus = (typeof STATUS_STEPS)[number] | 'failed' | 'played';

export interface StatusFacts {
  readonly id: string;
  readonly status: GraphStatus;
  readonly atMs: number;
  readonly person: KnownPerson;
  readonly callbackData: string | null;
  readonly errorCode: number | null;
  /** Only one status of a message says whether it is billed. */
  readonly pricing: 'free_customer_service' | 'regular' | null;
}

/** One `changes[].value` of field `messages`. */
export interface MessagesValue {
  readonly contacts: readonly JsonObject[];
  readonly messages?: readonly JsonObject[];
  readonly statuses?: readonly JsonObject[];
}

export function toMessageValue(
  person: KnownPerson,
  content: GraphContent,
  facts: MessageFacts,
  business: BusinessNumber,
): MessagesValue {
  const context = {
    ...(facts.answers === null ? {} : { from: business.displayNumber, id: facts.answers }),
    ...(facts.forwarded === 'once' ? { forwarded: true } : {}),
    ...(facts.forwarded === 'often' ? { frequently_forwarded: true } : {}),
  };
  const message = {
    ...(person.waId === null ? {} : { from: person.waId }),
    ...(person.userId === null ? {} : { from_user_id: person.userId }),
    id: facts.id,
    timestamp: toSeconds(facts.sentAtMs),
    ...(Object.keys(context).length === 0 ? {} : { context }),
    ...toMessageParts(content, person),
  };
  return { contacts: isIdentityEvent(content) ? [] : [toContact(person, true)], messages: [message] };
}

export function toStatusValue(facts: StatusFacts): MessagesValue {
  const { person } = facts;
  const status = {
    id: facts.id,
    status: facts.status,
    timestamp: toSeconds(facts.atMs),
    ...(person.waId === null ? {} : { recipient_id: person.waId }),
    ...(person.userId === null ? {} : { recipient_user_id: person.userId }),
    ...(facts.callbackData === null ? {} : { biz_opaque_callback_data: facts.callbackData }),
    ...(facts.pricing === null ? {} : { pricing: toPricing(facts.pricing) }),
    ...(facts.errorCode === null ? {} : { errors: [toStatusError(facts.errorCode)] }),
  };
  return { contacts: facts.status === 'failed' ? [] : [toContact(person, false)], statuses: [status] };
}

function toPricing(type: 'free_customer_service' | 'regular'): JsonObject {
  return { billable: type === 'regular', pricing_model: 'PMP', type, category: 'service' };
}

function toStatusError(code: number): JsonObject {
  return {
    code,
    title: graphErrorTitle(code),
    message: graphErrorTitle(code),
    error_data: { details: 'Reported by the fake on order.' },
    href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
  };
}

function toContact(person: KnownPerson, withName: boolean): JsonObject {
  return {
    ...(withName ? { profile: { name: person.name } } : {}),
    ...(person.waId === null ? {} : { wa_id: person.waId }),
    ...(person.userId === null ? {} : { user_id: person.userId }),
  };
}

function toSeconds(ms: number): string {
  return String(Math.floor(ms / 1_000));
}

/** Small numbers, so that even a short batch has several entries, changes and messages. */
const VALUES_PER_CHANGE = 3;
const CHANGES_PER_ENTRY = 4;

/** One webhook of all these values, spread over entries, changes and lists. */
export function toEnvelope(values: readonly MessagesValue[], business: BusinessNumber): JsonObject {
  const changes = chunk(values, VALUES_PER_CHANGE).map((part) => ({
    value: joinValues(part, business),
    field: 'messages',
  }));
  return {
    object: 'whatsapp_business_account',
    entry: chunk(changes, CHANGES_PER_ENTRY).map((part) => ({ id: business.accountId, changes: part })),
  };
}

function joinValues(values: readonly MessagesValue[], business: BusinessNumber): JsonObject {
  const contacts = values.flatMap((value) => value.contacts);
  const messages = values.flatMap((value) => value.messages ?? []);
  const statuses = values.flatMap((value) => value.statuses ?? []);
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: business.displayNumber, phone_number_id: business.phoneNumberId },
    ...(contacts.length === 0 ? {} : { contacts }),
    ...(messages.length === 0 ? {} : { messages }),
    ...(statuses.length === 0 ? {} : { statuses }),
  };
}

export function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let from = 0; from < items.length; from += size) parts.push(items.slice(from, from + size));
  return parts;
}

/** The bytes Meta would send for this JSON. It also writes `/` as `\/`, which no common serialiser repeats. */
export function toWebhookBytes(body: unknown): Buffer {
  const text = JSON.stringify(body)
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return Buffer.from(text, 'latin1');
}

/** The value of `X-Hub-Signature-256`. */
export function signGraphWebhook(bytes: Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`;
}
