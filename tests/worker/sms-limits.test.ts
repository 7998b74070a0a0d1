/** From a flood of SMS to what Twilio gets of ours: real database, bot and channel, and a stand-in for Twilio that refuses what Twilio would. */
import { expect, test, vi } from 'vitest';
import { createNoticeComposer } from '../../src/bot/notice-composer.ts';
import { maxSegmentsTo } from '../../src/channels/sms/countries.ts';
import { createSmsMeter } from '../../src/channels/sms/meter.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { createSmsChannel } from '../../src/channels/sms/send.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import type { SmsLimits } from '../../src/core/spend.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import type { Store } from '../../src/store/store.ts';
import type { Loop } from '../../src/worker/loop.ts';
import { createSender } from '../../src/worker/sender.ts';
import { createSmsWatch } from '../../src/worker/sms-watch.ts';
import { createTurnWorker } from '../../src/worker/turn-worker.ts';
import { createTestBot } from '../fakes/chat.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { PEOPLE } from '../fakes/people.ts';
import { testHealth } from '../fakes/provider-health.ts';
import { strangers } from '../fakes/sms-budget.ts';
import { TEAMS } from '../fakes/team.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const wilmer = PEOPLE.wilmer.address;

interface Bench extends AsyncDisposable {
  readonly house: TestStore;
  readonly twilio: FakeTwilio;
  readonly events: FaroEvent[];
  /** Starts the loops of a process on this store. */
  start(store?: Store): void;
  say(from: Address, text: string, laterMs?: number): Promise<void>;
  /** What Twilio took, once everybody who wrote was heard. */
  sent(): Promise<readonly string[]>;
}

async function setUp(limits: Partial<SmsLimits> = {}): Promise<Bench> {
  const twilio = await startFakeTwilio({ statuses: { steps: [] } });
  const meter = createSmsMeter({ transliterate: true, from: twilio.phone, countries: null });
  const all = { personHourly: 20, personDaily: 60, prefixDaily: 1_000, daily: 2_000, ...limits };
  const house = await openTestStore({ smsBudget: { limits: all, meter } });
  const events: FaroEvent[] = [];
  const notices = createNoticeComposer({
    knowledge: createFakeKnowledge(),
    phrases: createPhrases(),
    team: TEAMS.unstaffed,
    whatsAppNumber: '+12025550191',
  });
  const sms = createSmsChannel({
    accountSid: twilio.accountSid,
    authToken: twilio.authToken,
    from: twilio.phone,
    baseUrl: twilio.url,
    statusCallbackBaseUrl: null,
    timeoutMs: 5_000,
    transliterate: true,
  });
  const loops: Loop[] = [];
  const bench: Bench = {
    house,
    twilio,
    events,
    start: (store = house.store) => {
      const telemetry = { record: (event: FaroEvent) => events.push(event) };
      const common = { store, clock: house.clock, telemetry };
      const sender = createSender({
        ...common,
        channels: { sms },
        health: testHealth(house.clock),
        isQuiet: () => false,
        retryBaseMs: 1_000,
        holdMs: 90_000,
        random: () => 1,
      });
      const turns = createTurnWorker({
        ...common,
        bot: createTestBot(),
        apology: () => ({ kind: 'text', text: 'perdón' }),
        showTyping: () => {},
        mayBeAlerted: () => true,
        sms: {
          maxSegmentsTo: (address) => (address.channel === 'sms' ? maxSegmentsTo(address.phone) : 2),
          overLimit: (snapshot, period) => notices.noMoreSms(snapshot, period),
        },
        onQueued: () => sender.wake(),
      });
      const started = [sender, turns, createSmsWatch(common)];
      for (const loop of started) loop.start();
      loops.push(...started);
    },
    say: async (from, text, laterMs = MINUTE_MS) => {
      house.clock.advance(laterMs);
      const message = messageFrom(from, text, { sentAtMs: house.clock.nowMs() });
      await house.store.inbox.receive('sms', webhookWith(message));
      for (const loop of loops) loop.wake();
      await settle(bench);
    },
    sent: async () => {
      for (const loop of loops) loop.wake();
      await settle(bench);
      return twilio.accepted.map(({ body }) => body);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await twilio.stop();
      await house[Symbol.asyncDispose]();
    },
  };
  return bench;
}

/** Nobody waits for a turn, and nothing for a call. */
async function settle({ house }: Bench): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await house.store.counts()).toMatchObject({ waiting: 0 });
      expect(await house.store.outbox.counts()).toMatchObject({ queued: 0, sending: 0 });
    },
    { timeout: 5_000, interval: 5 },
  );
}

function spent(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + countSegments(text).segments, 0);
}

const QUESTIONS = ['hola', '¿cuánto cuesta pedir asilo?', 'ayuda', 'menu', 'idioma', 'mas', '¿abrieron la frontera?'];

test('one person gets no more than their share of an hour, is told once, and is heard in danger', async () => {
  await using bench = await setUp({ personHourly: 10 });
  bench.start();
  for (let index = 0; index < 10; index += 1) await bench.say(wilmer, QUESTIONS[index % QUESTIONS.length] ?? '');
  const texts = await bench.sent();
  expect(spent(texts)).toBeLessThanOrEqual(10);
  const notices = texts.filter((text) => text.includes('no podemos enviarle mas SMS'));
  expect(notices).toEqual([texts.at(-1)]);
  expect(notices[0]).toMatch(/en una hora\. Gratis por WhatsApp: \+12025550191\. En peligro: 911/);
  expect(countSegments(notices[0] ?? '').segments).toBe(1);
  await bench.say(wilmer, 'me tienen secuestrado');
  await bench.say(wilmer, 'me tienen secuestrado');
  expect((await bench.sent()).slice(texts.length)).toEqual([expect.stringContaining('911')]);
  expect(bench.events).toContainEqual({ event: 'sms_withheld', why: 'hour' });
  expect(bench.events).toContainEqual({ event: 'case_opened', reason: 'danger', urgency: 'urgent' });
  await bench.say(wilmer, 'menu', HOUR_MS);
  expect((await bench.sent()).length).toBe(texts.length + 2);
  expect(bench.twilio.refused).toEqual([]);
});

test('many people in two processes together get no more than the day has, and the operator hears of it', async () => {
  await using bench = await setUp({ daily: 40 });
  const other = await bench.house.another();
  bench.start();
  bench.start(other);
  const people = strangers(40);
  await Promise.all(
    people.map((person) => bench.house.store.inbox.receive('sms', webhookWith(messageFrom(person, 'menu')))),
  );
  const texts = await bench.sent();
  expect(spent(texts)).toBeLessThanOrEqual(40);
  expect(spent(texts)).toBeGreaterThanOrEqual(36);
  expect(await bench.house.store.spend.today()).toEqual({ segments: spent(texts), limit: 40 });
  await vi.waitFor(
    async () => {
      await bench.sent();
      const alarms = bench.events.filter(({ event }) => event === 'sms_limit_near');
      expect(alarms.at(-1)).toEqual({ event: 'sms_limit_near', prefix: null, percent: 100 });
      expect(new Set(alarms.map((alarm) => JSON.stringify(alarm))).size).toBe(alarms.length);
    },
    { timeout: 5_000, interval: 20 },
  );
});

test('nothing is sent to a number that costs a premium, and no number stands in what is logged', async () => {
  await using bench = await setUp({ personHourly: 4 });
  bench.start();
  await bench.say({ channel: 'sms', phone: '+19005550100' }, 'menu');
  for (let turn = 0; turn < 4; turn += 1) await bench.say(wilmer, 'menu');
  expect(bench.twilio.accepted.every(({ to }) => to === wilmer.phone)).toBe(true);
  expect(bench.events).toContainEqual({ event: 'sms_withheld', why: 'country' });
  expect(JSON.stringify(bench.events)).not.toMatch(/55501|\+1/);
});

test('where the network joins no segments, each SMS is one', async () => {
  await using bench = await setUp();
  bench.start();
  const guatemala: Address = { channel: 'sms', phone: '+50255550100' };
  for (const text of ['¿Es verdad que abrieron la frontera?', 'mas', 'agente', 'me secuestraron'])
    await bench.say(guatemala, text);
  const texts = await bench.sent();
  expect(texts).toHaveLength(4);
  expect(texts.map((text) => countSegments(text).segments)).toEqual([1, 1, 1, 1]);
  expect(texts[3]).toContain('110 en Guatemala');
});
