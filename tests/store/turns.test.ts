import { expect, test } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import { LeaseLostError } from '../../src/store/turns.ts';
import type { Claim, WaitingMessage } from '../../src/store/turns.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol: Address = { channel: 'whatsapp', phone: '+12025550101' };
const apology = { kind: 'text', text: 'perdón' } as const;

async function claimOne(house: TestStore): Promise<{ readonly claim: Claim; readonly message: WaitingMessage }> {
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  return { claim, message };
}

test('a claimed contact is nobody else’s until it is released', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'uno')));
  const { claim, message } = await claimOne(house);
  expect(await house.store.turns.claim(32)).toEqual([]);
  await house.store.turns.finish(claim, message, { kind: 'answered', result: answerWith('ok') }, true);
  expect(await house.store.turns.claim(32)).toEqual([]);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'dos')));
  expect(await house.store.turns.claim(32)).toHaveLength(1);
});

test('a message that comes during a turn gets its own turn afterwards', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'uno')));
  const { claim, message } = await claimOne(house);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'dos')));
  await house.store.turns.finish(claim, message, { kind: 'answered', result: answerWith('ok') }, true);
  const next = await claimOne(house);
  expect(next.message.inbound.content).toEqual({ kind: 'text', text: 'dos' });
  expect(next.claim.snapshot?.turns).toBe(1);
});

test('an owner who was thought dead cannot commit over its successor', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'uno')));
  const dead = await claimOne(house);
  house.clock.advance(60_000);
  const successor = await claimOne(house);
  const late = house.store.turns.finish(dead.claim, dead.message, { kind: 'answered', result: answerWith('a') }, true);
  await expect(late).rejects.toThrow(LeaseLostError);
  await house.store.turns.finish(
    successor.claim,
    successor.message,
    { kind: 'answered', result: answerWith('b') },
    true,
  );
  const sent = await house.store.outbox.claim(10, ['whatsapp']);
  expect(sent.map(({ reply }) => reply)).toEqual([{ kind: 'text', text: 'b' }]);
});

test('a failed turn is tried again later, with nothing overtaking it, and is parked with an apology in the end', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'uno'), messageFrom(marisol, 'dos')));
  const first = await claimOne(house);
  const notBeforeMs = house.clock.nowMs() + 500;
  await house.store.turns.finish(first.claim, first.message, { kind: 'failed', notBeforeMs }, false);
  expect(await house.store.turns.claim(32)).toEqual([]);
  house.clock.advance(500);
  const again = await claimOne(house);
  expect(again.message).toMatchObject({ attempts: 1, inbound: { content: { text: 'uno' } } });
  await house.store.turns.finish(again.claim, again.message, { kind: 'parked', reason: 'TypeError', apology }, false);
  expect(await house.store.counts()).toMatchObject({ waiting: 1, parked: 1 });
  const [sent] = await house.store.outbox.claim(10, ['whatsapp']);
  expect(sent?.reply).toEqual(apology);
});

test('state survives a restart between two turns', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'uno')));
  const { claim, message } = await claimOne(house);
  await house.store.turns.finish(claim, message, { kind: 'answered', result: answerWith('ok') }, true);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'dos')));
  await house.reopen();
  expect((await claimOne(house)).claim.snapshot?.turns).toBe(1);
});

test('one open case a person, and a second wish only makes it urgent', async () => {
  await using house = await openTestStore();
  const wish = (urgency: 'normal' | 'urgent') => ({
    ...answerWith('ok'),
    effects: [
      {
        kind: 'open_case',
        case: { reason: 'request', urgency, language: 'es', topic: null, summary: 'quiere hablar' },
      },
    ] as const,
  });
  const opened: number[] = [];
  for (const urgency of ['normal', 'urgent'] as const) {
    await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'agente')));
    const { claim, message } = await claimOne(house);
    const finished = await house.store.turns.finish(claim, message, { kind: 'answered', result: wish(urgency) }, true);
    opened.push(finished.casesOpened.length);
  }
  expect(opened).toEqual([1, 0]);
});
