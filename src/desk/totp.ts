/**
 * Codes of an authenticator app: six digits, new every 30 seconds.
 *
 * @see RFC 6238
 */
import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import type { TotpOffer } from '../core/desk-api.ts';

const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** One step before and after: a phone's clock may be half a minute off. */
const WINDOW_STEPS = 1;

/** @param label - what the app shows beside the code */
export function offerTotp(label: string): TotpOffer {
  const secret = new Secret({ size: SECRET_BYTES });
  const uri = new TOTP({ issuer: 'Faro', label, secret, period: PERIOD_SECONDS }).toString();
  return { secret: secret.base32, uri, qrSvg: renderSVG(uri, { ecc: 'M' }) };
}

/**
 * @returns the step that the code belongs to, null when it is wrong or over. Whether that step was used before is for the
 * store to say, which lets only one through.
 */
export function findTotpStep(secret: string, code: string, nowMs: number): number | null {
  const delta = TOTP.validate({
    token: code,
    secret: Secret.fromBase32(secret),
    period: PERIOD_SECONDS,
    timestamp: nowMs,
    window: WINDOW_STEPS,
  });
  return delta === null ? null : TOTP.counter({ period: PERIOD_SECONDS, timestamp: nowMs }) + delta;
}
