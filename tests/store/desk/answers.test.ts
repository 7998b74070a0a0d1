/** What agents write to people: once for each click, never to who does not want it, and never lost. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../src/core/clock.ts';
import type { Effect } from '../../../src/core/effect.ts';
import type { CaseId, FactId, FactVersion, OutboxId } from '../../../src/core/ids.ts';
import { PARKED_ANSWER_MS } from '../../../src/store/desk/lapse.ts';
import type { Actor } from '../../../src/store/desk/parts.ts';
import {
  answer,
  askForHuman,
  composeReturn,
  hire,
  say,
  sendAll,
  takeTurns,
  TEMPLATE,
  typed,
  valueOf,
} from '../../fakes/desk.ts';
import { readRows, runStatement } from '../../fakes/house.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { messageFrom, openTestStore, statusWebhook, webhookWith } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;

interface Taken {
  readonly house: TestStore;
  readonly ana: Actor;
  readonly id: CaseId;
}

/** Ana has Marisol's case, and everything written so far is out. */
async function taken(house: TestStore, from: typeof marisol | typeof wilmer = marisol): Promise<Taken> {
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, from);
  valueOf(await house.store.desk.claims.claim(ana, id));
  await sendAll(house.store);
  return { house, ana, id };
}

async function linesTo({ house, ana, id }: Taken) {
  const { messages } = valueOf(await house.store.desk.reading.view(ana, id));
  return messages.flatMap((line) => (line.kind === 'to_person' && line.author !== 'bot' ? [line] : []));
}

/** The person's window closes while the agent keeps the case. */
async function closeWindow({ house, ana, id }: Taken): Promise<void> {
  house.clock.advance(DAY_MS);
  valueOf(await house.store.desk.claims.renew(ana, id));
}

test('an answer goes out with its author’s name beside it, and the person waits no more', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  await answer(house.store, desk.ana, desk.id, 'aquí estoy');
  expect(await linesTo(desk)).toMatchObject([
    { text: 'aquí estoy', state: 'queued', author: 'agent', agent: { name: 'Ana' } },
  ]);
  expect(await house.store.desk.queue.find(desk.id)).toMatchObject({ waitingSinceMs: null });
  expect(await sendAll(house.store)).toEqual(['aquí estoy']);
  await say(house, marisol, 'gracias, y otra cosa');
  expect(await house.store.desk.queue.find(desk.id)).toMatchObject({ waitingSinceMs: house.clock.nowMs() });
});

test('five posts of one click send one message, also after the case was closed', async () => {
  await using house = await openTestStore();
  const { ana, id } = await taken(house);
  const click = typed('una vez');
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => house.store.desk.answers.send(ana, id, click)));
  valueOf(await house.store.desk.endings.close(ana, id, 'answered', composeReturn));
  outcomes.push(await house.store.desk.answers.send(ana, id, click));
  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  expect(await sendAll(house.store)).toEqual(['una vez', 'de vuelta: closed']);
});

test('somebody else’s click of the same name is another click', async () => {
  await using house = await openTestStore();
  const { ana, id } = await taken(house);
  const beto = await hire(house.store, 'Beto');
  const click = typed('una vez');
  valueOf(await house.store.desk.answers.send(ana, id, click));
  expect(await house.store.desk.answers.send(beto, id, click)).toEqual({ kind: 'not_found' });
  valueOf(await house.store.desk.claims.transfer(ana, id, { agent: beto.id }));
  valueOf(await house.store.desk.answers.send(beto, id, { ...click, reply: { kind: 'text', text: 'otra' } }));
  expect(await sendAll(house.store)).toEqual(['una vez', 'otra']);
});

test('only the owner writes, not even who supervises', async () => {
  await using house = await openTestStore();
  const { ana, id } = await taken(house);
  const sol = await hire(house.store, 'Sol', 'supervisor');
  expect(await house.store.desk.answers.send(sol, id, typed('hola'))).toEqual({ kind: 'not_found' });
  await house.store.desk.endings.park(ana, id, house.clock.nowMs() + HOUR_MS);
  expect(await house.store.desk.answers.send(ana, id, typed('hola'))).toEqual({ kind: 'wrong_state', state: 'parked' });
  await house.store.desk.claims.claim(ana, id);
  await house.store.desk.claims.release(ana, id);
  expect(await house.store.desk.answers.send(ana, id, typed('hola'))).toEqual({ kind: 'not_found' });
});

test.each([
  ['opted_out', 'opted_out_at'],
  ['hidden', 'hidden_at'],
] as const)('somebody who is %s is not written to', async (why, column) => {
  await using house = await openTestStore();
  const { ana, id } = await taken(house);
  await runStatement(house, `update contacts set ${column} = 1`);
  const refused = { kind: 'done', value: { kind: 'not_allowed', why } };
  expect(await house.store.desk.answers.send(ana, id, typed('hola'))).toEqual(refused);
  expect(await house.store.desk.answers.send(ana, id, typed('hola', { template: TEMPLATE }))).toEqual(refused);
  expect(await house.store.desk.endings.close(ana, id, 'answered', composeReturn)).toMatchObject({
    value: { told: why },
  });
  expect(await sendAll(house.store)).toEqual([]);
});

test('after WhatsApp’s window nothing is sent and nothing is kept, unless a template goes with it', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  await closeWindow(desk);
  const refused = await house.store.desk.answers.send(desk.ana, desk.id, typed('tarde'));
  expect(refused).toEqual({ kind: 'done', value: { kind: 'window_closed' } });
  expect(await linesTo(desk)).toEqual([]);
  expect((await house.store.desk.queue.find(desk.id))?.waitingSinceMs).not.toBeNull();
});

test('by SMS there is no window', async () => {
  await using house = await openTestStore();
  const desk = await taken(house, wilmer);
  await closeWindow(desk);
  await answer(house.store, desk.ana, desk.id, 'tarde');
  expect(await sendAll(house.store)).toEqual(['tarde']);
  expect(valueOf(await house.store.desk.reading.view(desk.ana, desk.id)).windowEndsAtMs).toBeNull();
});

test('an answer that is parked goes out when the person writes, in the place of the bot’s', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  await closeWindow(desk);
  const parked = typed('la respuesta', { template: TEMPLATE });
  for (let post = 0; post < 3; post += 1)
    expect(await house.store.desk.answers.send(desk.ana, desk.id, parked)).toMatchObject({ value: { kind: 'parked' } });
  expect(await sendAll(house.store)).toEqual([TEMPLATE.text]);
  expect(valueOf(await house.store.desk.reading.view(desk.ana, desk.id)).parkedAnswer).toBe('la respuesta');
  valueOf(await house.store.desk.claims.release(desk.ana, desk.id)); // the bot would answer again
  house.clock.advance(HOUR_MS);
  await say(house, marisol, 'sí');
  expect(await sendAll(house.store)).toEqual(['la respuesta']);
  expect(await house.store.desk.queue.find(desk.id)).toMatchObject({ state: 'waiting' });
  await say(house, marisol, 'gracias');
  expect(await sendAll(house.store)).toEqual(['eco']);
});

test('several parked answers ask the person once, and leave in order', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  await closeWindow(desk);
  for (const text of ['uno', 'dos'])
    await house.store.desk.answers.send(desk.ana, desk.id, typed(text, { template: TEMPLATE }));
  expect(await sendAll(house.store)).toEqual([TEMPLATE.text]);
  await say(house, marisol, 'sí');
  expect(await sendAll(house.store)).toEqual(['uno', 'dos']);
});

test('a cry for help is answered by the bot even when a parked answer goes out', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  await closeWindow(desk);
  await house.store.desk.answers.send(desk.ana, desk.id, typed('la respuesta', { template: TEMPLATE }));
  await sendAll(house.store);
  valueOf(await house.store.desk.claims.release(desk.ana, desk.id));
  const alarm: Effect = {
    kind: 'open_case',
    case: { reason: 'danger', urgency: 'urgent', language: 'es', topic: null, summary: 'peligro' },
  };
  await say(house, marisol, 'ayuda', [alarm]);
  expect((await sendAll(house.store)).toSorted()).toEqual(['eco', 'la respuesta']);
});

test('who says stop, or asks to be erased, never gets the parked answer', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  await closeWindow(desk);
  await house.store.desk.answers.send(desk.ana, desk.id, typed('la respuesta', { template: TEMPLATE }));
  await sendAll(house.store);
  await say(house, marisol, 'STOP', [{ kind: 'opt_out' }]);
  await say(house, marisol, 'START', [{ kind: 'opt_in' }]);
  expect(await sendAll(house.store)).toEqual([]);
  expect((await linesTo(desk)).at(-1)).toMatchObject({ state: 'dead', error: 'recipient_opted_out' });
});

test('a parked answer can be taken back, and is given up before its words are gone', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  await closeWindow(desk);
  const first = await house.store.desk.answers.send(desk.ana, desk.id, typed('uno', { template: TEMPLATE }));
  const outcome = valueOf(first);
  if (outcome.kind !== 'parked') throw new Error('expected it to be parked');
  expect(valueOf(await house.store.desk.answers.withdraw(desk.ana, desk.id, outcome.id))).toBeNull();
  expect(await house.store.desk.answers.withdraw(desk.ana, desk.id, outcome.id)).toEqual({ kind: 'not_found' });
  await house.store.desk.answers.send(desk.ana, desk.id, typed('dos', { template: TEMPLATE }));
  house.clock.advance(PARKED_ANSWER_MS);
  valueOf(await house.store.desk.claims.renew(desk.ana, desk.id));
  await house.store.sweep();
  expect(await house.store.desk.upkeep.settleDue()).toBe(1);
  expect((await linesTo(desk)).at(-1)).toMatchObject({ text: 'dos', state: 'dead', error: 'window_closed' });
});

test('a message that failed is sent again as another one, once', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  const first = await answer(house.store, desk.ana, desk.id, 'hola');
  await sendAll(house.store);
  const failed = { outboxId: first, providerId: `provider-of-${first}`, state: 'failed', atMs: 1 } as const;
  await house.store.inbox.receive('whatsapp', statusWebhook(failed));
  expect(await linesTo(desk)).toMatchObject([{ text: 'hola', state: 'failed', error: 'recipient_unreachable' }]);

  const clicks = await Promise.all(
    ['a', 'a', 'b'].map((key) => house.store.desk.answers.retry(desk.ana, desk.id, first, key)),
  );
  expect(clicks.map(({ kind }) => kind)).toEqual(['done', 'done', 'not_found']);
  expect(await sendAll(house.store)).toEqual(['hola']);
  // A late word about the first one changes nothing.
  const late = { outboxId: first, providerId: `provider-of-${first}`, state: 'delivered', atMs: 2 } as const;
  await house.store.inbox.receive('whatsapp', statusWebhook(late));
  expect(await linesTo(desk)).toMatchObject([{ text: 'hola', state: 'sent' }]);
  expect(await house.store.outbox.listGivenUp(10)).toEqual([]);
  expect(await house.store.outbox.replay('all')).toBe(0);
});

test('what did not fail, or is not this person’s, is not sent again', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  const sent = await answer(house.store, desk.ana, desk.id, 'hola');
  await sendAll(house.store);
  const other = await askForHuman(house, wilmer);
  valueOf(await house.store.desk.claims.claim(desk.ana, other));
  const theirs = await answer(house.store, desk.ana, other, 'para Wilmer');
  await runStatement(house, `update outbox set state = 'dead' where id = '${theirs}'`);
  for (const id of [sent, theirs, 'no-such-message' as OutboxId])
    // an id that nothing has
    expect(await house.store.desk.answers.retry(desk.ana, desk.id, id, 'key')).toEqual({ kind: 'not_found' });
});

test('agents see where their answers are, with an event for each step', async () => {
  await using house = await openTestStore();
  const desk = await taken(house);
  const id = await answer(house.store, desk.ana, desk.id, 'hola');
  let seen = await house.store.desk.events.latestSeq();
  const news = async (): Promise<readonly string[]> => {
    const events = await house.store.desk.events.after(seen, 10);
    seen = events.at(-1)?.seq ?? seen;
    return events.map(({ kind }) => kind);
  };
  await sendAll(house.store);
  expect(await news()).toEqual(['delivery']);
  for (const state of ['delivered', 'read', 'delivered'] as const) {
    const report = { outboxId: id, providerId: 'x', state, atMs: 1 };
    await house.store.inbox.receive('whatsapp', statusWebhook(report));
  }
  expect(await news()).toEqual(['delivery', 'delivery']);
  expect(await linesTo(desk)).toMatchObject([{ state: 'read' }]);
  await say(house, wilmer, 'hola');
  await sendAll(house.store);
  expect(await news()).toEqual([]); // the bot's own messages are no news of a case
});

test('who said yes to corrections hears of those to an agent’s answer too', async () => {
  await using house = await openTestStore();
  const { ana, id } = await taken(house);
  await say(house, marisol, 'sí', [{ kind: 'allow_corrections', allowed: true }]);
  const given = { fact: 'us-asylum-fees' as FactId, version: 'v1' as FactVersion, language: 'es' } as const; // invented
  valueOf(await house.store.desk.answers.send(ana, id, typed('cuesta…', { given })));
  expect(await readRows(house, 'select fact from given_answers')).toEqual([{ fact: 'us-asylum-fees' }]);
});

test('a turn that began before the claim says nothing after it', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  await sendAll(house.store);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'oiga')));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  valueOf(await house.store.desk.claims.claim(ana, id));
  const result = { snapshot: null as never, reply: { kind: 'text', text: 'del bot' } as const, effects: [] };
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
  await takeTurns(house.store);
  expect(await sendAll(house.store)).toEqual([]);
  expect(await house.store.desk.queue.find(id)).toMatchObject({ state: 'taken' });
});
