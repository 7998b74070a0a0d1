/** Twenty agents reach for one case at once, over two stores on one database, five hundred times. */
import { expect, test } from 'vitest';
import type { Address } from '../../../src/core/contact.ts';
import { askForHuman, composeReturn, hire, valueOf } from '../../fakes/desk.ts';
import { openTestStore } from '../../fakes/test-store.ts';

const CASES = 500;
const AGENTS = 20;

test('each time one has it, nineteen hear who, and the log has one line', { timeout: 300_000 }, async () => {
  await using house = await openTestStore();
  const other = await house.another();
  const { desk } = house.store;
  const agents = await Promise.all(Array.from({ length: AGENTS }, (_, index) => hire(house.store, `Agente${index}`)));
  const sol = await hire(house.store, 'Sol', 'supervisor');
  const winners = new Set<string>();
  for (let index = 0; index < CASES; index += 1) {
    const from: Address = { channel: 'whatsapp', userId: `HN.90000000000000${String(index).padStart(5, '0')}` };
    const id = await askForHuman(house, from);
    // Another one is first each time, through another store.
    const reaching = agents.map((_, place) => agents[(place + index) % AGENTS] ?? sol);
    const outcomes = await Promise.all(
      reaching.map((by, place) => ((place + index) % 2 === 0 ? house.store : other).desk.claims.claim(by, id)),
    );
    const owner = (await desk.queue.find(id))?.owner;
    const won = reaching.filter((_, place) => outcomes[place]?.kind === 'done');
    expect(won.map((by) => by.id)).toEqual([owner?.id]);
    const told = outcomes.flatMap((outcome) => (outcome.kind === 'taken' ? [outcome.owner] : []));
    expect(told).toEqual(Array.from({ length: AGENTS - 1 }, () => owner));
    winners.add(owner?.id ?? '');
    valueOf(await desk.endings.close(sol, id, 'answered', composeReturn));
  }
  const lines = await desk.audit.page(null, 10 * CASES);
  expect(lines.filter(({ action }) => action === 'case_claimed')).toHaveLength(CASES);
  expect(await desk.audit.verify()).toMatchObject({ kind: 'whole' });
  expect(winners.size).toBeGreaterThan(1);
  await other.close();
});
