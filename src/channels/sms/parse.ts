/**
 * Turns a genuine Twilio form into our own words. One form is one message or one status, so the answer holds at most one
 * of anything. Never throws: what cannot be read is named and kept aside.
 */
import type { Address } from '../../core/contact.ts';
import type { OutboxId } from '../../core/ids.ts';
import type {
  CarrierKeyword,
  DeliveryState,
  InboundContent,
  MediaHandle,
  ParsedWebhook,
  StatusReport,
} from '../../core/message.ts';
import { isNobodysNumber } from './calling-codes.ts';
import { sendErrorCodeOf } from './errors.ts';
import { findKeyword } from './keywords.ts';
import type { SmsForm } from './verify.ts';

const NOTHING: ParsedWebhook = { messages: [], statuses: [], unreadable: [], ignored: 0 };
const IGNORED: ParsedWebhook = { ...NOTHING, ignored: 1 };

/** E.164. Nothing with a plus sign and fewer than eight digits is a person's number. */
const PHONE = /^\+[1-9][0-9]{7,14}$/;
const SID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads an inbound SMS or MMS.
 *
 * Messages from short codes, from senders with a name, from numbers that cost a premium and from our own number are
 * ignored: nobody is there to read an answer, and two robots would answer each other without end.
 *
 * @param receivedAtMs - when the webhook reached us: Twilio's form bears no time
 */
export function parseSms(form: SmsForm, receivedAtMs: number): ParsedWebhook {
  const providerId = field(form, 'MessageSid');
  if (!SID.test(providerId)) return unreadable('no_message_sid', form);
  const from = field(form, 'From').trim();
  if (from === '') return unreadable('no_sender', form);
  if (from.includes(':')) return unreadable('sender_of_another_channel', form); // whatsapp:+…, messenger:…
  if (!PHONE.test(from) || isNobodysNumber(from) || from === field(form, 'To').trim()) return IGNORED;
  const sender: Address = { channel: 'sms', phone: from };
  return {
    ...NOTHING,
    messages: [{ providerId, from: sender, sentAtMs: receivedAtMs, content: readContent(form) }],
  };
}

/** A keyword comes first: a STOP with a picture beside it (many phones send a signature) is still a STOP. */
function readContent(form: SmsForm): InboundContent {
  const text = field(form, 'Body');
  const announced = OPT_OUT_TYPES.get(field(form, 'OptOutType').trim().toUpperCase());
  if (announced !== undefined) return { kind: 'keyword', keyword: announced, text, handledByCarrier: true };
  const found = findKeyword(text);
  if (found !== null) return { kind: 'keyword', text, ...found };
  const media = readFirstMedia(form, text);
  if (media !== null) return { kind: mediaKind(media.mimeType), media };
  return text.trim() === '' ? { kind: 'unsupported', type: 'empty' } : { kind: 'text', text };
}

const OPT_OUT_TYPES: ReadonlyMap<string, CarrierKeyword> = new Map([
  ['STOP', 'stop'],
  ['START', 'start'],
  ['HELP', 'help'],
]);

/** Only the first of several pictures: one message is one turn, and an agent finds the others at Twilio. */
function readFirstMedia(form: SmsForm, caption: string): MediaHandle | null {
  const mediaId = field(form, 'MediaUrl0');
  if (mediaId === '') return null;
  const mimeType = field(form, 'MediaContentType0') || 'application/octet-stream';
  return caption.trim() === '' ? { mediaId, mimeType } : { mediaId, mimeType, caption };
}

function mediaKind(mimeType: string): 'image' | 'video' | 'audio' | 'document' {
  const family = mimeType.toLowerCase().split('/', 1)[0];
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
}

/** Twilio's words for where a message is. The others (queued, accepted, sending, …) ask nothing of us. */
const STATES: ReadonlyMap<string, DeliveryState> = new Map([
  ['sent', 'sent'],
  ['partially_delivered', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

/**
 * Reads a status callback.
 *
 * @param outboxId - from the address the callback came to, where `send` put it
 */
export function parseSmsStatus(form: SmsForm, outboxId: string, receivedAtMs: number): ParsedWebhook {
  const providerId = field(form, 'MessageSid');
  if (!SID.test(providerId)) return unreadable('no_message_sid', form);
  const state = STATES.get((field(form, 'MessageStatus') || field(form, 'SmsStatus')).toLowerCase());
  if (state === undefined) return IGNORED;
  const errorCode = state === 'failed' ? readErrorCode(form) : null;
  return {
    ...NOTHING,
    statuses: [
      {
        // Ours once again: it went out in the callback's address. The store looks it up before it believes it.
        ...(SID.test(outboxId) ? { outboxId: outboxId as OutboxId } : {}),
        providerId,
        state,
        atMs: receivedAtMs,
        ...(errorCode === null ? {} : { errorCode, ...reasonOf(errorCode) }),
      },
    ],
  };
}

function readErrorCode(form: SmsForm): number | null {
  const digits = field(form, 'ErrorCode');
  return /^[1-9][0-9]{0,8}$/.test(digits) ? Number(digits) : null;
}

function reasonOf(errorCode: number): Pick<StatusReport, 'reason'> {
  const reason = sendErrorCodeOf(errorCode);
  return reason === null ? {} : { reason };
}

/** The first value of a field; empty when it is not there. Twilio never sends a name twice. */
function field(form: SmsForm, name: string): string {
  return [form[name] ?? ''].flat()[0] ?? '';
}

function unreadable(reason: string, raw: SmsForm): ParsedWebhook {
  return { ...NOTHING, unreadable: [{ reason, raw }] };
}
