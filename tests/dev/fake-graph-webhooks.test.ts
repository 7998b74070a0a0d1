import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph, FakeGraphOptions, GraphContent } from '../../src/dev/fake-graph.ts';
import { signGraphWebhook, toWebhookBytes } from '../../src/dev/graph/webhook.ts';
import { seededRandom } from '../../src/dev/random.ts';
import { ANA, HIDDEN, LUIS, postGraph, text } from './graph-client.ts';
import { startReceiver } from './receiver.ts';
import type { ReceivedWebhook, Receiver } from './receiver.ts';

let receiver: Receiver;
let graph: FakeGraph;

const restart = async (options: FakeGraphOptions = {}): Promise<void> => {
  await graph.stop();
  graph = await startFakeGraph({
    webhookUrl: `${receiver.url}/webhooks/whatsapp`,
    statuses: { delayMs: 0 },
    retryDelaysMs: [0, 1, 2],
    ...options,
  });
};

beforeEach(async () => {
  receiver = await startReceiver();
  graph = await startFakeGraph({
    webhookUrl: `${receiver.url}/webhooks/whatsapp`,
    statuses: { delayMs: 0 },
    retryDelaysMs: [0, 1, 2],
  });
});
afterEach(async () => {
  await graph.stop();
  await receiver[Symbol.asyncDispose]();
});

interface Value {
  readonly metadata: { readonly phone_number_id: string };
  readonly contacts?: readonly Record<string, unknown>[];
  readonly messages?: readonly Record<string, unknown>[];
  readonly statuses?: readonly Record<string, unknown>[];
}

interface Envelope {
  readonly object: string;
  readonly entry: readonly { readonly changes: readonly { readonly field: string; readonly value: Value }[] }[];
}

/** What a webhook holds; its shape is what these tests are about. */
const parse = (webhook: ReceivedWebhook | undefined): Envelope =>
  JSON.parse(webhook?.body.toString('utf8') ?? '') as Envelope;
const valuesOf = (webhooks: readonly ReceivedWebhook[]): readonly Value[] =>
  webhooks.flatMap((webhook) => parse(webhook).entry.flatMap((entry) => entry.changes.map((change) => change.value)));
const messagesOf = (webhooks: readonly ReceivedWebhook[]): readonly Record<string, unknown>[] =>
  valuesOf(webhooks).flatMap((value) => value.messages ?? []);
const statusesOf = (webhooks: readonly ReceivedWebhook[]): readonly Record<string, unknown>[] =>
  valuesOf(webhooks).flatMap((value) => value.statuses ?? []);

describe('the signature', () => {
  it('matches the known vectors', () => {
    const body = '{"object":"whatsapp_business_account","entry":[]}';
    expect(signGraphWebhook(Buffer.from(body), 'test_app_secret')).toBe(
      'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756',
    );
  });

  it('is the HMAC of exactly the bytes that came', async () => {
    await graph.receive(ANA, '¿Me dejan pasar con niños? 👨‍👩‍👧 a/b');
    const [webhook] = receiver.received;
    const bytes = webhook?.body ?? Buffer.alloc(0);
    const expected = createHmac('sha256', graph.appSecret).update(bytes).digest('hex');
    expect(webhook?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
  });

  it('covers escapes that no re-serialised JSON has', async () => {
    await graph.receive(ANA, '¿niños? 👍 a/b');
    const body = receiver.received[0]?.body ?? Buffer.alloc(0);
    expect(body.every((byte) => byte < 0x80)).toBe(true);
    expect(body.toString('latin1')).toContain(String.raw`\u00bfni\u00f1os? \ud83d\udc4d a\/b`);
    expect(JSON.stringify(JSON.parse(body.toString('utf8')))).not.toBe(body.toString('utf8'));
    expect(messagesOf(receiver.received)[0]).toMatchObject({ text: { body: '¿niños? 👍 a/b' } });
  });

  it('leaves characters up to U+007F as they are', () => {
    expect(toWebhookBytes({ a: '~\u007f\u0080' }).toString('latin1')).toBe('{"a":"~\u007f\\u0080"}');
  });

  it('can be made with a wrong secret', async () => {
    await graph.receive(ANA, 'hola', { signWith: 'wrong' });
    const [webhook] = receiver.received;
    const expected = createHmac('sha256', graph.appSecret)
      .update(webhook?.body ?? '')
      .digest('hex');
    expect(webhook?.headers['x-hub-signature-256']).not.toBe(`sha256=${expected}`);
  });
});

describe('what people write', () => {
  it('comes with who wrote, when, and for which number', async () => {
    const { id, receipts } = await graph.receive(ANA, 'hola', { sentAtMs: 1_793_620_801_900 });
    expect(receipts).toEqual([{ status: 200, attempts: 1, body: '' }]);
    const [value] = valuesOf(receiver.received);
    expect(parse(receiver.received[0])).toMatchObject({ object: 'whatsapp_business_account' });
    expect(value).toMatchObject({
      metadata: { phone_number_id: graph.phoneNumberId },
      contacts: [{ profile: { name: 'Ana' }, wa_id: ANA.phone.slice(1), user_id: expect.stringMatching(/^US\./) }],
      messages: [{ from: ANA.phone.slice(1), id, timestamp: '1793620801', type: 'text', text: { body: 'hola' } }],
    });
  });

  it('comes without any number when the person hides theirs', async () => {
    await graph.receive(HIDDEN, 'hola');
    const [value] = valuesOf(receiver.received);
    expect(value?.contacts?.[0]).not.toHaveProperty('wa_id');
    expect(value?.messages?.[0]).not.toHaveProperty('from');
    expect(value?.messages?.[0]).toMatchObject({ from_user_id: HIDDEN.userId });
    expect(receiver.received[0]?.body.toString('utf8')).not.toMatch(/1202555010\d/);
  });

  it('comes without a user id when the webhook shall be an old one', async () => {
    await graph.receive({ ...ANA, userId: null }, 'hola');
    expect(messagesOf(receiver.received)[0]).not.toHaveProperty('from_user_id');
  });

  const kinds: readonly [name: string, content: GraphContent, message: Record<string, unknown>][] = [
    [
      'quick reply',
      { type: 'quick_reply', payload: 'p', text: 't' },
      { type: 'button', button: { payload: 'p', text: 't' } },
    ],
    [
      'button',
      { type: 'button_reply', id: 'v1:a', title: 'A' },
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'v1:a', title: 'A' } } },
    ],
    [
      'list row',
      { type: 'list_reply', id: 'v1:a', title: 'A', description: 'B' },
      {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id: 'v1:a', title: 'A', description: 'B' } },
      },
    ],
    [
      'form',
      { type: 'form', name: 'flow', answers: '{"a":1}' },
      {
        type: 'interactive',
        interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{"a":1}' } },
      },
    ],
    ['image', { type: 'image', caption: 'c' }, { type: 'image', image: { mime_type: 'image/jpeg', caption: 'c' } }],
    ['document', { type: 'document', fileName: 'a.pdf' }, { type: 'document', document: { filename: 'a.pdf' } }],
    ['sticker', { type: 'sticker' }, { type: 'sticker', sticker: { animated: false } }],
    ['video', { type: 'video' }, { type: 'video', video: { mime_type: 'video/mp4' } }],
    ['voice note', { type: 'voice' }, { type: 'audio', audio: { voice: true, mime_type: 'audio/ogg; codecs=opus' } }],
    ['audio file', { type: 'audio' }, { type: 'audio', audio: { voice: false } }],
    [
      'location',
      { type: 'location', latitude: 14.9, longitude: -92.2, name: 'Park' },
      { type: 'location', location: { latitude: 14.9, longitude: -92.2, name: 'Park' } },
    ],
    [
      'contact card',
      { type: 'contacts', cards: [{ name: 'Luis', phones: ['+12025550102'] }] },
      {
        type: 'contacts',
        contacts: [{ name: { formatted_name: 'Luis' }, phones: [{ phone: '+12025550102', wa_id: '12025550102' }] }],
      },
    ],
    [
      'reaction',
      { type: 'reaction', messageId: 'wamid.QQ==', emoji: '👍' },
      { type: 'reaction', reaction: { message_id: 'wamid.QQ==', emoji: '👍' } },
    ],
    ['order', { type: 'order', text: 'x' }, { type: 'order', order: { text: 'x' } }],
    [
      'new user id',
      { type: 'user_id_changed', userId: 'US.2' },
      { type: 'system', system: { type: 'user_changed_user_id', user_id: 'US.2', wa_id: '12025550101' } },
    ],
    [
      'unsupported',
      { type: 'unsupported', of: 'poll_creation' },
      { type: 'unsupported', errors: [{ code: 131051 }], unsupported: { type: 'poll_creation' } },
    ],
    [
      'edit',
      { type: 'edit', messageId: 'wamid.QQ==', text: 'x' },
      { type: 'edit', edit: { original_message_id: 'wamid.QQ==', message: { text: { body: 'x' } } } },
    ],
    [
      'revoke',
      { type: 'revoke', messageId: 'wamid.QQ==' },
      { type: 'revoke', revoke: { original_message_id: 'wamid.QQ==' } },
    ],
    [
      'something new',
      { type: 'raw', message: { type: 'hologram', hologram: { id: 1 } } },
      { type: 'hologram', hologram: { id: 1 } },
    ],
  ];

  it.each(kinds)('can be a %s', async (_, content, message) => {
    await graph.receive(ANA, content);
    expect(messagesOf(receiver.received)[0]).toMatchObject(message);
  });

  it('takes a reaction back by leaving the emoji out', async () => {
    await graph.receive(ANA, { type: 'reaction', messageId: 'wamid.QQ==' });
    expect(messagesOf(receiver.received)[0]?.['reaction']).toEqual({ message_id: 'wamid.QQ==' });
  });

  it('has no contacts when the number changed', async () => {
    await graph.receive(ANA, { type: 'number_changed', phone: '+12025550111' });
    const [value] = valuesOf(receiver.received);
    expect(value).not.toHaveProperty('contacts');
    expect(value?.messages?.[0]).toMatchObject({ system: { type: 'user_changed_number', wa_id: '12025550111' } });
  });

  it('says what it answers and whether it was forwarded', async () => {
    await graph.receive(ANA, 'a', { answers: 'wamid.QQ==', forwarded: 'once' });
    await graph.receive(ANA, 'b', { forwarded: 'often' });
    await graph.receive(ANA, 'c');
    const contexts = messagesOf(receiver.received).map((message) => message['context']);
    expect(contexts).toEqual([
      { from: graph.phone.slice(1), id: 'wamid.QQ==', forwarded: true },
      { frequently_forwarded: true },
      undefined,
    ]);
  });

  it('comes twice with the same bytes when ordered, one after the other or at once', async () => {
    await graph.receive(ANA, 'hola', { times: 2 });
    await graph.receive(ANA, 'hola', { times: 3, atOnce: true });
    const bodies = receiver.received.map(({ body }) => body.toString('utf8'));
    expect(bodies).toHaveLength(5);
    expect(new Set(bodies).size).toBe(2);
  });
});

describe('batches', () => {
  const many = (count: number): { person: typeof ANA; content: string }[] =>
    Array.from({ length: count }, (_, index) => ({ person: ANA, content: `n${index}` }));
  const textsOf = (webhooks: readonly ReceivedWebhook[]): readonly unknown[] =>
    messagesOf(webhooks).map((message) => message['text']);

  it('hold 1,000 messages in one POST, over many entries, changes and lists', async () => {
    const { ids, receipts } = await graph.receiveMany(many(1_000));
    expect(receipts).toHaveLength(1);
    expect(messagesOf(receiver.received).map((message) => message['id'])).toEqual(ids);
    const { entry } = parse(receiver.received[0]);
    expect(entry.length).toBeGreaterThan(1);
    expect(entry[0]?.changes.length).toBeGreaterThan(1);
    expect(entry[0]?.changes[0]?.value.messages?.length).toBeGreaterThan(1);
  });

  it('never hold more than 1,000', async () => {
    const { receipts } = await graph.receiveMany(many(1_001));
    expect(receipts).toHaveLength(2);
    await expect(graph.receiveMany(many(1), { perPost: 1_001 })).rejects.toThrow(RangeError);
  });

  it('come in several POSTs, and twice, when asked', async () => {
    await graph.receiveMany(many(5), { perPost: 2, times: 2 });
    expect(receiver.received).toHaveLength(6);
  });

  it('can be shuffled, the same way for the same seed', async () => {
    const order = async (): Promise<readonly unknown[]> => {
      await restart({ random: seededRandom(7) });
      const from = receiver.received.length;
      await graph.receiveMany(many(20), { shuffled: true });
      return textsOf(receiver.received.slice(from));
    };
    const first = await order();
    expect(first).not.toEqual(many(20).map(({ content }) => ({ body: content })));
    expect(await order()).toEqual(first);
  });
});

describe('a webhook that is not taken', () => {
  it('is brought again until the answer is 200, always with the same bytes', async () => {
    receiver.answerNext(500, 'hang_up', 302);
    const { receipts } = await graph.receive(ANA, 'hola');
    expect(receipts).toMatchObject([{ status: 200, attempts: 4 }]);
    expect(new Set(receiver.received.map(({ body }) => body.toString('utf8'))).size).toBe(1);
  });

  it('is given up in the end, and says so', async () => {
    receiver.answerNext(500, 500, 500, 503);
    const { receipts } = await graph.receive(ANA, 'hola');
    expect(receipts).toMatchObject([{ status: 503, attempts: 4 }]);
  });

  it('is given up when nobody is there', async () => {
    await receiver[Symbol.asyncDispose]();
    const { receipts } = await graph.receive(ANA, 'hola');
    expect(receipts).toEqual([{ status: null, attempts: 4, body: '' }]);
    receiver = await startReceiver();
  });

  it('never goes to another machine', () => {
    expect(() => graph.deliverTo('https://example.org/webhooks/whatsapp')).toThrow(/this machine/);
    expect(() => graph.deliverTo('http://192.0.2.1/')).toThrow(/this machine/);
    expect(() => graph.deliverTo('http://localhost:1/')).not.toThrow();
    expect(() => graph.deliverTo('http://[::1]:1/')).not.toThrow();
    // A service that listens on every address of this machine.
    expect(() => graph.deliverTo('http://0.0.0.0:1/')).not.toThrow();
  });
});

describe('reports', () => {
  const send = async (more: object = {}): Promise<string> => {
    graph.openWindow(ANA);
    const { body } = await postGraph(graph, text('hola', { biz_opaque_callback_data: 'outbox-1', ...more }));
    await graph.settled();
    return body.messages?.[0]?.id ?? '';
  };
  const steps = (): readonly unknown[] => statusesOf(receiver.received).map((status) => status['status']);

  it('come as sent, delivered and read, signed, with our own id and both names of the person', async () => {
    const id = await send();
    expect(steps()).toEqual(['sent', 'delivered', 'read']);
    for (const webhook of receiver.received) {
      const expected = createHmac('sha256', graph.appSecret).update(webhook.body).digest('hex');
      expect(webhook.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
    }
    expect(statusesOf(receiver.received)[0]).toMatchObject({
      id,
      timestamp: expect.stringMatching(/^\d{10}$/),
      recipient_id: ANA.phone.slice(1),
      recipient_user_id: expect.stringMatching(/^US\./),
      biz_opaque_callback_data: 'outbox-1',
    });
  });

  it('say once per message whether it is billed, and count the free ones', async () => {
    await restart({ statuses: { delayMs: 0 }, freeReplies: 1 });
    await send();
    await send();
    const prices = statusesOf(receiver.received).map((status) => status['pricing']);
    expect(prices.filter((price) => price !== undefined)).toMatchObject([
      { type: 'free_customer_service', billable: false },
      { type: 'regular', billable: true },
    ]);
  });

  it('have no number for somebody who hides theirs', async () => {
    await graph.receive(HIDDEN, 'hola');
    await send({ to: undefined, recipient: HIDDEN.userId });
    const [status] = statusesOf(receiver.received);
    expect(status).toMatchObject({ recipient_user_id: HIDDEN.userId });
    expect(status).not.toHaveProperty('recipient_id');
  });

  it('come in another order when asked', async () => {
    await restart({ statuses: { delayMs: 0, order: 'reversed', perPost: 3 } });
    await send();
    expect(steps()).toEqual(['read', 'delivered', 'sent']);
  });

  it('come twice when asked, and not at all when asked', async () => {
    await restart({ statuses: { delayMs: 0, times: 2 } });
    await send();
    expect(steps()).toEqual(['sent', 'sent', 'delivered', 'delivered', 'read', 'read']);
    graph.planStatuses({ steps: [] });
    await send();
    expect(steps()).toHaveLength(6);
  });

  it('share a POST when asked', async () => {
    await restart({ statuses: { delayMs: 0, steps: ['sent'], perPost: 10 }, pairLimit: 'off' });
    graph.openWindow(ANA);
    await Promise.all(Array.from({ length: 20 }, () => postGraph(graph, text())));
    await graph.settled();
    expect(steps()).toHaveLength(20);
    expect(receiver.received.length).toBeLessThan(20);
  });

  it('wait for each other when they are in order', async () => {
    receiver.answerNext(500, 500);
    await send();
    expect(steps()).toEqual(['sent', 'sent', 'sent', 'delivered', 'read']);
  });

  it('end in failed with its code when that was ordered', async () => {
    graph.failNext({ kind: 'late_failure', code: 131026 });
    await send();
    await send();
    expect(steps()).toEqual(['sent', 'failed', 'sent', 'delivered', 'read']);
    const failed = valuesOf(receiver.received)[1];
    expect(failed?.statuses?.[0]).toMatchObject({ errors: [{ code: 131026 }] });
    expect(failed).not.toHaveProperty('contacts');
  });

  it('can be made by hand, for a message nobody knows', async () => {
    const person = { waId: LUIS.phone.slice(1), userId: null, name: 'Luis' };
    await graph.report({ id: 'wamid.QQ==', status: 'played', person });
    expect(statusesOf(receiver.received)).toMatchObject([{ id: 'wamid.QQ==', status: 'played' }]);
  });
});

describe('other webhooks', () => {
  it('can be any JSON, signed', async () => {
    await graph.postWebhook({ object: 'whatsapp_business_account', entry: [{ id: '1', time: 1, changes: [] }] });
    const [webhook] = receiver.received;
    const expected = createHmac('sha256', graph.appSecret)
      .update(webhook?.body ?? '')
      .digest('hex');
    expect(webhook?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
  });

  it('begin with a handshake that the service must pass', async () => {
    const service = await startReceiver((response) => {
      const asked = new URL(response.req.url ?? '', 'http://localhost').searchParams;
      if (asked.get('hub.verify_token') !== 'right') response.statusCode = 403;
      response.end(asked.get('hub.mode') === 'subscribe' ? asked.get('hub.challenge') : '');
    });
    graph.deliverTo(`${service.url}/webhooks/whatsapp`);
    expect(await graph.shakeHands('right')).toBe(true);
    expect(await graph.shakeHands('wrong')).toBe(false);
    await service[Symbol.asyncDispose]();
  });

  it('are not brought anywhere before there is an address', async () => {
    const alone = await startFakeGraph();
    const { receipts } = await alone.receive(ANA, 'hola');
    expect(receipts).toEqual([{ status: null, attempts: 0, body: '' }]);
    await alone.stop();
  });
});
