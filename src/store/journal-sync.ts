/**
 * Syncs SQLite's journal to disk beside the event loop. SQLite would do it inside each commit and hold everything up
 * meanwhile; here the next transaction runs while the last one is being synced, and whoever waits is told afterwards.
 *
 * The journal is only ever appended to between two checkpoints, and SQLite itself syncs it before a checkpoint
 * (`synchronous=NORMAL`): what a sync that began after a commit has brought to disk holds that commit.
 *
 * @see https://www.sqlite.org/pragma.html#pragma_synchronous
 */
import { closeSync, fdatasync, openSync } from 'node:fs';

export interface JournalSync {
  /**
   * Resolves when everything committed so far is on disk.
   *
   * @throws what the disk answered, now and for ever after: what it kept of the last commits, nobody can say
   */
  sync(): Promise<void>;
  /** Nobody waits for what has been committed: it is synced with the next that somebody waits for, or a moment later. */
  syncSoon(): void;
  /** Resolves when all that has been committed is on disk; where it is already, nothing is synced. */
  settled(): Promise<void>;
  close(): void;
}

/** How long something may be committed and not on disk, where nobody waits for it. */
const SOON_MS = 100;

/** Brings a file's bytes to disk, as `fs.fdatasync` does. */
type Sync = (file: number, done: (error: Error | null) => void) => void;

/** @param path - the journal; opened with the first sync, when it is there */
export function createJournalSync(path: string, syncFile: Sync = fdatasync): JournalSync {
  let file: number | null = null;
  let running: Promise<void> | null = null;
  /** Begins when the running one has ended, and so holds what has been committed meanwhile. */
  let next: Promise<void> | null = null;
  let failure: Error | null = null;
  let soon: NodeJS.Timeout | undefined;

  function begin(): Promise<void> {
    next = null;
    running = syncOnce().finally(() => {
      if (next === null) running = null;
    });
    return running;
  }

  function syncOnce(): Promise<void> {
    clearTimeout(soon);
    soon = undefined;
    return new Promise((resolve, reject) => {
      if (failure !== null) {
        reject(failure);
        return;
      }
      file ??= openSync(path, 'r');
      syncFile(file, (error) => {
        failure = error;
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  function sync(): Promise<void> {
    if (running === null) return begin();
    next ??= running.then(begin, begin);
    return next;
  }

  return {
    sync,
    syncSoon: () => {
      // Whoever writes next and waits hears of a disk that fails.
      soon ??= setTimeout(() => void sync().catch(() => {}), SOON_MS).unref();
    },
    // What is committed and not on disk yet may have been read by whoever asks.
    settled: () =>
      soon !== undefined
        ? sync()
        : (next ?? running ?? (failure === null ? Promise.resolve() : Promise.reject(failure))),
    close: () => {
      clearTimeout(soon);
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}
