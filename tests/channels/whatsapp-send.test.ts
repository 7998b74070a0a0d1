/** The sender against a small Graph of our own on a real loopback port, which can also fail in every way. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWhatsAppChannel } from '../../src/channels/whatsapp/send.ts';
import type { WhatsAppSettings } from '../../src/channels/whatsapp/send.ts';
import type { Channel } from '../../src/core/channel.ts';
import type { Address } from '../../src/core/contact.ts';
import { SendError } from '../../src/core/errors.ts';
import type { SendErrorCode } from '../../src/core/errors.ts';
import type { OutboxId } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';

const TOKEN = 'invented-token-7f3a';
const ANA: Address = { channel: 'whatsapp', userId: 'GT.10000000000000000101', phone: '+12025550101' };
const JEAN: Address = { channel: 'whatsapp', userId: 'HT.10000000000000000102' };
const LUZ: Address = { channel: 'whatsapp', phone: '+12025550103' };
const OUTBOX_ID = 'aW52ZW50ZWQtb3V0Ym94' as OutboxId; // made up here
const HELLO: Reply = { kind: 'text', text: 'Hola, ¿qué necesitas?' };
const TAKEN = { messaging_product: 'whatsapp', contacts: [{}], messages: [{ id: 'wamid.taken' }] };

/** What must be in no error: the token, all of the number, the person's id, the text, and what they become in a URL. */
const SECRETS = [TOKEN, '2025550101', '10000000000000000101', 'necesitas', encodeURIComponent('¿qué')];

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let graph: Server;
let baseUrl: string;
let answer: Answer;
let requests: Request[];
let connections: number;

beforeEach(async () => {
  requests = [];
  connections = 0;
  answer = answerWith(200, TAKEN);
  graph = createServer((request, response) => void take(request, response));
  graph.on('connection', () => (connections += 1));
  await once(graph.listen(0, '127.0.0.1'), 'listening');
  const { port } = graph.address() as AddressInfo; // a server that listens on TCP
  baseUrl = `http://127.0.0.1:${port}`;
});

afterEach(async () => {
  graph.closeAllConnections();
  if (graph.listening) await once(graph.close(), 'close');
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks = await request.toArray();
  const { method, url, headers } = request;
  requests.push({
    method,
    url,
    authorization: headers.authorization,
    body: JSON.parse(Buffer.concat(chunks).toString()),
  });
  answer(request, response);
}

function answerWith(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** An error as Graph words it, with the number and the text quoted back as it may do. */
function graphError(code: number): unknown {
  const details = 'Recipient +12025550101 / 12025550101, text "Hola, ¿qué necesitas?"';
  return { error: { message: `(#${code}) ${details}`, type: 'OAuthException', code, error_data: { details } } };
}

function channel(settings: Partial<WhatsAppSettings> = {}): Channel {
  const defaults = { phoneNumberId: '106540352242922', accessToken: TOKEN, graphVersion: 'v26.0', timeoutMs: 5_000 };
  return createWhatsAppChannel({ ...defaults, baseUrl, ...settings });
}

/** Sends to Ana, expects it to fail, and that nothing private is anywhere in the error. */
async function failure(sender: Channel = channel(), reply: Reply = HELLO): Promise<SendError> {
  const error: unknown = await sender.send(ANA, reply, OUTBOX_ID).catch((caught: unknown) => caught);
  if (!(error instanceof SendError)) throw new Error('expected a SendError');
  const told = [...tellAll(error)].join('\n');
  for (const secret of SECRETS) expect(told).not.toContain(secret);
  return error;
}

/** Everything that a log could make of an error and its causes. */
function* tellAll(error: unknown): Generator<string> {
  yield inspect(error, { depth: null, showHidden: true });
  yield JSON.stringify(error) ?? '';
  if (!(error instanceof Error)) return;
  yield `${error.message}\n${error.stack}\n${JSON.stringify(error, Object.getOwnPropertyNames(error))}`;
  if (error.cause !== undefined) yield* tellAll(error.cause);
}

describe('sending', () => {
  it('posts the text to our number in Graph, with token, recipient and our own id', async () => {
    await expect(channel().send(ANA, HELLO, OUTBOX_ID)).resolves.toEqual({ providerId: 'wamid.taken' });
    expect(requests).toEqual([
      {
        method: 'POST',
        url: '/v26.0/106540352242922/messages',
        authorization: `Bearer ${TOKEN}`,
        body: {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '+12025550101',
          type: 'text',
          text: { body: 'Hola, ¿qué necesitas?', preview_url: false },
          biz_opaque_callback_data: OUTBOX_ID,
        },
      },
    ]);
  });

  it('names a person by number where there is one, and else by user id', async () => {
    for (const to of [ANA, JEAN, LUZ]) await channel().send(to, HELLO, OUTBOX_ID);
    expect(requests.map(({ body }) => body)).toEqual([
      expect.objectContaining({ to: '+12025550101' }),
      expect.objectContaining({ recipient: 'HT.10000000000000000102' }),
      expect.objectContaining({ to: '+12025550103' }),
    ]);
    expect(requests[0]?.body).not.toHaveProperty('recipient');
    expect(requests[1]?.body).not.toHaveProperty('to');
  });

  it('leaves the words of ids and titles as they are, capitals included', async () => {
    const choices = [{ id: 'v1:Fact:usAsylumFees', title: 'Costos del Asilo' }];
    await channel().send(ANA, { kind: 'choices', text: 'Elige', choices, listLabel: 'Ver' }, OUTBOX_ID);
    expect(requests[0]?.body).toMatchObject({
      type: 'interactive',
      interactive: { type: 'button', action: { buttons: [{ type: 'reply', reply: choices[0] }] } },
    });
  });

  it('takes a base URL that ends in a slash or has a path', async () => {
    await channel({ baseUrl: `${baseUrl}/fake/` }).send(ANA, HELLO, OUTBOX_ID);
    expect(requests[0]?.url).toBe('/fake/v26.0/106540352242922/messages');
  });

  it('uses its connections again for many messages, refused ones among them', async () => {
    const sender = channel();
    for (let n = 0; n < 10; n += 1) {
      answer = answerWith(200, TAKEN);
      await sender.send(ANA, HELLO, OUTBOX_ID);
      answer = answerWith(400, graphError(131047));
      await failure(sender);
      await sender.showTyping('wamid.theirs');
    }
    expect(requests).toHaveLength(30);
    // Two, where one is not quite free yet when the next message starts.
    expect(connections).toBeLessThanOrEqual(2);
  });

  it('refuses a reply that does not fit, without asking WhatsApp', async () => {
    const error = await failure(channel(), { kind: 'text', text: 'necesitas '.repeat(500) });
    expect(error).toMatchObject({ code: 'message_refused', retryable: false });
    expect(error.message).toContain('at most 4096 characters, got 5000');
    expect(requests).toEqual([]);
  });

  it('refuses an address of another channel', async () => {
    const sms: Address = { channel: 'sms', phone: '+12025550104' };
    await expect(channel().send(sms, HELLO, OUTBOX_ID)).rejects.toMatchObject({ code: 'message_refused' });
    expect(requests).toEqual([]);
  });
});

describe('a message that WhatsApp did not take', () => {
  it.each<[string, Answer, SendErrorCode, number | null]>([
    ['400 with 131047', answerWith(400, graphError(131047)), 'window_closed', 131047],
    ['400 with 131026', answerWith(400, graphError(131026)), 'recipient_unreachable', 131026],
    ['400 with 131050', answerWith(400, graphError(131050)), 'recipient_opted_out', 131050],
    ['400 with 100', answerWith(400, graphError(100)), 'message_refused', 100],
    ['400 with 131056', answerWith(400, graphError(131056)), 'pair_rate_limited', 131056],
    ['400 with 131000', answerWith(400, graphError(131000)), 'provider_failed', 131000],
    ['401 with 190', answerWith(401, graphError(190)), 'channel_misconfigured', 190],
    ['403 with 368', answerWith(403, graphError(368)), 'account_restricted', 368],
    ['429 with 130429', answerWith(429, graphError(130429)), 'rate_limited', 130429],
    ['429 with nothing', answerWith(429, ''), 'rate_limited', null],
    ['500 with 2', answerWith(500, graphError(2)), 'provider_failed', 2],
    ['500 with nothing', answerWith(500, ''), 'provider_failed', null],
    ['500 with the id of a message', answerWith(500, TAKEN), 'provider_failed', null],
    ['502 of a proxy', answerWith(502, 'Bad Gateway', { 'content-type': 'text/plain' }), 'provider_failed', null],
    [
      '503 in HTML',
      answerWith(503, '<html>+12025550101</html>', { 'content-type': 'text/html' }),
      'provider_failed',
      null,
    ],
    ['200 with nothing', answerWith(200, ''), 'unreadable_answer', null],
    [
      '200 in HTML',
      answerWith(200, '<html>+12025550101</html>', { 'content-type': 'text/html' }),
      'unreadable_answer',
      null,
    ],
    ['200 with half a JSON', answerWith(200, '{"messages":[{"id":"wamid.+1202555'), 'unreadable_answer', null],
    ['200 without an id', answerWith(200, { messages: [{}] }), 'unreadable_answer', null],
    ['200 with an error inside', answerWith(200, graphError(131047)), 'window_closed', 131047],
    ['200 with an error new to us', answerWith(200, graphError(987654)), 'provider_failed', 987654],
    ['400 without an error', answerWith(400, '<html></html>'), 'unreadable_answer', null],
    ['404 in HTML', answerWith(404, '<html></html>'), 'channel_misconfigured', null],
  ])('after %s is told in our words', async (_name, given, code, providerCode) => {
    answer = given;
    expect(await failure()).toMatchObject({ code, providerCode });
    expect(requests).toHaveLength(1);
  });

  it('says how long to wait, in seconds or until a date', async () => {
    answer = answerWith(429, graphError(130429), { 'retry-after': '7' });
    expect(await failure()).toMatchObject({ code: 'rate_limited', retryAfterMs: 7_000 });
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    answer = answerWith(503, '', { 'retry-after': inAnHour });
    const { retryAfterMs } = await failure();
    expect(retryAfterMs).toBeGreaterThan(3_500_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
    answer = answerWith(500, '');
    expect(await failure()).toMatchObject({ retryAfterMs: null });
  });

  it('is not sent on to where a redirect points', async () => {
    answer = answerWith(307, '', { location: `${baseUrl}/elsewhere` });
    expect(await failure()).toMatchObject({ code: 'channel_misconfigured' });
    expect(requests).toHaveLength(1);
  });

  it('may have gone out when the connection was reset', async () => {
    answer = (request) => request.socket.resetAndDestroy();
    expect(await failure()).toMatchObject({ code: 'provider_failed', ambiguous: true, retryable: true });
  });

  it('may have gone out when the answer broke off', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"messages":[{"id":"wamid.', () => response.destroy());
    };
    expect(await failure()).toMatchObject({ code: 'unreadable_answer', ambiguous: true, retryable: true });
  });

  it('may have gone out when nothing came in time', async () => {
    answer = () => {};
    expect(await failure(channel({ timeoutMs: 50 }))).toMatchObject({ code: 'timed_out', ambiguous: true });
  });

  it('may have gone out when the answer began and did not end in time', async () => {
    answer = (_request, response) => response.writeHead(200, { 'content-length': '100' }).write('{');
    expect(await failure(channel({ timeoutMs: 100 }))).toMatchObject({ code: 'timed_out', ambiguous: true });
  });

  it('did not go out when nobody listens, so it is safe to send again', async () => {
    await once(graph.close(), 'close');
    expect(await failure()).toMatchObject({ code: 'unreachable', ambiguous: false, retryable: true });
  });

  it('can be sent again when what listens there speaks no TLS', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo; // a server that listens on TCP
    expect(await failure(channel({ baseUrl: `https://127.0.0.1:${port}` }))).toMatchObject({ retryable: true });
    await once(other.close(), 'close');
  });

  it.each([
    ['a token with a line break', { accessToken: `${TOKEN}\nx` }],
    ['a base URL that is none', { baseUrl: 'graph' }],
  ])('because of %s is a matter of configuration, told without the token', async (_name, settings) => {
    expect(await failure(channel(settings))).toMatchObject({ code: 'channel_misconfigured', retryable: false });
    expect(requests).toEqual([]);
  });
});

describe('showing that we are writing', () => {
  it('marks the message as read, with the typing dots', async () => {
    await channel().showTyping('wamid.theirs');
    expect(requests.map(({ url, body }) => ({ url, body }))).toEqual([
      {
        url: '/v26.0/106540352242922/messages',
        body: {
          messaging_product: 'whatsapp',
          status: 'read',
          message_id: 'wamid.theirs',
          typing_indicator: { type: 'text' },
        },
      },
    ]);
  });

  it.each<[string, Answer]>([
    ['refuses', answerWith(400, graphError(100))],
    ['fails', answerWith(500, '')],
    ['resets', (request) => request.socket.resetAndDestroy()],
    ['is silent', () => {}],
  ])('is not worth an error when WhatsApp %s', async (_name, given) => {
    answer = given;
    await expect(channel({ timeoutMs: 50 }).showTyping('wamid.theirs')).resolves.toBeUndefined();
  });

  it('is not worth an error when nothing is right', async () => {
    await expect(channel({ baseUrl: 'graph' }).showTyping('wamid.theirs')).resolves.toBeUndefined();
  });
});
