/** Tells whoever listens that this process has written something. */
import type { Job, OpenDatabase } from './dialect.ts';

export interface WatchedDatabase {
  readonly database: OpenDatabase;
  /** @returns what ends it */
  readonly onCommit: (listener: () => void) => () => void;
}

export function watchCommits(database: OpenDatabase): WatchedDatabase {
  const listeners = new Set<() => void>();
  const write = async <T>(job: Job<T>): Promise<T> => {
    const result = await database.write(job);
    for (const listener of listeners) listener();
    return result;
  };
  return {
    database: { ...database, write },
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
