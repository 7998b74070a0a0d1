/** What falls due for a person at the very moment at which another process has them: it waits, and obeys what was said there. */
import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { HOUR_MS } from '../../src/core/clock.ts';
import { readRows, runStatement, takeTurn } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { openTestStore, START_MS } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const onPostgres = test.skipIf(inject('postgres') === undefined || inject('postgres') === null);
const marisol = PEOPLE.marisol.address;

/** Another process in the middle of a transaction. @returns what commits it */
async function beginElsewhere(house: TestStore, statement: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: house.databaseUrl ?? '' });
  client.on('error', () => {}); // it is dropped with its database where a test fails
  await client.connect();
  await client.query('begin');
  await client.query(statement);
  return async () => {
    await client.query('commit');
    await client.end();
  };
}

onPostgres('somebody who is just saying STOP at another process is not reminded', async () => {
  await using house = await openTestStore();
  const wish = { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: 'quiere hablar' } as const;
  const remind = { kind: 'remind', atMs: START_MS + HOUR_MS, country: 'MX' } as const;
  await takeTurn(house, marisol, [{ kind: 'open_case', case: wish }, remind]);
  house.clock.advance(HOUR_MS);
  const commit = await beginElsewhere(house, `update contacts set opted_out_at = ${house.clock.nowMs()}`);
  const write = (): { kind: 'text'; text: string } => ({ kind: 'text', text: 'usted sigue en la lista' });
  expect(await house.store.reminders.sendDue(write)).toEqual([]);
  await commit();
  expect(await house.store.reminders.sendDue(write)).toEqual([{ channel: 'whatsapp', outcome: 'opted_out' }]);
  expect(await readRows(house, "select id from outbox where author = 'system'")).toEqual([]);
});

onPostgres('somebody who was to be forgotten and writes at this very moment is not', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [{ kind: 'erase', receipt: 'R-1' }]);
  await runStatement(house, "update outbox set state = 'sent'"); // the receipt is out
  const commit = await beginElsewhere(house, 'update contacts set waiting_seq = 99');
  const erasing = house.store.finishErasures();
  await new Promise((resolve) => setTimeout(resolve, 200));
  await commit();
  expect(await erasing).toEqual([]);
  expect(await readRows(house, 'select waiting_seq from contacts')).toEqual([{ waiting_seq: 99 }]);
});

onPostgres('of two processes that forget somebody at once, one does', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [{ kind: 'erase', receipt: 'R-1' }]);
  await runStatement(house, "update outbox set state = 'sent'");
  const other = await house.another();
  const forgotten = await Promise.all([house.store.finishErasures(), other.finishErasures()]);
  expect(forgotten.flat()).toEqual(['whatsapp']);
  expect(await readRows(house, 'select id from contacts')).toEqual([]);
  await other.close();
});

onPostgres('two processes that sweep at once leave what one would leave', async () => {
  await using house = await openTestStore();
  for (const { address } of Object.values(PEOPLE)) await takeTurn(house, address, []);
  house.clock.advance(400 * 24 * HOUR_MS);
  const other = await house.another();
  await Promise.all([house.store.sweep(), other.sweep(), house.store.sweep(), other.sweep()]);
  for (const table of ['contacts', 'outbox', 'inbox']) {
    expect(await readRows(house, `select * from ${table}`)).toEqual([]);
  }
  await other.close();
});
