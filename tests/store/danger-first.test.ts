/** When many wait: nobody takes more than their share, and people in danger go first. Counted in turns, not in time. */
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import type { HearDanger } from '../../src/core/urgency.ts';
import type { Claim } from '../../src/store/turns.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

/** What the worker takes at once. */
const CONTACTS_PER_CLAIM = 32;
const hearDanger: HearDanger = (content) => content.kind === 'text' && content.text.startsWith('auxilio');
const FLOODER: Address = { channel: 'whatsapp', userId: 'US.1' };

function person(index: number): Address {
  return { channel: 'whatsapp', userId: `US.${1_000 + index}` };
}

async function write(house: TestStore, from: Address, ...texts: readonly string[]): Promise<void> {
  await house.store.inbox.receive('whatsapp', webhookWith(...texts.map((text) => messageFrom(from, text))));
}

async function writeAll(house: TestStore, people: number): Promise<void> {
  const messages = Array.from({ length: people }, (_, index) => messageFrom(person(index), `m${index}`));
  await house.store.inbox.receive('whatsapp', webhookWith(...messages));
}

const textsOf = (claim: Claim): readonly string[] =>
  claim.messages.map(({ inbound: { content } }) => (content.kind === 'text' ? content.text : content.kind));

/**
 * Works like the worker, everybody's first message before anybody's second; each turn takes so many milliseconds.
 *
 * @returns what was served, in order
 */
async function work(house: TestStore, turns: number, turnMs: number): Promise<readonly string[]> {
  const served: string[] = [];
  while (served.length < turns) {
    const claims = await house.store.turns.claim(CONTACTS_PER_CLAIM);
    if (claims.length === 0) house.clock.advance(turnMs);
    for (let index = 0; index < 10; index += 1) {
      for (const claim of claims) {
        const message = claim.messages[index];
        if (message === undefined) continue;
        house.clock.advance(turnMs);
        served.push(textsOf(claim)[index] ?? '');
        const isLast = index === claim.messages.length - 1;
        await house.store.turns.finish(claim, message, { kind: 'answered', result: answerWith('eco') }, isLast);
      }
    }
  }
  return served;
}

test.each([
  ['a fast machine', 1],
  ['a slow machine', 25],
])(
  'one person with 2,000 messages takes at most a twentieth of the turns of %s while others write',
  async (_, turnMs) => {
    await using house = await openTestStore();
    await write(house, FLOODER, ...Array.from({ length: 2_000 }, (_text, index) => `flood ${index}`));
    await writeAll(house, 700);
    const served = await work(house, 700, turnMs);
    const flood = served.filter((text) => text.startsWith('flood'));
    expect(flood.length / served.length).toBeLessThanOrEqual(0.05);
    expect(flood).toEqual(Array.from({ length: flood.length }, (_text, index) => `flood ${index}`));
  },
);

test('where everybody writes as much, nobody is held back longer than before', async () => {
  await using house = await openTestStore();
  for (let index = 0; index < 64; index += 1)
    await write(house, person(index), ...Array.from({ length: 30 }, (_, count) => `m${count}`));
  const startMs = house.clock.nowMs();
  await work(house, 64 * 30, 1);
  expect(house.clock.nowMs() - startMs).toBeLessThan(64 * 30 * 1.5);
});

test('who sounds like danger is served next, though hundreds came before; those keep their order', async () => {
  await using house = await openTestStore({ hearDanger });
  await writeAll(house, 300);
  await work(house, CONTACTS_PER_CLAIM, 1);
  await write(house, person(900), 'auxilio');
  await write(house, person(250), 'auxilio también'); // waits already
  const next = await house.store.turns.claim(4);
  expect(next.map(textsOf).toSorted()).toEqual([['auxilio'], ['m250', 'auxilio también'], ['m32'], ['m33']]);
});

test('while nobody waits nothing is looked at more closely', async () => {
  let asked = 0;
  await using house = await openTestStore({
    hearDanger: () => {
      asked += 1;
      return true;
    },
  });
  for (let index = 0; index < 20; index += 1) {
    await write(house, person(index), 'auxilio');
    await work(house, 1, 1);
  }
  expect(asked).toBe(0);
});

test('an alarm is over with what waited: the next message of that person waits like all others', async () => {
  await using house = await openTestStore({ hearDanger });
  await writeAll(house, 100);
  await work(house, CONTACTS_PER_CLAIM, 1);
  await write(house, person(900), 'auxilio');
  await work(house, CONTACTS_PER_CLAIM, 1);
  await write(house, person(900), 'gracias');
  const next = await house.store.turns.claim(CONTACTS_PER_CLAIM);
  expect(next.flatMap(textsOf)).not.toContain('gracias');
});

test('what to do in danger is sent before hundreds of answers, and what that person waits for before it', async () => {
  await using house = await openTestStore();
  await writeAll(house, 200);
  await write(house, person(900), 'hola');
  await work(house, 201, 1);
  await write(house, person(900), 'auxilio');
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  const result = { ...answerWith('llame al 911'), vital: 'danger' as const };
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
  const sent: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    const [sending] = await house.store.outbox.claim(1, ['whatsapp']);
    if (sending === undefined) throw new Error('expected something to send');
    sent.push(`${sending.contactId === claim.contactId ? 'danger' : 'other'}: ${sending.reply.text}`);
    await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `wamid.${index}` });
  }
  expect(sent).toEqual(['danger: eco', 'danger: llame al 911', 'other: eco']);
  expect((await house.store.signs.read()).oldestDueMs).toBeLessThan(HOUR_MS);
});
