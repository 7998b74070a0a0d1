/** Whose case it is: one owner at a time, for as long as they are there. */
import { expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../src/core/clock.ts';
import type { AgentId, CaseId, TeamId } from '../../../src/core/ids.ts';
import { LEASE_MS, TRANSFER_LEASE_MS } from '../../../src/store/desk/claims.ts';
import { answer, askForHuman, DEFAULT_TEAM, hire, lineOf, say, sendAll, valueOf } from '../../fakes/desk.ts';
import { readRows, runStatement } from '../../fakes/house.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openTestStore } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;
const nobody = 'no-such-agent' as AgentId; // an id that nothing has
const nowhere = 'no-such-case' as CaseId; // an id that nothing has

async function ownerOf(house: TestStore, id: CaseId): Promise<string | null> {
  return (await house.store.desk.queue.find(id))?.owner?.name ?? null;
}

async function actionsOn(house: TestStore, id: CaseId): Promise<readonly string[]> {
  const lines = await house.store.desk.audit.page(null, 100);
  return lines.filter(({ subject }) => subject === id).map(({ action }) => action);
}

test('of many who reach for a case one has it, the others hear who, and the log has one line', async () => {
  await using house = await openTestStore();
  const agents = await Promise.all(['Ana', 'Beto', 'Cata', 'Dani'].map((name) => hire(house.store, name)));
  const id = await askForHuman(house, marisol);
  const outcomes = await Promise.all(agents.map((by) => house.store.desk.claims.claim(by, id)));
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'taken', 'taken', 'taken']);
  const owner = await ownerOf(house, id);
  const told = outcomes.flatMap((outcome) => (outcome.kind === 'taken' ? [outcome.owner.name] : []));
  expect(new Set(told)).toEqual(new Set([owner]));
  expect(await actionsOn(house, id)).toEqual(['case_claimed']);
});

test('a double click is one claim', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  const clicks = await Promise.all([house.store.desk.claims.claim(ana, id), house.store.desk.claims.claim(ana, id)]);
  expect(clicks.map(({ kind }) => kind)).toEqual(['done', 'done']);
  expect(await actionsOn(house, id)).toEqual(['case_claimed']);
  const kinds = (await house.store.desk.events.after(0, 100)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1);
});

test('what is not there and what is closed cannot be claimed, and look the same', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const beto = await hire(house.store, 'Beto');
  const id = await askForHuman(house, marisol);
  await house.store.desk.claims.claim(beto, id);
  const reply = () => ({ kind: 'text', text: 'fin' }) as const;
  await house.store.desk.endings.close(beto, id, 'answered', reply);
  expect(await house.store.desk.claims.claim(ana, id)).toEqual(await house.store.desk.claims.claim(ana, nowhere));
});

test('a case whose agent vanished lapses after the lease, and the next one has it', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const beto = await hire(house.store, 'Beto');
  const id = await askForHuman(house, marisol);
  await house.store.desk.claims.claim(ana, id);
  house.clock.advance(LEASE_MS - 1);
  expect(await house.store.desk.upkeep.settleDue()).toBe(0);
  expect(await house.store.desk.claims.claim(beto, id)).toMatchObject({ kind: 'taken', owner: { name: 'Ana' } });
  house.clock.advance(1);
  expect(await house.store.desk.upkeep.settleDue()).toBe(1);
  expect(await house.store.desk.queue.find(id)).toMatchObject({ state: 'waiting', owner: null });
  expect(await house.store.desk.claims.renew(ana, id)).toEqual({ kind: 'not_found' });
  expect((await house.store.desk.claims.claim(beto, id)).kind).toBe('done');
  expect(await actionsOn(house, id)).toEqual(['case_claimed', 'case_lapsed', 'case_claimed']);
});

test('a lease that has run out can be taken over before anybody swept it, or renewed by who still has it', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const beto = await hire(house.store, 'Beto');
  const [first, second] = [await askForHuman(house, marisol), await askForHuman(house, wilmer)];
  await house.store.desk.claims.claim(ana, first);
  await house.store.desk.claims.claim(ana, second);
  house.clock.advance(LEASE_MS);
  expect((await house.store.desk.claims.renew(ana, first)).kind).toBe('done');
  expect((await house.store.desk.claims.claim(beto, second)).kind).toBe('done');
  expect([await ownerOf(house, first), await ownerOf(house, second)]).toEqual(['Ana', 'Beto']);
});

test('a case that cannot be put back keeps no other one waiting', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const [first, second] = [await askForHuman(house, marisol), await askForHuman(house, wilmer)];
  for (const id of [first, second]) await house.store.desk.claims.claim(ana, id);
  const damaged = `select contact_id from cases where id = '${first}'`;
  await runStatement(house, `update conversations set snapshot = '' where contact_id = (${damaged})`);
  house.clock.advance(LEASE_MS);
  await expect(house.store.desk.upkeep.settleDue()).rejects.toThrow();
  expect([await ownerOf(house, first), await ownerOf(house, second)]).toEqual(['Ana', null]);
});

test('signs of life keep a case, without a word to colleagues', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  await house.store.desk.claims.claim(ana, id);
  const seen = await house.store.desk.events.latestSeq();
  for (let minute = 0; minute < 10; minute += 1) {
    house.clock.advance(MINUTE_MS);
    expect((await house.store.desk.claims.renew(ana, id)).kind).toBe('done');
    expect(await house.store.desk.upkeep.settleDue()).toBe(0);
  }
  expect(await house.store.desk.events.latestSeq()).toBe(seen);
});

test('a case that was taken by mistake goes back, and keeps its place in the line', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const first = await askForHuman(house, marisol);
  house.clock.advance(SECOND_MS);
  const second = await askForHuman(house, wilmer);
  await house.store.desk.claims.claim(ana, first);
  expect((await house.store.desk.claims.release(ana, first)).kind).toBe('done');
  expect((await house.store.desk.queue.list({ states: ['waiting'] })).map(({ id }) => id)).toEqual([first, second]);
  expect(await house.store.desk.claims.release(ana, first)).toEqual({ kind: 'not_found' });
  expect(await sendAll(house.store)).toEqual(['eco', 'eco']); // nobody was told anything
});

test('only who has a case, or supervises, gives it away', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const sol = await hire(house.store, 'Sol', 'supervisor');
  const id = await askForHuman(house, marisol);
  await house.store.desk.claims.claim(ana, id);
  const toBeto = { agent: beto.id } as const;
  for (const attempt of [
    house.store.desk.claims.release(beto, id),
    house.store.desk.claims.transfer(beto, id, toBeto),
    house.store.desk.claims.renew(beto, id),
    house.store.desk.claims.transfer(ana, nowhere, toBeto),
  ])
    expect(await attempt).toEqual({ kind: 'not_found' });
  valueOf(await house.store.desk.claims.transfer(ana, id, toBeto));
  expect(await ownerOf(house, id)).toBe('Beto');
  valueOf(await house.store.desk.claims.transfer(sol, id, { agent: sol.id }));
  expect(await ownerOf(house, id)).toBe('Sol');
});

test('a case is handed only to somebody who takes cases, and waits for them a while', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const editor = await hire(house.store, 'Eva', 'editor');
  const gone = await hire(house.store, 'Gil');
  await house.store.desk.accounts.change(gone.id, { disabled: true }, lineOf('agent_changed'));
  const id = await askForHuman(house, marisol);
  await house.store.desk.claims.claim(ana, id);
  for (const agent of [editor.id, gone.id, nobody])
    expect(await house.store.desk.claims.transfer(ana, id, { agent })).toEqual({ kind: 'not_found' });
  valueOf(await house.store.desk.claims.transfer(ana, id, { agent: beto.id }));
  house.clock.advance(TRANSFER_LEASE_MS - 1);
  expect(await house.store.desk.upkeep.settleDue()).toBe(0);
  house.clock.advance(1);
  expect(await house.store.desk.upkeep.settleDue()).toBe(1);
  expect(await ownerOf(house, id)).toBeNull();
});

test('a case moves to another team’s queue, not to one that does not exist', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const legal = 'legal' as TeamId; // made in the next line
  await house.store.desk.teams.create(
    { id: legal, name: 'Legal', schedule: null, targets: null },
    lineOf('team_created'),
  );
  const id = await askForHuman(house, marisol);
  await house.store.desk.claims.claim(ana, id);
  const missing = { team: 'nirgendwo' as TeamId } as const; // an id that nothing has
  expect(await house.store.desk.claims.transfer(ana, id, missing)).toEqual({ kind: 'not_found' });
  valueOf(await house.store.desk.claims.transfer(ana, id, { team: legal }));
  expect(await house.store.desk.queue.list({ team: legal })).toMatchObject([{ id, state: 'waiting', owner: null }]);
  expect(await house.store.desk.queue.list({ team: DEFAULT_TEAM })).toEqual([]);
});

test('an account that is disabled loses its cases and its sessions at once', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const [first, second] = [await askForHuman(house, marisol), await askForHuman(house, wilmer)];
  await house.store.desk.claims.claim(ana, first);
  await house.store.desk.claims.claim(ana, second);
  await house.store.desk.endings.park(ana, second, house.clock.nowMs() + 60 * MINUTE_MS);
  expect(await house.store.desk.accounts.change(ana.id, { disabled: true }, lineOf('agent_changed'))).toBe('changed');
  const states = (await house.store.desk.queue.list()).map(({ state, owner }) => ({ state, owner }));
  expect(states).toEqual([
    { state: 'waiting', owner: null },
    { state: 'waiting', owner: null },
  ]);
});

test('while an agent has the case the bot is silent, and speaks again when the case lapses', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  await sendAll(house.store);
  await house.store.desk.claims.claim(ana, id);
  await say(house, marisol, '¿hay alguien?');
  expect(await sendAll(house.store)).toEqual([]);
  house.clock.advance(LEASE_MS);
  await house.store.desk.upkeep.settleDue();
  await say(house, marisol, '¿y ahora?');
  expect(await sendAll(house.store)).toEqual(['eco']);
  expect((await house.store.desk.queue.find(id))?.waitingSinceMs).not.toBeNull();
});

test('without its line in the log nothing is done', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const [first, second] = [await askForHuman(house, marisol), await askForHuman(house, wilmer)];
  await house.store.desk.claims.claim(ana, second);
  const seen = await house.store.desk.events.latestSeq();
  await runStatement(house, 'alter table audit_log rename to away');
  await expect(house.store.desk.claims.claim(ana, first)).rejects.toThrow();
  await expect(answer(house.store, ana, second, 'hola')).rejects.toThrow();
  expect(await ownerOf(house, first)).toBeNull();
  expect(await readRows(house, "select id from outbox where author = 'agent'")).toEqual([]);
  expect(await house.store.desk.events.latestSeq()).toBe(seen);
});

test('a claim survives a restart', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  await house.store.desk.claims.claim(ana, id);
  await house.reopen();
  expect(await ownerOf(house, id)).toBe('Ana');
  expect((await house.store.desk.claims.renew(ana, id)).kind).toBe('done');
});
