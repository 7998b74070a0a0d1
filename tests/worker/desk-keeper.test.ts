/** The clock alone: a case whose agent vanished goes back to the queue, and the bot hears who is there. */
import { expect, test, vi } from 'vitest';
import { MINUTE_MS } from '../../src/core/clock.ts';
import { createDeskKeeper, createTeamWatch } from '../../src/worker/desk-keeper.ts';
import { askForHuman, hire, valueOf } from '../fakes/desk.ts';
import { PEOPLE } from '../fakes/people.ts';
import { openTestStore } from '../fakes/test-store.ts';

test('a case whose agent gives no sign of life is for others again', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, PEOPLE.marisol.address);
  valueOf(await house.store.desk.claims.claim(ana, id));
  const keeper = createDeskKeeper({ store: house.store, telemetry: { record: () => undefined } });
  keeper.start();
  await vi.waitFor(async () => expect(await house.store.desk.queue.find(id)).toMatchObject({ state: 'taken' }));
  house.clock.advance(3 * MINUTE_MS);
  keeper.wake();
  await vi.waitFor(async () => {
    expect(await house.store.desk.queue.find(id)).toMatchObject({ state: 'waiting', owner: null });
  });
  await keeper.stop();
});

test('the team is looked at again and again, also when the database was away', async () => {
  let looks = 0;
  const events: string[] = [];
  const watch = createTeamWatch({
    team: { refresh: () => ((looks += 1) === 1 ? Promise.reject(new Error('away')) : Promise.resolve()) },
    telemetry: { record: ({ event }) => void events.push(event) },
  });
  watch.start();
  await vi.waitFor(() => expect(looks).toBe(1));
  await vi.waitFor(() => {
    watch.wake();
    expect(looks).toBeGreaterThan(1);
  });
  expect(events).toStrictEqual(['bug']);
  await watch.stop();
});
