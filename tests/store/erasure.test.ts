import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, inject, test } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import { RETENTION_MS } from '../../src/store/retention.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol: Address = { channel: 'whatsapp', phone: '+12025550101' };
const WORDS = 'canario amarillo en la ventana';

async function talk(house: TestStore, text: string, effects: readonly Effect[] = []): Promise<void> {
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, text, { providerId: `wamid.${text}` })));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  const result = { ...answerWith(`eco: ${text}`), effects };
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
}

async function sendAll(house: TestStore): Promise<void> {
  for (const sending of await house.store.outbox.claim(64, ['whatsapp'])) {
    await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
  }
}

/** Every stored secret and ciphertext that belongs to a person now. */
function storedBytes(house: TestStore): readonly Buffer[] {
  const db = new DatabaseSync(join(house.dataDir, 'faro.sqlite'), { readOnly: true });
  const queries = [
    'select address as bytes from contacts',
    'select data_key as bytes from contacts',
    'select body as bytes from inbox where body is not null',
    'select body as bytes from outbox where body is not null',
    'select snapshot as bytes from conversations',
    'select summary as bytes from cases',
  ];
  const found = queries.flatMap((query) =>
    db
      .prepare(query)
      .all()
      .map(({ bytes }) => Buffer.from(bytes as Uint8Array)),
  ); // blob columns
  db.close();
  return found;
}

function allFiles(house: TestStore): Buffer {
  return Buffer.concat(readdirSync(house.dataDir).map((name) => readFileSync(join(house.dataDir, name))));
}

const caseEffect: Effect = {
  kind: 'open_case',
  case: { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: WORDS },
};

/** Only SQLite has files of its own to look into. */
const onFiles = test.skipIf(inject('postgres'));

onFiles('words and numbers never stand in the files in clear', async () => {
  await using house = await openTestStore();
  await talk(house, WORDS, [caseEffect]);
  const files = allFiles(house);
  for (const clear of [WORDS, '12025550101', 'wamid.']) expect(files.includes(clear)).toBe(false);
});

onFiles('after "delete my data" no byte of what was stored of the person is in any file or backup', async () => {
  await using house = await openTestStore();
  await talk(house, WORDS, [caseEffect]);
  await sendAll(house);
  const before = storedBytes(house);
  expect(before.length).toBeGreaterThanOrEqual(6);
  for (const bytes of before) expect(allFiles(house).includes(bytes)).toBe(true);

  await talk(house, 'borrar', [{ kind: 'erase', receipt: 'R-1' }]);
  const receipt = storedBytes(house);
  expect(await house.store.finishErasures()).toEqual([]); // the receipt is not out yet
  await sendAll(house);
  expect(await house.store.finishErasures()).toEqual(['whatsapp']);

  const backup = join(house.dataDir, 'backup.sqlite');
  const db = new DatabaseSync(join(house.dataDir, 'faro.sqlite'));
  db.exec(`vacuum into '${backup}'`);
  db.close();
  const files = allFiles(house);
  for (const bytes of [...before, ...receipt]) expect(files.includes(bytes)).toBe(false);
  expect(storedBytes(house)).toEqual([]);
});

test('an erased person’s old message ids still act once', async () => {
  await using house = await openTestStore();
  await talk(house, 'hola');
  await talk(house, 'borrar', [{ kind: 'erase', receipt: 'R-1' }]);
  await sendAll(house);
  await house.store.finishErasures();
  const again = messageFrom(marisol, 'hola', { providerId: 'wamid.hola' });
  expect(await house.store.inbox.receive('whatsapp', webhookWith(again))).toMatchObject({ accepted: 0, duplicates: 1 });
});

test('somebody who writes again before the receipt is out begins anew and loses nothing', async () => {
  await using house = await openTestStore();
  await talk(house, 'borrar', [{ kind: 'erase', receipt: 'R-1' }]);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'otra cosa')));
  await sendAll(house);
  expect(await house.store.finishErasures()).toEqual([]);
  const [claim] = await house.store.turns.claim(1);
  expect(claim?.snapshot).toBeNull();
  expect(claim?.messages.map(({ inbound }) => inbound.content)).toEqual([{ kind: 'text', text: 'otra cosa' }]);
});

test('what is past its time goes, and what waits for a turn stays', async () => {
  await using house = await openTestStore();
  await talk(house, 'hola');
  await sendAll(house);
  await house.store.inbox.receive(
    'whatsapp',
    webhookWith(messageFrom({ channel: 'whatsapp', phone: '+12025550109' }, 'espera')),
  );
  house.clock.advance(RETENTION_MS.body + 1);
  expect(await house.store.sweep()).toMatchObject({ bodies: 2, contacts: 0 });
  house.clock.advance(RETENTION_MS.contact);
  expect(await house.store.sweep()).toMatchObject({ contacts: 1, tombstones: 1 });
  expect(await house.store.counts()).toMatchObject({ waiting: 1 });
});
