/** Twilio's list of inbound texts, read from a stand-in that keeps to Twilio's pages. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createSmsList } from '../../src/channels/sms/list.ts';
import type { ListedSms, SmsListSettings } from '../../src/channels/sms/list.ts';
import { DAY_MS, MINUTE_MS } from '../../src/core/clock.ts';
import { SendError } from '../../src/core/errors.ts';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio, FakeTwilioOptions } from '../../src/dev/fake-twilio.ts';
import { START_MS } from '../fakes/test-store.ts';

const ANA = '+12025550101';
const LUIS = '+12025550102';

interface Bench extends AsyncDisposable {
  readonly twilio: FakeTwilio;
  advance(ms: number): void;
  /** Every page, newest first. */
  readAll(sinceMs: number, settings?: Partial<SmsListSettings>): Promise<readonly ListedSms[]>;
}

async function setUp(options: FakeTwilioOptions = {}): Promise<Bench> {
  let nowMs = START_MS;
  const twilio = await startFakeTwilio({ clock: { nowMs: () => nowMs }, ...options });
  return {
    twilio,
    advance: (ms) => {
      nowMs += ms;
    },
    readAll: async (sinceMs, settings = {}) => {
      const list = createSmsList({ ...settingsFor(twilio), ...settings });
      const all: ListedSms[] = [];
      for (let next: string | null = null, page = 0; page < 50; page += 1) {
        const read = await list.read(sinceMs, next);
        all.push(...read.messages);
        next = read.next;
        if (next === null) return all;
      }
      throw new Error('The list does not end.');
    },
    [Symbol.asyncDispose]: () => twilio.stop(),
  };
}

function settingsFor(twilio: FakeTwilio): SmsListSettings {
  const { accountSid, authToken, phone, url } = twilio;
  return { accountSid, authToken, from: phone, baseUrl: url, timeoutMs: 5_000 };
}

async function sendOne(twilio: FakeTwilio, to: string): Promise<void> {
  await fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
    body: new URLSearchParams({ To: to, From: twilio.phone, Body: 'respuesta' }),
  });
}

const bodies = (all: readonly ListedSms[]): readonly unknown[] => all.map(({ form }) => form['Body']);

test.each(['second', 'day'] as const)(
  'what came in since then is found, newest first, on many pages and where Twilio filters by the %s',
  async (listsBy) => {
    await using bench = await setUp({ listsBy });
    for (let index = 0; index < 450; index += 1) {
      await bench.twilio.receive(index % 2 === 0 ? ANA : LUIS, `m${index}`);
      if (index % 3 === 0) await sendOne(bench.twilio, ANA);
      bench.advance(MINUTE_MS);
    }
    const found = await bench.readAll(START_MS + 100 * MINUTE_MS);
    expect(bodies(found)).toEqual(Array.from({ length: 350 }, (_, index) => `m${449 - index}`));
    expect(found.at(-1)?.sentAtMs).toBe(START_MS + 100 * MINUTE_MS);
  },
);

test('messages that come while the pages are read shift nothing', async () => {
  await using bench = await setUp();
  for (let index = 0; index < 250; index += 1) await bench.twilio.receive(ANA, `m${index}`);
  const list = createSmsList(settingsFor(bench.twilio));
  const first = await list.read(START_MS, null);
  bench.advance(5_000);
  for (let index = 0; index < 10; index += 1) await bench.twilio.receive(LUIS, 'later');
  const second = await list.read(START_MS, first.next);
  expect(new Set([...first.messages, ...second.messages].map(({ providerId }) => providerId)).size).toBe(250);
});

test('only what was sent to our own number, or to our own Messaging Service', async () => {
  const service = `MG${'0'.repeat(32)}`;
  await using bench = await setUp({ messagingServiceSid: service });
  await bench.twilio.receive(ANA, 'a nosotros');
  await bench.twilio.receive(ANA, 'a otros', { form: { To: '+12025550155' } });
  expect(bodies(await bench.readAll(START_MS))).toEqual(['a nosotros']);
  expect(await bench.readAll(START_MS, { from: service })).toHaveLength(2);
  expect(await bench.readAll(START_MS, { from: `MG${'1'.repeat(32)}` })).toEqual([]);
});

test('robots, premium numbers and other channels are left out, here as there', async () => {
  await using bench = await setUp();
  for (const from of ['262966', 'NOTICIAS', '+19005550100', `whatsapp:${ANA}`, bench.twilio.phone])
    await bench.twilio.receive(from, 'compre');
  await bench.twilio.receive(ANA, 'hola');
  expect(bodies(await bench.readAll(START_MS))).toEqual(['hola']);
});

test('a text is what its webhook would have been, with the time it was sent; STOP is a STOP', async () => {
  await using bench = await setUp();
  const list = createSmsList(settingsFor(bench.twilio));
  await bench.twilio.receive(ANA, '¿Está abierto?');
  bench.advance(MINUTE_MS);
  await bench.twilio.receive(LUIS, 'STOP');
  bench.advance(DAY_MS);
  const [stop, question] = await bench.readAll(START_MS);
  if (stop === undefined || question === undefined) throw new Error('expected both');
  expect(await list.open(question)).toMatchObject([
    { sentAtMs: START_MS, from: { channel: 'sms', phone: ANA }, content: { kind: 'text', text: '¿Está abierto?' } },
  ]);
  expect(await list.open(stop)).toMatchObject([
    { sentAtMs: START_MS + MINUTE_MS, content: { kind: 'keyword', keyword: 'stop', handledByCarrier: true } },
  ]);
});

test('a picture is named as its webhook would have named it', async () => {
  await using bench = await setUp();
  const id = `MM${'0'.repeat(32)}`;
  const path = `/2010-04-01/Accounts/${bench.twilio.accountSid}/Messages/${id}/Media/ME${'0'.repeat(32)}`;
  const url = `${bench.twilio.url}${path}`;
  await bench.twilio.receive(ANA, 'mire', { id, media: [{ url, contentType: 'image/jpeg' }] });
  const [sms] = await bench.readAll(START_MS);
  if (sms === undefined) throw new Error('expected one');
  const content = { kind: 'image', media: { mediaId: url, mimeType: 'image/jpeg', caption: 'mire' } };
  expect(await createSmsList(settingsFor(bench.twilio)).open(sms)).toMatchObject([{ content }]);
});

test.each([
  ['rate_limited', 'rate_limited'],
  ['unavailable', 'provider_failed'],
  ['bad_gateway_html', 'provider_failed'],
  ['empty_answer', 'unreadable_answer'],
  ['half_response', 'timed_out'],
  ['hang', 'timed_out'],
] as const)('when Twilio answers with %s, that is what is thrown', async (fault, code) => {
  await using bench = await setUp();
  bench.twilio.failNext(fault, 1, 'list');
  await expect(bench.readAll(START_MS, { timeoutMs: 300 })).rejects.toMatchObject({ name: 'SendError', code });
});

test('a wrong token is named, and no error holds token, number or text', async () => {
  await using bench = await setUp();
  const error: unknown = await bench
    .readAll(START_MS, { authToken: 'an-invented-token' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SendError);
  expect(error).toMatchObject({ code: 'channel_misconfigured' });
  expect(inspect(error, { depth: null })).not.toMatch(/invented|2025550|Basic/);
});

test('a next page that is not of this list is not fetched: the token stays with it', async () => {
  const server = createServer((_request, response) => {
    response.end(JSON.stringify({ messages: [], next_page_uri: 'https://elsewhere.example/list' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const list = createSmsList({
    accountSid: `AC${'0'.repeat(32)}`,
    authToken: 'x',
    from: '+12025550190',
    baseUrl: `http://127.0.0.1:${port}`,
    timeoutMs: 5_000,
  });
  await expect(list.read(START_MS, null)).rejects.toMatchObject({ code: 'unreadable_answer' });
  server.close();
  server.closeAllConnections();
});
