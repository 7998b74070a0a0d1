/** What Twilio could not bring is found in its list: real database and a stand-in for Twilio on the same clock. */
import { expect, test, vi } from 'vitest';
import { createSmsList } from '../../src/channels/sms/list.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/core/clock.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { Store } from '../../src/store/store.ts';
import { createSmsReconciler } from '../../src/worker/sms-reconciler.ts';
import type { SmsReconciler } from '../../src/worker/sms-reconciler.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

interface Bench extends AsyncDisposable {
  readonly house: TestStore;
  readonly twilio: FakeTwilio;
  readonly events: FaroEvent[];
  /** How often the list was asked for. */
  readonly asked: { pages: number };
  /** As a process does on this store. */
  start(store?: Store): SmsReconciler;
  /** Somebody texts, and nobody takes it. */
  lose(person: number, text: string): Promise<void>;
  /** Moves the clock and lets everybody look again until it holds. */
  after(ms: number, expectation: () => Promise<void> | void): Promise<void>;
  /** Texts that wait for a turn, in order of acceptance. */
  waiting(): Promise<readonly string[]>;
}

async function setUp(): Promise<Bench> {
  const house = await openTestStore();
  const twilio = await startFakeTwilio({ clock: house.clock }); // has nowhere to bring anything
  const { accountSid, authToken, phone, url } = twilio;
  const events: FaroEvent[] = [];
  const asked = { pages: 0 };
  const list = createSmsList({ accountSid, authToken, from: phone, baseUrl: url, timeoutMs: 2_000 });
  const loops: SmsReconciler[] = [];
  return {
    house,
    twilio,
    events,
    asked,
    start: (store = house.store) => {
      const loop = createSmsReconciler({
        store,
        list: {
          ...list,
          read: (sinceMs, next) => {
            asked.pages += 1;
            return list.read(sinceMs, next);
          },
        },
        clock: house.clock,
        telemetry: { record: (event) => events.push(event) },
        onArrival: () => {},
      });
      loop.start();
      loops.push(loop);
      return loop;
    },
    lose: async (person, text) => {
      await twilio.receive(`+1202555${String(person).padStart(4, '0')}`, text);
    },
    after: async (ms, expectation) => {
      house.clock.advance(ms);
      await vi.waitFor(
        async () => {
          for (const loop of loops) loop.wake();
          await expectation();
        },
        { timeout: 5_000, interval: 10 },
      );
    },
    waiting: async () => {
      const texts: [number, string][] = [];
      for (const claim of await house.store.turns.claim(10_000)) {
        for (const { seq, inbound } of claim.messages)
          texts.push([seq, inbound.content.kind === 'text' ? inbound.content.text : inbound.content.kind]);
        await house.store.turns.release(claim);
      }
      return texts.toSorted(([a], [b]) => a - b).map(([, text]) => text);
    },
    [Symbol.asyncDispose]: async () => {
      for (const loop of loops) await loop.stop();
      await twilio.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

test('after a start, what came while nobody was there is taken in, oldest first, with its own time, and once', async () => {
  await using bench = await setUp();
  const first = bench.start();
  await bench.after(0, () => expect(bench.asked.pages).toBe(1));
  await first.stop();
  const lostFromMs = bench.house.clock.nowMs();
  for (let index = 0; index < 50; index += 1) {
    await bench.lose(100 + (index % 40), `m${index}`);
    bench.house.clock.advance(10 * SECOND_MS);
  }
  await bench.lose(150, 'STOP');
  bench.house.clock.advance(6 * SECOND_MS);
  bench.start();
  await bench.after(0, () => expect(count(bench)).toBe(51));
  expect(await bench.waiting()).toEqual([...Array.from({ length: 50 }, (_, index) => `m${index}`), 'keyword']);
  const [claim] = await bench.house.store.turns.claim(1);
  expect(claim?.messages[0]?.inbound.sentAtMs).toBe(lostFromMs);
  await bench.after(DAY_MS, () => expect(bench.asked.pages).toBeGreaterThan(2));
  expect(count(bench)).toBe(51);
});

test('what a webhook brought is not taken in again, and what its webhook may still bring is left to it', async () => {
  await using bench = await setUp();
  bench.start();
  await bench.after(0, () => expect(bench.asked.pages).toBe(1));
  const { id } = await bench.twilio.receive('+12025550101', 'uno');
  const brought = messageFrom({ channel: 'sms', phone: '+12025550101' }, 'uno', { providerId: id });
  await bench.house.store.inbox.receive('sms', webhookWith(brought));
  await bench.lose(102, 'dos');
  await bench.after(6_000, () => {});
  await bench.lose(103, 'tres');
  await bench.after(4_000, () => expect(count(bench)).toBe(1));
  expect(await bench.waiting()).toEqual(['uno', 'dos']);
  await bench.after(10_000, () => expect(count(bench)).toBe(2));
});

test('a webhook that was not stored makes it look soon; otherwise it looks every few minutes', async () => {
  await using bench = await setUp();
  const loop = bench.start();
  await bench.after(0, () => expect(bench.asked.pages).toBe(1));
  await bench.after(2 * MINUTE_MS, () => expect(bench.asked.pages).toBe(2));
  await bench.after(SECOND_MS, () => {});
  const before = bench.asked.pages;
  await bench.lose(101, 'uno');
  loop.noteTrouble();
  await bench.after(10 * SECOND_MS, () => expect(count(bench)).toBe(1));
  expect(bench.asked.pages - before).toBe(1);
  await bench.after(2 * MINUTE_MS, () => expect(bench.asked.pages - before).toBe(2));
  await bench.lose(102, 'dos');
  await bench.after(4 * MINUTE_MS, () => expect(count(bench)).toBe(1));
  await bench.after(MINUTE_MS, () => expect(count(bench)).toBe(2));
  expect(bench.asked.pages - before).toBe(3);
});

test('while Twilio does not answer it asks less and less often; afterwards nothing is missing', async () => {
  await using bench = await setUp();
  bench.twilio.failNext('unavailable', Number.POSITIVE_INFINITY, 'list');
  bench.start();
  await bench.after(0, () => expect(failed(bench)).toBe(1));
  await bench.lose(101, 'uno');
  for (const [index, waitMs] of [10, 20, 40, 80, 160, 300, 300].map((seconds) => seconds * SECOND_MS).entries()) {
    await bench.after(waitMs - 1, () => expect(failed(bench)).toBe(1 + index));
    await bench.after(1, () => expect(failed(bench)).toBe(2 + index));
  }
  bench.twilio.heal();
  await bench.after(5 * MINUTE_MS, () => expect(count(bench)).toBe(1));
  expect(bench.events.some(({ event }) => event === 'bug')).toBe(false);
});

test('a reading that breaks off in the middle goes on with the next one, and takes nothing twice', async () => {
  await using bench = await setUp();
  const first = bench.start();
  await bench.after(0, () => expect(bench.asked.pages).toBe(1));
  await first.stop();
  for (let index = 0; index < 120; index += 1) await bench.lose(100 + (index % 80), `m${index}`);
  bench.house.clock.advance(MINUTE_MS);
  let stored = 0;
  const { inbox, catchUp } = bench.house.store;
  const failing = {
    catchUp,
    inbox: {
      receive: (...given: Parameters<typeof inbox.receive>) => {
        stored += 1;
        return stored === 2 ? Promise.reject(new Error('away')) : inbox.receive(...given);
      },
    },
  } as unknown as Store; // all that it looks at
  bench.start(failing);
  await bench.after(0, () => expect(failed(bench)).toBe(1));
  expect(count(bench)).toBe(50);
  await bench.after(10 * SECOND_MS, () => expect(count(bench)).toBe(120));
  expect(await bench.waiting()).toEqual(Array.from({ length: 120 }, (_, index) => `m${index}`));
});

test('two processes take each message in once', async () => {
  await using bench = await setUp();
  const other = await bench.house.another();
  try {
    const first = bench.start();
    await bench.after(0, () => expect(bench.asked.pages).toBe(1));
    await first.stop();
    for (let index = 0; index < 300; index += 1) await bench.lose(100 + (index % 80), `m${index}`);
    bench.house.clock.advance(MINUTE_MS);
    const loops = [bench.start(), bench.start(other)];
    await bench.after(0, () => expect(count(bench)).toBe(300));
    await bench.after(10 * SECOND_MS, () => {});
    for (const loop of loops) await loop.stop();
    expect(await bench.waiting()).toEqual(Array.from({ length: 300 }, (_, index) => `m${index}`));
  } finally {
    await other.close();
  }
});

function count({ events }: Bench): number {
  return events.reduce((sum, event) => sum + (event.event === 'sms_caught_up' ? event.messages : 0), 0);
}

function failed({ events }: Bench): number {
  return events.filter(({ event }) => event === 'sms_catch_up_failed').length;
}
