/** The live view's source: nobody who asks on from the last event misses one. */
import { expect, test } from 'vitest';
import type { DeskEvent } from '../../../src/core/desk.ts';
import type { CaseId } from '../../../src/core/ids.ts';
import { answer, askForHuman, composeReturn, hire, say, sendAll, valueOf } from '../../fakes/desk.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openTestStore } from '../../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;

test('each change of a case is one event, in order', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const { desk } = house.store;
  const id = await askForHuman(house, marisol);
  valueOf(await desk.claims.claim(ana, id));
  await answer(house.store, ana, id, 'hola');
  await say(house, marisol, 'hola');
  valueOf(await desk.notes.add(ana, id, 'nota'));
  valueOf(await desk.notes.setTags(ana, id, ['x']));
  valueOf(await desk.claims.release(ana, id));
  valueOf(await desk.claims.claim(ana, id));
  valueOf(await desk.claims.transfer(ana, id, { agent: ana.id }));
  valueOf(await desk.endings.returnToBot(ana, id, composeReturn));
  valueOf(await desk.claims.claim(ana, id));
  valueOf(await desk.endings.close(ana, id, 'answered', composeReturn));
  const events = await desk.events.after(0, 100);
  expect(events.map(({ kind }) => kind)).toEqual([
    'opened',
    'claimed',
    'answered',
    'message',
    'noted',
    'tagged',
    'released',
    'claimed',
    'transferred',
    'returned',
    'claimed',
    'closed',
  ]);
  expect(events.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq).toSorted((a, b) => a - b));
  expect(new Set(events.map(({ caseId }) => caseId))).toEqual(new Set([id]));
  expect(await desk.events.latestSeq()).toBe(events.at(-1)?.seq);
});

test('a reader who comes back reads on where it stopped, a page at a time, also after a restart', async () => {
  await using house = await openTestStore();
  expect(await house.store.desk.events.latestSeq()).toBe(0);
  await askForHuman(house, marisol);
  await askForHuman(house, wilmer);
  await say(house, marisol, 'hola');
  const all = await house.store.desk.events.after(0, 100);
  await house.reopen();
  const read: DeskEvent[] = [];
  for (;;) {
    const page = await house.store.desk.events.after(read.at(-1)?.seq ?? 0, 1);
    if (page.length === 0) break;
    read.push(...page);
  }
  expect(read).toEqual(all);
});

test('whoever listens is called after a commit, not after what was undone, and not once they stop', async () => {
  await using house = await openTestStore();
  let calls = 0;
  const stop = house.store.desk.events.listen(() => {
    calls += 1;
  });
  await askForHuman(house, marisol);
  expect(calls).toBeGreaterThan(0);
  stop();
  const before = calls;
  await say(house, marisol, 'hola');
  expect(calls).toBe(before);
});

test('no event becomes visible after one with a higher number', { timeout: 60_000 }, async () => {
  await using house = await openTestStore();
  const other = await house.another();
  const agents = await Promise.all(['Ana', 'Beto', 'Cata'].map((name) => hire(house.store, name)));
  const cases: CaseId[] = [];
  for (let index = 0; index < 6; index += 1)
    cases.push(await askForHuman(house, { channel: 'sms', phone: `+1202555011${index}` }));

  let isOver = false;
  const read: DeskEvent[] = [];
  const reader = (async () => {
    for (;;) {
      const wasOver: boolean = isOver;
      read.push(...(await other.desk.events.after(read.at(-1)?.seq ?? 0, 1_000)));
      if (wasOver) return;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  })();
  await Promise.all(
    cases.flatMap((id) =>
      agents.map(async (by, index) => {
        const store = index === 0 ? other : house.store;
        for (let round = 0; round < 8; round += 1) {
          await store.desk.claims.claim(by, id);
          await store.desk.claims.release(by, id);
        }
      }),
    ),
  );
  isOver = true;
  await reader;
  expect(read).toEqual(await house.store.desk.events.after(0, 10_000));
  expect(read.length).toBeGreaterThan(cases.length * 8);
  await other.close();
});

test('somebody who is erased leaves one event that says so, and nothing else', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  await say(house, marisol, 'borrar', [{ kind: 'erase', receipt: 'R-1' }]);
  await sendAll(house.store);
  const events = await house.store.desk.events.after(0, 100);
  expect(events).toMatchObject([{ caseId: id, kind: 'gone' }]);
});
