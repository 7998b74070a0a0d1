/** Whoever writes more than others gets no more of the service than others. */
import { expect, test } from 'vitest';
import { SECOND_MS } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import { PEOPLE } from '../fakes/people.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const jean = PEOPLE.jean.address;

async function flood(house: TestStore, from: Address, count: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, index) => messageFrom(from, `m${index}`));
  await house.store.inbox.receive('whatsapp', webhookWith(...messages));
}

/** One contact is claimed and served. @returns how many messages it had, or none */
async function serveNext(house: TestStore): Promise<{ readonly contact: string; readonly messages: number } | null> {
  const [claim] = await house.store.turns.claim(1);
  if (claim === undefined) return null;
  const last = claim.messages.length - 1;
  for (const [index, message] of claim.messages.entries())
    await house.store.turns.finish(claim, message, { kind: 'answered', result: answerWith('eco') }, index === last);
  return { contact: claim.contactId, messages: claim.messages.length };
}

test('after ten messages of one person others have their turn, though they came later', async () => {
  await using house = await openTestStore();
  await flood(house, marisol, 25);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(jean, 'hola')));
  const first = await serveNext(house);
  const second = await serveNext(house);
  expect([first?.messages, second?.messages]).toEqual([10, 1]);
  expect(second?.contact).not.toBe(first?.contact);
  expect(await serveNext(house)).toBeNull(); // the flood pauses
  house.clock.advance(SECOND_MS);
  expect(await serveNext(house)).toEqual({ contact: first?.contact, messages: 10 });
  house.clock.advance(SECOND_MS);
  expect(await serveNext(house)).toEqual({ contact: first?.contact, messages: 5 });
});

test('who has written ten messages and no more waits for nothing', async () => {
  await using house = await openTestStore();
  await flood(house, marisol, 10);
  await serveNext(house);
  await flood(house, marisol, 1);
  expect(await serveNext(house)).toMatchObject({ messages: 1 });
});
