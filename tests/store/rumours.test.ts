import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import { createKeyRing, decrypt } from '../../src/store/cipher.ts';
import { RETENTION_MS } from '../../src/store/retention.ts';
import { PEOPLE } from '../fakes/people.ts';
import { answerWith, messageFrom, openTestStore, START_MS, webhookWith } from '../fakes/test-store.ts';
import type { Row, TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;
const TEXT = 'Dicen que el canario amarillo cruza gente';

type Rumour = Extract<Effect, { kind: 'report_rumour' }>;

function rumour(text: string, more: Partial<Rumour> = {}): Rumour {
  return { kind: 'report_rumour', language: 'es', forwarded: null, place: 'Tijuana', price: '$808', text, ...more };
}

async function talk(house: TestStore, from: Address, effects: readonly Effect[]): Promise<void> {
  await house.store.inbox.receive(from.channel, webhookWith(messageFrom(from, 'algo')));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  const result = { ...answerWith('eco'), effects };
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
}

function reports(house: TestStore): Promise<readonly Row[]> {
  return house.query('select * from rumour_reports order by count desc');
}

/** The body, opened with the keys of the test store. */
function bodyOf(row: Row | undefined): unknown {
  const { houseKey } = createKeyRing([{ id: 'k1', key: Buffer.alloc(32, 1) }], Buffer.alloc(32, 2));
  const sealed = row?.['body'] as Uint8Array; // a blob column
  return JSON.parse(decrypt(houseKey, `rumour_reports|body|${String(row?.['id'])}`, sealed).toString());
}

test('two people who report the same on one day make one report that counts two', async () => {
  await using house = await openTestStore();
  await talk(house, marisol, [rumour(TEXT)]);
  house.clock.advance(3 * HOUR_MS);
  await talk(house, wilmer, [rumour(`  ${TEXT.toUpperCase()}!!`)]);
  const rows = await reports(house);
  expect(rows).toMatchObject([{ count: 2, channel: 'whatsapp', language: 'es', forwarded: null }]);
  expect(bodyOf(rows[0])).toEqual({ text: TEXT, place: 'Tijuana', price: '$808' });
});

test('another text, and the same text on another day, are reports of their own', async () => {
  await using house = await openTestStore();
  await talk(house, marisol, [rumour(TEXT)]);
  await talk(house, marisol, [rumour('Dicen que no', { forwarded: 'often' })]);
  house.clock.advance(DAY_MS);
  await talk(house, marisol, [rumour(TEXT)]);
  expect((await reports(house)).map(({ count }) => count)).toEqual([1, 1, 1]);
  expect((await reports(house)).filter(({ forwarded }) => forwarded === 'often')).toHaveLength(1);
});

test('nothing in a report leads to who told of it', async () => {
  await using house = await openTestStore();
  await talk(house, marisol, [rumour(TEXT)]);
  const [row] = await reports(house);
  expect(Object.keys(row ?? {}).sort()).toEqual(
    ['id', 'kind', 'text_key', 'channel', 'language', 'forwarded', 'body', 'count', 'reported_at'].sort(),
  );
  expect(row?.['reported_at']).toBe(Date.UTC(2026, 10, 21));
  expect(row?.['reported_at']).not.toBe(START_MS); // it was noon
  const tables = ['contacts', 'inbox', 'outbox', 'conversations'];
  const theirs = (await Promise.all(tables.map((table) => house.query(`select * from ${table}`)))).flat();
  const values = theirs.flatMap((one) => Object.values(one)).filter((value) => typeof value === 'string');
  const keys = values.filter((value) => value.length > 15);
  expect(keys.length).toBeGreaterThan(3);
  for (const value of Object.values(row ?? {})) expect(keys).not.toContain(value);
});

test.skipIf(inject('postgres'))('the words, the place and the price never stand in the files in clear', async () => {
  await using house = await openTestStore();
  await talk(house, marisol, [rumour(TEXT)]);
  const files = Buffer.concat(readdirSync(house.dataDir).map((name) => readFileSync(join(house.dataDir, name))));
  for (const clear of ['canario', 'Tijuana', '$808', '12025550101']) expect(files.includes(clear)).toBe(false);
});

test('the report stays when its teller is erased, and holds nothing of theirs', async () => {
  await using house = await openTestStore();
  await talk(house, marisol, [rumour(TEXT)]);
  const [before] = await reports(house);
  const named = await house.query('select id from contacts union all select key from address_keys');
  const keys = named.map(({ id }) => String(id));
  expect(keys.length).toBeGreaterThanOrEqual(2);
  await talk(house, marisol, [{ kind: 'erase', receipt: 'R-1' }]);
  for (const sending of await house.store.outbox.claim(64, ['whatsapp']))
    await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
  expect(await house.store.finishErasures()).toEqual(['whatsapp']);
  expect(await house.query('select id from contacts')).toEqual([]);
  const [after] = await reports(house);
  expect(after).toEqual(before);
  expect(bodyOf(after)).toEqual({ text: TEXT, place: 'Tijuana', price: '$808' });
  for (const key of keys) expect(JSON.stringify([after, bodyOf(after)])).not.toContain(key);
});

test('a turn that is not kept files no report', async () => {
  await using house = await openTestStore();
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'algo')));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  const result = { ...answerWith('eco'), effects: [rumour(TEXT)] };
  const lost = house.store.turns.finish({ ...claim, token: 'old' }, message, { kind: 'answered', result }, true);
  await expect(lost).rejects.toThrow();
  expect(await reports(house)).toEqual([]);
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
  expect(await reports(house)).toHaveLength(1);
});

test('reports go after their time, and not before', async () => {
  await using house = await openTestStore();
  await talk(house, marisol, [rumour(TEXT)]);
  house.clock.advance(RETENTION_MS.rumour - DAY_MS);
  await house.store.sweep();
  expect(await reports(house)).toHaveLength(1);
  house.clock.advance(DAY_MS);
  await house.store.sweep();
  expect(await reports(house)).toEqual([]);
});
