/** What goes out to a provider that is well, in trouble, or says "too fast": on a clock that the test moves. */
import { array, assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { SECOND_MS } from '../../src/core/clock.ts';
import { SEND_ERRORS } from '../../src/core/errors.ts';
import type { SendErrorCode } from '../../src/core/errors.ts';
import type { ContactId } from '../../src/core/ids.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { refuseOverPairLimit, createThroughputLimit } from '../../src/dev/graph/limits.ts';
import type { PersonMemory } from '../../src/dev/graph/person.ts';
import { Pacer } from '../../src/worker/pacer.ts';
import { PairPace } from '../../src/worker/pair-pace.ts';
import { ProviderHealth } from '../../src/worker/provider-health.ts';

const codes = Object.keys(SEND_ERRORS) as SendErrorCode[]; // the table's own keys
const TROUBLE: readonly SendErrorCode[] = ['unreachable', 'provider_failed', 'timed_out', 'unreadable_answer'];

interface Bench {
  readonly health: ProviderHealth;
  readonly events: FaroEvent[];
  readonly after: (ms: number) => void;
  /** Begins a call on WhatsApp and ends it at once. */
  readonly fail: (code: SendErrorCode, times?: number) => void;
}

function setUp(perSecond = 1_000): Bench {
  let nowMs = 0;
  const events: FaroEvent[] = [];
  const pace = { perSecond, fromTheStart: true };
  const health = new ProviderHealth({
    elapsedMs: () => nowMs,
    telemetry: { record: (event) => events.push(event) },
    paces: { whatsapp: pace, sms: pace },
  });
  return {
    health,
    events,
    after: (ms) => {
      nowMs += ms;
    },
    fail: (code, times = 1) => {
      for (let time = 0; time < times; time += 1) {
        nowMs += 1;
        health.begin('whatsapp').refused(code, 0);
      }
    },
  };
}

test.each(TROUBLE)('after five times %s only one probe in ten seconds goes out; the other channel goes on', (code) => {
  const { health, fail, after } = setUp();
  fail(code, 4);
  expect(health.isOpen('whatsapp')).toBe(false);
  fail(code);
  expect([health.isOpen('whatsapp'), health.free('whatsapp')]).toEqual([true, 0]);
  expect([health.isOpen('sms'), health.free('sms')]).toEqual([false, 250]);
  after(9_999);
  expect(health.free('whatsapp')).toBe(0);
  after(1);
  expect(health.free('whatsapp')).toBe(1);
  health.begin('whatsapp'); // and hangs
  expect(health.free('whatsapp')).toBe(0);
  after(10 * SECOND_MS);
  expect(health.free('whatsapp')).toBe(1);
});

test.each(codes.filter((code) => !TROUBLE.includes(code) && code !== 'rate_limited'))(
  '%s is about one message: however often, the provider is not left alone',
  (code) => {
    const { health, fail } = setUp();
    fail(code, 100);
    expect(health.isOpen('whatsapp')).toBe(false);
  },
);

test('one good answer between failures, and the count begins anew', () => {
  const { health, fail } = setUp();
  fail('timed_out', 4);
  health.begin('whatsapp').accepted();
  fail('timed_out', 4);
  expect(health.isOpen('whatsapp')).toBe(false);
});

test('the first probe that is answered opens the way for all, and both moments are told', () => {
  const { health, fail, after, events } = setUp();
  fail('unreachable', 5);
  after(30 * SECOND_MS);
  health.begin('whatsapp').accepted();
  expect(health.free('whatsapp')).toBeGreaterThan(1);
  expect(events).toEqual([
    { event: 'provider_opened', channel: 'whatsapp' },
    { event: 'provider_closed', channel: 'whatsapp', ms: 30 * SECOND_MS },
  ]);
});

test('calls that have hung since before a good answer say nothing about now', () => {
  const { health, after } = setUp();
  const hanging = Array.from({ length: 64 }, () => health.begin('whatsapp'));
  after(1);
  health.begin('whatsapp').accepted();
  after(1);
  for (const call of hanging) call.refused('timed_out', 0);
  expect(health.isOpen('whatsapp')).toBe(false);
});

test('a probe that was not made leaves its place to the next', () => {
  const { health, fail, after } = setUp();
  fail('unreachable', 5);
  after(10 * SECOND_MS);
  health.begin('whatsapp').notMade();
  expect(health.free('whatsapp')).toBe(1);
});

test('"too fast" gives a pause and then half the speed; of calls under way together it counts once', () => {
  const { health, after } = setUp(80);
  const together = Array.from({ length: 20 }, () => health.begin('whatsapp'));
  after(1);
  for (const call of together) call.refused('rate_limited', 2 * SECOND_MS);
  expect([health.free('whatsapp'), health.isOpen('whatsapp')]).toEqual([0, false]);
  after(2 * SECOND_MS);
  expect(health.free('whatsapp')).toBe(10);
  after(60 * SECOND_MS);
  expect(health.free('whatsapp')).toBe(20);
});

test('a provider that says nothing but "too fast" is left alone like one that fails', () => {
  const { health, after } = setUp(80);
  for (let pause = 0; pause < 5; pause += 1) {
    health.begin('whatsapp').refused('rate_limited', SECOND_MS);
    after(SECOND_MS + 1);
  }
  expect(health.isOpen('whatsapp')).toBe(true);
});

test('without a limit from the start there is none until the provider says "too fast", and some time later none again', () => {
  const pacer = new Pacer({ perSecond: 80, fromTheStart: false });
  expect(pacer.free(0)).toBe(Number.POSITIVE_INFINITY);
  for (let index = 0; index < 1_000; index += 1) pacer.take(0);
  pacer.slowDown(1);
  expect(pacer.free(1)).toBe(10);
  expect(pacer.free(1 + 60_000)).toBe(20);
  expect(pacer.free(1 + 600_001)).toBe(Number.POSITIVE_INFINITY);
});

test('5,000 messages at the pace of the number meet no refusal, however unevenly they travel', () => {
  assert(
    property(array(nat({ max: 150 }), { minLength: 100, maxLength: 400 }), (delaysMs) => {
      const pacer = new Pacer({ perSecond: 80, fromTheStart: true });
      const arrivals: number[] = [];
      for (let nowMs = 0; arrivals.length < 5_000; nowMs += 7) {
        for (let left = pacer.free(nowMs); left > 0; left -= 1) {
          pacer.take(nowMs);
          arrivals.push(nowMs + (delaysMs[arrivals.length % delaysMs.length] ?? 0));
        }
      }
      const limit = createThroughputLimit(80);
      const refused = arrivals.toSorted((a, b) => a - b).filter((atMs) => limit(atMs) !== null).length;
      const tookMs = arrivals.at(-1) ?? 0;
      expect({ refused, slow: tookMs > 64_000 }).toEqual({ refused: 0, slow: false });
    }),
    { numRuns: 50 },
  );
});

test('a flood to one person waits here instead of being refused, and others are not touched by it', () => {
  const pairs = new PairPace(true);
  const [busy, other] = ['busy', 'other'] as ContactId[]; // ids of the test
  const memory = { paidOffMs: 0 } as PersonMemory; // all that the pair limit looks at
  if (busy === undefined || other === undefined) throw new Error('expected two');
  let sent = 0;
  let refused = 0;
  for (let nowMs = 0; nowMs < 30 * 60 * SECOND_MS;) {
    const waitMs = pairs.take(busy, nowMs);
    if (waitMs === 0) {
      sent += 1;
      if (refuseOverPairLimit(memory, nowMs + (sent % 3) * 900, 'bucket') !== null) refused += 1;
      nowMs += 50;
    } else nowMs += waitMs;
  }
  expect({ sent, refused }).toEqual({ sent: 43 + 299, refused: 0 });
  expect(pairs.take(other, 0)).toBe(0);
});

test('where no limit is known nobody is held back, until the provider refuses one message for it', () => {
  const pairs = new PairPace(false);
  const [busy] = ['busy'] as ContactId[]; // an id of the test
  if (busy === undefined) throw new Error('expected one');
  for (let sent = 0; sent < 1_000; sent += 1) expect(pairs.take(busy, sent)).toBe(0);
  pairs.noteRefusal(1_000);
  expect(pairs.take(busy, 1_000)).toBeGreaterThan(0);
  expect(pairs.take(busy, 1_000 + 6_000)).toBe(0);
  expect(pairs.take(busy, 1_000 + 601_000)).toBe(0);
});
