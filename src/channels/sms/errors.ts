/**
 * What Twilio's refusals mean for us. The same number may come at once, in the answer to a send, or later, as the
 * `ErrorCode` of a status.
 *
 * No error made here has a `cause` or quotes Twilio: its messages contain the person's number, and what its library
 * throws contains the whole request.
 */
import { SendError } from '../../core/errors.ts';
import type { SendErrorCode } from '../../core/errors.ts';
import { DAY_MS, SECOND_MS } from '../../core/clock.ts';

/** @see https://www.twilio.com/docs/api/errors (read 2026-11-21) */
const MEANINGS: ReadonlyMap<number, SendErrorCode> = new Map<number, SendErrorCode>([
  // Our account, our credentials, our sender: a person must repair it.
  [10001, 'account_restricted'], // account not active
  [20003, 'channel_misconfigured'], // wrong account id or token
  [20005, 'account_restricted'], // account not active
  [20006, 'channel_misconfigured'], // access denied
  [20008, 'channel_misconfigured'], // test credentials
  [20404, 'channel_misconfigured'], // no such account
  [21212, 'channel_misconfigured'], // From is not valid
  [21601, 'channel_misconfigured'], // From cannot send
  [21603, 'channel_misconfigured'], // From is missing
  [21606, 'channel_misconfigured'], // From is not ours
  [21608, 'channel_misconfigured'], // trial account, unverified recipient
  [21609, 'channel_misconfigured'], // StatusCallback is not valid
  [21659, 'channel_misconfigured'], // From is not a Twilio number
  [21660, 'channel_misconfigured'], // From belongs to another account
  [21701, 'channel_misconfigured'], // no such Messaging Service
  [21703, 'channel_misconfigured'], // Messaging Service without a number
  [21705, 'channel_misconfigured'], // the Messaging Service's id is not valid
  [30002, 'account_restricted'], // account suspended
  [30032, 'channel_misconfigured'], // toll-free number not verified
  [30034, 'channel_misconfigured'], // US number not registered (10DLC)

  // This message.
  [21408, 'message_refused'], // country not enabled: may be a fence that works, or one forgotten
  [21602, 'message_refused'], // no body
  [21604, 'message_refused'], // no recipient
  [21605, 'message_refused'], // too long
  [21617, 'message_refused'], // over 1,600 characters
  [21658, 'message_refused'], // over 1,600 characters
  [30007, 'message_refused'], // filtered
  [30010, 'message_refused'], // dearer than the limit we set

  // This person.
  [21610, 'recipient_opted_out'],
  [21211, 'recipient_unreachable'], // To is not valid
  [21214, 'recipient_unreachable'], // To cannot be reached
  [21265, 'recipient_unreachable'], // To is a short code
  [21266, 'recipient_unreachable'], // To is From
  [21612, 'recipient_unreachable'], // no route from From to To
  [21614, 'recipient_unreachable'], // a landline
  [21635, 'recipient_unreachable'], // a landline
  [30003, 'recipient_unreachable'], // switched off, out of reach
  [30004, 'recipient_unreachable'], // blocked
  [30005, 'recipient_unreachable'], // unknown number
  [30006, 'recipient_unreachable'], // landline, or a carrier out of reach
  [63016, 'window_closed'], // WhatsApp through Twilio, outside its 24 hours

  // Later.
  [20429, 'rate_limited'],
  [21611, 'rate_limited'], // our number's queue is full
  [21730, 'unreachable'], // maintenance: not taken
  [30001, 'rate_limited'], // queue overflow
  [30022, 'rate_limited'], // faster than the campaign may
  [30036, 'rate_limited'], // waited too long in the queue, and was not sent
  [63038, 'rate_limited'], // over the account's messages of the day

  // Perhaps: held for a status before it is sent again.
  [30008, 'provider_failed'], // unknown error
]);

/** What a Twilio error number means, or null when we do not know it. */
export function sendErrorCodeOf(providerCode: number): SendErrorCode | null {
  return MEANINGS.get(providerCode) ?? null;
}

export interface Answer {
  readonly status: number;
  /** What could be read of it; empty when it broke off. */
  readonly body: string;
  /** `Retry-After` and `Date`, as they came. */
  readonly retryAfter: string | null;
  readonly date: string | null;
}

/** The error for any answer that is not an acceptance. */
export function errorFromAnswer(answer: Answer): SendError {
  const providerCode = readProviderCode(answer.body);
  const retryAfterMs = readRetryAfterMs(answer);
  const code = classifyAnswer(answer.status, providerCode);
  const number = providerCode === null ? '' : `, error ${providerCode}`;
  return new SendError(code, `Twilio answered ${answer.status}${number}`, {
    ...(providerCode === null ? {} : { providerCode }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

/** The status decides where it is clear, Twilio's number where it is not. */
function classifyAnswer(status: number, providerCode: number | null): SendErrorCode {
  if (status >= 500) return 'provider_failed';
  if (status === 429) return 'rate_limited';
  if (status < 300) return 'unreadable_answer'; // it may have been taken
  if (status < 400) return 'channel_misconfigured'; // a redirect: this is not Twilio
  if (providerCode !== null) return sendErrorCodeOf(providerCode) ?? 'message_refused';
  if (status === 401 || status === 403 || status === 404) return 'channel_misconfigured';
  return 'unreadable_answer'; // something between us and Twilio spoke
}

function readProviderCode(body: string): number | null {
  const code = readJsonField(body, 'code');
  return typeof code === 'number' && Number.isSafeInteger(code) ? code : null;
}

/** One field of a JSON object, or undefined when the text is not one. */
export function readJsonField(text: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.getOwnPropertyDescriptor(value, name)?.value;
  } catch {
    return undefined; // the parser's message quotes the text, so it must not travel
  }
}

/** Seconds, or a date, which is read by the clock of the server that gave it. A wait of over a day is a mistake. */
function readRetryAfterMs({ retryAfter, date }: Answer): number | null {
  if (retryAfter === null) return null;
  const waitMs = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * SECOND_MS
    : Math.max(0, Date.parse(retryAfter) - Date.parse(date ?? ''));
  return waitMs <= DAY_MS ? waitMs : null; // also when it is not a number
}

/** The error for a request that got no answer. */
export function errorFromFailure(failure: unknown): SendError {
  const cause = failure instanceof Error && failure.cause !== undefined ? failure.cause : failure;
  const word = failureWord(cause);
  return wasNeverSent(cause)
    ? new SendError('unreachable', `Twilio could not be reached (${word})`)
    : new SendError('timed_out', `Twilio did not answer (${word})`);
}

/** Errors that end a connection before a request can travel on it. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** In doubt it was sent: a reply held too long is better than one sent twice. */
function wasNeverSent(cause: unknown): boolean {
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(wasNeverSent);
  const syscall = ownText(cause, 'syscall');
  return syscall === 'connect' || syscall === 'getaddrinfo' || BEFORE_SENDING.has(ownText(cause, 'code'));
}

/** A word for the log: an error's code, else its name. Never its message. */
function failureWord(cause: unknown): string {
  const words = [ownText(cause, 'code'), cause instanceof Error ? cause.name : typeof cause];
  return words.find((word) => /^[A-Za-z0-9_]{1,60}$/.test(word)) ?? 'error';
}

function ownText(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const text: unknown = Reflect.get(value, name);
  return typeof text === 'string' ? text : '';
}
