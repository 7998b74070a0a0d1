import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../src/core/clock.ts';
import { PEOPLE } from '../fakes/people.ts';
import { messageFrom, openTestStore, START_MS, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const wilmer = PEOPLE.wilmer.address;

async function begin(house: TestStore) {
  const reading = await house.store.catchUp.begin('sms');
  if (reading === null) throw new Error('expected that nobody else is reading');
  return reading;
}

test('the first reading begins now: what was written before this house stood is not its own', async () => {
  await using house = await openTestStore();
  expect(await begin(house)).toMatchObject({ fromMs: START_MS });
});

test('the next reading begins where the last one ended; one that failed moves nothing', async () => {
  await using house = await openTestStore();
  await (await begin(house)).end(null);
  house.clock.advance(10 * MINUTE_MS);
  const second = await begin(house);
  expect(second.fromMs).toBe(START_MS);
  await second.end(START_MS + 8 * MINUTE_MS);
  const third = await begin(house);
  expect(third.fromMs).toBe(START_MS + 8 * MINUTE_MS);
  await third.end(START_MS); // never back
  expect((await begin(house)).fromMs).toBe(START_MS + 8 * MINUTE_MS);
});

test('of two processes one reads; when it dies, the other takes over, and the dead one moves nothing any more', async () => {
  await using house = await openTestStore();
  const other = await house.another();
  try {
    const first = await begin(house);
    expect(await other.catchUp.begin('sms')).toBeNull();
    house.clock.advance(MINUTE_MS - 1);
    expect(await first.keep()).toBe(true);
    house.clock.advance(MINUTE_MS - 1);
    expect(await other.catchUp.begin('sms')).toBeNull();
    house.clock.advance(1);
    const second = await other.catchUp.begin('sms');
    expect(second?.fromMs).toBe(START_MS);
    expect(await first.keep()).toBe(false);
    await first.end(START_MS + MINUTE_MS);
    await second?.end(null);
    expect((await begin(house)).fromMs).toBe(START_MS);
  } finally {
    await other.close();
  }
});

test('a mark or a lease of a clock that was ahead holds nobody up', async () => {
  await using house = await openTestStore();
  house.clock.advance(600 * MINUTE_MS);
  const ahead = await begin(house);
  await ahead.end(START_MS + 590 * MINUTE_MS);
  await begin(house); // and dies
  house.clock.advance(-600 * MINUTE_MS);
  const reading = await begin(house);
  await reading.end(START_MS - MINUTE_MS);
  expect((await begin(house)).fromMs).toBe(START_MS - MINUTE_MS);
});

test('what came before is known by its id, on this channel', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('sms', webhookWith(messageFrom(wilmer, 'hola', { providerId: 'SM1' })));
  expect(await house.store.catchUp.findUnknown('sms', ['SM1', 'SM2'])).toEqual(new Set(['SM2']));
  expect(await house.store.catchUp.findUnknown('whatsapp', ['SM1'])).toEqual(new Set(['SM1']));
  expect(await house.store.catchUp.findUnknown('sms', [])).toEqual(new Set());
  const many = Array.from({ length: 1_200 }, (_, index) => `SM${index}`);
  expect((await house.store.catchUp.findUnknown('sms', many)).size).toBe(1_199);
});
