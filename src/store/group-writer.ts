/**
 * Writes that arrive together are committed together, and each is called done when it is on disk, unless it said that
 * committed is enough. There is no timer: the next transaction takes what arrived during the last one, and runs while that
 * one is being synced.
 */
import type { DatabaseSync } from 'node:sqlite';
import { isStoreTrouble, StoreError } from '../core/errors.ts';
import type { Db, Job, WriteOptions } from './dialect.ts';
import type { JournalSync } from './journal-sync.ts';

/**
 * How often the event loop goes round before a commit: what comes meanwhile joins it. With two rounds commits are fewer
 * and larger: 0.67 instead of 0.59 of the speed without any store, at 128 connections (`npm run bench`, 2026-11).
 */
const ROUNDS_BEFORE_COMMIT = 2;
/** One transaction takes at most this many jobs, so that the first ones do not wait for the last. */
const MAX_JOBS_PER_COMMIT = 256;
/** How long a write waits for another process; then the provider is told to come again. */
const LOCKED_FOR_MS = 3_000;
/** Once it has been locked for so long, each further write waits so long only. */
const STILL_LOCKED_MS = 250;
const LOCK_POLL_MS = 25;

interface PendingJob {
  readonly run: (db: Db) => Promise<void>;
  readonly committed: () => void;
  /** Whether somebody waits until it is on disk. */
  readonly waitsForDisk: boolean;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

export interface GroupWriter {
  write<T>(job: Job<T>, options?: WriteOptions<T>): Promise<T>;
  /** Resolves when nothing is waiting to be written, or to be on disk. */
  idle(): Promise<void>;
}

/** The words around jobs. Said to the connection itself: they come with every job, and Kysely has nothing to add. */
export interface Transaction {
  begin(): void;
  /** @returns whether anything was changed since the beginning */
  commit(): boolean;
  rollBack(): void;
  beginJob(): void;
  keepJob(): void;
  undoJob(): void;
}

/** @param check - runs what it is given, and tells in our words what the file's fault is */
export function createTransaction(native: DatabaseSync, check: <T>(run: () => T) => T): Transaction {
  const say = (text: string): (() => void) => {
    const statement = native.prepare(text);
    return () => void check(() => statement.run());
  };
  const [begin, commit, rollBack] = [say('begin immediate'), say('commit'), say('rollback')];
  const [beginJob, undo, keepJob] = [say('savepoint job'), say('rollback to job'), say('release job')];
  const changes = native.prepare('select total_changes() as changes');
  const countChanges = (): unknown => changes.get()?.['changes'];
  let before: unknown;
  return {
    begin: () => {
      begin();
      before = countChanges();
    },
    commit: () => {
      const isChanged = countChanges() !== before;
      commit();
      return isChanged;
    },
    rollBack,
    beginJob,
    keepJob,
    undoJob: () => {
      undo();
      keepJob();
    },
  };
}

/** @param onFirst - called before the first write */
export function createGroupWriter(
  db: Db,
  transaction: Transaction,
  journal: JournalSync,
  onFirst: () => void,
): GroupWriter {
  const lock = createLockPatience();
  let hasBegun = false;
  let waiting: PendingJob[] = [];
  let flushing: Promise<void> | null = null;
  const syncing = new Set<Promise<void>>();

  async function flushAll(): Promise<void> {
    if (!hasBegun) onFirst();
    hasBegun = true;
    while (waiting.length > 0) {
      // Everything that the current round of input and output brings joins this commit.
      for (let round = 0; round < ROUNDS_BEFORE_COMMIT; round += 1) {
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      const batch = waiting.slice(0, MAX_JOBS_PER_COMMIT);
      waiting = waiting.slice(MAX_JOBS_PER_COMMIT);
      const committed = await commitTogether(db, transaction, batch, lock);
      if (committed !== null) settle(committed);
    }
    flushing = null;
  }

  function settle({ done, isChanged }: Committed): void {
    for (const job of done) job.committed();
    const waiters = done.filter((job) => job.waitsForDisk);
    if (waiters.length > 0) settleOnDisk(waiters, isChanged);
    else if (isChanged) journal.syncSoon();
    for (const job of done) if (!job.waitsForDisk) job.settle();
  }

  /** Beside the next transaction. Even a job that changed nothing waits: it may have read what is not on disk yet. */
  function settleOnDisk(done: readonly PendingJob[], isChanged: boolean): void {
    const settled = (isChanged ? journal.sync() : journal.settled()).then(
      () => {
        for (const job of done) job.settle();
      },
      (cause: unknown) => {
        const error = new StoreError('The disk did not confirm what was written. Restart Faro once it is well.', {
          code: 'away',
          cause,
        });
        for (const job of done) job.fail(error);
      },
    );
    syncing.add(settled);
    void settled.then(() => syncing.delete(settled));
  }

  return {
    write: <T>(job: Job<T>, { until = 'on_disk', onCommitted }: WriteOptions<T> = {}) =>
      new Promise<T>((resolve, reject) => {
        let result: T;
        waiting.push({
          run: async (connection) => {
            result = await job(connection);
          },
          committed: () => onCommitted?.(result),
          waitsForDisk: until === 'on_disk',
          settle: () => resolve(result),
          fail: reject,
        });
        flushing ??= flushAll();
      }),
    idle: async () => {
      while (flushing !== null || syncing.size > 0) await Promise.all([flushing, ...syncing]);
    },
  };
}

interface LockPatience {
  /** Tries to begin until the file is free, and lets everything else go on meanwhile. */
  wait(begin: () => void): Promise<void>;
}

function createLockPatience(): LockPatience {
  let lockedSinceMs: number | null = null;
  return {
    wait: async (begin) => {
      const startedMs = performance.now();
      for (;;) {
        try {
          begin();
          lockedSinceMs = null;
          return;
        } catch (error) {
          if (!(error instanceof StoreError) || error.code !== 'away') throw error;
          const nowMs = performance.now();
          lockedSinceMs ??= startedMs;
          const patienceMs = Math.max(STILL_LOCKED_MS, LOCKED_FOR_MS - (startedMs - lockedSinceMs));
          if (nowMs - startedMs >= patienceMs) throw error;
          await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
        }
      }
    },
  };
}

interface Committed {
  readonly done: readonly PendingJob[];
  readonly isChanged: boolean;
}

/** Each job gets a savepoint: one that throws is undone alone. @returns null when nothing was kept */
async function commitTogether(
  db: Db,
  transaction: Transaction,
  batch: readonly PendingJob[],
  lock: LockPatience,
): Promise<Committed | null> {
  try {
    return await db.connection().execute(async (connection) => {
      const done: PendingJob[] = [];
      await lock.wait(() => transaction.begin());
      try {
        for (const job of batch) if (await runAlone(connection, transaction, job)) done.push(job);
        return { done, isChanged: transaction.commit() };
      } catch (error) {
        rollBack(transaction);
        throw error;
      }
    });
  } catch (cause) {
    const code = cause instanceof StoreError ? cause.code : 'failed';
    const error = new StoreError('The database could not write; nothing of this transaction was kept.', {
      code,
      cause,
    });
    for (const job of batch) job.fail(error); // a job that has failed already keeps its own error
    return null;
  }
}

function rollBack(transaction: Transaction): void {
  try {
    transaction.rollBack();
  } catch {
    // SQLite has rolled back by itself on a full disk.
  }
}

async function runAlone(connection: Db, transaction: Transaction, job: PendingJob): Promise<boolean> {
  transaction.beginJob();
  try {
    await job.run(connection);
  } catch (error) {
    if (isStoreTrouble(error)) throw error; // the file's fault: nothing of the others works either
    transaction.undoJob();
    job.fail(error);
    return false;
  }
  transaction.keepJob();
  return true;
}
