/**
 * Twilio's list of the messages that came for us. Twilio brings a text once or a few times and then never again; the list
 * is how one that met a closed door is found. Only what came in is read, and only from our own account.
 *
 * @see https://www.twilio.com/docs/messaging/api/message-resource (read 2026-11-22)
 */
import { SECOND_MS } from '../../core/clock.ts';
import { SendError } from '../../core/errors.ts';
import type { Inbound } from '../../core/message.ts';
import { errorFromAnswer, errorFromFailure, readJsonField } from './errors.ts';
import { parseSms } from './parse.ts';
import type { SmsSettings } from './send.ts';
import type { SmsForm } from './verify.ts';

/** Twilio gives up to 1,000; so many are some 200 kB. */
const PAGE_SIZE = 200;

/** A text that somebody sent us. */
export interface ListedSms {
  /** The same that its webhook bears. */
  readonly providerId: string;
  /** In whole seconds, as Twilio says. */
  readonly sentAtMs: number;
  readonly hasMedia: boolean;
  readonly form: SmsForm;
}

export interface SmsPage {
  /** Newest first; only what would have been a message as a webhook. */
  readonly messages: readonly ListedSms[];
  /** What `read` wants for the next page; null when this was the last. */
  readonly next: string | null;
}

export interface SmsList {
  /**
   * @param next - from the page before; null for the first page
   * @throws {SendError} when Twilio does not give the page
   */
  read(sinceMs: number, next: string | null): Promise<SmsPage>;
  /**
   * Makes of it what its webhook would have been.
   *
   * @throws {SendError} when Twilio does not say which files belong to it
   */
  open(sms: ListedSms): Promise<readonly Inbound[]>;
}

export type SmsListSettings = Pick<SmsSettings, 'accountSid' | 'authToken' | 'from' | 'baseUrl' | 'timeoutMs'>;

export function createSmsList(settings: SmsListSettings): SmsList {
  const path = `/2010-04-01/Accounts/${settings.accountSid}/Messages`;
  const get = createGet(settings);
  return {
    read: async (sinceMs, next) => {
      const body = await get(next ?? `${path}.json?${firstQuery(settings.from, sinceMs)}`);
      const listed = readList(body, 'messages').map(readListed);
      const oldestMs = Math.min(...listed.flatMap(({ sentAtMs }) => (Number.isNaN(sentAtMs) ? [] : [sentAtMs])));
      const isOver = oldestMs < sinceMs - SECOND_MS;
      return {
        messages: listed.filter(
          (sms) => isOurs(sms, settings.from) && sms.sentAtMs >= sinceMs - SECOND_MS && isMessage(sms),
        ),
        next: isOver ? null : readNext(body, `${path}.json?`),
      };
    },
    open: async (sms) => {
      const media = sms.hasMedia ? await get(`${path}/${sms.providerId}/Media.json`) : null;
      return parseSms({ ...sms.form, ...mediaFields(media, settings.baseUrl) }, sms.sentAtMs).messages;
    },
  };
}

/**
 * Only from a date on: an end would be read as midnight where only the day counts. With a Messaging Service the numbers
 * are not known, so all is listed and what is not its own is left out.
 */
function firstQuery(from: string, sinceMs: number): string {
  const query = new URLSearchParams({ PageSize: String(PAGE_SIZE) });
  query.set('DateSent>', new Date(sinceMs).toISOString().replace(/\.\d+Z$/, 'Z'));
  if (!from.startsWith('MG')) query.set('To', from);
  return query.toString();
}

interface Listed extends ListedSms {
  readonly direction: string;
  readonly to: string;
  readonly service: string;
}

function readListed(message: unknown): Listed {
  const text = (name: string): string => {
    const value = readField(message, name);
    return typeof value === 'string' ? value : '';
  };
  const providerId = text('sid');
  return {
    providerId,
    sentAtMs: Date.parse(text('date_sent')),
    hasMedia: !['', '0'].includes(text('num_media')),
    direction: text('direction'),
    to: text('to'),
    service: text('messaging_service_sid'),
    form: { MessageSid: providerId, From: text('from'), To: text('to'), Body: text('body') },
  };
}

function isOurs({ providerId, direction, to, service }: Listed, from: string): boolean {
  return direction === 'inbound' && providerId !== '' && (from.startsWith('MG') ? service : to) === from;
}

/** Those of robots are ignored, here as there. */
function isMessage({ form, sentAtMs }: ListedSms): boolean {
  return parseSms(form, sentAtMs).messages.length > 0;
}

/** Elsewhere than in our own list nothing is looked for. */
function readNext(body: string, start: string): string | null {
  const next = readJsonField(body, 'next_page_uri');
  if (next === null || next === undefined || next === '') return null;
  if (typeof next === 'string' && next.startsWith(start)) return next;
  throw new SendError('unreadable_answer', 'Twilio named a next page that is not of this list.');
}

/** As the webhook names them. A file that Twilio has no more is left out. */
function mediaFields(body: string | null, baseUrl: string): Readonly<Record<string, string>> {
  const [first] = body === null ? [] : readList(body, 'media_list');
  const uri = readField(first, 'uri');
  const contentType = readField(first, 'content_type');
  if (typeof uri !== 'string' || typeof contentType !== 'string') return {};
  return { MediaUrl0: `${baseUrl}${uri.replace(/\.json$/, '')}`, MediaContentType0: contentType };
}

function createGet({ accountSid, authToken, baseUrl, timeoutMs }: SmsListSettings): (path: string) => Promise<string> {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return async (path) => {
    let response: Response;
    let body: string;
    try {
      response = await fetch(`${baseUrl}${path}`, {
        headers: { authorization },
        redirect: 'manual', // it would carry the token to another host
        signal: AbortSignal.timeout(timeoutMs),
      });
      body = await response.text();
    } catch (failure) {
      throw errorFromFailure(failure);
    }
    if (response.ok) return body;
    throw errorFromAnswer({
      status: response.status,
      body,
      retryAfter: response.headers.get('retry-after'),
      date: response.headers.get('date'),
    });
  };
}

/** @throws {SendError} when it is not there: then this is not Twilio's list */
function readList(body: string, name: string): readonly unknown[] {
  const list = readJsonField(body, name);
  if (Array.isArray(list)) return list;
  throw new SendError('unreadable_answer', 'Twilio answered with something else than a list.');
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
