/**
 * Why WhatsApp did not take a message: Meta's numbers, HTTP's and the network's, told in our words. What to do about
 * each word stands in `core/errors.ts`.
 *
 * No error made here has a `cause`: what is underneath quotes the answer's body (Meta repeats the number in it), or the
 * request's headers (a token with a line break in it is printed whole).
 */
import { SendError } from '../../core/errors.ts';
import type { SendErrorCode } from '../../core/errors.ts';
import { DAY_MS, SECOND_MS } from '../../core/clock.ts';
import { isFields, readFields, readNumber } from './untrusted.ts';

/**
 * Meta's error codes. The same code may come at once or in a `failed` status, with any HTTP status: only the number is
 * to be relied on, not titles or subcodes.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const WHATSAPP_ERRORS: ReadonlyMap<number, SendErrorCode> = new Map<number, SendErrorCode>([
  // Refused before anything was done: safe to send again, later.
  [4, 'rate_limited'], // calls of the app
  [80007, 'rate_limited'], // calls for the account
  [130429, 'rate_limited'], // messages a second of the number
  [131056, 'pair_rate_limited'], // messages to this one person

  // Trouble at Meta: it may have gone out all the same.
  [1, 'provider_failed'],
  [2, 'provider_failed'],
  [131000, 'provider_failed'],
  [131016, 'provider_failed'],
  [131057, 'provider_failed'], // account under maintenance
  [133004, 'provider_failed'],

  // The message itself is wrong: sending it again cannot help.
  [100, 'message_refused'],
  [131008, 'message_refused'], // a parameter is missing
  [131009, 'message_refused'], // a parameter is out of range
  [131021, 'message_refused'], // to ourselves
  [131051, 'message_refused'], // type not supported
  [131053, 'message_refused'], // media could not be uploaded
  [132000, 'message_refused'], // template: number of variables
  [132001, 'message_refused'], // template: not there in this language
  [132005, 'message_refused'], // template: too long once filled in
  [132007, 'message_refused'], // template: content against policy
  [132012, 'message_refused'], // template: format of a variable
  [132015, 'message_refused'], // template: paused
  [132016, 'message_refused'], // template: disabled
  [135000, 'message_refused'],

  // It depends on the person.
  [131047, 'window_closed'], // more than 24 hours since they last wrote
  [131050, 'recipient_opted_out'],
  [131026, 'recipient_unreachable'],
  [131049, 'recipient_unreachable'], // Meta spares them for a day or more
  [131062, 'recipient_unreachable'], // has a user id only, and this kind needs a number
  [130403, 'recipient_unreachable'],
  [130472, 'recipient_unreachable'], // part of an experiment of Meta's
  [130497, 'recipient_unreachable'], // country not allowed

  // Our token, permissions or number: somebody must look.
  [0, 'channel_misconfigured'],
  [3, 'channel_misconfigured'],
  [10, 'channel_misconfigured'],
  [190, 'channel_misconfigured'], // token expired or withdrawn
  [131005, 'channel_misconfigured'],
  [133010, 'channel_misconfigured'], // number not registered

  // The account: sending on makes it worse.
  [368, 'account_restricted'],
  [131031, 'account_restricted'],
  [131042, 'account_restricted'], // payment
  [131048, 'account_restricted'], // reported as spam
]);

/** Permissions; Meta names them as a range. */
const PERMISSION_CODES = { first: 200, last: 299 };

/** Our word for one of Meta's error codes, also those of `failed` statuses; null when it is not in the table. */
export function toSendErrorCode(providerCode: number): SendErrorCode | null {
  if (providerCode >= PERMISSION_CODES.first && providerCode <= PERMISSION_CODES.last) return 'channel_misconfigured';
  return WHATSAPP_ERRORS.get(providerCode) ?? null;
}

/** How one request went wrong. */
export type SendFailure =
  /** There was an answer; `body` is its parsed JSON, or undefined when it was none (empty, HTML, broken off). */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: unknown;
      readonly retryAfter: string | null;
    }
  /** There was none; `error` is what `fetch` threw. */
  | { readonly kind: 'unanswered'; readonly error: unknown };

/**
 * Tells a failure in our words.
 *
 * @param nowMs - the time that a date in `Retry-After` is measured from
 * @returns an error whose message holds codes only
 */
export function toSendError(failure: SendFailure, nowMs: number): SendError {
  return failure.kind === 'answered' ? toRefusal(failure, nowMs) : toLoss(failure.error);
}

type Answered = Extract<SendFailure, { kind: 'answered' }>;

function toRefusal({ status, body, retryAfter }: Answered, nowMs: number): SendError {
  const error = isFields(body) ? readFields(body, 'error') : undefined;
  const providerCode = error && readProviderCode(error);
  const known = providerCode === undefined ? null : toSendErrorCode(providerCode);
  const code = known ?? (error === undefined ? toCodeOfBareStatus(status) : toCodeOfUnknownError(status));
  const retryAfterMs = readRetryAfterMs(retryAfter, nowMs);
  const which = providerCode === undefined ? 'no error code' : `error ${providerCode}`;
  return new SendError(code, `WhatsApp answered HTTP ${status} with ${which}.`, {
    ...(providerCode === undefined ? {} : { providerCode }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Meta's codes have up to seven digits; anything longer could be a phone number, and this goes into a log. */
function readProviderCode(error: Readonly<Record<string, unknown>>): number | undefined {
  const code = readNumber(error, 'code');
  return code !== undefined && Number.isInteger(code) && code >= 0 && code < 10_000_000 ? code : undefined;
}

/** An error in Graph's own form, with a code that is not in the table. */
function toCodeOfUnknownError(status: number): SendErrorCode {
  if (status === 429) return 'rate_limited';
  if (status === 401) return 'channel_misconfigured';
  return status >= 400 && status < 500 ? 'message_refused' : 'provider_failed';
}

/**
 * An answer without an error in Graph's form: something in between may have written it, so nothing is given up for it
 * but what cannot be meant otherwise.
 */
function toCodeOfBareStatus(status: number): SendErrorCode {
  if (status >= 500) return 'provider_failed';
  if (status === 429) return 'rate_limited';
  if (status === 408) return 'timed_out';
  if (status === 413) return 'message_refused';
  // We follow no redirect: it would carry the token and the message to another host.
  if (status === 401 || status === 404 || (status >= 300 && status < 400)) return 'channel_misconfigured';
  return 'unreadable_answer';
}

/** Nobody means more than a day; a header that says so would bury the message. */
const RETRY_AFTER_MAX_MS = DAY_MS;

/** `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3). */
function readRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const waitMs = /^\d{1,9}$/.test(header) ? Number(header) * SECOND_MS : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), RETRY_AFTER_MAX_MS);
}

function toLoss(error: unknown): SendError {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return new SendError('timed_out', 'WhatsApp did not answer in time.');
  }
  const reason = error instanceof Error ? error.cause : undefined;
  // `fetch` gives a cause to all that happens on the network. Without one, it took the address or the token for none.
  if (error instanceof TypeError && reason === undefined) {
    return new SendError(
      'channel_misconfigured',
      'The request to WhatsApp could not be made. Check the base URL, the Graph version and the access token.',
    );
  }
  if (neverLeft(reason)) return new SendError('unreachable', `WhatsApp could not be reached (${readCode(reason)}).`);
  return new SendError('provider_failed', `The connection to WhatsApp broke (${readCode(reason)}).`);
}

/** A certificate that does not hold is found before the first byte of the request is written. */
const CERTIFICATE_CODE = /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_)/;

/**
 * Whether a network failure came before the request was written, so that sending it again cannot double it: no such
 * host, no connection, no trust. Everything later (reset, closed, half an answer) is ambiguous, and so is what we do not
 * know.
 */
function neverLeft(reason: unknown): boolean {
  // All addresses of a host were tried, each with its own failure.
  if (reason instanceof AggregateError) return reason.errors.length > 0 && reason.errors.every(neverLeft);
  if (!(reason instanceof Error)) return false;
  const syscall = 'syscall' in reason ? reason.syscall : undefined;
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  const code = readCode(reason);
  return code === 'UND_ERR_CONNECT_TIMEOUT' || CERTIFICATE_CODE.test(code);
}

/** The code of a network error. Its message is left out: it holds addresses. */
function readCode(reason: unknown): string {
  const code = reason instanceof Error && 'code' in reason ? reason.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,60}$/.test(code) ? code : 'no code';
}
