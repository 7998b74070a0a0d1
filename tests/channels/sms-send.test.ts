import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSmsChannel } from '../../src/channels/sms/send.ts';
import type { SmsSettings } from '../../src/channels/sms/send.ts';
import type { Address } from '../../src/core/contact.ts';
import { SendError } from '../../src/core/errors.ts';
import { randomIds } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';

const ACCOUNT = 'AC00000000000000000000000000000000';
const TOKEN = 'an-invented-auth-token';
const SID = 'SM00000000000000000000000000000042';
const PHONE = '+12025550123';
const TEXT = 'Está aquí: palabras privadas';
const to: Address = { channel: 'sms', phone: PHONE };
const reply: Reply = { kind: 'text', text: TEXT };
const outboxId = randomIds.outboxId();

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly form: Readonly<Record<string, string>>;
}
type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let received: Received[];
let behave: Behaviour;

beforeEach(async () => {
  received = [];
  behave = json(201, { sid: SID, status: 'queued', body: TEXT, to: PHONE });
  server = createServer((request, response) => void receive(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = await request.toArray();
  const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  received.push({ method: request.method, path: request.url, headers: request.headers, form });
  behave(response, request);
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Behaviour {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** As Twilio words its refusals: with the person's number. */
function refuse(code: number, status = 400): Behaviour {
  return json(status, { code, message: `The 'To' number ${PHONE} said '${TEXT}'`, status });
}

function baseUrl(): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

function channel(changes: Partial<SmsSettings> = {}): ReturnType<typeof createSmsChannel> {
  return createSmsChannel({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    from: '+12025550190',
    baseUrl: changes.baseUrl ?? baseUrl(),
    statusCallbackBaseUrl: 'https://faro.example',
    timeoutMs: 5_000,
    transliterate: false,
    ...changes,
  });
}

/** What `send` throws, after checking that nothing private stands anywhere in it. */
async function failureOf(changes: Partial<SmsSettings> = {}): Promise<SendError> {
  const error: unknown = await channel(changes)
    .send(to, reply, outboxId)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SendError);
  const everything = inspect(error, { depth: Infinity, showHidden: true }) + String(error) + JSON.stringify(error);
  for (const secret of [PHONE.slice(1), TEXT, 'privadas', TOKEN, btoa(`${ACCOUNT}:${TOKEN}`), 'Basic'])
    expect(everything.includes(secret)).toBe(false);
  if (!(error instanceof SendError)) throw new TypeError('not a SendError');
  expect(error.cause).toBeUndefined();
  return error;
}

describe('sending an SMS', () => {
  test('posts the message, our sender and the address for statuses, and returns the id', async () => {
    expect(await channel().send(to, reply, outboxId)).toEqual({ providerId: SID });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'POST', path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json` });
    expect(received[0]?.form).toEqual({
      To: PHONE,
      From: '+12025550190',
      Body: TEXT,
      StatusCallback: `https://faro.example/webhooks/sms/status/${outboxId}`,
    });
    expect(received[0]?.headers).toMatchObject({
      authorization: `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    });
  });

  test('through a Messaging Service names the service instead of a number', async () => {
    await channel({ from: 'MG00000000000000000000000000000001' }).send(to, reply, outboxId);
    expect(received[0]?.form).toMatchObject({ MessagingServiceSid: 'MG00000000000000000000000000000001' });
    expect(received[0]?.form).not.toHaveProperty('From');
  });

  test('asks for no status when Twilio cannot reach us', async () => {
    await channel({ statusCallbackBaseUrl: null }).send(to, reply, outboxId);
    expect(received[0]?.form).not.toHaveProperty('StatusCallback');
  });

  test('leaves out dear accents when told to', async () => {
    await channel({ transliterate: true }).send(to, reply, outboxId);
    expect(received[0]?.form['Body']).toBe('Esta aqui: palabras privadas');
  });

  test('keeps the path of a base address', async () => {
    await channel({ baseUrl: `${baseUrl()}/fake/twilio/` }).send(to, reply, outboxId);
    expect(received[0]?.path).toBe(`/fake/twilio/2010-04-01/Accounts/${ACCOUNT}/Messages.json`);
  });

  test('goes to the base address also when the environment names a region or a proxy', async () => {
    vi.stubEnv('TWILIO_REGION', 'ie1');
    vi.stubEnv('TWILIO_EDGE', 'dublin');
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    expect(await channel().send(to, reply, outboxId)).toEqual({ providerId: SID });
  });

  test('prints nothing, even when the environment asks twilio to', async () => {
    vi.stubEnv('TWILIO_LOG_LEVEL', 'debug');
    const prints = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
    await channel().send(to, reply, outboxId);
    behave = refuse(21211);
    await failureOf();
    for (const print of prints) expect(print).not.toHaveBeenCalled();
  });

  test('keeps its connections for messages that follow each other', async () => {
    let connections = 0;
    server.on('connection', () => (connections += 1));
    const sms = channel();
    for (let sent = 0; sent < 6; sent += 1) await sms.send(to, reply, outboxId);
    expect(received).toHaveLength(6);
    expect(connections).toBeLessThanOrEqual(2); // fetch takes turns between two
  });

  test('shows no typing and asks Twilio for none', async () => {
    await channel().showTyping(SID);
    expect(received).toHaveLength(0);
  });
});

describe('a message that Twilio refuses', () => {
  test.each([
    [21610, 'recipient_opted_out', false],
    [21211, 'recipient_unreachable', false],
    [21408, 'message_refused', false],
    [21606, 'channel_misconfigured', false],
    [21611, 'rate_limited', true],
    [29_999, 'message_refused', false],
  ])('with %i is %s, retryable: %s', async (providerCode, code, retryable) => {
    behave = refuse(providerCode);
    expect(await failureOf()).toMatchObject({ code, providerCode, retryable, ambiguous: false });
    expect(received).toHaveLength(1); // retries are the database's, never hidden in here
  });

  test('for wrong credentials is a matter for the operator', async () => {
    behave = refuse(20003, 401);
    expect(await failureOf()).toMatchObject({ code: 'channel_misconfigured', providerCode: 20003, retryable: false });
  });

  test('for too many messages says how long to wait, and is tried once', async () => {
    behave = json(429, { code: 20429 }, { 'retry-after': '3' });
    expect(await failureOf()).toMatchObject({ code: 'rate_limited', retryAfterMs: 3_000, ambiguous: false });
    expect(received).toHaveLength(1);
  });
});

describe('an answer that says neither yes nor no is ambiguous', () => {
  const html = '<html><body>Bad gateway</body></html>';
  const half = JSON.stringify({ sid: SID, body: TEXT, to: PHONE });
  const rows: readonly [string, Behaviour, string][] = [
    ['500', refuse(20500, 500), 'provider_failed'],
    ['502 with HTML', (response) => response.writeHead(502).end(html), 'provider_failed'],
    [
      '200 with HTML',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html),
      'unreadable_answer',
    ],
    ['an empty 201', (response) => response.writeHead(201).end(), 'unreadable_answer'],
    ['201 without a sid', json(201, { status: 'queued', to: PHONE }), 'unreadable_answer'],
    ['201 with a sid that is no text', json(201, { sid: { a: 1 } }), 'unreadable_answer'],
    ['201 with a sid that is no id', json(201, { sid: `${PHONE} ${TEXT}` }), 'unreadable_answer'],
    ['200 with an error in it', refuse(21610, 200), 'unreadable_answer'],
    [
      'half a 201',
      (response) => {
        response.writeHead(201, { 'content-length': half.length });
        response.write(half.slice(0, 20), () => response.destroy());
      },
      'unreadable_answer',
    ],
    ['a reset', (_response, request) => void request.socket.resetAndDestroy(), 'timed_out'],
    ['a closed connection', (_response, request) => void request.socket.end(), 'timed_out'],
  ];

  test.each(rows)('%s', async (_what, behaviour, code) => {
    behave = behaviour;
    expect(await failureOf()).toMatchObject({ code, retryable: true, ambiguous: true });
    expect(received).toHaveLength(1);
  });

  test('no answer in time', async () => {
    behave = () => {};
    expect(await failureOf({ timeoutMs: 100 })).toMatchObject({ code: 'timed_out', ambiguous: true });
  });

  test('an answer that never ends', async () => {
    behave = (response) => response.writeHead(201).write('{"sid":');
    expect(await failureOf({ timeoutMs: 100 })).toMatchObject({ code: 'timed_out', ambiguous: true });
  });
});

describe('a message that was never sent', () => {
  test('because nobody listens may be sent again at once', async () => {
    const address = baseUrl();
    await new Promise((resolve) => server.close(resolve));
    expect(await failureOf({ baseUrl: address })).toMatchObject({
      code: 'unreachable',
      retryable: true,
      ambiguous: false,
    });
    server.listen(0, '127.0.0.1'); // so that the clean-up finds it open
    await once(server, 'listening');
  });

  test('to another host is not followed there: the token stays here', async () => {
    behave = (response) => response.writeHead(307, { location: '/elsewhere' }).end();
    expect(await failureOf()).toMatchObject({ code: 'channel_misconfigured', retryable: false });
    expect(received).toHaveLength(1);
  });

  test('because it is for another channel is a refusal', async () => {
    const elsewhere: Address = { channel: 'whatsapp', phone: PHONE };
    await expect(channel().send(elsewhere, reply, outboxId)).rejects.toMatchObject({ code: 'message_refused' });
    expect(received).toHaveLength(0);
  });

  test('because no SMS can hold it is a mistake of ours', async () => {
    const tooLong: Reply = { kind: 'text', text: 'a'.repeat(1_601) };
    await expect(channel().send(to, tooLong, outboxId)).rejects.toMatchObject({ name: 'RenderError' });
    expect(received).toHaveLength(0);
  });
});

test('settings that cannot work are refused at once', () => {
  expect(() => channel({ baseUrl: 'not an address' })).toThrow(TypeError);
  expect(() => channel({ accountSid: 'SK00000000000000000000000000000000' })).toThrow(/AC/);
});
