import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import type { Address } from '../../src/core/contact.ts';
import { DAY_MS, MINUTE_MS } from '../../src/core/clock.ts';
import { DELIVERY_STATES } from '../../src/core/message.ts';
import type { DeliveryState } from '../../src/core/message.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { Sending } from '../../src/store/outbox.ts';
import { START_MS, answerWith, messageFrom, openTestStore, statusWebhook, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol: Address = { channel: 'whatsapp', phone: '+12025550101' };
const jean: Address = { channel: 'sms', phone: '+12025550102' };

/** Queues one reply for this person, as a turn does. */
async function queueReply(house: TestStore, to: Address, text: string, effects: readonly Effect[] = []): Promise<void> {
  await house.store.inbox.receive(to.channel, webhookWith(messageFrom(to, 'pregunta')));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  const result = { ...answerWith(text), effects };
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
}

async function claimTexts(house: TestStore): Promise<readonly string[]> {
  const sendings = await house.store.outbox.claim(64, ['whatsapp', 'sms']);
  return sendings.map(textOf);
}

function textOf(sending: Sending): string {
  return sending.reply.text;
}

async function claimOne(house: TestStore): Promise<Sending> {
  const [sending] = await house.store.outbox.claim(1, ['whatsapp', 'sms']);
  if (sending === undefined) throw new Error('expected something to send');
  return sending;
}

test('one person’s messages leave in order, another’s do not wait for them', async () => {
  await using house = await openTestStore();
  await queueReply(house, marisol, 'uno');
  await queueReply(house, marisol, 'dos');
  await queueReply(house, jean, 'tres');
  const first = await house.store.outbox.claim(64, ['whatsapp', 'sms']);
  expect(first.map(textOf)).toEqual(['uno', 'tres']);
  expect(first.map(({ to }) => to)).toEqual([marisol, jean]);
  expect(await claimTexts(house)).toEqual([]);
  for (const sending of first)
    await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `id-${sending.seq}` });
  expect(await claimTexts(house)).toEqual(['dos']);
});

test('a message in doubt after a crash is held, and sent again only when no report came', async () => {
  await using house = await openTestStore({ outboxHoldMs: 90_000, sendTimeoutMs: 10_000 });
  await queueReply(house, marisol, 'uno');
  await claimOne(house);
  await house.reopen();
  expect(await house.store.outbox.holdAbandoned()).toBe(0);
  house.clock.advance(13_000);
  expect(await house.store.outbox.holdAbandoned()).toBe(1);
  expect(await claimTexts(house)).toEqual([]);
  house.clock.advance(77_000);
  expect(await claimTexts(house)).toEqual(['uno']);
});

test('a status report that carries our id saves a message in doubt from being sent twice', async () => {
  await using house = await openTestStore();
  await queueReply(house, marisol, 'uno');
  const { id } = await claimOne(house);
  const report = { outboxId: id, providerId: 'wamid.1', state: 'sent', atMs: house.clock.nowMs() } as const;
  expect(await house.store.inbox.receive('whatsapp', statusWebhook(report))).toMatchObject({ statuses: 1 });
  house.clock.advance(DAY_MS / 2);
  await house.store.outbox.holdAbandoned();
  expect(await claimTexts(house)).toEqual([]);
});

test('what came due while nobody was here waits for the reports that nobody could take', async () => {
  await using house = await openTestStore();
  for (const text of ['arrived', 'lost']) await queueReply(house, marisol, text);
  const untilMs = house.clock.nowMs() + 90_000;
  const held = { kind: 'hold', code: 'timed_out', providerCode: null, untilMs } as const;
  const arrived = await claimOne(house);
  await house.store.outbox.finish(arrived, held);
  await house.store.outbox.finish(await claimOne(house), held);
  house.clock.advance(DAY_MS / 2);
  await house.reopen();
  await house.store.outbox.holdAbandoned();
  expect(await claimTexts(house)).toEqual([]);
  const report = { outboxId: arrived.id, providerId: 'wamid.1', state: 'delivered', atMs: 0 } as const;
  await house.store.inbox.receive('whatsapp', statusWebhook(report));
  house.clock.advance(10_000);
  await house.store.outbox.holdAbandoned();
  expect(await claimTexts(house)).toEqual(['lost']);
});

test('what comes due just after a start waits too, and a house that starts all the time sends it in the end', async () => {
  await using house = await openTestStore();
  await queueReply(house, marisol, 'in doubt');
  const untilMs = house.clock.nowMs() + 90_000;
  await house.store.outbox.finish(await claimOne(house), {
    kind: 'hold',
    code: 'timed_out',
    providerCode: null,
    untilMs,
  });
  const startAgain = async (): Promise<readonly string[]> => {
    await house.reopen();
    await house.store.outbox.holdAbandoned();
    house.clock.advance(9_000);
    return claimTexts(house);
  };
  house.clock.advance(89_000);
  expect(await startAgain()).toEqual([]); // without the wait it would be due after the first second
  const waits = await countUntil(async () => (await startAgain()).length > 0);
  expect(waits * 9_000).toBeGreaterThan(15 * MINUTE_MS);
  expect(waits * 9_000).toBeLessThan(20 * MINUTE_MS);
});

/** @returns how often it was not yet so */
async function countUntil(isSo: () => Promise<boolean>): Promise<number> {
  for (let times = 0; times < 1_000; times += 1) if (await isSo()) return times;
  throw new Error('Expected it to be so within a thousand times.');
}

test('a report that is faster than our own call has the last word', async () => {
  await using house = await openTestStore();
  await queueReply(house, marisol, 'uno');
  const sending = await claimOne(house);
  const report = { outboxId: sending.id, providerId: 'wamid.1', state: 'delivered', atMs: 0 } as const;
  await house.store.inbox.receive('whatsapp', statusWebhook(report));
  await house.store.outbox.finish(sending, { kind: 'retry', code: 'timed_out', providerCode: null, atMs: 0 });
  expect(await claimTexts(house)).toEqual([]);
});

test('reports move a message forward only, whatever their order', async () => {
  const rank: Readonly<Record<DeliveryState, number>> = { sent: 1, delivered: 2, read: 3, failed: 2 };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...DELIVERY_STATES), { minLength: 1, maxLength: 8 }), async (states) => {
      await using house = await openTestStore();
      await queueReply(house, marisol, 'uno');
      const sending = await claimOne(house);
      await house.store.outbox.finish(sending, { kind: 'accepted', providerId: 'wamid.1' });
      let expected: DeliveryState = 'sent';
      for (const state of states) {
        await house.store.inbox.receive('whatsapp', statusWebhook({ providerId: 'wamid.1', state, atMs: 0 }));
        if (expected !== 'failed' && rank[state] > rank[expected]) expected = state;
      }
      expect(await house.store.outbox.stateOf(sending.id)).toBe(expected);
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('what was given up stands in a list with its reason and can be sent again', async () => {
  await using house = await openTestStore();
  await queueReply(house, marisol, 'uno');
  const sending = await claimOne(house);
  await house.store.outbox.finish(sending, { kind: 'give_up', code: 'channel_misconfigured', providerCode: 190 });
  expect(await house.store.outbox.listGivenUp(10)).toMatchObject([
    { id: sending.id, state: 'dead', code: 'channel_misconfigured', providerCode: 190, attempts: 1 },
  ]);
  expect(await claimTexts(house)).toEqual([]);
  expect(await house.store.outbox.replay('all')).toBe(1);
  expect(await claimTexts(house)).toEqual(['uno']);
});

test('after a stop nothing goes out any more, except the words that confirm it', async () => {
  await using house = await openTestStore();
  await queueReply(house, jean, 'antes');
  await queueReply(house, jean, 'baja hecha', [{ kind: 'opt_out' }]);
  expect(await claimTexts(house)).toEqual(['baja hecha']);
  expect(await house.store.outbox.replay('all')).toBe(0);
});

test('WhatsApp’s window is open for a day after the person’s last message; by SMS there is none', async () => {
  await using house = await openTestStore();
  await queueReply(house, marisol, 'uno');
  const { windowClosesAtMs } = await claimOne(house);
  expect(windowClosesAtMs).toBe(START_MS + DAY_MS);
  await queueReply(house, jean, 'dos');
  expect((await claimOne(house)).windowClosesAtMs).toBe(null);
});
