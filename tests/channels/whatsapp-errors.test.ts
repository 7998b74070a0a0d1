import { describe, expect, it } from 'vitest';
import { toSendError, toSendErrorCode } from '../../src/channels/whatsapp/errors.ts';
import { SEND_ERRORS } from '../../src/core/errors.ts';
import type { SendError, SendErrorCode } from '../../src/core/errors.ts';

const NOW_MS = Date.parse('2026-11-21T12:00:00Z');

function answered(status: number, body: unknown, retryAfter: string | null = null): SendError {
  return toSendError({ kind: 'answered', status, body, retryAfter }, NOW_MS);
}

function graphError(code: unknown): unknown {
  return { error: { message: '(#1) Something about +12025550101', type: 'OAuthException', code, fbtrace_id: 'A1' } };
}

/** The groups of the research, each with what must follow from it. */
const GROUPS: readonly { readonly name: string; readonly codes: readonly number[]; readonly verdict: object }[] = [
  {
    name: 'refused before processing: safe to send again',
    codes: [4, 80007, 130429, 131056],
    verdict: { retryable: true, ambiguous: false },
  },
  {
    name: 'trouble at Meta: may have gone out',
    codes: [1, 2, 131000, 131016, 131057, 133004],
    verdict: { retryable: true, ambiguous: true },
  },
  {
    name: 'a message to fix: never again, and somebody looks',
    codes: [
      100, 131008, 131009, 131051, 131053, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 131021, 135000,
    ],
    verdict: { retryable: false, ambiguous: false, report: true },
  },
  {
    name: 'the state of the person: never again, and nobody is called',
    codes: [131047, 131026, 131050, 131049, 131062, 130403, 130472, 130497],
    verdict: { retryable: false, ambiguous: false, report: false },
  },
  {
    name: 'the account: never again, and somebody looks',
    codes: [190, 0, 3, 10, 200, 250, 299, 131005, 131031, 368, 131042, 131048, 133010],
    verdict: { retryable: false, ambiguous: false, report: true },
  },
];

describe('Meta’s error codes', () => {
  it.each(GROUPS.flatMap(({ name, codes, verdict }) => codes.map((code) => ({ code, name, verdict }))))(
    '$code is $name',
    ({ code, verdict }) => {
      const word = toSendErrorCode(code);
      expect(word).not.toBeNull();
      expect(SEND_ERRORS[word ?? 'timed_out']).toMatchObject(verdict);
    },
  );

  it.each<[number, SendErrorCode]>([
    [131056, 'pair_rate_limited'],
    [130429, 'rate_limited'],
    [131047, 'window_closed'],
    [131050, 'recipient_opted_out'],
    [131026, 'recipient_unreachable'],
    [190, 'channel_misconfigured'],
    [368, 'account_restricted'],
    [132001, 'message_refused'],
  ])('%i is told as %s, whatever the HTTP status', (code, word) => {
    for (const status of [200, 400, 401, 403, 429, 500]) {
      const error = answered(status, graphError(code));
      expect(error.code).toBe(word);
      expect(error.providerCode).toBe(code);
    }
  });

  it('are not in the table next to the ranges they do not belong to', () => {
    for (const code of [5, 199, 300, 131, 999999, -1, Number.NaN]) expect(toSendErrorCode(code)).toBeNull();
  });

  it('may come as a string', () => {
    expect(answered(400, graphError('131047'))).toMatchObject({ code: 'window_closed', providerCode: 131047 });
  });

  it.each<[number, SendErrorCode]>([
    [200, 'provider_failed'],
    [400, 'message_refused'],
    [401, 'channel_misconfigured'],
    [429, 'rate_limited'],
    [500, 'provider_failed'],
    [503, 'provider_failed'],
  ])('that are new to us are judged by HTTP %i as %s', (status, word) => {
    expect(answered(status, graphError(987654))).toMatchObject({ code: word, providerCode: 987654 });
  });

  it('that could be a phone number are told nowhere', () => {
    const error = answered(400, graphError(12025550101));
    expect(error.providerCode).toBeNull();
    expect(error.message).not.toContain('12025550101');
  });
});

describe('an answer without an error of Graph’s form', () => {
  it.each<[number, unknown, SendErrorCode]>([
    [200, undefined, 'unreadable_answer'],
    [200, {}, 'unreadable_answer'],
    [200, { messages: [] }, 'unreadable_answer'],
    [200, [], 'unreadable_answer'],
    [204, undefined, 'unreadable_answer'],
    [301, undefined, 'channel_misconfigured'],
    [307, undefined, 'channel_misconfigured'],
    [400, undefined, 'unreadable_answer'],
    [401, undefined, 'channel_misconfigured'],
    [403, undefined, 'unreadable_answer'],
    [404, undefined, 'channel_misconfigured'],
    [408, undefined, 'timed_out'],
    [413, undefined, 'message_refused'],
    [429, undefined, 'rate_limited'],
    [429, { error: 'slow down' }, 'rate_limited'],
    [500, undefined, 'provider_failed'],
    [502, 'Bad Gateway', 'provider_failed'],
    [503, undefined, 'provider_failed'],
  ])('of HTTP %i with body %j is told as %s', (status, body, word) => {
    expect(answered(status, body).code).toBe(word);
  });
});

describe('how long WhatsApp asks us to wait', () => {
  it.each([
    ['0', 0],
    ['30', 30_000],
    ['999999999', 86_400_000],
    ['Sat, 21 Nov 2026 12:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['Sun, 21 Nov 2066 12:00:00 GMT', 86_400_000],
    ['soon', null],
    ['', null],
    [null, null],
  ])('is read from Retry-After %j as %j ms', (header, expected) => {
    expect(answered(429, graphError(130429), header).retryAfterMs).toBe(expected);
  });

  it('is also read from answers that are not about rates', () => {
    expect(answered(503, undefined, '120')).toMatchObject({ code: 'provider_failed', retryAfterMs: 120_000 });
  });
});

function networkError(fields: object, message = 'failed at 203.0.113.7'): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), fields) });
}

function lost(error: unknown): SendError {
  return toSendError({ kind: 'unanswered', error }, NOW_MS);
}

describe('a lost request', () => {
  const refused = Object.assign(new Error('a'), { code: 'ECONNREFUSED', syscall: 'connect' });
  const reset = Object.assign(new Error('b'), { code: 'ECONNRESET', syscall: 'read' });

  it.each<[string, unknown, SendErrorCode]>([
    ['refused', networkError({ code: 'ECONNREFUSED', syscall: 'connect' }), 'unreachable'],
    ['without a host', networkError({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'unreachable'],
    ['without DNS', networkError({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }), 'unreachable'],
    ['without a route', networkError({ code: 'ENETUNREACH', syscall: 'connect' }), 'unreachable'],
    ['never connected', networkError({ code: 'UND_ERR_CONNECT_TIMEOUT' }), 'unreachable'],
    ['never trusted', networkError({ code: 'CERT_HAS_EXPIRED' }), 'unreachable'],
    ['of another name', networkError({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'unreachable'],
    ['refused at every address', new TypeError('x', { cause: new AggregateError([refused, refused]) }), 'unreachable'],
    ['reset at one address', new TypeError('x', { cause: new AggregateError([refused, reset]) }), 'provider_failed'],
    ['tried nowhere', new TypeError('x', { cause: new AggregateError([]) }), 'provider_failed'],
    ['reset', networkError({ code: 'ECONNRESET', syscall: 'read' }), 'provider_failed'],
    ['cut while writing', networkError({ code: 'EPIPE', syscall: 'write' }), 'provider_failed'],
    ['closed', networkError({ code: 'UND_ERR_SOCKET' }), 'provider_failed'],
    ['cut off by the network later', networkError({ code: 'ETIMEDOUT', syscall: 'read' }), 'provider_failed'],
    ['lost for a reason of its own', networkError({}), 'provider_failed'],
    ['lost for no reason', new Error('who knows'), 'provider_failed'],
    ['lost with a string', 'gone', 'provider_failed'],
    ['too slow', new DOMException('too slow', 'TimeoutError'), 'timed_out'],
    ['aborted', new DOMException('aborted', 'AbortError'), 'timed_out'],
    ['with a token that is no header', new TypeError('"Bearer x\ny" is invalid'), 'channel_misconfigured'],
  ])('that was %s is told as %s', (_name, error, word) => {
    expect(lost(error).code).toBe(word);
    expect(lost(error).cause).toBeUndefined();
  });

  it('is told without addresses or hosts', () => {
    const error = lost(networkError({ code: 'ECONNREFUSED', syscall: 'connect', hostname: 'graph.example' }));
    expect(error.message).toBe('WhatsApp could not be reached (ECONNREFUSED).');
    expect(lost(networkError({ code: 'to +12025550101' })).message).toBe('The connection to WhatsApp broke (no code).');
  });
});
