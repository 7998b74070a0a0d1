/** From somebody who wants to talk to a person, to the agent's answer and back: through the whole service. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCanaries } from '../fakes/canaries.ts';
import { at, openConsole } from '../fakes/console.ts';
import type { Console } from '../fakes/console.ts';
import type { LiveReader } from '../fakes/live-reader.ts';
import { startTestService } from './running-service.ts';
import type { RunningTestService } from './running-service.ts';

const WAIT_MS = 8_000;
vi.setConfig({ testTimeout: 4 * WAIT_MS });
let service: RunningTestService;
let ana: Console;
let line: LiveReader;

beforeAll(async () => {
  service = await startTestService();
  ana = await openConsole(service.url, accountOf(service, 'agent'));
  line = await ana.listen();
}, 30_000);
afterAll(async () => {
  line.close();
  await service[Symbol.asyncDispose]();
}, 30_000);

function accountOf({ deskAccounts }: RunningTestService, role: string) {
  const found = deskAccounts.find((one) => one.role === role);
  if (found === undefined) throw new Error(`Expected a made-up account for ${role}.`);
  return found;
}

/** What a person was sent on WhatsApp, newest last. */
function sentTo(phone: string): readonly string[] {
  return service.graph.accepted.filter(({ to }) => to === phone).map(({ payload }) => JSON.stringify(payload));
}

async function write(phone: string, text: string): Promise<void> {
  await service.graph.receive({ phone }, text);
}

const opened = (event: { name: string; data: { kind?: string; case?: { channel?: string } | null } }) =>
  event.name === 'case' && event.data.kind === 'opened';

/** The case that a message of this moment opens. */
async function nextCase(ask: () => Promise<unknown>): Promise<string> {
  const known = new Set(line.events.filter(opened).map(({ data }) => data.caseId as string));
  await ask();
  const event = await line.waitFor((one) => opened(one) && !known.has(one.data.caseId as string), WAIT_MS);
  return event.data.caseId as string;
}

async function heard(caseId: string, kind: string, after = 0): Promise<number> {
  const event = await line.waitFor(
    ({ id, data }) => data?.caseId === caseId && data?.kind === kind && (id ?? 0) > after,
    WAIT_MS,
  );
  return event.id ?? 0;
}

let clicks = 0;
const answer = (text: string) => ({ clientKey: `journey-click-${(clicks += 1)}`, text, fact: null, park: false });

test('on WhatsApp: a request, a claim, an answer, and the way back, while the bot is silent', async () => {
  const phone = '+12025550120';
  const caseId = await nextCase(() => write(phone, 'quiero hablar con alguien'));
  const claimed = await ana.ask('POST', `/cases/${caseId}/claim`);
  expect(claimed.status).toBe(200);
  await heard(caseId, 'claimed');
  const view = await ana.ask('GET', `/cases/${caseId}`);
  expect(view.json).toMatchObject({ state: 'taken', channel: 'whatsapp', language: 'es' });
  expect(view.json.messages[0]).toMatchObject({ kind: 'from_person', text: 'quiero hablar con alguien' });
  expect(JSON.stringify(view.json)).not.toContain(phone.slice(1));

  await ana.ask('POST', `/cases/${caseId}/messages`, answer('Hola, soy Ana. ¿En qué le ayudo?'));
  await vi.waitFor(() => expect(sentTo(phone).at(-1)).toContain('Hola, soy Ana.'), WAIT_MS);
  await vi.waitFor(async () => {
    const { json } = await ana.ask('GET', `/cases/${caseId}`);
    expect(json.messages.findLast(({ author }: { author?: string }) => author === 'agent')).toMatchObject({
      state: 'read',
    });
  }, WAIT_MS);

  const before = sentTo(phone).length;
  const seen = line.lastId ?? 0;
  await write(phone, '¿todavía dan citas con CBP One?');
  await heard(caseId, 'message', seen);
  const after = await ana.ask('GET', `/cases/${caseId}`);
  expect(after.json.messages.at(-1)).toMatchObject({ kind: 'from_person', text: '¿todavía dan citas con CBP One?' });
  expect(after.json.waitingSinceMs).toEqual(expect.any(Number));
  await new Promise((resolve) => void setTimeout(resolve, 300));
  expect(sentTo(phone)).toHaveLength(before);

  const closed = await ana.ask('POST', `/cases/${caseId}/close`, { reason: 'answered' });
  expect(closed.json).toStrictEqual({ told: 'yes' });
  await vi.waitFor(() => expect(sentTo(phone).at(-1)).toContain('programa automático'), WAIT_MS);
  await write(phone, '¿todavía dan citas con CBP One?');
  await vi.waitFor(() => expect(sentTo(phone).at(-1)).toContain('CBP One'), WAIT_MS);
});

test('by SMS the same', async () => {
  const phone = '+12025550121';
  const caseId = await nextCase(() => service.twilio.receive(phone, 'quiero hablar con una persona'));
  expect((await ana.ask('POST', `/cases/${caseId}/claim`)).status).toBe(200);
  const sent = () => service.twilio.accepted.filter(({ to }) => to === phone);
  await ana.ask('POST', `/cases/${caseId}/messages`, answer('Hola, soy Ana. ¿Dónde está?'));
  await vi.waitFor(() => expect(sent().at(-1)?.body).toBe('Hola, soy Ana. ¿Donde esta?'), WAIT_MS);
  const before = sent().length;
  await service.twilio.receive(phone, 'en Tapachula');
  await heard(caseId, 'message');
  const { json } = await ana.ask('GET', `/cases/${caseId}`);
  expect(json.messages.at(-1)).toMatchObject({ kind: 'from_person', text: 'en Tapachula' });
  expect(json.windowEndsAtMs).toBeNull();
  expect(sent()).toHaveLength(before);
});

test('somebody in danger comes first, whoever waited before', async () => {
  await nextCase(() => write('+12025550122', 'quiero hablar con alguien'));
  const urgent = await nextCase(() => write('+12025550123', 'ayuda me tienen secuestrada y piden dinero'));
  const { json } = await ana.ask('GET', '/cases?state=waiting');
  expect(json.cases[0]).toMatchObject({ id: urgent, urgency: 'urgent', reason: 'danger' });
  expect(json.counts.urgent).toBeGreaterThan(0);
});

test('five posts of one click, all with the line dropped, are one message', async () => {
  const phone = '+12025550124';
  const caseId = await nextCase(() => write(phone, 'quiero hablar con alguien'));
  await ana.ask('POST', `/cases/${caseId}/claim`);
  const click = answer('Una sola vez, por favor.');
  for (let attempt = 0; attempt < 5; attempt += 1) await postAndDrop(`/desk/api/cases/${caseId}/messages`, click);
  expect((await ana.ask('POST', `/cases/${caseId}/messages`, click)).json.kind).toBe('queued');
  await vi.waitFor(() => expect(sentTo(phone).at(-1)).toContain('Una sola vez'), WAIT_MS);
  await new Promise((resolve) => void setTimeout(resolve, 500));
  expect(sentTo(phone).filter((one) => one.includes('Una sola vez'))).toHaveLength(1);
});

/** The whole request leaves, and nobody waits for what comes. */
async function postAndDrop(path: string, body: unknown): Promise<void> {
  const { hostname, port, host } = new URL(service.url);
  const text = JSON.stringify(body);
  const head = Object.entries({
    ...ana.headers,
    host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
  }).map(([name, value]) => `${name}: ${value}`);
  const socket = connect({ host: hostname, port: Number(port) });
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.write([`POST ${path} HTTP/1.1`, ...head, '', text].join('\r\n'), () => resolve());
  });
  await new Promise<void>((resolve) => setImmediate(resolve));
  socket.destroy();
}

test('what the provider refused can be sent again, and arrives', async () => {
  const phone = '+12025550125';
  const caseId = await nextCase(() => write(phone, 'quiero hablar con alguien'));
  await ana.ask('POST', `/cases/${caseId}/claim`);
  await vi.waitFor(() => expect(sentTo(phone).length).toBeGreaterThan(0), WAIT_MS);
  service.graph.failNext({ kind: 'code', code: 131026 });
  await ana.ask('POST', `/cases/${caseId}/messages`, answer('¿Me lee?'));
  const failed = await vi.waitFor(async () => {
    const { json } = await ana.ask('GET', `/cases/${caseId}`);
    const mine = json.messages.findLast(({ author }: { author?: string }) => author === 'agent');
    expect(mine).toMatchObject({ state: 'dead', error: 'recipient_unreachable' });
    return mine as { readonly id: string };
  }, WAIT_MS);
  const again = await ana.ask('POST', `/cases/${caseId}/messages/${failed.id}/retry`, { clientKey: 'retry-click-1' });
  expect(again.json.kind).toBe('queued');
  await vi.waitFor(() => expect(sentTo(phone).at(-1)).toContain('¿Me lee?'), WAIT_MS);
});

test('a picture of a person is looked at through the service', async () => {
  const phone = '+12025550126';
  const caseId = await nextCase(() => write(phone, 'quiero hablar con alguien'));
  await ana.ask('POST', `/cases/${caseId}/claim`);
  await service.graph.receive({ phone }, { type: 'image', caption: 'mi citatorio' });
  await heard(caseId, 'message');
  const { json } = await ana.ask('GET', `/cases/${caseId}`);
  const picture = json.messages.at(-1) as { readonly id: string };
  expect(picture).toMatchObject({ text: 'mi citatorio', media: { mimeType: 'image/jpeg' } });
  const file = await fetch(`${service.url}/desk/api/cases/${caseId}/messages/${picture.id}/media`, {
    headers: { cookie: ana.cookie, 'sec-fetch-site': 'same-origin' },
  });
  expect([file.status, file.headers.get('content-type')]).toStrictEqual([200, 'image/png']);
  expect(
    Buffer.from(await file.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
});

test('nobody and nothing of a conversation stands in a log line or a metric', async () => {
  const phone = '+12025550127';
  const caseId = await nextCase(() => write(phone, 'quiero hablar con alguien'));
  await ana.ask('POST', `/cases/${caseId}/claim`);
  await write(phone, 'mi canaria amarilla está en Tapachula');
  await heard(caseId, 'message');
  await ana.ask('POST', `/cases/${caseId}/messages`, answer('canario verde del agente'));
  await ana.ask('POST', `/cases/${caseId}/notes`, { text: 'nota con canario azul' });
  await ana.ask('PUT', `/cases/${caseId}/tags`, { tags: ['canario rojo'] });
  const shown = await ana.ask('POST', `/cases/${caseId}/number`, { reason: 'pidió llamada canaria' });
  expect(shown.json).toStrictEqual({ number: phone });
  await ana.ask('POST', '/facts/search', { query: 'canario blanco', language: 'es', channel: 'sms', readIn: 'es' });
  await ana.ask('POST', '/facts/search', { query: 'canario blanco', language: 'xx' });
  await ana.ask('POST', '/translate', { text: 'canario negro', from: 'es', to: 'en' });
  await ana.ask('POST', `/cases/${caseId}/messages`, { text: 'canario gris' });
  await fetch(`${service.url}/desk/api/cases/${caseId}?q=canario%20rosa`, { headers: ana.headers });
  await vi.waitFor(() => expect(sentTo(phone).at(-1)).toContain('canario verde'), WAIT_MS);
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  const token = /faro=([\w-]{43})/.exec(ana.cookie)?.[1] ?? '';
  expect(token).not.toBe('');
  const canaries = [phone, phone.slice(1), 'canari', token, 'agente@faro.example'];
  expect(findCanaries(service.log.join('\n') + metrics, canaries)).toStrictEqual([]);
});

test('after a restart a console goes on where it was, and misses nothing', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-restart-'));
  const phone = '+12025550128';
  let first: RunningTestService | null = await startTestService({ DATA_DIR: dataDir });
  try {
    const beto = await openConsole(first.url, accountOf(first, 'agent'));
    const before = await beto.listen();
    await first.graph.receive({ phone }, 'quiero hablar con alguien');
    const event = await before.waitFor(opened, WAIT_MS);
    await first[Symbol.asyncDispose]();
    await before.ended;
    first = null;
    await using second = await startTestService({ DATA_DIR: dataDir });
    await second.graph.receive({ phone }, 'sigo esperando');
    const back = await at(second.url, beto.cookie).listen(before.lastId);
    expect(back.status).toBe(200);
    const missed = await back.waitFor(({ data }) => data?.caseId === event.data.caseId, WAIT_MS);
    expect(missed.id).toBe((before.lastId ?? 0) + 1);
    back.close();
  } finally {
    await first?.[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
