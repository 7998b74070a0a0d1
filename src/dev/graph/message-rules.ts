/** Reads the body of `POST /{phone-number-id}/messages` as strictly as Meta does. */
import { isObject, toList, toObject, toText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { GraphRefusal } from './errors.ts';
import { checkEach, checkKeys, checkLength, invalid, missing } from './field-checks.ts';
import type { Wrong } from './field-checks.ts';
import { checkInteractive } from './interactive-rules.ts';
import { isE164, isUserId } from './person.ts';

const TEXT_MAX = 4_096;
const CALLBACK_DATA_MAX = 512;
/** Meta's code for a request whose outer shape is wrong. */
const INVALID_REQUEST = 100;

/** A template that "Meta has approved" for this fake. */
export interface FakeTemplate {
  readonly name: string;
  readonly language: string;
  /** How many variables its body has. */
  readonly variables: number;
  readonly category?: 'utility' | 'marketing' | 'authentication';
  /** What the person reads, with `{{1}}`, `{{2}}` … where the variables go. */
  readonly text?: string;
}

/** A message that is well formed; whether it may be sent now is another question. */
export interface SendOrder {
  /** Digits of a number, or a user id. */
  readonly recipient: string;
  readonly via: 'to' | 'recipient';
  /** `text`, `template`, … and of interactive ones their own type: `button`, `list`, `cta_url`, … */
  readonly kind: string;
  readonly payload: JsonObject;
  readonly callbackData: string | null;
  readonly template: FakeTemplate | null;
}

type ReadOrder = { readonly kind: 'read'; readonly messageId: string; readonly typing: boolean };

export type Parsed =
  | { readonly kind: 'send'; readonly order: SendOrder }
  | ReadOrder
  | { readonly kind: 'refused'; readonly refusal: GraphRefusal };

/**
 * @param templates - the approved ones, or null to take any name
 */
export function parseOrder(body: unknown, templates: readonly FakeTemplate[] | null): Parsed {
  if (!isObject(body)) return refused(request('The body must be a JSON object.'));
  if (body['messaging_product'] !== 'whatsapp') return refused(request('messaging_product must be `whatsapp`.'));
  return body['status'] === undefined ? parseSend(body, templates) : parseRead(body);
}

function parseRead(body: JsonObject): Parsed {
  const messageId = body['message_id'];
  if (body['status'] !== 'read') return refused(request('status must be `read`.'));
  if (typeof messageId !== 'string' || !messageId.startsWith('wamid.'))
    return refused(invalid('message_id', 'a wamid'));
  const typing = body['typing_indicator'];
  if (typing !== undefined && toObject(typing)['type'] !== 'text') {
    return refused(invalid('typing_indicator.type', '`text`'));
  }
  return { kind: 'read', messageId, typing: typing !== undefined };
}

function parseSend(body: JsonObject, templates: readonly FakeTemplate[] | null): Parsed {
  const wrong = checkEnvelope(body) ?? checkRecipient(body) ?? checkContent(body) ?? checkTemplate(body, templates);
  if (wrong !== null) return refused(wrong);
  const type = typeOf(body);
  // `to` wins when both are there.
  const phone = body['to'];
  const callbackData = body['biz_opaque_callback_data'];
  return {
    kind: 'send',
    order: {
      recipient: typeof phone === 'string' ? phone.slice(1) : toText(body['recipient']),
      via: typeof phone === 'string' ? 'to' : 'recipient',
      kind: type === 'interactive' ? toText(toObject(body['interactive'])['type']) : type,
      payload: body,
      callbackData: typeof callbackData === 'string' ? callbackData : null,
      template: type === 'template' ? findTemplate(body, templates) : null,
    },
  };
}

function checkEnvelope(body: JsonObject): Wrong {
  const { recipient_type: recipientType, context, biz_opaque_callback_data: callbackData } = body;
  if (recipientType !== undefined && recipientType !== 'individual')
    return request('recipient_type must be `individual`.');
  if (context !== undefined && !toText(toObject(context)['message_id']).startsWith('wamid.')) {
    return invalid('context.message_id', 'a wamid');
  }
  if (callbackData === undefined) return null;
  return checkLength(callbackData, 'biz_opaque_callback_data', CALLBACK_DATA_MAX, INVALID_REQUEST);
}

/** A number without its plus sign would get the business's own country code in front, and reach a stranger or nobody. */
function checkRecipient(body: JsonObject): Wrong {
  const { to, recipient } = body;
  if (to !== undefined) {
    if (typeof to !== 'string' || !/^\+?\d+$/.test(to)) return request('to must be a number.');
    return isE164(to) ? null : { code: 131026, details: 'to must be a whole number with its plus sign.' };
  }
  if (recipient === undefined) return missing('to, or recipient');
  if (typeof recipient === 'string' && isUserId(recipient)) return null;
  return invalid('recipient', 'a business-scoped user id');
}

function typeOf(body: JsonObject): string {
  return body['type'] === undefined ? 'text' : toText(body['type']);
}

function checkContent(body: JsonObject): Wrong {
  const type = typeOf(body);
  const content = body[type];
  switch (type) {
    case 'text':
      return checkText(content);
    case 'interactive':
      return checkInteractive(content);
    case 'template':
      return checkTemplateShape(content);
    case 'reaction':
      return checkReaction(content);
    case 'location':
      return checkLocation(content);
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker':
      return checkMedia(type, content);
    case 'contacts':
      return checkEach(
        toList(content),
        (card) => (isObject(card['name']) ? null : missing('contacts.name')),
        'contacts',
      );
    default:
      return request('type must be one of Meta’s message types.');
  }
}

function checkText(text: unknown): Wrong {
  if (!isObject(text)) return missing('text');
  const preview = text['preview_url'];
  if (preview !== undefined && typeof preview !== 'boolean') return request('text.preview_url must be true or false.');
  return (
    checkKeys(text, ['body', 'preview_url'], 'text') ??
    checkLength(text['body'], 'text.body', TEXT_MAX, INVALID_REQUEST)
  );
}

function checkReaction(reaction: unknown): Wrong {
  if (!isObject(reaction)) return missing('reaction');
  if (!toText(reaction['message_id']).startsWith('wamid.')) return invalid('reaction.message_id', 'a wamid');
  return typeof reaction['emoji'] === 'string' ? null : missing('reaction.emoji');
}

function checkLocation(location: unknown): Wrong {
  const { latitude, longitude } = toObject(location);
  const inside = Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;
  return inside ? null : invalid('location', 'a latitude and a longitude');
}

function checkMedia(type: string, media: unknown): Wrong {
  const { id, link } = toObject(media);
  return typeof id === 'string' || typeof link === 'string' ? null : missing(`${type}.id, or ${type}.link`);
}

function checkTemplateShape(template: unknown): Wrong {
  if (!isObject(template)) return missing('template');
  if (toText(template['name']) === '') return missing('template.name');
  if (toText(toObject(template['language'])['code']) === '') return missing('template.language.code');
  return checkEach(
    toList(template['components']),
    (part) => (toText(part['type']) === '' ? missing('component.type') : null),
    'template.components',
  );
}

function checkTemplate(body: JsonObject, templates: readonly FakeTemplate[] | null): Wrong {
  if (typeOf(body) !== 'template' || templates === null) return null;
  const template = findTemplate(body, templates);
  if (template === null) return { code: 132001, details: 'No approved template of this name and language.' };
  if (template.variables !== templateVariables(body).length) {
    return { code: 132000, details: `The template has ${template.variables} variables.` };
  }
  const codeToUserId = template.category === 'authentication' && body['to'] === undefined;
  return codeToUserId ? { code: 131062, details: 'Authentication templates need a number.' } : null;
}

function findTemplate(body: JsonObject, templates: readonly FakeTemplate[] | null): FakeTemplate | null {
  const { name, language } = toObject(body['template']);
  const code = toObject(language)['code'];
  return templates?.find((template) => template.name === name && template.language === code) ?? null;
}

/** The texts that go into the body of a template, in order. */
export function templateVariables(body: JsonObject): readonly string[] {
  const components = toList(toObject(body['template'])['components']).map(toObject);
  const parameters = toList(components.find((component) => component['type'] === 'body')?.['parameters']);
  return parameters.map((parameter) => toText(toObject(parameter)['text']));
}

function request(details: string): GraphRefusal {
  return { code: INVALID_REQUEST, details };
}

function refused(refusal: GraphRefusal): Parsed {
  return { kind: 'refused', refusal };
}
