import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph, FakeGraphOptions } from '../../src/dev/fake-graph.ts';
import { toKnownPerson } from '../../src/dev/graph/person.ts';
import { ANA, HIDDEN, LUIS, postGraph, template, text } from './graph-client.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 21, 12);

let nowMs = START_MS;
let graph: FakeGraph;
const start = async (options: FakeGraphOptions = {}): Promise<void> => {
  graph = await startFakeGraph({ clock: { nowMs: () => nowMs }, statuses: { steps: [] }, ...options });
};
const send = async (more: object = {}): Promise<number> => {
  const { status, body } = await postGraph(graph, text('hola', more));
  return body.error?.code ?? status;
};
const sendTimes = async (times: number): Promise<readonly number[]> => {
  const codes: number[] = [];
  for (let count = 0; count < times; count += 1) codes.push(await send());
  return codes;
};

beforeEach(() => {
  nowMs = START_MS;
});
afterEach(() => graph.stop());

describe('the 24-hour window', () => {
  it('is closed to somebody who never wrote, but a template reaches them', async () => {
    await start();
    expect(await send()).toBe(131047);
    const { status } = await postGraph(graph, template({ name: 'case_update', language: { code: 'es' } }));
    expect(status).toBe(200);
  });

  it('opens when they write and closes 24 hours after the time of their message', async () => {
    await start();
    await graph.receive(ANA, 'hola', { sentAtMs: START_MS - 2 * HOUR_MS });
    expect(await send()).toBe(200);
    nowMs = START_MS + 22 * HOUR_MS - 1;
    expect(await send()).toBe(200);
    nowMs += 1;
    expect(await send()).toBe(131047);
  });

  it('counts a second from its beginning, as the webhook writes it', async () => {
    await start();
    await graph.receive(ANA, 'hola', { sentAtMs: START_MS + 999 });
    nowMs = START_MS + 24 * HOUR_MS;
    expect(await send()).toBe(131047);
  });

  it('is not moved back by an older message that comes late', async () => {
    await start();
    await graph.receive(ANA, 'new');
    await graph.receive(ANA, 'old', { sentAtMs: START_MS - 30 * HOUR_MS });
    expect(await send()).toBe(200);
  });

  it('is each person’s own', async () => {
    await start();
    await graph.receive(LUIS, 'hola');
    expect(await send()).toBe(131047);
    expect(await send({ to: LUIS.phone })).toBe(200);
  });

  it('is one for a person’s number and user id', async () => {
    await start();
    await graph.receive({ ...ANA, userId: 'US.77' }, 'hola');
    expect(await send()).toBe(200);
    expect(await send({ to: undefined, recipient: 'US.77' })).toBe(200);
    expect(await send({ to: undefined, recipient: 'US.78' })).toBe(131047);
  });

  it('opens for somebody who has only a user id', async () => {
    await start();
    await graph.receive(HIDDEN, 'hola');
    expect(await send({ to: undefined, recipient: HIDDEN.userId })).toBe(200);
  });

  it('stays open under a new number', async () => {
    await start();
    await graph.receive(ANA, 'hola');
    await graph.receive(ANA, { type: 'number_changed', phone: '+12025550111' });
    expect(await send({ to: '+12025550111' })).toBe(200);
  });

  it.each([
    ['a reaction', { type: 'reaction', messageId: 'wamid.QQ==', emoji: '👍' }],
    ['an edit', { type: 'edit', messageId: 'wamid.QQ==', text: 'x' }],
    ['a changed user id', { type: 'user_id_changed', userId: 'US.9' }],
  ] as const)('is not opened by %s', async (_, content) => {
    await start();
    await graph.receive(ANA, content);
    expect(await send()).toBe(131047);
  });

  it('can be switched off, and opened by hand', async () => {
    await start({ window: false });
    expect(await send()).toBe(200);
    await graph.stop();
    await start();
    graph.openWindow(ANA);
    expect(await send()).toBe(200);
  });
});

describe('the pair limit', () => {
  it('lets 45 through at once and refuses the 46th', async () => {
    await start();
    graph.openWindow(ANA);
    const codes = await sendTimes(46);
    expect(codes.slice(0, 45).every((code) => code === 200)).toBe(true);
    expect(codes[45]).toBe(131056);
  });

  it('gives one more every six seconds', async () => {
    await start();
    graph.openWindow(ANA);
    await sendTimes(45);
    nowMs += 5_999;
    expect(await send()).toBe(131056);
    nowMs += 1;
    expect(await sendTimes(2)).toEqual([200, 131056]);
  });

  it('does not count what was refused', async () => {
    await start();
    graph.openWindow(ANA);
    await sendTimes(60);
    nowMs += 6_000;
    expect(await send()).toBe(200);
  });

  it('is each person’s own', async () => {
    await start();
    graph.openWindow(ANA);
    graph.openWindow(LUIS);
    await sendTimes(45);
    expect(await send()).toBe(131056);
    expect(await send({ to: LUIS.phone })).toBe(200);
  });

  it('by the letter of Meta’s page lets nothing through until a burst is paid off', async () => {
    await start({ pairLimit: 'strict' });
    graph.openWindow(ANA);
    expect(await sendTimes(20)).not.toContain(131056);
    nowMs += 119_999;
    expect(await send()).toBe(131056);
    nowMs += 1;
    expect(await send()).toBe(200);
  });

  it('by the letter still lets one message in six seconds through for ever', async () => {
    await start({ pairLimit: 'strict' });
    graph.openWindow(ANA);
    for (let count = 0; count < 50; count += 1) {
      expect(await send()).toBe(200);
      nowMs += 6_000;
    }
  });
});

describe('the throughput limit', () => {
  it('refuses what comes too fast with 130429, and goes on a moment later', async () => {
    await start({ throughputPerSecond: 10, pairLimit: 'off' });
    graph.openWindow(ANA);
    expect(await sendTimes(11)).toEqual([...Array.from({ length: 10 }, () => 200), 130429]);
    nowMs += 100;
    expect(await sendTimes(2)).toEqual([200, 130429]);
  });

  it('is not there unless asked for', async () => {
    await start({ pairLimit: 'off' });
    graph.openWindow(ANA);
    expect(await sendTimes(100)).not.toContain(130429);
  });
});

describe('people', () => {
  it('get the same made-up user id for the same number', () => {
    expect(toKnownPerson(ANA).userId).toBe(toKnownPerson({ phone: ANA.phone }).userId);
    expect(toKnownPerson(ANA).userId).not.toBe(toKnownPerson(LUIS).userId);
    expect(toKnownPerson(ANA).userId).toMatch(/^US\.\d{20}$/);
  });

  it.each([
    ['without plus sign', { phone: '12025550101' }],
    ['with a user id of another shape', { userId: 'guest' }],
    ['with neither', {}],
  ])('who cannot exist are refused: %s', (_, person) => {
    expect(() => toKnownPerson(person)).toThrow(TypeError);
  });
});
