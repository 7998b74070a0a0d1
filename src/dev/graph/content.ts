/** What people may send on WhatsApp, and the message object each becomes in Meta's webhook. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { PRACTICE_MEDIA } from './media.ts';
import type { KnownPerson } from './person.ts';

type GraphMediaType = 'image' | 'video' | 'document' | 'sticker' | 'audio' | 'voice';

export type GraphContent =
  | { readonly type: 'text'; readonly text: string }
  /** A tap on the quick reply of a template. */
  | { readonly type: 'quick_reply'; readonly payload: string; readonly text: string }
  | { readonly type: 'button_reply'; readonly id: string; readonly title: string }
  | { readonly type: 'list_reply'; readonly id: string; readonly title: string; readonly description?: string }
  /** A filled-in form; `answers` is a string of JSON. */
  | { readonly type: 'form'; readonly name: string; readonly answers: string }
  | {
      readonly type: GraphMediaType;
      readonly mediaId?: string;
      readonly mimeType?: string;
      readonly caption?: string;
      readonly fileName?: string;
    }
  | {
      readonly type: 'location';
      readonly latitude: number;
      readonly longitude: number;
      readonly name?: string;
      readonly address?: string;
    }
  | {
      readonly type: 'contacts';
      readonly cards: readonly { readonly name: string; readonly phones: readonly string[] }[];
    }
  /** Without `emoji` the reaction was taken back. */
  | { readonly type: 'reaction'; readonly messageId: string; readonly emoji?: string }
  | { readonly type: 'order'; readonly text?: string }
  | { readonly type: 'number_changed'; readonly phone: string; readonly userId?: string }
  | { readonly type: 'user_id_changed'; readonly userId: string }
  /** Something the API cannot show; `of` names it, as `poll_creation`, `pin`, `gif`. */
  | { readonly type: 'unsupported'; readonly of: string; readonly errorCode?: number }
  | { readonly type: 'edit'; readonly messageId: string; readonly text: string }
  | { readonly type: 'revoke'; readonly messageId: string }
  /** Whatever else: a type that does not exist yet, or a broken one. Merged into the message as it stands. */
  | { readonly type: 'raw'; readonly message: JsonObject };

const MIME_TYPES: Readonly<Record<GraphMediaType, string>> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  document: 'application/pdf',
  sticker: 'image/webp',
  audio: 'audio/mpeg',
  voice: 'audio/ogg; codecs=opus',
};

/** Content that is about the person or an earlier message has no `contacts[]`, and opens no 24-hour window. */
export function isIdentityEvent(content: GraphContent): boolean {
  return content.type === 'number_changed' || content.type === 'user_id_changed';
}

/** Whether Meta's 24-hour window opens. A reaction is taken as "no": nothing promises it. */
export function opensWindow(content: GraphContent): boolean {
  return !isIdentityEvent(content) && !['reaction', 'edit', 'revoke'].includes(content.type);
}

/** `type` and the object named after it. */
export function toMessageParts(content: GraphContent, { waId, userId }: KnownPerson): JsonObject {
  switch (content.type) {
    case 'text':
      return { type: 'text', text: { body: content.text } };
    case 'quick_reply':
      return { type: 'button', button: { payload: content.payload, text: content.text } };
    case 'button_reply':
    case 'list_reply': {
      const { type, ...reply } = content;
      return { type: 'interactive', interactive: { type, [type]: reply } };
    }
    case 'form': {
      const reply = { name: content.name, body: 'Sent', response_json: content.answers };
      return { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: reply } };
    }
    case 'location': {
      const { type, ...place } = content;
      return { type, location: place };
    }
    case 'contacts':
      return { type: 'contacts', contacts: content.cards.map(toCard) };
    case 'reaction': {
      const emoji = content.emoji === undefined ? {} : { emoji: content.emoji };
      return { type: 'reaction', reaction: { message_id: content.messageId, ...emoji } };
    }
    case 'order':
      return {
        type: 'order',
        order: {
          catalog_id: '1',
          ...(content.text === undefined ? {} : { text: content.text }),
          product_items: [{ product_retailer_id: '1', quantity: 1, item_price: 1, currency: 'USD' }],
        },
      };
    case 'number_changed': {
      const newUserId = content.userId ?? userId;
      return {
        type: 'system',
        system: {
          body: 'User changed their number.',
          type: 'user_changed_number',
          wa_id: content.phone.slice(1),
          ...(newUserId === null ? {} : { user_id: newUserId }),
        },
      };
    }
    case 'user_id_changed':
      return {
        type: 'system',
        system: {
          body: 'User changed their user id.',
          type: 'user_changed_user_id',
          ...(waId === null ? {} : { wa_id: waId }),
          user_id: content.userId,
          previous_user_id: userId,
        },
      };
    case 'unsupported':
      return {
        type: 'unsupported',
        errors: [
          {
            code: content.errorCode ?? 131051,
            title: 'Message type unknown',
            error_data: { details: 'Not supported.' },
          },
        ],
        unsupported: { type: content.of },
      };
    case 'edit':
      return {
        type: 'edit',
        edit: { original_message_id: content.messageId, message: { type: 'text', text: { body: content.text } } },
      };
    case 'revoke':
      return { type: 'revoke', revoke: { original_message_id: content.messageId } };
    case 'raw':
      return content.message;
    default:
      return toMediaParts(content);
  }
}

type MediaContent = Extract<GraphContent, { readonly type: GraphMediaType }>;

function toMediaParts(content: MediaContent): JsonObject {
  const isHeard = content.type === 'audio' || content.type === 'voice';
  const id = content.mediaId ?? (isHeard ? PRACTICE_MEDIA.sound : PRACTICE_MEDIA.picture);
  // Meta marks a voice note by a flag of `audio`, not by a type of its own.
  const type = content.type === 'voice' ? 'audio' : content.type;
  return {
    type,
    [type]: {
      id,
      mime_type: content.mimeType ?? MIME_TYPES[content.type],
      sha256: createHash('sha256').update(id).digest('base64'),
      ...(content.caption === undefined ? {} : { caption: content.caption }),
      ...(content.fileName === undefined ? {} : { filename: content.fileName }),
      ...(type === 'audio' ? { voice: content.type === 'voice' } : {}),
      ...(type === 'sticker' ? { animated: false } : {}),
    },
  };
}

function toCard(card: { readonly name: string; readonly phones: readonly string[] }): JsonObject {
  return {
    name: { formatted_name: card.name, first_name: card.name },
    phones: card.phones.map((phone) => ({ phone, wa_id: phone.replace(/\D/g, ''), type: 'CELL' })),
    origin: 'other',
  };
}
