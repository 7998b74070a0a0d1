import { describe, expect, test } from 'vitest';
import { errorFromAnswer, errorFromFailure, sendErrorCodeOf } from '../../src/channels/sms/errors.ts';

const answer = { status: 400, body: '', retryAfter: null, date: null };
const withCode = (code: unknown): string => JSON.stringify({ code, message: 'to +12025550123', status: 400 });

describe("Twilio's numbers", () => {
  test.each([
    [20003, 'channel_misconfigured'],
    [20404, 'channel_misconfigured'],
    [20429, 'rate_limited'],
    [21211, 'recipient_unreachable'],
    [21214, 'recipient_unreachable'],
    [21408, 'message_refused'],
    [21606, 'channel_misconfigured'],
    [21610, 'recipient_opted_out'],
    [21611, 'rate_limited'],
    [21612, 'recipient_unreachable'],
    [21614, 'recipient_unreachable'],
    [21617, 'message_refused'],
    [21658, 'message_refused'],
    [30001, 'rate_limited'],
    [30002, 'account_restricted'],
    [30003, 'recipient_unreachable'],
    [30004, 'recipient_unreachable'],
    [30005, 'recipient_unreachable'],
    [30006, 'recipient_unreachable'],
    [30007, 'message_refused'],
    [30008, 'provider_failed'],
    [30032, 'channel_misconfigured'],
    [30034, 'channel_misconfigured'],
    [63016, 'window_closed'],
  ] as const)('%i means %s', (providerCode, code) => {
    expect(sendErrorCodeOf(providerCode)).toBe(code);
    expect(errorFromAnswer({ ...answer, body: withCode(providerCode) })).toMatchObject({ code, providerCode });
  });

  test('that we do not know are refusals, reported, with their number', () => {
    expect(sendErrorCodeOf(29_999)).toBeNull();
    const error = errorFromAnswer({ ...answer, body: withCode(29_999) });
    expect(error).toMatchObject({ code: 'message_refused', providerCode: 29_999, retryable: false });
  });
});

describe('an answer that is no acceptance', () => {
  test.each([
    ['500 with a number', 500, withCode(20500), 'provider_failed'],
    ['500 with the number of a refusal', 500, withCode(21610), 'provider_failed'],
    ['503 with HTML', 503, '<html>', 'provider_failed'],
    ['an empty 429', 429, '', 'rate_limited'],
    ['an empty 401', 401, '', 'channel_misconfigured'],
    ['403 with HTML', 403, '<html>', 'channel_misconfigured'],
    ['404 with HTML', 404, '<html>', 'channel_misconfigured'],
    ['a redirect', 302, '', 'channel_misconfigured'],
    ['400 with HTML', 400, '<html>', 'unreadable_answer'],
    ['400 whose number is a string', 400, withCode('21610'), 'unreadable_answer'],
    ['400 with null', 400, 'null', 'unreadable_answer'],
    ['200 with the number of a refusal', 200, withCode(21610), 'unreadable_answer'],
    ['an empty 201', 201, '', 'unreadable_answer'],
    ['half a 201', 201, '{"sid":"SM', 'unreadable_answer'],
  ])('%s', (_what, status, body, code) => {
    expect(errorFromAnswer({ ...answer, status, body })).toMatchObject({ code });
  });

  test.each([
    ['7', null, 7_000],
    ['0', null, 0],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 'Sat, 21 Nov 2026 12:00:00 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 'Sat, 21 Nov 2026 12:00:00 GMT', 0],
    ['Sat, 21 Nov 2026 12:00:30 GMT', null, null],
    ['soon', null, null],
    ['999999999', null, null],
    [null, null, null],
  ])('that says Retry-After %s asks to wait %s ms', (retryAfter, date, retryAfterMs) => {
    expect(errorFromAnswer({ ...answer, status: 429, retryAfter, date }).retryAfterMs).toBe(retryAfterMs);
  });
});

describe('a request without an answer', () => {
  const failure = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });
  const named = (fields: object): Error => Object.assign(new Error('private words'), fields);

  test.each([
    ['refused', named({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['without a name', named({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['timed out while connecting', named({ code: 'UND_ERR_CONNECT_TIMEOUT' })],
    ['with a bad certificate', named({ code: 'CERT_HAS_EXPIRED' })],
    ['refused on all addresses', new AggregateError([named({ syscall: 'connect' }), named({ syscall: 'connect' })])],
  ])('that was never sent may be sent again: %s', (_what, cause) => {
    expect(errorFromFailure(failure(cause))).toMatchObject({ code: 'unreachable', ambiguous: false });
  });

  test.each([
    ['reset', failure(named({ code: 'ECONNRESET', syscall: 'read' }))],
    ['closed', failure(named({ code: 'UND_ERR_SOCKET' }))],
    ['unreachable after sending', failure(named({ code: 'EHOSTUNREACH', syscall: 'read' }))],
    ['half refused', failure(new AggregateError([named({ syscall: 'connect' }), named({ syscall: 'read' })]))],
    ['no reason at all', failure(new AggregateError([]))],
    ['our own timeout', new DOMException('late', 'TimeoutError')],
    ['something thrown that is no error', 'words'],
  ])('that may have been sent is ambiguous: %s', (_what, thrown) => {
    expect(errorFromFailure(thrown)).toMatchObject({ code: 'timed_out', ambiguous: true });
  });

  test('is named by its code, never by its message', () => {
    const error = errorFromFailure(failure(named({ code: 'ECONNRESET', syscall: 'read' })));
    expect(error.message).toBe('Twilio did not answer (ECONNRESET)');
    expect(error.cause).toBeUndefined();
    expect(errorFromFailure(failure(named({ code: 'private words' }))).message).toBe('Twilio did not answer (Error)');
  });
});
