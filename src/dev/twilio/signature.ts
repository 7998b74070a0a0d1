/** Twilio's signature of a form it posts. */
import { createHmac } from 'node:crypto';

export type Form = Readonly<Record<string, string>>;

/**
 * The value of `X-Twilio-Signature`: HMAC-SHA1, keyed with the auth token, of the address as Twilio knows it and then
 * every name and value, sorted by name, with nothing in between.
 *
 * @param url - with its query, without a fragment
 * @see twilio.com/docs/usage/security
 */
export function signTwilioForm(url: string, form: Form, authToken: string): string {
  const names = Object.keys(form).sort();
  const text = url + names.map((name) => name + (form[name] ?? '')).join('');
  return createHmac('sha1', authToken).update(Buffer.from(text, 'utf8')).digest('base64');
}
