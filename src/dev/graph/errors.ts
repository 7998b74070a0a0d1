/**
 * Meta's error codes as the fake answers them: the HTTP status that goes with each, and our own few words.
 * Clients must build on `code`; nothing may rely on the words.
 *
 * @see developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
import { jsonAnswer } from '../provider-server.ts';
import type { Answer } from '../provider-server.ts';

const GRAPH_ERRORS: Readonly<Record<number, { readonly status: number; readonly title: string }>> = {
  0: { status: 401, title: 'AuthException' },
  1: { status: 500, title: 'API unknown' },
  2: { status: 503, title: 'API service' },
  3: { status: 403, title: 'API method' },
  4: { status: 429, title: 'API too many calls' },
  10: { status: 403, title: 'Permission denied' },
  100: { status: 400, title: 'Invalid parameter' },
  190: { status: 401, title: 'Access token has expired' },
  200: { status: 403, title: 'API permission' },
  368: { status: 403, title: 'Temporarily blocked for policies violations' },
  80007: { status: 429, title: 'Rate limit issues' },
  130403: { status: 403, title: 'User blocked' },
  130429: { status: 429, title: 'Rate limit hit' },
  130472: { status: 400, title: 'User number is part of an experiment' },
  130497: { status: 403, title: 'Restricted country' },
  131000: { status: 500, title: 'Something went wrong' },
  131005: { status: 403, title: 'Access denied' },
  131008: { status: 400, title: 'Required parameter is missing' },
  131009: { status: 400, title: 'Parameter value is not valid' },
  131016: { status: 503, title: 'Service unavailable' },
  131021: { status: 400, title: 'Recipient cannot be sender' },
  131026: { status: 400, title: 'Message undeliverable' },
  131031: { status: 403, title: 'Account has been locked' },
  131042: { status: 400, title: 'Business eligibility payment issue' },
  131047: { status: 400, title: 'Re-engagement message' },
  131048: { status: 400, title: 'Spam rate limit hit' },
  131049: { status: 400, title: 'Kept back for healthy engagement' },
  131050: { status: 400, title: 'User has stopped marketing messages' },
  131051: { status: 400, title: 'Message type unknown' },
  131052: { status: 400, title: 'Media download error' },
  131053: { status: 400, title: 'Media upload error' },
  131056: { status: 400, title: 'Pair rate limit hit' },
  131057: { status: 503, title: 'Account in maintenance mode' },
  131060: { status: 400, title: 'Message unavailable' },
  131062: { status: 400, title: 'Not allowed for a business-scoped user id' },
  132000: { status: 400, title: 'Template parameter count mismatch' },
  132001: { status: 404, title: 'Template does not exist' },
  132005: { status: 400, title: 'Template hydrated text too long' },
  132007: { status: 400, title: 'Template format character policy violated' },
  132012: { status: 400, title: 'Template parameter format mismatch' },
  132015: { status: 400, title: 'Template is paused' },
  132016: { status: 400, title: 'Template is disabled' },
  133004: { status: 503, title: 'Server temporarily unavailable' },
  133010: { status: 400, title: 'Phone number not registered' },
  135000: { status: 400, title: 'Generic user error' },
};

/** Why a request is not taken. */
export interface GraphRefusal {
  readonly code: number;
  readonly details: string;
  readonly subcode?: number;
}

export function graphErrorTitle(code: number): string {
  return GRAPH_ERRORS[code]?.title ?? 'Unknown error';
}

/** Meta's error envelope around one refusal. */
export function graphError(refusal: GraphRefusal, traceId: string, status?: number): Answer {
  const { code, details, subcode } = refusal;
  return jsonAnswer(status ?? GRAPH_ERRORS[code]?.status ?? 400, {
    error: {
      message: `(#${code}) ${graphErrorTitle(code)}`,
      type: subcode === 33 ? 'GraphMethodException' : 'OAuthException',
      code,
      ...(subcode === undefined
        ? { error_data: { messaging_product: 'whatsapp', details } }
        : { error_subcode: subcode }),
      fbtrace_id: traceId,
    },
  });
}
