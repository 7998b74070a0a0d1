import { expect, test } from 'vitest';
import { HOUR_MS, DAY_MS } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';

const marisol: Address = { channel: 'whatsapp', phone: '+12025550101' };
const jean: Address = { channel: 'whatsapp', userId: 'HT.100200300', phone: '+12025550102' };

test('a message id acts once, also an hour, a day and almost a week later', async () => {
  await using house = await openTestStore();
  const message = messageFrom(marisol, 'hola', { providerId: 'wamid.same' });
  expect(await house.store.inbox.receive('whatsapp', webhookWith(message))).toMatchObject({
    accepted: 1,
    duplicates: 0,
  });
  for (const later of [HOUR_MS, DAY_MS, 6 * DAY_MS - 2 * HOUR_MS - 60_000]) {
    house.clock.advance(later);
    await house.store.sweep();
    expect(await house.store.inbox.receive('whatsapp', webhookWith(message))).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
  }
});

test('the same id twice in one batch acts once', async () => {
  await using house = await openTestStore();
  const message = messageFrom(marisol, 'hola', { providerId: 'wamid.twice' });
  expect(await house.store.inbox.receive('whatsapp', webhookWith(message, message))).toMatchObject({
    accepted: 1,
    duplicates: 1,
  });
});

test('ten first messages of one new person at once make one contact and stay in order', async () => {
  await using house = await openTestStore();
  const texts = Array.from({ length: 10 }, (_, index) => `mensaje ${index}`);
  await Promise.all(texts.map((text) => house.store.inbox.receive('whatsapp', webhookWith(messageFrom(jean, text)))));
  const claims = await house.store.turns.claim(32);
  expect(claims).toHaveLength(1);
  expect(claims[0]?.messages.map(({ inbound }) => inbound.content)).toEqual(
    texts.map((text) => ({ kind: 'text', text })),
  );
});

test('somebody known by number is the same person once their user id shows', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive(
    'whatsapp',
    webhookWith(messageFrom({ channel: 'whatsapp', phone: '+12025550102' }, 'uno')),
  );
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(jean, 'dos')));
  await house.store.inbox.receive(
    'whatsapp',
    webhookWith(messageFrom({ channel: 'whatsapp', userId: 'HT.100200300' }, 'tres')),
  );
  const claims = await house.store.turns.claim(32);
  expect(claims.map(({ messages }) => messages.length)).toEqual([3]);
});

test('a number that passed to somebody with another user id does not bring the old conversation', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(jean, 'antes')));
  const [first] = await house.store.turns.claim(1);
  if (first?.messages[0] === undefined) throw new Error('expected a claim with a message');
  await house.store.turns.finish(first, first.messages[0], { kind: 'answered', result: answerWith('ok') }, true);
  const newOwner: Address = { channel: 'whatsapp', userId: 'US.999', phone: '+12025550102' };
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(newOwner, 'despues')));
  const [second] = await house.store.turns.claim(1);
  expect(second?.contactId).not.toBe(first.contactId);
  expect(second?.snapshot).toBeNull();
});

test('a part that cannot be read is put aside and the others of its batch go on', async () => {
  await using house = await openTestStore();
  const batch = {
    ...webhookWith(messageFrom(marisol, 'hola')),
    unreadable: [{ reason: 'no id', raw: { odd: [1, 2] } }],
  };
  expect(await house.store.inbox.receive('whatsapp', batch)).toMatchObject({ accepted: 1 });
  expect(await house.store.counts()).toEqual({ waiting: 1, parked: 0, unreadable: 1 });
});

test('somebody whom another process erased meanwhile is met anew, and nothing is lost', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(jean, 'uno')));
  await house.query('delete from contacts');
  expect(await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(jean, 'dos')))).toMatchObject({
    accepted: 1,
  });
  const [claim] = await house.store.turns.claim(1);
  expect(claim?.messages.map(({ inbound }) => inbound.content)).toEqual([{ kind: 'text', text: 'dos' }]);
});
