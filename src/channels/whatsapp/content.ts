/** What a person sent: one reader per type of WhatsApp message, and `unsupported` for every type there is not. */
import type { InboundContent, MediaHandle } from '../../core/message.ts';
import { INBOUND_LIMITS as LIMITS } from './limits.ts';
import { findIdentityChange, readPhone } from './sender.ts';
import { UnreadableItem } from './unreadable.ts';
import { isFields, readFields, readId, readList, readNumber, readText } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

/**
 * Reads the content of one message.
 *
 * @throws {UnreadableItem} when the type is known and its body is not as documented
 */
export function parseContent(message: Fields): InboundContent {
  const type = readId(message, 'type');
  if (type === undefined) throw new UnreadableItem('no_type');
  const content = readByType(type, message);
  if (content !== null) return content;
  // A picture that WhatsApp could not pass on has its type, and errors in the place of a body: answered politely.
  if (readList(message, 'errors').length > 0) return unsupported(type);
  throw new UnreadableItem('bad_content');
}

/** Null: a known type without a readable body. */
function readByType(type: string, message: Fields): InboundContent | null {
  switch (type) {
    case 'text':
      return readTextBody(readBody(message, 'text'));
    case 'button':
      return readButton(readBody(message, 'button'));
    case 'interactive':
      return readInteractive(readBody(message, 'interactive'));
    case 'image':
    case 'video':
    case 'document':
    case 'sticker':
      return readMedia(type, readBody(message, type));
    case 'audio':
      return readAudio(readBody(message, 'audio'));
    case 'location':
      return readLocation(readBody(message, 'location'));
    case 'contacts':
      return readCards(message);
    case 'reaction':
      return readReaction(readBody(message, 'reaction'));
    case 'order':
      return readOrder(readBody(message, 'order'));
    case 'system':
      return readIdentityChange(message);
    case 'edit':
      return { kind: 'edited' };
    case 'revoke':
      return { kind: 'revoked' };
    case 'unsupported':
      return unsupported(readId(readBody(message, 'unsupported'), 'type') ?? type);
    default:
      return unsupported(type);
  }
}

/** A body that is missing reads like an empty one: each reader finds what it needs, or does not. */
function readBody(message: Fields, type: string): Fields {
  return readFields(message, type) ?? {};
}

/** The type is Meta's word, but it is logged and shown: only a word may pass. */
function unsupported(type: string): InboundContent {
  return { kind: 'unsupported', type: /^[A-Za-z0-9_/-]{1,64}$/.test(type) ? type : 'unknown' };
}

function readTextBody(body: Fields): InboundContent | null {
  const text = readText(body, 'body', LIMITS.textMax);
  return text === undefined ? null : { kind: 'text', text };
}

/** A tapped quick reply of a template. */
function readButton(body: Fields): InboundContent | null {
  const title = readText(body, 'text', LIMITS.nameMax);
  const id = readId(body, 'payload') ?? title;
  return id === undefined ? null : { kind: 'choice', id, title: title ?? '' };
}

function readInteractive(body: Fields): InboundContent | null {
  const type = readId(body, 'type');
  switch (type) {
    case undefined:
      return null;
    case 'button_reply':
    case 'list_reply':
      return readChoice(readBody(body, type));
    case 'nfm_reply':
      return readForm(readBody(body, type));
    default:
      return unsupported(`interactive/${type}`);
  }
}

function readChoice(reply: Fields): InboundContent | null {
  const id = readId(reply, 'id');
  return id === undefined ? null : { kind: 'choice', id, title: readText(reply, 'title', LIMITS.nameMax) ?? '' };
}

function readForm(reply: Fields): InboundContent | null {
  const answers = readText(reply, 'response_json', LIMITS.answersMax);
  return answers === undefined ? null : { kind: 'form', name: readText(reply, 'name', LIMITS.nameMax) ?? '', answers };
}

type MediaKind = 'voice' | 'audio' | 'image' | 'video' | 'document' | 'sticker';

function readMedia(kind: MediaKind, body: Fields): InboundContent | null {
  const mediaId = readId(body, 'id');
  if (mediaId === undefined) return null;
  const caption = readText(body, 'caption', LIMITS.captionMax);
  const fileName = readText(body, 'filename', LIMITS.nameMax);
  const media: MediaHandle = {
    mediaId,
    mimeType: readText(body, 'mime_type', LIMITS.mimeTypeMax) ?? 'application/octet-stream',
    ...(caption === undefined ? {} : { caption }),
    ...(fileName === undefined ? {} : { fileName }),
  };
  return { kind, media };
}

function readAudio(body: Fields): InboundContent | null {
  return readMedia(body['voice'] === true ? 'voice' : 'audio', body);
}

function readLocation(body: Fields): InboundContent | null {
  const latitude = readNumber(body, 'latitude');
  const longitude = readNumber(body, 'longitude');
  if (latitude === undefined || longitude === undefined) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  const name = readText(body, 'name', LIMITS.nameMax);
  return { kind: 'location', latitude, longitude, ...(name === undefined ? {} : { name }) };
}

function readCards(message: Fields): InboundContent | null {
  if (!Array.isArray(message['contacts'])) return null;
  const cards = readList(message, 'contacts').slice(0, LIMITS.cardsMax).filter(isFields);
  return { kind: 'contacts', cards: cards.map((card) => ({ name: readCardName(card), phones: readCardPhones(card) })) };
}

function readCardName(card: Fields): string {
  return readText(readBody(card, 'name'), 'formatted_name', LIMITS.nameMax) ?? '';
}

function readCardPhones(card: Fields): readonly string[] {
  return readList(card, 'phones')
    .slice(0, LIMITS.phonesPerCardMax)
    .filter(isFields)
    .map((entry) => readText(entry, 'phone', LIMITS.phoneMax) ?? readPhone(entry, 'wa_id'))
    .filter((phone) => phone !== undefined);
}

/** A reaction that was taken back has no emoji (or, in older versions, an empty one). */
function readReaction(body: Fields): InboundContent | null {
  if (readId(body, 'message_id') === undefined) return null;
  return { kind: 'reaction', emoji: readText(body, 'emoji', LIMITS.emojiMax) || null };
}

function readOrder(body: Fields): InboundContent {
  const text = readText(body, 'text', LIMITS.textMax);
  return { kind: 'order', ...(text === undefined || text === '' ? {} : { text }) };
}

function readIdentityChange(message: Fields): InboundContent | null {
  const type = readId(readBody(message, 'system'), 'type');
  const current = findIdentityChange(message).now;
  switch (type) {
    case undefined:
      return null;
    case 'user_changed_number':
      return { kind: 'identity_changed', change: 'number', current };
    case 'user_changed_user_id':
      return { kind: 'identity_changed', change: 'user_id', current };
    default:
      return unsupported(`system/${type}`);
  }
}
