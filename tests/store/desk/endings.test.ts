/** How a case leaves an agent's hands, and comes back. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/clock.ts';
import type { CaseId } from '../../../src/core/ids.ts';
import {
  answer,
  askForHuman,
  composeReturn,
  DEFAULT_TEAM,
  hire,
  lineOf,
  say,
  sendAll,
  valueOf,
} from '../../fakes/desk.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openTestStore } from '../../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;

test('a case that is closed tells the person once, and the bot speaks again', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  await sendAll(house.store);
  const clicks = await Promise.all([
    house.store.desk.endings.close(ana, id, 'answered', composeReturn),
    house.store.desk.endings.close(ana, id, 'answered', composeReturn),
  ]);
  // Which of the two came first, nobody can say where writes overlap.
  const byKind = clicks.toSorted((a, b) => a.kind.localeCompare(b.kind));
  expect(byKind).toEqual([{ kind: 'done', value: { told: 'yes' } }, { kind: 'not_found' }]);
  expect(await sendAll(house.store)).toEqual(['de vuelta: closed']);
  await say(house, marisol, 'otra cosa');
  expect(await sendAll(house.store)).toEqual(['eco']);
});

test('a case that is given back waits for somebody else', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  await answer(house.store, ana, id, 'no es para mí');
  expect(valueOf(await house.store.desk.endings.returnToBot(ana, id, composeReturn))).toEqual({ told: 'yes' });
  expect(await sendAll(house.store)).toEqual(['eco', 'no es para mí', 'de vuelta: waiting']);
  expect(await house.store.desk.queue.find(id)).toMatchObject({
    state: 'waiting',
    owner: null,
    waitingSinceMs: house.clock.nowMs(),
  });
});

test('only who has it closes a case; one that nobody has, only who supervises', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const sol = await hire(house.store, 'Sol', 'supervisor');
  const [first, second] = [await askForHuman(house, marisol), await askForHuman(house, wilmer)];
  valueOf(await house.store.desk.claims.claim(ana, first));
  for (const id of [first, second, 'no-such-case' as CaseId])
    // an id that nothing has
    expect(await house.store.desk.endings.close(beto, id, 'abuse', composeReturn)).toEqual({ kind: 'not_found' });
  valueOf(await house.store.desk.endings.close(sol, first, 'referred', composeReturn));
  valueOf(await house.store.desk.endings.close(sol, second, 'not_for_us', composeReturn));
  const again = await house.store.desk.endings.close(sol, second, 'not_for_us', composeReturn);
  expect(again).toEqual({ kind: 'wrong_state', state: 'closed' });
});

test('a case that is put aside wakes at its time', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  await answer(house.store, ana, id, 'mañana le digo');
  valueOf(await house.store.desk.endings.park(ana, id, house.clock.nowMs() + DAY_MS));
  house.clock.advance(DAY_MS - 1);
  expect(await house.store.desk.upkeep.settleDue()).toBe(0);
  expect(await house.store.desk.queue.find(id)).toMatchObject({ state: 'parked', owner: { name: 'Ana' } });
  house.clock.advance(1);
  expect(await house.store.desk.upkeep.settleDue()).toBe(1);
  expect(await house.store.desk.queue.find(id)).toMatchObject({ state: 'waiting', owner: null });
});

test('a case that is put aside wakes when the person writes, and the bot answers meanwhile', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  valueOf(await house.store.desk.endings.park(ana, id, house.clock.nowMs() + DAY_MS));
  expect(await house.store.desk.claims.claim(beto, id)).toMatchObject({ kind: 'taken', owner: { name: 'Ana' } });
  await sendAll(house.store);
  await say(house, marisol, 'ya tengo el papel');
  expect(await sendAll(house.store)).toEqual(['eco']);
  expect(await house.store.desk.queue.find(id)).toMatchObject({ state: 'waiting', owner: null });
  const kinds = (await house.store.desk.events.after(0, 100)).map(({ kind }) => kind);
  expect(kinds).toEqual(['opened', 'claimed', 'parked', 'reopened', 'message']);
});

test('who put a case aside takes it up again', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  valueOf(await house.store.desk.endings.park(ana, id, house.clock.nowMs() + DAY_MS));
  expect((await house.store.desk.claims.renew(ana, id)).kind).toBe('not_found');
  expect((await house.store.desk.claims.claim(ana, id)).kind).toBe('done');
  expect(await house.store.desk.queue.find(id)).toMatchObject({ state: 'taken' });
});

test('a closed case is opened again by who closed it, not beside another open one', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  valueOf(await house.store.desk.endings.close(ana, id, 'answered', composeReturn));
  expect(await house.store.desk.endings.reopen(beto, id)).toEqual({ kind: 'not_found' });
  valueOf(await house.store.desk.endings.reopen(ana, id));
  expect(valueOf(await house.store.desk.reading.view(ana, id))).toMatchObject({ state: 'taken', closeReason: null });
  valueOf(await house.store.desk.endings.close(ana, id, 'answered', composeReturn));
  await askForHuman(house, marisol);
  expect(await house.store.desk.endings.reopen(ana, id)).toEqual({ kind: 'wrong_state', state: 'waiting' });
});

test('an agent opens another case for the person of a closed one', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const closed = await askForHuman(house, marisol, { topic: 'us-asylum' });
  expect(await house.store.desk.endings.openAnother(ana, closed, 'hay noticias')).toEqual({ kind: 'not_found' });
  valueOf(await house.store.desk.claims.claim(ana, closed));
  valueOf(await house.store.desk.endings.close(ana, closed, 'answered', composeReturn));
  expect(await house.store.desk.endings.openAnother(beto, closed, 'x')).toEqual({ kind: 'not_found' });
  const both = await Promise.all([
    house.store.desk.endings.openAnother(ana, closed, 'hay noticias'),
    house.store.desk.endings.openAnother(ana, closed, 'hay noticias'),
  ]);
  expect(both.map(({ kind }) => kind)).toEqual(['done', 'wrong_state']);
  const [opened] = await house.store.desk.queue.list();
  expect(opened).toMatchObject({ state: 'taken', reason: 'by_agent', topic: 'us-asylum', owner: { name: 'Ana' } });
  if (opened === undefined) throw new Error('expected an open case');
  expect(valueOf(await house.store.desk.reading.view(ana, opened.id)).summary).toBe('hay noticias');
});

test('a person who needs nobody any more closes a case that waits', async () => {
  await using house = await openTestStore();
  const id = await askForHuman(house, marisol);
  await say(house, marisol, 'ya no', [{ kind: 'close_case', line: 'ya no lo necesita' }]);
  expect(await house.store.desk.queue.list()).toEqual([]);
  const sol = await hire(house.store, 'Sol', 'supervisor');
  expect(valueOf(await house.store.desk.reading.view(sol, id))).toMatchObject({ closeReason: 'by_person' });
});

test('a case without an answer by the team’s target goes to somebody else, after a whole time of its own', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const targets = { normalMinutes: 60, urgentMinutes: 10 };
  await house.store.desk.teams.change(DEFAULT_TEAM, { targets }, lineOf('team_changed'));
  const id = await askForHuman(house, marisol);
  const openedAtMs = house.clock.nowMs();
  expect(await house.store.desk.queue.find(id)).toMatchObject({ dueAtMs: openedAtMs + 60 * MINUTE_MS });
  house.clock.advance(50 * MINUTE_MS);
  valueOf(await house.store.desk.claims.claim(ana, id));
  const keep = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      house.clock.advance(MINUTE_MS);
      valueOf(await house.store.desk.claims.renew(ana, id));
    }
  };
  await keep(59);
  expect(await house.store.desk.upkeep.settleDue()).toBe(0);
  await keep(1);
  expect(await house.store.desk.upkeep.settleDue()).toBe(1);
  valueOf(await house.store.desk.claims.claim(beto, id));
  expect(await house.store.desk.upkeep.settleDue()).toBe(0);
  await answer(house.store, beto, id, 'disculpe');
  expect(await house.store.desk.queue.find(id)).toMatchObject({ dueAtMs: null });
  house.clock.advance(HOUR_MS);
  valueOf(await house.store.desk.claims.renew(beto, id));
  expect(await house.store.desk.upkeep.settleDue()).toBe(0);
});
