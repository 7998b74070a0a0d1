/** From a changed answer to the phone: real database, real channel, and a stand-in for Meta that refuses what Meta would. */
import { expect, test, vi } from 'vitest';
import { createAlertComposer } from '../../src/bot/alert-composer.ts';
import { createWhatsAppChannel } from '../../src/channels/whatsapp/send.ts';
import type { Channel } from '../../src/core/channel.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/core/clock.ts';
import { WITHDRAWN } from '../../src/core/edition.ts';
import type { Edition } from '../../src/core/edition.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { FactVersion, OutboxId } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { versionOf } from '../../src/knowledge/fact-version.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { SETTLE_MS } from '../../src/store/announce.ts';
import type { Store } from '../../src/store/store.ts';
import { createAlertWorker } from '../../src/worker/alerts.ts';
import type { AlertWorkerParts } from '../../src/worker/alerts.ts';
import type { Loop } from '../../src/worker/loop.ts';
import { isQuietHour } from '../../src/worker/quiet-hours.ts';
import { createSender } from '../../src/worker/sender.ts';
import { createFakeKnowledge, FEES } from '../fakes/knowledge.ts';
import { takeTurn } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { testHealth } from '../fakes/provider-health.ts';
import { openTestStore, START_MS } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;
const WISH: Effect = { kind: 'wish_alert', fact: FEES.id, language: 'es' };

/** 14:00 in Mexico City: tests begin at 6:00 there, which is night. */
const TO_DAYTIME_MS = 8 * HOUR_MS;

const NEW_FEES: Fact = {
  ...FEES,
  text: {
    es: { ...FEES.text.es, whatsapp: 'Ejemplo nuevo: 200 dólares.', sms: 'Ejemplo: 200. Fuente: forms.example' },
    en: { ...FEES.text.en, whatsapp: 'New example: 200 dollars.', sms: 'Example: 200. Source: forms.example' },
  },
};

interface Bench extends AsyncDisposable {
  readonly house: TestStore;
  readonly graph: FakeGraph;
  readonly whatsapp: Channel;
  readonly events: FaroEvent[];
  /** Every SMS that went out. */
  readonly sms: string[];
  /** What this process answers now; null: nothing any more. */
  content: { fact: Fact | null; announce: boolean };
  /** Starts the loops, as a start of the service does. */
  start(more?: Partial<AlertWorkerParts>, store?: Store): Promise<Loop[]>;
  stop(): Promise<void>;
  /** Moves the clock, and lets everybody look again until the expectation holds. */
  after(ms: number, expectation: () => Promise<void> | void): Promise<void>;
}

async function setUp(): Promise<Bench> {
  const house = await openTestStore();
  const graph = await startFakeGraph({
    clock: house.clock,
    templates: [{ name: 'faro_update', language: 'es', variables: 2 }],
  });
  const events: FaroEvent[] = [];
  const sms: string[] = [];
  const whatsapp = createWhatsAppChannel({
    phoneNumberId: graph.phoneNumberId,
    accessToken: graph.accessToken,
    baseUrl: graph.url,
    graphVersion: 'v26.0',
    timeoutMs: 5_000,
  });
  const channels = { whatsapp, sms: recordingSms(sms) };
  const content: Bench['content'] = { fact: FEES, announce: true };
  let loops: Loop[] = [];
  house.clock.advance(TO_DAYTIME_MS);

  const bench: Bench = {
    house,
    graph,
    whatsapp,
    events,
    sms,
    content,
    start: async (more = {}, store = house.store) => {
      const telemetry = { record: (event: FaroEvent) => events.push(event) };
      const isQuiet = (nowMs: number): boolean => isQuietHour(nowMs, 'America/Mexico_City');
      const common = { clock: house.clock, telemetry, isQuiet };
      const sender = createSender({
        ...common,
        store,
        channels,
        health: testHealth(common.clock),
        retryBaseMs: 1_000,
        holdMs: 90_000,
        random: () => 1,
      });
      const find = (): Fact | null => content.fact;
      const knowledge = { ...createFakeKnowledge(), find };
      const alerts = createAlertWorker({
        ...common,
        store,
        knowledge: { editions: () => ({ current: editionsOf(content), unread: [] }) },
        channels: ['whatsapp', 'sms'],
        compose: createAlertComposer({
          knowledge,
          phrases: createPhrases(),
          template: 'faro_update',
          transliterate: true,
        }),
        mayBeAlerted: () => true,
        maySpendSms: () => true,
        perSecond: 5,
        onQueued: () => sender.wake(),
        ...more,
      });
      const started = [sender, alerts];
      for (const loop of started) loop.start();
      loops = [...loops, ...started];
      return started;
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      loops = [];
    },
    after: async (ms, expectation) => {
      house.clock.advance(ms);
      await vi.waitFor(
        async () => {
          for (const loop of loops) loop.wake();
          await expectation();
        },
        { timeout: 5_000, interval: 20 },
      );
    },
    [Symbol.asyncDispose]: async () => {
      await bench.stop();
      await graph.stop();
      await house[Symbol.asyncDispose]();
    },
  };
  return bench;
}

function editionsOf({ fact, announce }: Bench['content']): readonly Edition[] {
  if (fact === null) return [];
  return [{ fact: fact.id, version: versionOf(fact), titles: { es: 'Cuánto cuesta', en: 'What it costs' }, announce }];
}

function recordingSms(sent: string[]): Channel {
  return {
    name: 'sms',
    send: (_to, reply: Reply, outboxId) => {
      sent.push('text' in reply ? reply.text : '');
      return Promise.resolve({ providerId: `SM-${outboxId}` });
    },
    showTyping: async () => {},
  };
}

/** Somebody writes on WhatsApp (Meta sees it too), is answered, and wants to be told. */
async function wishOnWhatsApp(bench: Bench, effects: readonly Effect[] = [WISH]): Promise<void> {
  bench.graph.openWindow({ phone: '+12025550101' });
  await takeTurn(bench.house, marisol, effects);
}

/** The first start learns what is answered, and sends the answers of before. */
async function learn(bench: Bench, answers = 1): Promise<void> {
  await bench.start();
  await bench.after(0, () => expect(bench.graph.accepted.length + bench.sms.length).toBe(answers));
  await bench.stop();
}

function alertsOf({ graph }: Bench): readonly string[] {
  return graph.accepted.map(({ payload }) => JSON.stringify(payload)).filter((text) => !text.includes('"eco"'));
}

/** Everybody has looked, and looked again. */
async function settle(bench: Bench): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const before = bench.graph.accepted.length;
    await bench.after(SECOND_MS, () => {});
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(bench.graph.accepted.length).toBe(before);
  }
}

test('a changed answer is told inside the window in words, with what it says now and how to end it', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ event: 'facts_changed' })));
  await bench.after(SETTLE_MS, () => expect(alertsOf(bench)).toHaveLength(1));
  const [text = ''] = alertsOf(bench);
  expect(text).toContain('Faro: hay una novedad');
  expect(text).toContain('Ejemplo nuevo: 200 dólares.');
  expect(text).toContain('https://www.forms.example/fees');
  expect(text).toContain('AVISOS');
  expect(text).toContain('v1:alerts');
  await settle(bench);
  expect(bench.graph.refused).toEqual([]);
});

test('outside the window it is the approved template, which Meta takes', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  await bench.after(DAY_MS, () => expect(alertsOf(bench)).toHaveLength(1));
  expect(bench.graph.accepted.at(-1)).toMatchObject({ kind: 'template', template: { name: 'faro_update' } });
  expect(alertsOf(bench)[0]).toContain('Ejemplo: 200. Fuente: forms.example');
  await settle(bench);
  expect(bench.graph.refused).toEqual([]);
  const words = bench.whatsapp.send(marisol, { kind: 'text', text: 'nuevo' }, 'by-hand' as OutboxId);
  await expect(words).rejects.toMatchObject({ providerCode: 131047 }); // what words would have met
});

test('an hour before the window closes it is the template already: a retry would come too late', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  await bench.after(DAY_MS - 30 * MINUTE_MS, () => expect(alertsOf(bench)).toHaveLength(1));
  expect(bench.graph.accepted.at(-1)).toMatchObject({ kind: 'template' });
});

test('by SMS it is one text', async () => {
  await using bench = await setUp();
  await takeTurn(bench.house, wilmer, [WISH]);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  await bench.after(SETTLE_MS, () => expect(bench.sms).toHaveLength(2));
  expect(bench.sms[1]).toMatch(/^Faro: .*AVISOS[^]*200/);
});

test('SMS that cannot be paid for wait until they can', async () => {
  await using bench = await setUp();
  await takeTurn(bench.house, wilmer, [WISH]);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  let money = false;
  await bench.start({ maySpendSms: () => Promise.resolve(money) });
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  advance(bench, SETTLE_MS);
  await settle(bench);
  expect(bench.sms).toHaveLength(1);
  money = true;
  await bench.after(0, () => expect(bench.sms).toHaveLength(2));
});

test('a withdrawn answer is told as such', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = null;
  await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ withdrawn: 1, alerts: 1 })));
  await bench.after(SETTLE_MS, () => expect(alertsOf(bench)).toHaveLength(1));
  expect(alertsOf(bench)[0]).toMatch(/Retiramos la respuesta: Cuánto cuesta.*AGENTE/);
});

test('a change of wording alone is told to nobody', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  Object.assign(bench.content, { fact: NEW_FEES, announce: false });
  await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ changed: 1, alerts: 0 })));
  advance(bench, SETTLE_MS);
  await settle(bench);
  expect(alertsOf(bench)).toEqual([]);
});

test('who said stop hears nothing, also of what was waiting for them', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  await takeTurn(bench.house, marisol, [{ kind: 'opt_out' }]);
  await bench.after(SETTLE_MS, () => expect(bench.graph.accepted).toHaveLength(2)); // the answer to the stop
  await settle(bench);
  expect(alertsOf(bench)).toEqual([]);
});

test('at night nothing is told, and in the morning it is; an answer does not wait for the morning', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  advance(bench, START_MS + 15 * HOUR_MS - bench.house.clock.nowMs()); // 21:00 in Mexico City
  await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  advance(bench, SETTLE_MS);
  await settle(bench);
  await wishOnWhatsApp(bench, []);
  await bench.after(0, () => expect(bench.graph.accepted).toHaveLength(2));
  advance(bench, START_MS + 26 * HOUR_MS - MINUTE_MS - bench.house.clock.nowMs()); // 7:59
  await settle(bench);
  expect(alertsOf(bench)).toEqual([]);
  expect(bench.events.filter(({ event }) => event === 'alert_queued')).toEqual([]);
  await bench.after(MINUTE_MS, () => expect(alertsOf(bench)).toHaveLength(1));
});

test('what was in the outbox when the night began stays there until the morning', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  const [sender] = await bench.start();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  await sender?.stop();
  await bench.after(SETTLE_MS, () =>
    expect(bench.events).toContainEqual({ event: 'alert_queued', channel: 'whatsapp' }),
  );
  advance(bench, START_MS + 16 * HOUR_MS - bench.house.clock.nowMs()); // 22:00
  sender?.start();
  await settle(bench);
  expect(alertsOf(bench)).toEqual([]);
  await bench.after(START_MS + 26 * HOUR_MS - bench.house.clock.nowMs(), () => expect(alertsOf(bench)).toHaveLength(1));
});

test('a restart between the outbox and the phone tells it once', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  const [sender] = await bench.start();
  await sender?.stop();
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  await bench.after(SETTLE_MS, () =>
    expect(bench.events).toContainEqual({ event: 'alert_queued', channel: 'whatsapp' }),
  );
  await bench.stop();
  await bench.house.reopen();
  await bench.start({}, bench.house.store);
  await bench.after(0, () => expect(alertsOf(bench)).toHaveLength(1));
  await settle(bench);
});

test('two processes tell it once', async () => {
  await using bench = await setUp();
  const other = await bench.house.another();
  await wishOnWhatsApp(bench);
  await learn(bench);
  bench.content.fact = NEW_FEES;
  await bench.start();
  await bench.start({}, other);
  await bench.after(0, () => expect(bench.events).toContainEqual(expect.objectContaining({ alerts: 1 })));
  await bench.after(SETTLE_MS, () => expect(alertsOf(bench)).toHaveLength(1));
  await settle(bench);
  expect(bench.events.filter(({ event }) => event === 'facts_changed')).toHaveLength(1);
  await bench.stop();
  await other.close();
});

test('a fact that expires while the service runs is noticed with the new day', async () => {
  await using bench = await setUp();
  await wishOnWhatsApp(bench);
  await learn(bench);
  const version: { now: FactVersion } = { now: versionOf(FEES) };
  const editions = () => ({
    current: editionsOf(bench.content).map((one) => ({ ...one, version: version.now })),
    unread: [],
  });
  await bench.start({ knowledge: { editions } });
  await settle(bench);
  version.now = WITHDRAWN;
  await settle(bench); // the same day
  expect(bench.events.filter(({ event }) => event === 'facts_changed')).toEqual([]);
  await bench.after(DAY_MS, () =>
    expect(bench.events).toContainEqual(expect.objectContaining({ withdrawn: 1, alerts: 1 })),
  );
});

function advance({ house }: Bench, ms: number): void {
  house.clock.advance(ms);
}
