import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AcceptedGraphMessage } from '../../src/dev/graph/events.ts';
import { findCanaries } from '../fakes/canaries.ts';
import { startTestService } from './running-service.ts';
import type { RunningTestService } from './running-service.ts';

let service: RunningTestService;
beforeAll(async () => {
  service = await startTestService();
}, 30_000);
afterAll(async () => {
  await service[Symbol.asyncDispose]();
}, 30_000);

const WAIT_MS = 8_000;

/** Everything a person can read in one WhatsApp message. */
function textOf(message: AcceptedGraphMessage): string {
  return JSON.stringify(message.payload);
}

function choiceIds(message: AcceptedGraphMessage): readonly string[] {
  return [...textOf(message).matchAll(/"id":"(v1:[^"]+)"/g)].map(([, id]) => id ?? '');
}

async function askOnWhatsApp(phone: string, text: string): Promise<AcceptedGraphMessage> {
  const before = service.graph.accepted.length;
  await service.graph.receive({ phone }, text);
  await vi.waitFor(
    () => expect(service.graph.accepted.slice(before).some(({ to }) => to === phone)).toBe(true),
    WAIT_MS,
  );
  const answer = service.graph.accepted.slice(before).find(({ to }) => to === phone);
  if (answer === undefined) throw new Error('expected an answer');
  return answer;
}

async function askBySms(phone: string, text: string): Promise<string> {
  const before = service.twilio.accepted.length;
  await service.twilio.receive(phone, text);
  await vi.waitFor(
    () => expect(service.twilio.accepted.slice(before).some(({ to }) => to === phone)).toBe(true),
    WAIT_MS,
  );
  return service.twilio.accepted.slice(before).find(({ to }) => to === phone)?.body ?? '';
}

test.each([
  [
    'Spanish',
    '+12025550110',
    'todavia dan citas con CBP One?',
    /cbp\.gov|dhs\.gov/,
    /Verificado el \d+ de \w+ de 2026|última vez el \d+ de \w+ de 2026/,
  ],
  [
    'English',
    '+12025550111',
    'Is CBP One still giving appointments?',
    /cbp\.gov|dhs\.gov/,
    /(?:Checked|Verified|last checked).{0,20}2026/i,
  ],
])(
  'a signed WhatsApp message in %s gets a true, sourced, dated answer',
  async (_language, phone, text, source, date) => {
    const answer = textOf(await askOnWhatsApp(phone, text));
    expect(answer).toMatch(/CBP One/);
    expect(answer).toMatch(/https:\/\//);
    expect(answer).toMatch(source);
    expect(answer).toMatch(date);
  },
);

test.each([
  ['Spanish', '+12025550112', 'todavia dan citas con CBP One?'],
  ['English', '+12025550113', 'Is CBP One still giving appointments?'],
])('a signed SMS in %s gets a true, sourced, dated answer', async (_language, phone, text) => {
  const first = await askBySms(phone, text);
  expect(first).toMatch(/CBP One/);
  expect(first).toMatch(/\.gov/);
  expect(first).toMatch(/20\d\d/);
});

test('somebody without a phone number is answered by their user id', async () => {
  const userId = 'GT.13491208655302741918';
  await service.graph.receive({ userId }, 'hola');
  const answer = await service.graph.waitFor(({ to }) => to === userId, WAIT_MS);
  expect(answer.payload).toMatchObject({ recipient: userId });
  expect(answer.payload).not.toHaveProperty('to');
});

test('a message that is delivered three times at once is answered once', async () => {
  const phone = '+12025550114';
  await service.graph.receive({ phone }, 'hola', { times: 3, atOnce: true });
  await service.graph.waitFor(({ to }) => to === phone, WAIT_MS);
  await askOnWhatsApp(phone, 'menu');
  expect(service.graph.accepted.filter(({ to }) => to === phone)).toHaveLength(2);
});

test('what is offered on SMS as a number can be picked by that number', async () => {
  const phone = '+12025550115';
  const menu = await askBySms(phone, 'menu');
  const line = menu.split('\n').find((one) => /idioma|language/i.test(one));
  const number = line?.match(/^\d+/)?.[0];
  expect(number).toBeDefined();
  expect(await askBySms(phone, number ?? '')).toMatch(/English/);
});

test('asking for a human opens a case and says the truth about what happens next', async () => {
  const phone = '+12025550116';
  const answer = textOf(await askOnWhatsApp(phone, 'quiero hablar con un humano'));
  expect(answer).toMatch(/Guardamos su pedido/);
  expect(answer).toMatch(/No sabemos cuánto/);
  expect(service.log.filter((line) => line.includes('"case_opened"')).length).toBeGreaterThan(0);
});

test('"delete my data" asks, deletes, gives a receipt, and the next message meets a stranger', async () => {
  const phone = '+12025550117';
  await askOnWhatsApp(phone, 'todavia dan citas con CBP One?');
  const question = await askOnWhatsApp(phone, 'borrar mis datos');
  const yes = choiceIds(question).find((id) => id.includes('erase:yes'));
  expect(yes).toBeDefined();
  const before = service.graph.accepted.length;
  await service.graph.receive({ phone }, { type: 'button_reply', id: yes ?? '', title: 'Borrar todo' });
  await vi.waitFor(
    () => expect(service.graph.accepted.slice(before).some(({ to }) => to === phone)).toBe(true),
    WAIT_MS,
  );
  const receipt = textOf(service.graph.accepted.slice(before).find(({ to }) => to === phone) ?? question);
  expect(receipt).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  await vi.waitFor(() => expect(service.log.some((line) => line.includes('"erased"'))).toBe(true), WAIT_MS);
  expect(textOf(await askOnWhatsApp(phone, 'hola'))).toMatch(/soy Faro/);
});

test('STOP by SMS ends it, also what is sent afterwards, until START', async () => {
  const phone = '+12025550118';
  await askBySms(phone, 'hola');
  const before = service.twilio.accepted.filter(({ to }) => to === phone).length;
  await service.twilio.receive(phone, 'STOP');
  await service.twilio.receive(phone, 'todavia dan citas con CBP One?');
  await service.twilio.receive(phone, 'START');
  expect(await askBySms(phone, 'menu')).toMatch(/1/);
  expect(service.twilio.accepted.filter(({ to }) => to === phone)).toHaveLength(before + 1);
  expect(service.twilio.refused.filter(({ code }) => code === 21610)).toEqual([]);
});

test('a batch of 1,000 updates with one that cannot be read: 999 are answered, one is put aside, Meta hears 200', async () => {
  const people = Array.from({ length: 999 }, (_, index) => ({ userId: `US.${70_000_000 + index}` }));
  const value = (messages: readonly unknown[], contacts: readonly unknown[]): unknown => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '12025550199', phone_number_id: service.graph.phoneNumberId },
    contacts,
    messages,
  });
  const answered = new Set<string>();
  const stopListening = service.graph.on('accepted', ({ to }) => answered.add(to));
  const changes = people.map(({ userId }, index) => ({
    field: 'messages',
    value: value(
      [
        {
          from_user_id: userId,
          id: `wamid.batch-${index}`,
          timestamp: '1795262400',
          type: 'text',
          text: { body: 'hola' },
        },
      ],
      [{ profile: { name: 'Practice person' }, user_id: userId }],
    ),
  }));
  const poison = { field: 'messages', value: value([{ id: 42, type: ['text'], text: 'poison' }], []) };
  const receipt = await service.graph.postWebhook({
    object: 'whatsapp_business_account',
    entry: [{ id: service.graph.accountId, changes: changes.toSpliced(417, 0, poison) }],
  });
  expect(receipt.status).toBe(200);
  await vi.waitFor(() => expect(answered.size).toBe(999), { timeout: 30_000, interval: 50 });
  stopListening();
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  expect(metrics).toMatch(/faro_backlog\{of="unreadable"\} 1/);
}, 60_000);

test('forged, altered and unreadable webhooks get the status of the contract, and change nothing', async () => {
  const post = async (path: string, body: string | Buffer, headers: Record<string, string>): Promise<string> => {
    const answer = await fetch(`${service.url}${path}`, { method: 'POST', body, headers });
    return `${answer.status} ${await answer.text()}`;
  };
  const signed = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` };
  expect(await post('/webhooks/whatsapp', '{}', {})).toBe('401 Bad signature.');
  expect(await post('/webhooks/whatsapp', '{"other":1}', signed)).toBe('401 Bad signature.');
  expect(await post('/webhooks/sms', 'Body=hola', { 'x-twilio-signature': 'AAAA' })).toBe('403 Bad signature.');
  expect(await post('/webhooks/sms/status/abc', 'MessageStatus=sent', {})).toBe('403 Bad signature.');
  expect(await post('/webhooks/whatsapp', Buffer.alloc(3 * 1024 * 1024 + 1), signed)).toMatch(/^413 /);
  expect(await post('/webhooks/whatsapp', 'x', { ...signed, 'content-encoding': 'gzip' })).toMatch(/^415 /);
  const handshake = (token: string): string =>
    `${service.url}/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=7&hub.verify_token=${token}`;
  expect((await fetch(handshake('wrong'))).status).toBe(403);
  expect(await (await fetch(handshake('practice-verify-token'))).text()).toBe('7');
});

test('what is signed but no JSON is 400; what is JSON but new to us is 200', async () => {
  const { createHmac } = await import('node:crypto');
  const post = (body: string): Promise<Response> =>
    fetch(`${service.url}/webhooks/whatsapp`, {
      method: 'POST',
      body,
      headers: {
        'x-hub-signature-256': `sha256=${createHmac('sha256', service.graph.appSecret).update(body).digest('hex')}`,
      },
    });
  expect((await post('{"object":')).status).toBe(400);
  for (const body of ['[]', 'null', '7', '{}', '{"object":"page","entry":[{"changes":[{"field":"new"}]}]}']) {
    expect((await post(body)).status, body).toBe(200);
  }
});

test('health, readiness and metrics answer, and metrics are for this machine only', async () => {
  expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${service.url}/readyz`)).json()).toEqual({ ready: true, reasons: [] });
  const forwarded = await fetch(`${service.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  expect(forwarded.status).toBe(403);
  expect((await fetch(`${service.url}/nothing`)).status).toBe(404);
});

test('no number, name or word of anybody is in the log or in the metrics of all this', async () => {
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  const people = Array.from({ length: 10 }, (_, index) => `+120255501${index + 10}`);
  const canaries = [
    ...people,
    'GT.13491208655302741918',
    'US.70000417',
    'Practice person',
    'todavia dan citas',
    'borrar mis datos',
    'quiero hablar',
  ];
  const written = [...service.log, metrics].join('\n');
  expect(written.length).toBeGreaterThan(10_000);
  expect(findCanaries(written, canaries)).toEqual([]);
});
