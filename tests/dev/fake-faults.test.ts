import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';
import { FAULTS } from '../../src/dev/provider-server.ts';
import type { Fault, FaultName } from '../../src/dev/provider-server.ts';
import { ANA, text } from './graph-client.ts';

/** What a client of the provider sees of one send. */
type Seen =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly retryAfter: string | null }
  | { readonly kind: 'no answer' | 'broken answer' | 'timeout' };

interface Provider {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  failNext(fault: Fault | FaultName, times?: number): void;
  heal(): void;
  send(): Promise<Seen>;
  accepted(): number;
}

async function look(url: string, init: RequestInit): Promise<Seen> {
  try {
    const response = await fetch(url, { ...init, method: 'POST', signal: AbortSignal.timeout(300) });
    try {
      const body = await response.text();
      return { kind: 'answer', status: response.status, body, retryAfter: response.headers.get('retry-after') };
    } catch {
      return { kind: 'broken answer' };
    }
  } catch (error) {
    return { kind: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'no answer' };
  }
}

let graph: FakeGraph;
const graphProvider: Provider = {
  name: 'Graph',
  async start() {
    graph = await startFakeGraph({ window: false, pairLimit: 'off', statuses: { steps: [] } });
  },
  stop: () => graph.stop(),
  failNext: (fault, times) => graph.failNext(fault, times),
  heal: () => graph.heal(),
  send: () =>
    look(`${graph.url}/v26.0/${graph.phoneNumberId}/messages`, {
      headers: { authorization: `Bearer ${graph.accessToken}` },
      body: JSON.stringify(text()),
    }),
  accepted: () => graph.totals.accepted,
};

let twilio: FakeTwilio;
const twilioProvider: Provider = {
  name: 'Twilio',
  async start() {
    twilio = await startFakeTwilio({ statuses: { steps: [] } });
  },
  stop: () => twilio.stop(),
  failNext: (fault, times) => twilio.failNext(fault, times),
  heal: () => twilio.heal(),
  send: () =>
    look(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
      headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
      body: new URLSearchParams({ To: ANA.phone, From: twilio.phone, Body: 'hola' }),
    }),
  accepted: () => twilio.totals.accepted,
};

describe.each([graphProvider, twilioProvider])('faults of $name', (provider) => {
  beforeEach(() => provider.start());
  afterEach(() => provider.stop());

  const expected: Readonly<Record<FaultName, readonly [Partial<Seen>, accepted: 0 | 1]>> = {
    server_error: [{ kind: 'answer', status: 500 }, 0],
    server_error_after_accepting: [{ kind: 'answer', status: 500 }, 1],
    bad_gateway_html: [{ kind: 'answer', status: 502, body: expect.stringMatching(/^<html>/) as string }, 0],
    unavailable: [{ kind: 'answer', status: 503 }, 0],
    rate_limited: [{ kind: 'answer', status: 429, retryAfter: '1' }, 0],
    rate_limited_without_hint: [{ kind: 'answer', status: 429, retryAfter: null }, 0],
    hang: [{ kind: 'timeout' }, 0],
    hang_after_accepting: [{ kind: 'timeout' }, 1],
    reset: [{ kind: 'no answer' }, 0],
    reset_after_accepting: [{ kind: 'no answer' }, 1],
    half_response: [{ kind: 'broken answer' }, 1],
    empty_answer: [{ kind: 'answer', status: 200, body: '' }, 0],
    empty_answer_after_accepting: [{ kind: 'answer', status: 200, body: '' }, 1],
    error_in_200: [{ kind: 'answer', status: 200, body: expect.stringContaining('"code":1') as string }, 0],
    expired_token: [{ kind: 'answer', status: 401 }, 0],
  };
  const names = Object.keys(FAULTS) as FaultName[]; // its keys are nothing else

  it.each(names)('%s happens once, and then all is well again', async (name) => {
    provider.failNext(name);
    const [seen, accepted] = expected[name];
    expect(await provider.send()).toMatchObject(seen);
    expect(provider.accepted()).toBe(accepted);
    expect(await provider.send()).toMatchObject({ kind: 'answer', body: expect.not.stringContaining('"code"') });
    expect(provider.accepted()).toBe(accepted + 1);
  });

  it('come in the order and number in which they were ordered', async () => {
    provider.failNext('server_error', 2);
    provider.failNext('unavailable');
    const statuses: unknown[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push(await provider.send());
    expect(statuses).toMatchObject([{ status: 500 }, { status: 500 }, { status: 503 }, { kind: 'answer' }]);
    expect(provider.accepted()).toBe(1);
  });

  it('can last until they are healed', async () => {
    provider.failNext('server_error', Infinity);
    for (let count = 0; count < 5; count += 1) expect(await provider.send()).toMatchObject({ status: 500 });
    provider.heal();
    await provider.send();
    expect(provider.accepted()).toBe(1);
  });

  it('are refused when they shall happen no times', () => {
    expect(() => provider.failNext('reset', 0)).toThrow(RangeError);
  });
});

describe('the providers’ own codes', () => {
  beforeEach(async () => {
    await graphProvider.start();
    await twilioProvider.start();
  });
  afterEach(async () => {
    await graphProvider.stop();
    await twilioProvider.stop();
  });

  it.each([
    [131047, 400],
    [131016, 503],
    [130429, 429],
    [190, 401],
    [131042, 400],
    [999_999, 400],
  ])('Graph answers %d with status %d', async (code, status) => {
    graph.failNext({ kind: 'code', code });
    const seen = await graphProvider.send();
    expect(seen).toMatchObject({ kind: 'answer', status });
    expect(JSON.parse('body' in seen ? seen.body : '')).toMatchObject({ error: { code } });
  });

  it.each([
    [21408, 400],
    [20429, 429],
    [30034, 400],
  ])('Twilio answers %d with status %d', async (code, status) => {
    twilio.failNext({ kind: 'code', code });
    const seen = await twilioProvider.send();
    expect(seen).toMatchObject({ kind: 'answer', status });
    expect(JSON.parse('body' in seen ? seen.body : '')).toMatchObject({ code, status });
  });

  it('leave read marks alone, unless ordered for them', async () => {
    const read = (): Promise<Seen> =>
      look(`${graph.url}/v26.0/${graph.phoneNumberId}/messages`, {
        headers: { authorization: `Bearer ${graph.accessToken}` },
        body: JSON.stringify({ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.QQ==' }),
      });
    graph.failNext('server_error');
    expect(await read()).toMatchObject({ status: 200 });
    expect(await graphProvider.send()).toMatchObject({ status: 500 });
    graph.failNext('unavailable', 1, 'read');
    expect(await graphProvider.send()).toMatchObject({ status: 200 });
    expect(await read()).toMatchObject({ status: 503 });
  });

  it('do not keep a fake from stopping while a client hangs', async () => {
    const alone = await startFakeGraph({ window: false });
    alone.failNext('hang_after_accepting');
    const hanging = look(`${alone.url}/v26.0/${alone.phoneNumberId}/messages`, {
      headers: { authorization: `Bearer ${alone.accessToken}` },
      body: JSON.stringify(text()),
    });
    await alone.waitFor(() => true, 1_000);
    await alone.stop();
    expect(await hanging).toEqual({ kind: 'no answer' });
  });
});
