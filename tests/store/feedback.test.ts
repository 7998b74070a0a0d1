/** What is kept of "did this answer you?" and of questions without an answer: nothing that leads to anybody. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/core/clock.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { FactId } from '../../src/core/ids.ts';
import { createKeyRing, decrypt } from '../../src/store/cipher.ts';
import { RETENTION_MS } from '../../src/store/retention.ts';
import { readRows, takeTurn } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { openTestStore } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;
const FEES = 'us-asylum-fees' as FactId; // an id of a test is made where it is used
const QUESTION = 'donde queda la oficina del canario amarillo';
const START_OF_DAY = Date.UTC(2026, 10, 21);

function judged(helped: boolean, more: Partial<Extract<Effect, { kind: 'note_feedback' }>> = {}): Effect {
  return { kind: 'note_feedback', fact: FEES, language: 'es', helped, ...more };
}

function asked(text = QUESTION): Effect {
  return { kind: 'report_question', language: 'es', text };
}

async function feedback(house: TestStore) {
  const rows = await readRows(house, 'select * from feedback order by day, fact, language, helped');
  return rows.map((row) => ({ ...row, day: Number(row['day']) }));
}

async function questions(house: TestStore) {
  return readRows(house, "select * from rumour_reports where kind = 'question' order by reported_at");
}

test('what many people say of an answer on one day is one count for each language and word', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [judged(true)]);
  house.clock.advance(3 * HOUR_MS);
  await takeTurn(house, wilmer, [judged(true)]);
  await takeTurn(house, wilmer, [judged(false), judged(true, { language: 'ht' })]);
  expect(await feedback(house)).toEqual([
    { day: START_OF_DAY, fact: FEES, language: 'es', helped: 0, count: 1 },
    { day: START_OF_DAY, fact: FEES, language: 'es', helped: 1, count: 2 },
    { day: START_OF_DAY, fact: FEES, language: 'ht', helped: 1, count: 1 },
  ]);
});

test('the next day counts anew, and after its time nothing of a count is left', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [judged(true)]);
  house.clock.advance(DAY_MS);
  await takeTurn(house, marisol, [judged(true)]);
  expect((await feedback(house)).map(({ day }) => day)).toEqual([START_OF_DAY, START_OF_DAY + DAY_MS]);
  house.clock.advance(RETENTION_MS.feedback - DAY_MS);
  await house.store.sweep();
  expect((await feedback(house)).map(({ day }) => day)).toEqual([START_OF_DAY + DAY_MS]);
  house.clock.advance(DAY_MS);
  await house.store.sweep();
  expect(await feedback(house)).toEqual([]);
});

test('a question without an answer is noted once a day, encrypted, with its count', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [asked()]);
  await takeTurn(house, wilmer, [asked(`¿${QUESTION.toUpperCase()}?`)]);
  const [row, ...others] = await questions(house);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ kind: 'question', language: 'es', channel: 'whatsapp', forwarded: null, count: 2 });
  expect(Number(row?.['reported_at'])).toBe(START_OF_DAY);
  const { houseKey } = createKeyRing([{ id: 'k1', key: Buffer.alloc(32, 1) }], Buffer.alloc(32, 2));
  const sealed = row?.['body'] as Uint8Array; // a column of bytes
  expect(Buffer.from(sealed).includes('canario')).toBe(false);
  const body: unknown = JSON.parse(decrypt(houseKey, `rumour_reports|body|${String(row?.['id'])}`, sealed).toString());
  expect(body).toEqual({ text: QUESTION });
});

test('the same words asked and claimed on one day are two notes', async () => {
  await using house = await openTestStore();
  const claimed: Effect = { ...asked(), kind: 'report_rumour', forwarded: null, place: null, price: null } as Effect;
  await takeTurn(house, marisol, [asked(), claimed]);
  const rows = await readRows(house, 'select kind from rumour_reports');
  expect(rows.map(({ kind }) => kind).sort()).toEqual(['question', 'rumour']);
});

test('questions go after their time, and not before', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [asked()]);
  house.clock.advance(RETENTION_MS.rumour - DAY_MS);
  await house.store.sweep();
  expect(await questions(house)).toHaveLength(1);
  house.clock.advance(DAY_MS);
  await house.store.sweep();
  expect(await questions(house)).toEqual([]);
});

test('who is erased leaves what was counted and asked behind, and nothing in it is theirs', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [judged(false), asked()]);
  const ids = await readRows(house, 'select id from contacts union all select key from address_keys');
  await takeTurn(house, marisol, [{ kind: 'erase', receipt: 'R-1' }]);
  house.clock.advance(DAY_MS);
  await house.store.finishErasures();
  expect(await readRows(house, 'select id from contacts')).toEqual([]);
  const left = JSON.stringify([await feedback(house), await questions(house)]);
  expect(await feedback(house)).toHaveLength(1);
  expect(ids.length).toBeGreaterThan(1);
  for (const { id } of ids) expect(left).not.toContain(String(id));
});
