import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, inject, test } from 'vitest';
import { StoreError } from '../../src/core/errors.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const PERSON = { channel: 'whatsapp', userId: 'US.8600001' } as const;

function write({ store }: TestStore): Promise<unknown> {
  return store.inbox.receive('whatsapp', webhookWith(messageFrom(PERSON, 'hola')));
}

/** Resolves with the code of the store's error. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StoreError)) throw new Error('Expected a StoreError.', { cause: error });
  return error.code;
}

describe.skipIf(inject('postgres') !== undefined && inject('postgres') !== null)('a SQLite file', () => {
  test('that somebody else holds refuses what is written, lets everything else go on, and takes it again', async () => {
    await using house = await openTestStore();
    await write(house);
    const other = new DatabaseSync(join(house.dataDir, 'faro.sqlite'));
    other.exec('begin immediate');
    let turns = 0;
    const beating = setInterval(() => {
      turns += 1;
    }, 10);
    expect(await failureOf(write(house))).toBe('away');
    clearInterval(beating);
    expect(turns).toBeGreaterThan(20); // the process was not held up
    expect(house.store.trouble()).toBe('away');
    await expect(house.store.ping()).resolves.toBeUndefined();
    const again = performance.now();
    expect(await failureOf(write(house))).toBe('away');
    expect(performance.now() - again).toBeLessThan(2_000); // by now it is known
    other.exec('rollback');
    other.close();
    await write(house);
    expect(house.store.trouble()).toBeNull();
  });

  test('in which a page was changed is not served from', async () => {
    await using house = await openTestStore();
    await write(house);
    await house.store.close();
    const path = join(house.dataDir, 'faro.sqlite');
    const bytes = readFileSync(path);
    for (let page = 2; page < bytes.length / 4_096; page += 1) bytes.fill(0x5a, page * 4_096, page * 4_096 + 12);
    writeFileSync(path, bytes);
    expect(await failureOf(house.another())).toBe('damaged');
    writeFileSync(path, 'this is no database, whatever its name says; it is longer than a header');
    expect(await failureOf(house.another())).toBe('damaged');
  });
});
