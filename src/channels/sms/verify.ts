/** Is this webhook from Twilio? Our own few lines, held against twilio's library by the tests. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookError } from '../../core/errors.ts';
import { MAX_FORM_FIELDS } from './limits.ts';

/** A decoded form. A name that came several times has all its values. */
export type SmsForm = Readonly<Record<string, string | readonly string[]>>;

/**
 * Decodes the body of a webhook (`application/x-www-form-urlencoded`).
 *
 * @returns an object without a prototype, so that a field called `__proto__` is a field like any other
 * @throws {WebhookError} `malformed_body` when it has more fields than any message
 */
export function parseForm(rawBody: Uint8Array): SmsForm {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(rawBody);
  // URLSearchParams would drop a leading "?"; behind a "&" it is kept, as it was signed.
  const fields = [...new URLSearchParams(`&${text}`)];
  if (fields.length > MAX_FORM_FIELDS)
    throw new WebhookError('malformed_body', `an SMS webhook with ${fields.length} fields; at most ${MAX_FORM_FIELDS}`);
  const form: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of fields) {
    const before = form[name];
    form[name] = before === undefined ? value : [before, value].flat();
  }
  return form;
}

/**
 * Checks `X-Twilio-Signature`: base64 of HMAC-SHA1, keyed with the auth token, over the URL and then each name and value
 * in the order of names.
 *
 * Twilio's scheme puts nothing between names and values, and signs no time: a captured request can be sent again, which is
 * why message ids are remembered.
 *
 * @param url - the address as Twilio was told it: PUBLIC_BASE_URL, path and query
 * @param authTokens - the tokens in force: two while one is being replaced
 * @throws {WebhookError} `bad_signature`
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function verifyTwilioSignature(
  url: string,
  form: SmsForm,
  header: unknown,
  authTokens: readonly string[],
): void {
  const given = Buffer.from(typeof header === 'string' ? header : '');
  const fields = flatten(form);
  const isGenuine = authTokens.some(
    (token) => token !== '' && signedUrls(url).some((address) => isEqual(given, sign(address + fields, token))),
  );
  if (!isGenuine)
    throw new WebhookError(
      'bad_signature',
      'X-Twilio-Signature is missing or wrong: check TWILIO_AUTH_TOKEN, and that PUBLIC_BASE_URL is the address at Twilio',
    );
}

function sign(signed: string, authToken: string): Buffer {
  return Buffer.from(createHmac('sha1', authToken).update(signed).digest('base64'));
}

/** Constant time for strings of the right length; the length is no secret. */
function isEqual(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function flatten(form: SmsForm): string {
  return Object.keys(form)
    .sort()
    .flatMap((name) => [...new Set([form[name] ?? ''].flat())].sort().map((value) => name + value))
    .join('');
}

/** Twilio never signs the fragment (its own retry settings stand there), and does not always sign the port. */
function signedUrls(url: string): readonly string[] {
  const [address = ''] = url.split('#', 1);
  const [, scheme, authority = '', rest = ''] = /^(https?:\/\/)([^/?]*)(.*)$/is.exec(address) ?? [];
  if (scheme === undefined) return [address];
  const port = /:\d+$/.exec(authority)?.[0] ?? (scheme.toLowerCase() === 'https://' ? ':443' : ':80');
  const host = authority.replace(/:\d*$/, '');
  return [`${scheme}${host}${rest}`, `${scheme}${host}${port}${rest}`];
}
