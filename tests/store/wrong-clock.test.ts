import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/core/clock.ts';
import { LeaseLostError } from '../../src/store/turns.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const PERSON = { channel: 'whatsapp', userId: 'US.8500001' } as const;

/** A person has written, and their answer waits to be sent. */
async function answerOne({ store }: TestStore): Promise<void> {
  await store.inbox.receive('whatsapp', webhookWith(messageFrom(PERSON, 'hola')));
  const [claim] = await store.turns.claim(10);
  const [message] = claim?.messages ?? [];
  if (claim === undefined || message === undefined) throw new Error('Expected one message.');
  await store.turns.finish(claim, message, { kind: 'answered', result: answerWith('uno') }, true);
}

test.each([
  ['an hour', HOUR_MS],
  ['25 hours', 25 * HOUR_MS],
])('a clock that goes back by %s leaves nobody leased for that long', async (_name, jumpMs) => {
  await using house = await openTestStore();
  await house.store.mendTimes();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(PERSON, 'hola')));
  expect(await house.store.turns.claim(10)).toHaveLength(1); // and whoever claimed it dies
  house.clock.advance(-jumpMs);
  house.clock.advance(30 * SECOND_MS);
  expect(await house.store.turns.claim(10)).toHaveLength(0);
  expect(await house.store.mendTimes()).toBe(1);
  house.clock.advance(30 * SECOND_MS);
  expect(await house.store.turns.claim(10)).toHaveLength(1);
});

test('a reply that was queued by a clock that was ahead goes out at once when it is set right', async () => {
  await using house = await openTestStore();
  await house.store.mendTimes();
  await answerOne(house);
  house.clock.advance(-25 * HOUR_MS);
  expect(await house.store.outbox.claim(10, ['whatsapp'])).toHaveLength(0);
  await house.store.mendTimes();
  expect(await house.store.outbox.claim(10, ['whatsapp'])).toHaveLength(1);
  expect(await house.store.outbox.claim(10, ['whatsapp'])).toHaveLength(0);
});

test('what is held, or tried again later, waits as long as it would have, and not until the wrong hour comes', async () => {
  await using house = await openTestStore({ outboxHoldMs: 90 * SECOND_MS });
  await house.store.mendTimes();
  await answerOne(house);
  const [sending] = await house.store.outbox.claim(10, ['whatsapp']);
  if (sending === undefined) throw new Error('Expected a reply to send.');
  const untilMs = house.clock.nowMs() + 90 * SECOND_MS;
  await house.store.outbox.finish(sending, { kind: 'hold', code: 'timed_out', providerCode: null, untilMs });
  house.clock.advance(-HOUR_MS);
  await house.store.mendTimes();
  house.clock.advance(89 * SECOND_MS);
  expect(await house.store.outbox.claim(10, ['whatsapp'])).toHaveLength(0);
  house.clock.advance(SECOND_MS);
  expect(await house.store.outbox.claim(10, ['whatsapp'])).toHaveLength(1);
});

test('what a process that died had in its hands is found again after the clock went back', async () => {
  await using house = await openTestStore({ outboxHoldMs: 90 * SECOND_MS });
  await house.store.mendTimes();
  await answerOne(house);
  expect(await house.store.outbox.claim(10, ['whatsapp'])).toHaveLength(1);
  house.clock.advance(-25 * HOUR_MS);
  await house.store.mendTimes();
  house.clock.advance(MINUTE_MS);
  expect(await house.store.outbox.holdAbandoned()).toBe(1);
  house.clock.advance(2 * MINUTE_MS);
  expect(await house.store.outbox.claim(10, ['whatsapp'])).toHaveLength(1);
});

test('it is mended at the first look too: the clock may have been set while nothing ran', async () => {
  await using house = await openTestStore();
  await answerOne(house);
  house.clock.advance(-HOUR_MS);
  const store = await house.reopen();
  expect(await store.mendTimes()).toBe(1);
  expect(await store.outbox.claim(10, ['whatsapp'])).toHaveLength(1);
});

test('nothing is moved while the clock goes on as clocks do', async () => {
  await using house = await openTestStore();
  await house.store.mendTimes();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(PERSON, 'hola')));
  await house.store.turns.claim(10);
  house.clock.advance(SECOND_MS);
  expect(await house.store.mendTimes()).toBe(0);
});

test.each([
  ['25 hours', 25 * HOUR_MS],
  ['into the year 2038', 12 * 365 * DAY_MS],
])('after a jump by %s somebody else takes over, and the first owner keeps nothing', async (_name, jumpMs) => {
  await using house = await openTestStore();
  await house.store.mendTimes();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(PERSON, 'hola')));
  const [first] = await house.store.turns.claim(10);
  house.clock.advance(jumpMs);
  expect(await house.store.mendTimes()).toBe(0);
  const [second] = await house.store.turns.claim(10);
  const [message] = first?.messages ?? [];
  if (first === undefined || second === undefined || message === undefined) throw new Error('Expected two claims.');
  const outcome = { kind: 'answered', result: answerWith('uno') } as const;
  await expect(house.store.turns.finish(first, message, outcome, true)).rejects.toBeInstanceOf(LeaseLostError);
  await house.store.turns.finish(second, message, outcome, true);
  expect(await house.store.outbox.claim(10, ['whatsapp'])).toHaveLength(1);
});
