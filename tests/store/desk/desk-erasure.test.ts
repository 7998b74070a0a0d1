/** "Delete my data" while agents have worked on it: their notes, answers and views of it go too. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../src/core/clock.ts';
import type { CaseId } from '../../../src/core/ids.ts';
import type { Actor } from '../../../src/store/desk/parts.ts';
import { RETENTION_MS } from '../../../src/store/retention.ts';
import { answer, askForHuman, composeReturn, hire, say, sendAll, TEMPLATE, typed, valueOf } from '../../fakes/desk.ts';
import { readRows } from '../../fakes/house.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openTestStore } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;

interface Worked {
  readonly ana: Actor;
  readonly id: CaseId;
}

/** A case in which everything was written that can be. */
async function work(house: TestStore): Promise<Worked> {
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol, { summary: 'canario en el resumen' });
  valueOf(await house.store.desk.claims.claim(ana, id));
  await answer(house.store, ana, id, 'canario en la respuesta');
  valueOf(await house.store.desk.notes.add(ana, id, 'canario en la nota'));
  valueOf(await house.store.desk.notes.setTags(ana, id, ['canario']));
  valueOf(await house.store.desk.reading.revealNumber(ana, id, 'canario en la razón'));
  await sendAll(house.store);
  house.clock.advance(DAY_MS);
  valueOf(await house.store.desk.claims.renew(ana, id));
  valueOf(await house.store.desk.answers.send(ana, id, typed('canario guardado', { template: TEMPLATE })));
  await sendAll(house.store);
  return { ana, id };
}

/** Every ciphertext of a person, wherever it stands. */
async function sealedWords(house: TestStore): Promise<readonly Buffer[]> {
  const queries = [
    'select body as bytes from outbox where body is not null',
    'select summary as bytes from cases',
    'select tags as bytes from cases where tags is not null',
    'select body as bytes from case_notes',
  ];
  const rows = await Promise.all(queries.map((query) => readRows(house, query)));
  return rows.flat().map(({ bytes }) => Buffer.from(bytes as Uint8Array)); // columns of bytes
}

function allFiles(house: TestStore): Buffer {
  return Buffer.concat(readdirSync(house.dataDir).map((name) => readFileSync(join(house.dataDir, name))));
}

async function eraseMarisol(house: TestStore): Promise<void> {
  await say(house, marisol, 'borrar', [{ kind: 'erase', receipt: 'R-1' }]);
  await sendAll(house.store);
  house.clock.advance(HOUR_MS);
  expect(await house.store.finishErasures()).toEqual(['whatsapp']);
}

test('an erased person’s case is nowhere any more, for nobody', async () => {
  await using house = await openTestStore();
  const { ana, id } = await work(house);
  const sol = await hire(house.store, 'Sol', 'supervisor');
  const other = await askForHuman(house, wilmer);
  await eraseMarisol(house);

  const { desk } = house.store;
  expect((await desk.queue.list()).map((one) => one.id)).toEqual([other]);
  expect(await desk.queue.find(id)).toBeNull();
  expect(await desk.findCaseOwner(id)).toBeNull();
  for (const by of [ana, sol]) {
    const gone = { kind: 'not_found' };
    expect(await desk.reading.view(by, id)).toEqual(gone);
    expect(await desk.reading.revealNumber(by, id, 'otra vez')).toEqual(gone);
    expect(await desk.claims.claim(by, id)).toEqual(gone);
    expect(await desk.claims.renew(by, id)).toEqual(gone);
    expect(await desk.answers.send(by, id, typed('hola'))).toEqual(gone);
    expect(await desk.endings.reopen(by, id)).toEqual(gone);
    expect(await desk.endings.openAnother(by, id, 'otra')).toEqual(gone);
    expect(await desk.endings.close(by, id, 'answered', composeReturn)).toEqual(gone);
  }
  expect(await readRows(house, 'select id from case_notes')).toEqual([]);
  expect(await readRows(house, 'select kind from case_events order by seq')).toMatchObject([
    { kind: 'opened' },
    { kind: 'gone' },
  ]);
});

test('the event that a case is gone goes too, after a day', async () => {
  await using house = await openTestStore();
  await work(house);
  await eraseMarisol(house);
  house.clock.advance(RETENTION_MS.caseEventOfGone);
  await house.store.sweep();
  expect(await readRows(house, 'select kind from case_events')).toEqual([]);
});

test.skipIf(inject('postgres'))('no byte of what agents wrote about an erased person is in any file', async () => {
  await using house = await openTestStore();
  await work(house);
  expect(allFiles(house).includes('canario')).toBe(false);
  const before = await sealedWords(house);
  expect(before.length).toBeGreaterThanOrEqual(6);
  for (const bytes of before) expect(allFiles(house).includes(bytes)).toBe(true);
  await eraseMarisol(house);
  const after = allFiles(house);
  for (const bytes of before) expect(after.includes(bytes)).toBe(false);
});

test('a closed case goes after its time with its notes, and an open one stays', async () => {
  await using house = await openTestStore();
  const { ana, id } = await work(house);
  const open = await askForHuman(house, wilmer);
  valueOf(await house.store.desk.endings.close(ana, id, 'answered', composeReturn));
  house.clock.advance(RETENTION_MS.closedCase - 1);
  await say(house, marisol, 'gracias'); // else the whole person would be past their time
  await house.store.sweep();
  expect(await house.store.desk.queue.find(id)).not.toBeNull();
  house.clock.advance(1);
  await house.store.sweep();
  expect(await house.store.desk.queue.find(id)).toBeNull();
  expect(await readRows(house, 'select id from case_notes')).toEqual([]);
  expect((await house.store.desk.queue.list()).map((one) => one.id)).toEqual([open]);
});

test('nothing of a person stands in the log', async () => {
  await using house = await openTestStore();
  await work(house);
  const log = JSON.stringify(await house.store.desk.audit.page(null, 100));
  expect(log).not.toMatch(/canario|202555|marisol/i);
  expect(await house.store.desk.audit.verify()).toMatchObject({ kind: 'whole' });
});
