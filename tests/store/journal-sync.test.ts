import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createJournalSync } from '../../src/store/journal-sync.ts';

/** A disk that confirms when it is told to. */
function slowDisk() {
  const path = join(mkdtempSync(join(tmpdir(), 'faro-journal-')), 'journal');
  writeFileSync(path, '');
  const begun: ((error: Error | null) => void)[] = [];
  const journal = createJournalSync(path, (_file, done) => begun.push(done));
  return { journal, begun };
}

async function isSettled(promise: Promise<void>): Promise<boolean> {
  const pending = Symbol('pending');
  await new Promise((resolve) => setImmediate(resolve));
  return (await Promise.race([promise.then(() => 'yes'), Promise.resolve(pending)])) !== pending;
}

test('who asks while the disk is busy waits for a sync that begins afterwards, and shares it', async () => {
  const { journal, begun } = slowDisk();
  const first = journal.sync();
  const second = journal.sync();
  const third = journal.sync();
  expect(begun).toHaveLength(1);
  begun[0]?.(null);
  await first;
  expect(await isSettled(second)).toBe(false);
  expect(begun).toHaveLength(2);
  begun[1]?.(null);
  await Promise.all([second, third]);
  const fourth = journal.sync();
  expect(begun).toHaveLength(3);
  begun[2]?.(null);
  await fourth;
  journal.close();
});

test('who changed nothing waits for what others have changed, and for nothing else', async () => {
  const { journal, begun } = slowDisk();
  await journal.settled();
  const changed = journal.sync();
  const unchanged = journal.settled();
  expect(await isSettled(unchanged)).toBe(false);
  begun[0]?.(null);
  await Promise.all([changed, unchanged]);
  await journal.settled();
  expect(begun).toHaveLength(1);
  journal.close();
});

test('a disk that did not confirm once is never believed again', async () => {
  const { journal, begun } = slowDisk();
  const failed = journal.sync();
  const next = journal.sync();
  begun[0]?.(new Error('EIO'));
  await expect(failed).rejects.toThrow('EIO');
  await expect(next).rejects.toThrow('EIO');
  await expect(journal.settled()).rejects.toThrow('EIO');
  await expect(journal.sync()).rejects.toThrow('EIO');
  expect(begun).toHaveLength(1);
  journal.close();
});

test('what nobody waits for is on disk a moment later, or with the next that somebody waits for', async () => {
  const { journal, begun } = slowDisk();
  journal.syncSoon();
  journal.syncSoon();
  expect(begun).toHaveLength(0);
  await vi.waitFor(() => expect(begun).toHaveLength(1));
  begun[0]?.(null);
  await new Promise((resolve) => setImmediate(resolve));
  journal.syncSoon();
  const waited = journal.sync();
  expect(begun).toHaveLength(2);
  begun[1]?.(null);
  await waited;
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(begun).toHaveLength(2);
  journal.close();
});

test('who only reads what nobody waits for waits for the disk all the same', async () => {
  const { journal, begun } = slowDisk();
  journal.syncSoon();
  const reader = journal.settled();
  expect(begun).toHaveLength(1);
  expect(await isSettled(reader)).toBe(false);
  begun[0]?.(null);
  await reader;
  journal.close();
});
