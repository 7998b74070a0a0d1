/** What somebody answers in the interview about legal pathways is gone with its turn, however it was given. */
import { expect, test } from 'vitest';
import type { Effect } from '../../src/core/effect.ts';
import type { InboundContent } from '../../src/core/message.ts';
import { readRows } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const FORGET: Effect = { kind: 'forget_message' };
const ANSWERS: readonly InboundContent[] = [
  { kind: 'text', text: 'soy de Honduras' },
  { kind: 'choice', id: 'v1:way:fear:yes', title: 'Sí' },
];

/** Somebody says this, and the turn wants that. */
async function say(house: TestStore, content: InboundContent, effects: readonly Effect[]): Promise<boolean> {
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, content)));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  const result = { ...answerWith('eco', claim.snapshot), effects };
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
  const [row] = await readRows(house, 'select body, state from inbox order by seq desc limit 1');
  expect(row?.['state']).toBe('done');
  return row?.['body'] !== null;
}

test.each(ANSWERS)('the words are gone ($kind), and the message still counts as answered', async (content) => {
  await using house = await openTestStore();
  expect(await say(house, content, [FORGET])).toBe(false);
  expect(await say(house, content, [])).toBe(true);
});

test('it touches no other message of theirs', async () => {
  await using house = await openTestStore();
  await say(house, { kind: 'text', text: 'hola' }, []);
  await say(house, { kind: 'text', text: 'soy de Honduras' }, [FORGET]);
  const rows = await readRows(house, 'select body from inbox order by seq');
  expect(rows.map(({ body }) => body !== null)).toEqual([true, false]);
});
