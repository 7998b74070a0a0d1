import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';
import { inventPerson, toPracticePerson } from '../../src/dev/simulator/practice-person.ts';
import { createSimulator } from '../../src/dev/simulator/simulator.ts';
import { seededRandom } from '../../src/dev/random.ts';
import { buttons, list, postGraph, rows, template, text } from './graph-client.ts';
import { startReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';

let graph: FakeGraph;
let twilio: FakeTwilio;
let service: Receiver;
let server: Server;
let base: string;

const listen = async (parts: { graph: FakeGraph | null; twilio: FakeTwilio | null }): Promise<void> => {
  const app = express();
  app.use('/simulator', createSimulator(parts));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  base = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/simulator`;
};
const close = async (): Promise<void> => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
};

beforeEach(async () => {
  service = await startReceiver();
  graph = await startFakeGraph({
    webhookUrl: `${service.url}/wa`,
    statuses: { delayMs: 0 },
    retryDelaysMs: [],
    templates: [{ name: 'case_update', language: 'es', variables: 1, text: 'Su caso: {{1}}' }],
  });
  twilio = await startFakeTwilio({ webhookUrl: `${service.url}/sms`, statuses: { delayMs: 0 } });
  await listen({ graph, twilio });
});
afterEach(async () => {
  await close();
  await Promise.all([graph.stop(), twilio.stop(), service[Symbol.asyncDispose]()]);
});

interface Person {
  readonly id: string;
  readonly phone: string;
  readonly userId: string;
  readonly hidesNumber: boolean;
}

type Event = Readonly<Record<string, unknown>>;

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${base}/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const open = async (hidesNumber = false): Promise<Person> => {
  const response = await post('people', { hidesNumber });
  expect(response.status).toBe(201);
  // The simulator's own answer.
  const { person } = (await response.json()) as { person: Person };
  return person;
};

/** Reads a person's events until `enough` says so; the stream itself never ends. */
async function readEvents(
  person: Person,
  enough: (events: readonly Event[]) => boolean,
  lastId?: string,
): Promise<{ events: readonly Event[]; ids: readonly string[] }> {
  const abort = new AbortController();
  const response = await fetch(`${base}/api/events?person=${person.id}`, {
    signal: abort.signal,
    headers: lastId === undefined ? {} : { 'last-event-id': lastId },
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: Event[] = [];
  const ids: string[] = [];
  let buffered = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    buffered += chunk;
    const blocks = buffered.split('\n\n');
    buffered = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      events.push(JSON.parse(data) as Event); // the simulator's own JSON
      ids.push(/^id: (.*)$/m.exec(block)?.[1] ?? '');
    }
    if (enough(events)) break;
  }
  abort.abort();
  return { events, ids };
}

const hasTick =
  (tick: string) =>
  (events: readonly Event[]): boolean =>
    events.some((event) => event['tick'] === tick);

describe('the page', () => {
  it('comes with a policy that lets nothing but its own files in', async () => {
    const response = await fetch(base);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https:|\*/);
  });

  it('has no inline script or style, and loads only files that are there', async () => {
    const html = await (await fetch(base)).text();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    const files = [...html.matchAll(/(?:src|href)="(\/simulator\/[^"#]+)/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(3);
    for (const file of new Set(files)) expect((await fetch(new URL(file, base))).status).toBe(200);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it('imports only scripts that are there', async () => {
    for (const name of ['simulator.js', 'bubbles.js', 'dom.js', 'rich-text.js', 'service.js', 'sheet.js']) {
      const response = await fetch(`${base}/${name}`);
      expect(response.headers.get('content-type')).toContain('javascript');
      for (const [, file] of (await response.text()).matchAll(/from '\.\/([^']+)'/g)) {
        expect((await fetch(`${base}/${file}`)).status).toBe(200);
      }
    }
  });
});

describe('practice people', () => {
  it('have a number from the range of fiction and a user id', async () => {
    const person = await open();
    expect(person.phone).toMatch(/^\+120255501\d\d$/);
    expect(person.userId).toMatch(/^US\.\d{20}$/);
  });

  it('get different numbers, none of them the service’s own, as long as there are any', () => {
    const random = seededRandom(3);
    const used = new Set<string>();
    for (let count = 0; count < 98; count += 1) used.add(inventPerson(false, used, random).phone);
    expect(used.size).toBe(98);
    expect(used).not.toContain(graph.phone);
    expect(used).not.toContain(twilio.phone);
    expect(used).toContain(inventPerson(false, used, random).phone);
  });

  it('are taken back under the same id after a restart', async () => {
    const { phone, userId, hidesNumber, id } = await open();
    await close();
    await listen({ graph, twilio });
    expect((await fetch(`${base}/api/events?person=${id}`)).status).toBe(404);
    const response = await post('people', { phone, userId, hidesNumber });
    expect(await response.json()).toMatchObject({ person: { id }, channels: { whatsapp: true, sms: true } });
  });

  it.each([
    ['a real number', { phone: '+525512345678', userId: 'US.1', hidesNumber: false }],
    ['another user id', { phone: '+12025550101', userId: 'guest', hidesNumber: false }],
    ['nothing', {}],
  ])('are refused when they come with %s', async (_, body) => {
    expect((await post('people', body)).status).toBe(400);
  });
});

describe('what a person sends on WhatsApp', () => {
  const sent = async (content: object, person: Person): Promise<Event> => {
    const response = await post('messages', { channel: 'whatsapp', person: person.id, content });
    expect(response.status).toBe(202);
    await readEvents(person, hasTick('delivered'));
    const body = JSON.parse(service.received.at(-1)?.body.toString('utf8') ?? '') as {
      entry: [{ changes: [{ value: { messages: [Event] } }] }];
    };
    return body.entry[0].changes[0].value.messages[0];
  };

  it('goes out as a signed webhook and comes back as a bubble and a tick', async () => {
    const person = await open();
    const message = await sent({ kind: 'text', text: ' hola ' }, person);
    expect(message).toMatchObject({ from: person.phone.slice(1), from_user_id: person.userId, text: { body: 'hola' } });
    expect(service.received[0]?.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/);
    const { events } = await readEvents(person, hasTick('delivered'));
    expect(events).toMatchObject([
      { type: 'message', channel: 'whatsapp', from: 'person', id: message['id'], view: { kind: 'text', text: 'hola' } },
      { type: 'tick', id: message['id'], tick: 'delivered' },
    ]);
  });

  it('has no number when the person hides it', async () => {
    const message = await sent({ kind: 'text', text: 'hola' }, await open(true));
    expect(message).not.toHaveProperty('from');
  });

  it.each([
    [
      'a tapped button',
      { kind: 'choice', list: false, id: 'v1:a', title: 'A', description: null, answers: 'wamid.QQ==' },
      {
        context: { id: 'wamid.QQ==' },
        interactive: { type: 'button_reply', button_reply: { id: 'v1:a', title: 'A' } },
      },
    ],
    [
      'a list row',
      { kind: 'choice', list: true, id: 'v1:a', title: 'A', description: 'B', answers: 'wamid.QQ==' },
      { interactive: { type: 'list_reply', list_reply: { id: 'v1:a', title: 'A', description: 'B' } } },
    ],
    [
      'a location',
      { kind: 'location', latitude: 14.9, longitude: -92.2, name: 'Tapachula' },
      { type: 'location', location: { latitude: 14.9, longitude: -92.2, name: 'Tapachula' } },
    ],
    ['a photo', { kind: 'image' }, { type: 'image' }],
    ['a voice note', { kind: 'voice' }, { type: 'audio', audio: { voice: true } }],
  ])('can be %s', async (_, content, message) => {
    expect(await sent(content, await open())).toMatchObject(message);
  });

  it('is marked as not delivered with the answer of the service', async () => {
    const person = await open();
    service.answerNext(503);
    await post('messages', { channel: 'whatsapp', person: person.id, content: { kind: 'text', text: 'hola' } });
    const { events } = await readEvents(person, hasTick('failed'));
    expect(events.at(-1)).toMatchObject({ tick: 'failed', status: 503 });
  });

  it.each([
    ['an empty text', 400, { kind: 'text', text: '  ' }],
    ['a text that is too long', 400, { kind: 'text', text: 'x'.repeat(4_097) }],
    ['a place that is not on Earth', 400, { kind: 'location', latitude: 91, longitude: 0, name: 'x' }],
    ['an unknown kind', 400, { kind: 'poll' }],
  ])('is refused: %s', async (_, status, content) => {
    const person = await open();
    const response = await post('messages', { channel: 'whatsapp', person: person.id, content });
    expect(response.status).toBe(status);
    expect(service.received).toHaveLength(0);
  });

  it('is refused for somebody who is not known, and when it is not JSON', async () => {
    const content = { kind: 'text', text: 'hola' };
    expect((await post('messages', { channel: 'whatsapp', person: 'x'.repeat(16), content })).status).toBe(404);
    expect((await post('messages', '{')).status).toBe(400);
  });
});

describe('what the service sends on WhatsApp', () => {
  const answer = async (body: object): Promise<readonly Event[]> => {
    const person = await open();
    graph.openWindow({ phone: person.phone, userId: person.userId });
    const reading = readEvents(person, hasTick('read'));
    expect((await postGraph(graph, { ...body, to: person.phone })).status).toBe(200);
    return (await reading).events;
  };

  it('comes as a bubble with the ticks that the service is told', async () => {
    const events = await answer(text('Hola *Ana*'));
    expect(events).toMatchObject([
      { type: 'message', from: 'bot', view: { kind: 'text', text: 'Hola *Ana*' }, cost: null },
      { type: 'tick', tick: 'sent' },
      { type: 'tick', tick: 'delivered' },
      { type: 'tick', tick: 'read' },
    ]);
  });

  it.each([
    [
      'buttons, with header and footer',
      buttons(['A', 'B'], { header: { type: 'text', text: 'H' }, footer: { text: 'F' } }),
      {
        kind: 'buttons',
        text: '*H*\n\npick\n\nF',
        choices: [{ id: 'v1:0', title: 'A', description: null }, { id: 'v1:1' }],
      },
    ],
    [
      'a list',
      list(rows(2)),
      { kind: 'list', label: 'Topics', choices: [{ id: 'v1:0', title: 'Row 0' }, { id: 'v1:1' }] },
    ],
    [
      'a template whose words are known',
      template({
        name: 'case_update',
        language: { code: 'es' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'listo' }] }],
      }),
      { kind: 'text', text: 'Su caso: listo' },
    ],
  ])('comes as %s', async (_, body, view) => {
    expect((await answer(body))[0]).toMatchObject({ view });
  });

  it('reaches somebody who hides their number by their user id', async () => {
    const person = await open(true);
    graph.openWindow({ userId: person.userId });
    const reading = readEvents(person, hasTick('read'));
    await postGraph(graph, text('hola', { to: undefined, recipient: person.userId }));
    expect((await reading).events[0]).toMatchObject({ from: 'bot', view: { text: 'hola' } });
  });

  it('reaches nobody else', async () => {
    const [ana, luis] = [await open(), await open()];
    graph.openWindow({ phone: ana.phone, userId: ana.userId });
    await postGraph(graph, text('hola', { to: ana.phone }));
    await readEvents(ana, hasTick('read'));
    await post('messages', { channel: 'whatsapp', person: luis.id, content: { kind: 'text', text: 'x' } });
    const { events } = await readEvents(luis, hasTick('delivered'));
    expect(events.filter((event) => event['from'] === 'bot')).toHaveLength(0);
  });

  it('shows typing and blue ticks for the message that was read', async () => {
    const person = await open();
    const response = await post('messages', {
      channel: 'whatsapp',
      person: person.id,
      content: { kind: 'text', text: 'x' },
    });
    const { id } = (await response.json()) as { id: string };
    const reading = readEvents(person, (events) => events.some((event) => event['type'] === 'typing'));
    await graph.settled();
    await postGraph(graph, {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: id,
      typing_indicator: { type: 'text' },
    });
    expect((await reading).events).toContainEqual({
      type: 'tick',
      channel: 'whatsapp',
      id,
      tick: 'read',
      status: null,
    });
  });

  it('is told again to a page that comes back, but only what it has not seen', async () => {
    const person = await open();
    graph.openWindow({ phone: person.phone, userId: person.userId });
    await postGraph(graph, text('one', { to: person.phone }));
    const first = await readEvents(person, hasTick('read'));
    await postGraph(graph, text('two', { to: person.phone }));
    const next = await readEvents(person, hasTick('read'), first.ids.at(-1));
    expect(next.events[0]).toMatchObject({ view: { text: 'two' } });
    const all = await readEvents(person, (events) => events.length >= 8, 'of-another-start.99');
    expect(all.events[0]).toMatchObject({ view: { text: 'one' } });
  });
});

describe('SMS', () => {
  const say = (person: Person, words: string): Promise<Response> =>
    post('messages', { channel: 'sms', person: person.id, content: { kind: 'text', text: words } });
  const reply = (person: Person, body: string): Promise<Response> =>
    fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
      body: new URLSearchParams({ To: person.phone, From: twilio.phone, Body: body }),
    });

  it('goes out as a signed form, and an answer comes back with its cost', async () => {
    const person = await open();
    expect((await say(person, 'hola')).status).toBe(202);
    await readEvents(person, hasTick('delivered'));
    expect(service.received[0]?.headers['x-twilio-signature']).toBeDefined();
    const reading = readEvents(person, (events) => events.filter(({ tick }) => tick === 'delivered').length === 2);
    await reply(person, 'Está abierto');
    const { events } = await reading;
    expect(events.find((event) => event['from'] === 'bot')).toMatchObject({
      channel: 'sms',
      view: { kind: 'text', text: 'Está abierto' },
      cost: { encoding: 'UCS-2', units: 12, segments: 1, costly: ['á'] },
    });
  });

  it('shows what the telephone company answers to STOP', async () => {
    const person = await open();
    await say(person, 'STOP');
    const { events } = await readEvents(person, hasTick('delivered'));
    expect(events).toContainEqual(expect.objectContaining({ from: 'carrier', channel: 'sms' }));
  });

  it('is refused when it is more than text', async () => {
    const person = await open();
    const response = await post('messages', { channel: 'sms', person: person.id, content: { kind: 'image' } });
    expect(response.status).toBe(400);
  });
});

it('a channel that is not simulated is said to be missing, and refused', async () => {
  await close();
  await listen({ graph: null, twilio });
  const response = await post('people', { hidesNumber: false });
  const { person, channels } = (await response.json()) as { person: Person; channels: object };
  expect(channels).toEqual({ whatsapp: false, sms: true });
  const content = { kind: 'text', text: 'hola' };
  expect((await post('messages', { channel: 'whatsapp', person: person.id, content })).status).toBe(409);
  expect((await post('messages', { channel: 'sms', person: person.id, content })).status).toBe(202);
});

it('the same person has the same id everywhere', () => {
  const person = { phone: '+12025550101', userId: 'US.1', hidesNumber: false };
  expect(toPracticePerson(person)).toEqual(toPracticePerson(person));
  expect(toPracticePerson(person).id).not.toBe(toPracticePerson({ ...person, userId: 'US.2' }).id);
});
