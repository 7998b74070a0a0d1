/** A request for a person in the database: one at a time, nothing of it lost, and its place in the line. */
import { expect, test } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { Claim } from '../../src/store/turns.ts';
import { createKeyRing, decrypt } from '../../src/store/cipher.ts';
import { readRows, runStatement, takeTurn, takeTurns } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;
const rosa = PEOPLE.rosa.address;
const deng = PEOPLE.deng.address;

function wish(summary: string, urgency: 'normal' | 'urgent' = 'normal'): Effect {
  const reason = urgency === 'urgent' ? 'danger' : 'request';
  return { kind: 'open_case', case: { reason, urgency, language: 'es', topic: null, summary } };
}

/** What an agent would read. Only one person may have a case in the store. */
async function summaryOf(house: TestStore): Promise<readonly string[]> {
  const [row] = await readRows(
    house,
    'select cases.id, cases.summary, contacts.id as contact, contacts.data_key from cases join contacts on contacts.id = cases.contact_id',
  );
  const ring = createKeyRing([{ id: 'k1', key: Buffer.alloc(32, 1) }], Buffer.alloc(32, 2));
  const dataKey = ring.unwrap(row?.['data_key'] as Uint8Array, `contacts|data_key|${String(row?.['contact'])}`); // a blob column
  const summary = decrypt(dataKey, `cases|summary|${String(row?.['id'])}`, row?.['summary'] as Uint8Array); // as above
  return summary.toString().split('\n');
}

async function eventsOf(house: TestStore): Promise<readonly unknown[]> {
  return (await readRows(house, "select kind from case_events where kind <> 'message' order by seq")).map(
    ({ kind }) => kind,
  );
}

async function claimOf(house: TestStore, from: Address): Promise<Claim> {
  await house.store.inbox.receive(from.channel, webhookWith(messageFrom(from, 'algo')));
  const [claim] = await house.store.turns.claim(1);
  if (claim === undefined) throw new Error('expected a claim');
  await house.store.turns.release(claim);
  // The message stays: what is asked for here is only what the worker would be told.
  await runStatement(house, "update inbox set state = 'done' where state = 'waiting'");
  await runStatement(house, 'update contacts set waiting_seq = null, lease_until = 0');
  return claim;
}

test('what a person adds stands in the summary, in order and once', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish('Pidió hablar con una persona.')]);
  await takeTurn(house, marisol, [{ kind: 'amend_case', theme: 'family', line: 'Tema: Familia' }]);
  await takeTurn(house, marisol, [{ kind: 'amend_case', line: 'Escribió: mi hermano\nLugar: Tapachula, México' }]);
  await takeTurn(house, marisol, [{ kind: 'amend_case', line: 'Tema: Familia', language: 'fr' }]);
  expect(await summaryOf(house)).toEqual([
    'Pidió hablar con una persona.',
    'Tema: Familia',
    'Escribió: mi hermano',
    'Lugar: Tapachula, México',
  ]);
  const [row] = await readRows(house, 'select theme, language, state from cases');
  expect(row).toEqual({ theme: 'family', language: 'fr', state: 'waiting' });
  expect(await eventsOf(house)).toEqual(['opened', 'amended', 'amended', 'amended']);
});

test('a summary grows to a page and no further: why they asked and what they said last stay', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish('Pidió hablar con una persona.')]);
  for (let index = 0; index < 20; index += 1)
    await takeTurn(house, marisol, [{ kind: 'amend_case', line: `Escribió: ${index} ${'é'.repeat(490)}` }]);
  const summary = await summaryOf(house);
  expect(summary.join('\n').length).toBeLessThanOrEqual(4_000);
  expect(summary[0]).toBe('Pidió hablar con una persona.');
  expect(summary.at(-1)).toMatch(/^Escribió: 19 /);
  expect(summary.length).toBeGreaterThan(5);
});

test('an amendment without a case does nothing', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [
    { kind: 'amend_case', line: 'Escribió: algo' },
    { kind: 'close_case', line: 'ya no' },
  ]);
  expect(await readRows(house, 'select id from cases')).toEqual([]);
});

test('a cry for help makes the open case urgent, and its words are added', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish('Pidió hablar con una persona.')]);
  await takeTurn(house, marisol, [wish('Puede estar en peligro.\nEscribió: socorro', 'urgent')]);
  expect(await readRows(house, 'select urgency, reason, state from cases')).toEqual([
    { urgency: 'urgent', reason: 'danger', state: 'waiting' },
  ]);
  expect(await summaryOf(house)).toEqual([
    'Pidió hablar con una persona.',
    'Puede estar en peligro.',
    'Escribió: socorro',
  ]);
});

test('a case that an agent had put aside waits again when the person asks again', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish('Pidió hablar con una persona.')]);
  await runStatement(house, "update cases set state = 'parked'");
  await takeTurn(house, marisol, [wish('Pidió hablar con una persona.\nEscribió: otra vez')]);
  expect(await readRows(house, 'select state from cases')).toEqual([{ state: 'waiting' }]);
  expect(await summaryOf(house)).toEqual(['Pidió hablar con una persona.', 'Escribió: otra vez']);
});

test('who no longer needs it closes what waits, and may ask again', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish('uno')]);
  await takeTurn(house, marisol, [{ kind: 'close_case', line: 'Dice que ya no necesita a nadie.' }]);
  expect(await readRows(house, 'select state from cases')).toEqual([{ state: 'closed' }]);
  expect(await summaryOf(house)).toEqual(['uno', 'Dice que ya no necesita a nadie.']);
  await takeTurn(house, marisol, [wish('dos')]);
  expect(
    (await readRows(house, 'select state from cases order by opened_at')).map(({ state }) => state).sort(),
  ).toEqual(['closed', 'waiting']);
});

test.each([
  ['an urgent case', wish('uno', 'urgent'), 'waiting'],
  ['a case that an agent has', wish('uno'), 'taken'],
])('%s stays open with the note: whoever holds the phone may have said it', async (_which, opening, state) => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [opening]);
  await runStatement(house, `update cases set state = '${state}'`);
  await takeTurn(house, marisol, [{ kind: 'close_case', line: 'Dice que ya no necesita a nadie.' }]);
  expect(await readRows(house, 'select state from cases')).toEqual([{ state }]);
  expect((await summaryOf(house)).at(-1)).toBe('Dice que ya no necesita a nadie.');
});

test('the words of a case never stand in the database in clear', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish('canario'), { kind: 'remind', atMs: 1, country: 'GT' }]);
  await takeTurn(house, marisol, [{ kind: 'amend_case', line: 'Escribió: canario amarillo' }]);
  for (const table of ['cases', 'reminders']) {
    const rows = await readRows(house, `select * from ${table}`);
    expect(rows).toHaveLength(1);
    for (const value of Object.values(rows[0] ?? {})) {
      const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
      expect(text).not.toMatch(/canario|GT/);
    }
  }
});

test('the place in the line: urgent ones first, then who has waited longest; who has none would be the last', async () => {
  await using house = await openTestStore();
  const before = async (from: Address): Promise<number> => (await claimOf(house, from)).waitingBefore;
  expect(await before(marisol)).toBe(0);
  await takeTurn(house, marisol, [wish('uno')]);
  house.clock.advance(1_000);
  await takeTurn(house, wilmer, [wish('dos')]);
  house.clock.advance(1_000);
  await takeTurn(house, rosa, [wish('tres')]);
  expect([await before(marisol), await before(wilmer), await before(rosa), await before(deng)]).toEqual([0, 1, 2, 3]);
  await takeTurn(house, rosa, [wish('tres', 'urgent')]);
  expect([await before(marisol), await before(wilmer), await before(rosa), await before(deng)]).toEqual([1, 2, 0, 3]);
  await takeTurn(house, marisol, [{ kind: 'close_case', line: 'ya no' }]);
  await runStatement(house, "update cases set state = 'taken' where urgency = 'urgent'");
  expect([await before(wilmer), await before(deng)]).toEqual([0, 1]);
});

test('nobody is counted beyond a hundred', async () => {
  await using house = await openTestStore();
  const people = Array.from({ length: 103 }, (_, index): Address => {
    return { channel: 'whatsapp', userId: `US.90000000000000000${index}` };
  });
  await takeTurns(house, people, [wish('uno')]);
  expect((await claimOf(house, marisol)).waitingBefore).toBe(100);
});
