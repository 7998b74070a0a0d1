/** What the work of the desk comes to: by week, of many cases only, from rows that lead to nobody. */
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { DAY_MS, MINUTE_MS } from '../../../src/core/clock.ts';
import type { Effect } from '../../../src/core/effect.ts';
import type { FactId, TeamId } from '../../../src/core/ids.ts';
import { DESK_RETENTION_MS } from '../../../src/store/desk/desk-retention.ts';
import { countSlices } from '../../../src/store/desk/small-counts.ts';
import { median, quantile } from '../../../src/store/desk/spread.ts';
import { answer, askForHuman, composeReturn, DEFAULT_TEAM, hire, lineOf, say, valueOf } from '../../fakes/desk.ts';
import { readRows } from '../../fakes/house.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openTestStore, START_MS } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;

let people = 0;

/** One more person asks, is answered after so many minutes, and their case is closed. */
async function settle(house: TestStore, ana: Awaited<ReturnType<typeof hire>>, minutes: number, topic: string) {
  people += 1;
  const from = { channel: 'sms', phone: `+1202555${String(100 + (people % 100)).padStart(4, '0')}` } as const;
  const id = await askForHuman(house, from, { topic });
  house.clock.advance(minutes * MINUTE_MS);
  valueOf(await house.store.desk.claims.claim(ana, id));
  house.clock.advance(MINUTE_MS);
  await answer(house.store, ana, id, 'hola');
  valueOf(await house.store.desk.endings.close(ana, id, 'answered', composeReturn));
}

test('a week of ten cases has numbers, one of nine has none', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  for (let count = 1; count <= 9; count += 1) await settle(house, ana, count, 'us-asylum');
  const { reports } = house.store.desk;
  const read = () => reports.cases(START_MS, START_MS + DAY_MS);
  expect(await read()).toMatchObject([{ week: '2026-W47', closed: null, waiting: null, byTopic: [] }]);
  await settle(house, ana, 10, 'us-asylum');
  expect(await read()).toEqual([
    {
      week: '2026-W47',
      closed: 10,
      waiting: { median: 5, p90: 9 },
      answering: { median: 6, p90: 10 },
      byTopic: [{ name: 'us-asylum', count: 10 }],
      byLanguage: [{ name: 'es', count: 10 }],
      byChannel: [{ name: 'sms', count: 10 }],
      byReason: [{ name: 'request', count: 10 }],
      byOutcome: [{ name: 'answered', count: 10 }],
    },
  ]);
  expect(await reports.cases(START_MS + 7 * DAY_MS, START_MS + 14 * DAY_MS)).toEqual([]);
});

test('a case that is opened and closed again counts once', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  for (let count = 0; count < 3; count += 1) {
    valueOf(await house.store.desk.endings.close(ana, id, 'answered', composeReturn));
    valueOf(await house.store.desk.endings.reopen(ana, id));
  }
  expect(await readRows(house, 'select week from case_figures')).toHaveLength(1);
});

test('figures outlive the person, hold nothing of theirs, and go after their time', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  await settle(house, ana, 1, 'us-asylum');
  const contacts = await readRows(house, 'select id from contacts');
  const cases = await readRows(house, 'select id from cases');
  const [figures] = await readRows(house, 'select * from case_figures');
  for (const { id } of [...contacts, ...cases]) expect(Object.values(figures ?? {})).not.toContain(id);
  house.clock.advance(DESK_RETENTION_MS.caseFigures - 7 * DAY_MS);
  await house.store.sweep();
  expect(await readRows(house, 'select week from case_figures')).toHaveLength(1);
  house.clock.advance(7 * DAY_MS);
  await house.store.sweep();
  expect(await readRows(house, 'select week from case_figures')).toEqual([]);
});

test('no count below ten is shown, nor can one be worked out from the sum', () => {
  const names = fc.array(fc.constantFrom('es', 'en', 'fr', 'ht', null), { maxLength: 120 });
  fc.assert(
    fc.property(names, (all) => {
      const slices = countSlices(all);
      const told = slices.flatMap(({ count }) => (count === null ? [] : [count]));
      for (const count of told) expect(count).toBeGreaterThanOrEqual(10);
      const hidden = all.length - told.reduce((sum, count) => sum + count, 0);
      // What is left over is nothing, many, or all there is; a sum that is itself too small is not shown.
      expect(hidden === 0 || hidden >= 10 || told.length === 0).toBe(true);
      for (const { name, count } of slices)
        if (count !== null) expect(count).toBe(all.filter((one) => one === name).length);
      expect(new Set(slices.map(({ name }) => name))).toEqual(new Set(all));
    }),
    { numRuns: 300 },
  );
});

test('half and nine of ten are not longer', () => {
  const numbers = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(numbers, fc.constantFrom(0.5, 0.9), (all, share) => {
      const found = quantile(all, share);
      expect(all).toContain(found);
      expect(all.filter((one) => one <= found).length).toBeGreaterThanOrEqual(share * all.length);
      expect(all.filter((one) => one < found).length).toBeLessThan(share * all.length);
    }),
  );
  expect(median([3, 1, 2])).toBe(2);
  expect(() => median([])).toThrow(RangeError);
});

test('what was heard is listed by week, its count only from ten on', async () => {
  await using house = await openTestStore();
  const rumour: Effect = {
    kind: 'report_rumour',
    language: 'es',
    forwarded: null,
    text: 'abrieron el puente',
    place: 'Reynosa',
    price: null,
  };
  for (let count = 0; count < 9; count += 1) await say(house, marisol, 'dicen', [rumour]);
  await say(house, marisol, '¿qué es el parole?', [
    { kind: 'report_question', language: 'es', text: 'qué es el parole' },
  ]);
  const read = () => house.store.desk.reports.heard(START_MS, START_MS + 30 * DAY_MS);
  const question = { language: 'es', text: 'qué es el parole', place: null, price: null, count: null };
  const heard = { language: 'es', text: 'abrieron el puente', place: 'Reynosa', price: null };
  expect(await read()).toEqual([{ week: '2026-W47', rumours: [{ ...heard, count: null }], questions: [question] }]);
  house.clock.advance(DAY_MS); // START_MS is a Saturday
  await say(house, marisol, 'dicen', [{ ...rumour, text: 'Abrieron el puente!!' }]);
  house.clock.advance(DAY_MS);
  await say(house, marisol, 'dicen', [rumour]);
  expect(await read()).toEqual([
    { week: '2026-W48', rumours: [{ ...heard, count: null }], questions: [] },
    { week: '2026-W47', rumours: [{ ...heard, count: 10 }], questions: [question] },
  ]);
});

test('canned replies are of one team or of all, in their language, under the house key', async () => {
  await using house = await openTestStore();
  const { canned, teams, audit } = house.store.desk;
  const legal = 'legal' as TeamId; // made in the next line
  await teams.create({ id: legal, name: 'Legal', schedule: null, targets: null }, lineOf('team_created'));
  const change = lineOf('canned_changed');
  const hello = await canned.create(
    { team: null, language: 'es', title: 'Saludo', text: 'Hola, soy del equipo' },
    change,
  );
  const court = await canned.create({ team: legal, language: 'es', title: 'Corte', text: 'Su cita' }, change);
  expect((await canned.list(legal)).map(({ title }) => title)).toEqual(['Corte', 'Saludo']);
  expect(await canned.list(DEFAULT_TEAM)).toEqual([hello]);
  expect(await canned.change({ ...court, text: 'Su cita es' }, change)).toBe(true);
  expect(await canned.change({ ...court, id: 'x' }, change)).toBe(false);
  expect(await canned.list(null)).toEqual([{ ...court, text: 'Su cita es' }, hello]);
  expect([await canned.remove(hello.id, change), await canned.remove(hello.id, change)]).toEqual([true, false]);
  expect((await audit.page(null, 10)).filter(({ action }) => action === 'canned_changed')).toHaveLength(4);
});

test('a proposal reaches the editors with its question, without a case or a time, and is settled once', async () => {
  await using house = await openTestStore();
  const { proposals } = house.store.desk;
  const ana = await hire(house.store, 'Ana');
  const wanted = {
    kind: 'wrong_answer',
    fact: 'us-asylum-fees' as FactId, // invented
    language: 'ht',
    question: 'konbyen sa koute',
    comment: 'el precio cambió',
  } as const;
  const id = await proposals.make(ana.id, wanted, lineOf('proposal_made', ana.id));
  const [open] = await proposals.list('open');
  expect(open).toEqual({
    ...wanted,
    id,
    state: 'open',
    agent: { id: ana.id, name: 'Ana' },
    proposedAtMs: START_MS - (START_MS % DAY_MS),
  });
  expect(await proposals.settle(id, 'done', lineOf('proposal_settled'))).toBe(true);
  expect(await proposals.settle(id, 'done', lineOf('proposal_settled'))).toBe(false);
  expect(await proposals.list('open')).toEqual([]);
  expect(await proposals.list('done')).toHaveLength(1);
  const made = (await house.store.desk.audit.page(null, 10)).find(({ action }) => action === 'proposal_made');
  expect(made).toMatchObject({ subject: null });
  house.clock.advance(DESK_RETENTION_MS.proposal);
  await house.store.sweep();
  expect(await proposals.list('done')).toEqual([]);
});
