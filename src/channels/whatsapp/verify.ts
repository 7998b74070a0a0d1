/** Whether a webhook really comes from Meta: the handshake of the first GET, the signature of every POST. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookError } from '../../core/errors.ts';
import { isFields } from './untrusted.ts';

/**
 * Answers Meta's handshake (`GET ?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`).
 *
 * @param query - the parsed query, whatever the parser made of it
 * @param verifyToken - the word agreed on with Meta
 * @returns the challenge, to be sent back as `text/plain` (it is the caller's text: never as HTML)
 * @throws {WebhookError} `wrong_verify_token` when any part is missing, doubled or wrong
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function answerHandshake(query: unknown, verifyToken: string): string {
  if (isFields(query) && query['hub.mode'] === 'subscribe' && isSameSecret(query['hub.verify_token'], verifyToken)) {
    const challenge = query['hub.challenge'];
    if (typeof challenge === 'string' && challenge !== '') return challenge;
  }
  throw new WebhookError('wrong_verify_token', 'The handshake has no challenge, or not our verify token.');
}

/**
 * Checks `X-Hub-Signature-256` over the exact bytes that arrived.
 *
 * Meta signs the bytes it sends (with everything above U+007F escaped as `\uXXXX`), so they must not be parsed and
 * written again before.
 *
 * @param header - the header's value; anything but one string `sha256=<64 hex digits>` is refused
 * @param appSecrets - every secret that is valid now: two while one is being replaced
 * @throws {WebhookError} `bad_signature`
 */
export function verifyWhatsAppSignature(rawBody: Uint8Array, header: unknown, appSecrets: readonly string[]): void {
  const signature = readSignature(header);
  if (signature !== null && isSignedByAny(rawBody, signature, appSecrets)) return;
  throw new WebhookError('bad_signature', 'The webhook is unsigned, or signed with another secret.');
}

const SIGNATURE = /^sha256=([0-9a-fA-F]{64})$/;

function readSignature(header: unknown): Buffer | null {
  const hex = typeof header === 'string' ? SIGNATURE.exec(header)?.[1] : undefined;
  return hex === undefined ? null : Buffer.from(hex, 'hex');
}

/** Tries every secret, also after one fitted: how long it takes must not tell which. */
function isSignedByAny(rawBody: Uint8Array, signature: Buffer, appSecrets: readonly string[]): boolean {
  let isSigned = false;
  for (const secret of appSecrets) {
    // An HMAC with an empty key can be computed by anybody.
    if (secret === '') continue;
    const expected = createHmac('sha256', secret).update(rawBody).digest();
    isSigned = timingSafeEqual(expected, signature) || isSigned;
  }
  return isSigned;
}

/** Compares digests, so that neither the place of the first difference nor the length shows in the time taken. */
function isSameSecret(given: unknown, expected: string): boolean {
  if (typeof given !== 'string' || expected === '') return false;
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
}
