import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, inject, test } from 'vitest';
import { DAY_MS, HOUR_MS, startOfDay } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import type { FactId, SessionKey } from '../../src/core/ids.ts';
import { createKeyRing } from '../../src/store/cipher.ts';
import { parseDeletions, readDeletions, writeDeletions } from '../../src/store/deletion-log.ts';
import { makeBackup } from '../../src/store/keeping/backup.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { askForHuman, say, sendAll } from '../fakes/desk.ts';
import { fillHouse } from '../fakes/full-house.ts';
import { backUp, newHouse } from '../fakes/kept-house.ts';
import { migrateTo } from '../fakes/old-database.ts';
import { messageFrom, openTestStore, STORE_OPTIONS, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol: Address = { channel: 'whatsapp', phone: '+12025550101', userId: 'US.2101' };
const samuel: Address = { channel: 'sms', phone: '+12025550102' };
const FACT = 'us-asylum-fees' as FactId;

/** Only SQLite has files of its own to look into. */
const onFiles = test.skipIf(inject('postgres'));

async function erase(house: TestStore, who: Address): Promise<void> {
  await say(house, who, 'borrar', [{ kind: 'erase', receipt: 'R-1' }]);
  await sendAll(house.store);
  await house.store.finishErasures();
}

test('what may have been sent or answered since the backup is put aside, and a person can send it', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  await house.store.outbox.claim(1, ['whatsapp']); // on its way, and then the machine is gone
  await say(house, samuel, 'hola');
  await house.store.inbox.receive('sms', webhookWith(messageFrom(samuel, '¿y ahora?', { providerId: 'SM-2' })));
  const backup = await backUp(house);
  await using again = await newHouse(house);
  const { aside } = await again.restore(backup);
  expect(aside).toEqual({ replies: 2, messages: 1, notices: 0 });
  const store = await again.open();
  house.clock.advance(HOUR_MS);
  expect(await store.turns.claim(8)).toEqual([]);
  expect(await store.outbox.holdAbandoned()).toBe(0);
  expect(await store.outbox.claim(8, ['whatsapp', 'sms'])).toEqual([]);
  expect(await store.outbox.listGivenUp(8)).toMatchObject([
    { state: 'dead', code: 'restored' },
    { state: 'dead', code: 'restored' },
  ]);
  expect(await store.counts()).toMatchObject({ parked: 1, waiting: 0 });
  // What a provider brings again acts once, and what is new is answered.
  const twice = messageFrom(samuel, '¿y ahora?', { providerId: 'SM-2' });
  expect(await store.inbox.receive('sms', webhookWith(twice))).toMatchObject({ duplicates: 1 });
  await store.inbox.receive('sms', webhookWith(messageFrom(samuel, 'sigo aquí')));
  expect(await store.turns.claim(8)).toHaveLength(1);
  expect(await store.outbox.replay('all')).toBe(2);
  expect(await store.outbox.claim(8, ['whatsapp', 'sms'])).toHaveLength(2);
});

test('when the service was stopped before the backup, everything goes on where it was', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  await house.store.inbox.receive('sms', webhookWith(messageFrom(samuel, 'hola')));
  const backup = await backUp(house);
  await using again = await newHouse(house);
  await again.restore(backup, { nothingSentSince: true });
  const store = await again.open();
  expect(await store.outbox.claim(8, ['whatsapp'])).toHaveLength(1);
  expect(await store.turns.claim(8)).toHaveLength(1);
});

test.each([
  ['nobody knows since when the old house was down', null],
  ['the old house was down since then', Date.UTC(2026, 10, 21, 12, 30)],
])('what the provider’s list has from before is left alone when %s', async (_what, downSinceMs) => {
  await using house = await openTestStore();
  const reading = await house.store.catchUp.begin('sms');
  await reading?.end(null);
  const backup = await backUp(house);
  house.clock.advance(HOUR_MS);
  await using again = await newHouse(house);
  await again.restore(backup, { downSinceMs });
  const store = await again.open();
  expect(await store.catchUp.begin('sms')).toMatchObject({ fromMs: downSinceMs ?? house.clock.nowMs() });
});

test('whoever was deleted after the backup stays deleted; the others are there', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'canario amarillo', [{ kind: 'wish_alert', fact: FACT, language: 'es' }]);
  await askForHuman(house, marisol, { summary: 'canario' });
  await say(house, samuel, 'hola');
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'espero')));
  const backup = await backUp(house);
  house.clock.advance(HOUR_MS);
  await erase(house, marisol);
  await using again = await newHouse(house);
  expect(await again.restore(backup)).toMatchObject({ people: 1 });
  const store = await again.open();
  expect(await store.desk.queue.list()).toEqual([]);
  // Who is deleted is a stranger, and whoever is not has their conversation.
  for (const from of [marisol, samuel])
    await store.inbox.receive(from.channel, webhookWith(messageFrom(from, 'otra vez')));
  const claims = await store.turns.claim(8);
  expect(claims.map(({ channel, snapshot }) => [channel, snapshot === null])).toEqual(
    expect.arrayContaining([
      ['whatsapp', true],
      ['sms', false],
    ]),
  );
  expect(claims.flatMap(({ messages }) => messages)).toHaveLength(2);
});

onFiles(
  'no byte that was stored of somebody who was deleted after the backup is in the house that was put back',
  async () => {
    await using house = await openTestStore();
    await say(house, marisol, 'canario amarillo');
    await askForHuman(house, marisol, { summary: 'canario' });
    const backup = await backUp(house);
    const db = new DatabaseSync(backup, { readOnly: true });
    const stored = ['address', 'data_key']
      .map((column) => `select ${column} as bytes from contacts`)
      .concat(
        'select body as bytes from inbox',
        'select body as bytes from outbox',
        'select snapshot as bytes from conversations',
      )
      .concat('select summary as bytes from cases')
      .flatMap((query) => db.prepare(query).all())
      .map(({ bytes }) => Buffer.from(bytes as Uint8Array)); // blob columns
    db.close();
    expect(stored.length).toBeGreaterThanOrEqual(6);
    await erase(house, marisol);
    await using again = await newHouse(house);
    await again.restore(backup);
    const files = Buffer.concat(readdirSync(again.dataDir).map((name) => readFileSync(join(again.dataDir, name))));
    for (const bytes of stored) expect(files.includes(bytes)).toBe(false);
  },
);

test('who began anew after a deletion that the backup knows of keeps the new conversation', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'borrar', [{ kind: 'erase', receipt: 'R-1' }]);
  await say(house, marisol, 'hola de nuevo'); // before the receipt was out: the same row in the database
  const backup = await backUp(house);
  await using again = await newHouse(house);
  expect(await again.restore(backup)).toMatchObject({ people: 0 });
  const store = await again.open();
  await store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'sigo')));
  const [claim] = await store.turns.claim(1);
  expect(claim?.snapshot).not.toBeNull();
});

test('a stop and a wish not to be seen hold too, and whoever took the stop back is written to', async () => {
  await using house = await openTestStore();
  const people = [marisol, samuel, { channel: 'whatsapp', phone: '+12025550103' }] as const;
  for (const from of people) await say(house, from, 'hola', [{ kind: 'wish_alert', fact: FACT, language: 'es' }]);
  const backup = await backUp(house);
  const [stops, returns, hides] = people;
  await say(house, stops, 'alto', [{ kind: 'opt_out' }]);
  await say(house, returns, 'alto', [{ kind: 'opt_out' }]);
  await say(house, returns, 'vuelvo', [{ kind: 'opt_in' }]);
  await say(house, hides, 'ocultar', [{ kind: 'hide' }]);
  await using again = await newHouse(house);
  expect(await again.restore(backup)).toMatchObject({ people: 3 });
  const store = await again.open();
  for (const from of people) await store.inbox.receive(from.channel, webhookWith(messageFrom(from, 'hola')));
  const claims = await store.turns.claim(8);
  expect(claims.map(({ optedOut, hidden, alerts }) => [optedOut, hidden, alerts.length])).toEqual(
    expect.arrayContaining([
      [true, false, 0],
      [false, false, 0],
      [false, true, 1],
    ]),
  );
});

onFiles('a file that was put back by hand is cleaned at the next start', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  await house.store.close();
  const file = join(house.dataDir, 'faro.sqlite');
  copyFileSync(file, `${file}.copy`);
  await house.reopen();
  await erase(house, marisol);
  await house.store.close();
  copyFileSync(`${file}.copy`, file);
  const store = await house.reopen();
  await store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'hola')));
  const [claim] = await store.turns.claim(1);
  expect(claim).toMatchObject({ snapshot: null });
});

test('the list of deletions that the database writes does what the log does', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  const backup = await backUp(house);
  await erase(house, marisol);
  const listed = writeDeletions(await house.store.listDeletions());
  expect(parseDeletions(listed)).toEqual(readDeletions(house.dataDir));
  expect(listed).toMatch(/^2026-11-21 erased [\w-]{22} [\w-]{12}\n$/);
  await using again = await newHouse(house);
  expect(await again.restore(backup, { deletions: parseDeletions(listed) })).toMatchObject({ people: 1 });
});

test('a backup older than deletions are remembered is refused, unless there is no other', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  const backup = await backUp(house);
  house.clock.advance(36 * DAY_MS);
  await using again = await newHouse(house);
  await expect(again.restore(backup)).rejects.toThrow('36 days old, and deletions are remembered for 35');
  await again.restore(backup, { anyAge: true });
});

test('deletions are remembered as long as a backup may live, and then forgotten', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  await erase(house, marisol);
  house.clock.advance(35 * DAY_MS);
  await house.store.sweep();
  expect(readDeletions(house.dataDir)).toHaveLength(1);
  expect(await house.store.listDeletions()).toHaveLength(1);
  house.clock.advance(40 * DAY_MS);
  await house.store.sweep();
  expect(readDeletions(house.dataDir)).toEqual([]);
  expect(await house.store.listDeletions()).toEqual([]);
});

test('a line that a crash has torn is left out, and the next one is whole', () => {
  const whole = '2026-11-22 erased 0123456789012345678901 abcdefghijkl';
  expect(parseDeletions(`\n${whole}\n2026-11-22 era\n${whole}\n\n${whole.slice(0, -1)}`)).toHaveLength(2);
});

test('without one of the master keys that it needs nothing is put back', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  const backup = await backUp(house);
  await using again = await newHouse(house);
  const ring = createKeyRing([{ id: 'k2', key: Buffer.alloc(32, 7) }], STORE_OPTIONS.contactKey);
  await expect(again.restore(backup, { ring })).rejects.toThrow('needs the master key "k1"');
  expect(readdirSync(again.dataDir)).toEqual([]);
});

test.each([
  [
    'another value of the master key',
    { master: Buffer.alloc(32, 9), contact: STORE_OPTIONS.contactKey },
    'MASTER_KEYS',
  ],
  ['another contact key', { master: STORE_OPTIONS.masterKeys[0].key, contact: Buffer.alloc(32, 9) }, 'CONTACT_KEY'],
])('with %s nothing is put back', async (_what, { master, contact }, named) => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  const backup = await backUp(house);
  await using again = await newHouse(house);
  const ring = createKeyRing([{ id: 'k1', key: master }], contact);
  await expect(again.restore(backup, { ring })).rejects.toThrow(named);
  expect(readdirSync(again.dataDir)).toEqual([]);
  await again.restore(backup);
});

test('a backup goes into an empty house only', async () => {
  await using house = await openTestStore();
  await say(house, marisol, 'hola');
  const backup = await backUp(house);
  await using again = await newHouse(house);
  await again.restore(backup);
  await expect(again.restore(backup)).rejects.toThrow(/exists already|is not empty/);
});

test('a backup of an older version is brought to this one', async () => {
  await using house = await openTestStore({ onFile: true });
  const old = join(house.dataDir, 'old');
  mkdirSync(old);
  const database = openSqlite(join(old, 'faro.sqlite'));
  await migrateTo(database, '0003-feedback');
  const counted = { day: startOfDay(house.clock.nowMs()), fact: FACT, language: 'es', helped: 1 } as const;
  await database.db.insertInto('feedback').values(counted).execute();
  await database.close();
  const backup = join(house.dataDir, 'old.backup');
  await makeBackup({ dataDir: old, databaseUrl: null }, backup, house.clock.nowMs());
  await using again = await newHouse(house);
  await again.restore(backup);
  expect(await again.count('feedback')).toBe(1);
  const store = await again.open();
  expect(await store.listDeletions()).toEqual([]); // a table that there was not
});

test('agents sign in again after a backup was put back', async () => {
  await using house = await openTestStore();
  await fillHouse(house);
  const backup = await backUp(house);
  await using again = await newHouse(house);
  await again.restore(backup);
  const store = await again.open();
  expect(await store.desk.sessions.find('s' as SessionKey, 0)).toBeNull(); // as the full house has it
});
