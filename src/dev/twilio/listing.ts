/**
 * The list of an account's messages, both directions, newest first, page by page: what is left of an inbound text when
 * nobody took its webhook.
 *
 * @see twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources, and twilio_api_v2010.json of twilio/twilio-oai
 */
import { jsonAnswer } from '../provider-server.ts';
import type { Answer, ProviderRequest } from '../provider-server.ts';
import { twilioError } from './errors.ts';
import type { AcceptedSms } from './events.ts';
import type { TwilioSettings } from './options.ts';
import { countTwilioSegments } from './segments.ts';
import type { InboundSms, TwilioState } from './state.ts';

const PARAMETERS = ['To', 'From', 'DateSent<', 'DateSent>', 'PageSize', 'Page', 'PageToken'];
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/;
const PAGE_SIZE = { usual: 50, most: 1_000 };

interface Listed {
  readonly id: string;
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly resource: unknown;
}

/** Answers `GET …/Messages.json`. */
export function listMessages(state: TwilioState, request: ProviderRequest): Answer {
  const query = new URLSearchParams(request.query);
  if (!isAllowed(query)) return twilioError(20001);
  const { settings } = state;
  const matching = everyMessage(state).filter((message) => matches(message, query, settings));
  const size = Number(query.get('PageSize') ?? PAGE_SIZE.usual);
  // A token says where the last page ended, so that new messages do not shift what follows.
  const after = query.get('PageToken')?.slice(2);
  const from = after === undefined ? 0 : matching.findIndex(({ id }) => id === after) + 1;
  const shown = matching.slice(from, from + size);
  const page = Number(query.get('Page') ?? 0);
  const isMore = matching.length > from + size;
  return jsonAnswer(200, {
    first_page_uri: `${request.path}?${pageQuery(query, size, 0, null)}`,
    next_page_uri: isMore ? `${request.path}?${pageQuery(query, size, page + 1, shown.at(-1)?.id ?? null)}` : null,
    previous_page_uri: null,
    page,
    page_size: size,
    start: page * size,
    end: page * size + shown.length - 1,
    uri: `${request.path}?${request.query}`,
    messages: shown.map(({ resource }) => resource),
  });
}

/** Answers `GET …/Messages/{sid}/Media.json`. */
export function listMedia(state: TwilioState, sid: string): Answer {
  const message = state.inbound.kept.find(({ id }) => id === sid);
  if (message === undefined) return twilioError(20404);
  const path = `/2010-04-01/Accounts/${state.settings.accountSid}/Messages/${sid}/Media`;
  const files = message.media.map(({ url, contentType }) => {
    const id = url.split('/').at(-1) ?? '';
    return {
      account_sid: state.settings.accountSid,
      content_type: contentType,
      parent_sid: sid,
      sid: id,
      uri: `${path}/${id}.json`,
    };
  });
  return jsonAnswer(200, {
    media_list: files,
    page: 0,
    page_size: PAGE_SIZE.usual,
    next_page_uri: null,
    uri: `${path}.json`,
  });
}

/** Twilio ignores what it does not know; a fake that did would hide a filter that does nothing. */
function isAllowed(query: URLSearchParams): boolean {
  const size = Number(query.get('PageSize') ?? PAGE_SIZE.usual);
  const dates = ['DateSent<', 'DateSent>'].map((name) => query.get(name)).filter((date) => date !== null);
  return (
    [...query.keys()].every((name) => PARAMETERS.includes(name)) &&
    Number.isInteger(size) &&
    size >= 1 &&
    size <= PAGE_SIZE.most &&
    dates.every((date) => DATE.test(date) && !Number.isNaN(Date.parse(date)))
  );
}

function pageQuery(query: URLSearchParams, size: number, page: number, after: string | null): string {
  const next = new URLSearchParams(query);
  next.set('PageSize', String(size));
  next.set('Page', String(page));
  next.delete('PageToken');
  if (after !== null) next.set('PageToken', `PA${after}`);
  return next.toString();
}

function everyMessage({ inbound, happened, settings }: TwilioState): readonly Listed[] {
  const received = inbound.kept.map((sms) => ({ ...sms, resource: toInboundResource(sms, settings) }));
  const sent = happened.accepted.kept.map((sms) => ({
    id: sms.id,
    atMs: sms.atMs,
    from: settings.phone,
    to: sms.to,
    resource: toSentResource(sms, settings),
  }));
  return [...received, ...sent].toReversed().toSorted((a, b) => wholeSeconds(b.atMs) - wholeSeconds(a.atMs));
}

function matches({ atMs, from, to }: Listed, query: URLSearchParams, { listsBy }: TwilioSettings): boolean {
  const [after, before] = [query.get('DateSent>'), query.get('DateSent<')].map((date) =>
    date === null ? null : Date.parse(listsBy === 'day' ? date.slice(0, 10) : date),
  );
  return (
    to === (query.get('To') ?? to) &&
    from === (query.get('From') ?? from) &&
    wholeSeconds(atMs) >= (after ?? Number.NEGATIVE_INFINITY) &&
    wholeSeconds(atMs) <= (before ?? Number.POSITIVE_INFINITY)
  );
}

/** Dates in the list have no fractions. */
function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

export function toTwilioDate(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

function toInboundResource(sms: InboundSms, settings: TwilioSettings): unknown {
  return {
    ...toCommon(sms, settings),
    direction: 'inbound',
    from: sms.from,
    to: sms.to,
    num_media: String(sms.media.length),
    num_segments: String(countTwilioSegments(sms.body)),
    status: 'received',
  };
}

function toSentResource(sms: AcceptedSms, settings: TwilioSettings): unknown {
  return {
    ...toCommon(sms, settings),
    direction: 'outbound-api',
    from: settings.phone,
    to: sms.to,
    num_media: '0',
    num_segments: String(sms.segments),
    status: 'delivered',
  };
}

function toCommon(
  { id, atMs, body }: { readonly id: string; readonly atMs: number; readonly body: string },
  settings: TwilioSettings,
) {
  const uri = `/2010-04-01/Accounts/${settings.accountSid}/Messages/${id}`;
  return {
    account_sid: settings.accountSid,
    api_version: '2010-04-01',
    body,
    date_created: toTwilioDate(atMs),
    date_sent: toTwilioDate(atMs),
    date_updated: toTwilioDate(atMs),
    error_code: null,
    error_message: null,
    messaging_service_sid: settings.messagingServiceSid,
    price: null,
    price_unit: null,
    sid: id,
    subresource_uris: { media: `${uri}/Media.json` },
    uri: `${uri}.json`,
  };
}
