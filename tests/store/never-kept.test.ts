/** What is gone with the turn that saw it: contact cards name people who never wrote to us. */
import { expect, test } from 'vitest';
import type { InboundContent } from '../../src/core/message.ts';
import type { TurnOutcome } from '../../src/store/turns.ts';
import { readRows } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const CARD: InboundContent = { kind: 'contacts', cards: [{ name: 'Alguien', phones: ['+12025550177'] }] };

async function end(house: TestStore, content: InboundContent, outcome: TurnOutcome): Promise<boolean> {
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, content)));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  await house.store.turns.finish(claim, message, outcome, true);
  const [row] = await readRows(house, 'select body from inbox order by seq desc limit 1');
  return row?.['body'] !== null;
}

const ANSWERED: TurnOutcome = { kind: 'answered', result: answerWith('eco') };
const apology = { kind: 'text', text: 'perdón' } as const;

test('a contact card is gone once it was answered', async () => {
  await using house = await openTestStore();
  expect(await end(house, CARD, ANSWERED)).toBe(false);
});

test('it is gone, too, when it could not be answered at all', async () => {
  await using house = await openTestStore();
  expect(await end(house, CARD, { kind: 'parked', reason: 'TypeError', apology })).toBe(false);
});

test('as long as it is to be tried again it stays: otherwise it could never be answered', async () => {
  await using house = await openTestStore();
  expect(await end(house, CARD, { kind: 'failed', notBeforeMs: 0 })).toBe(true);
});

test.each<InboundContent>([
  { kind: 'text', text: 'hola' },
  { kind: 'voice', media: { mediaId: 'media-1', mimeType: 'audio/ogg' } },
])('what else people send stays for its time: $kind', async (content) => {
  await using house = await openTestStore();
  expect(await end(house, content, ANSWERED)).toBe(true);
});
