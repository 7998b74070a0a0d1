/** How a fake lets itself be watched: listeners, and a bounded memory of what happened. */

export interface History<Item> {
  /** The newest ones, oldest first; at least as many as asked for. */
  readonly kept: readonly Item[];
  /** How many there were, kept or not. */
  readonly total: number;
  add(item: Item): void;
  /** @returns a function that stops listening */
  listen(listener: (item: Item) => void): () => void;
  /**
   * The first kept item that fits, or the next one that comes.
   *
   * @throws {Error} when none came within `timeoutMs`
   */
  waitFor(predicate: (item: Item) => boolean, timeoutMs: number): Promise<Item>;
}

/**
 * @param name - what the items are, for the error of `waitFor`
 * @param keep - how many to remember; 0 for benchmarks, which only listen and count
 */
export function createHistory<Item>(name: string, keep: number): History<Item> {
  const kept: Item[] = [];
  const listeners = new Set<(item: Item) => void>();
  let total = 0;
  const history: History<Item> = {
    kept,
    get total() {
      return total;
    },
    add(item) {
      total += 1;
      kept.push(item);
      // Cutting at twice the size makes forgetting cheap: one move per `keep` items.
      if (kept.length > keep * 2) kept.splice(0, kept.length - keep);
      for (const listener of listeners) listener(item);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waitFor(predicate, timeoutMs) {
      const found = kept.find(predicate);
      return found === undefined ? waitForNext(history, name, predicate, timeoutMs) : Promise.resolve(found);
    },
  };
  return history;
}

function waitForNext<Item>(
  history: History<Item>,
  name: string,
  predicate: (item: Item) => boolean,
  timeoutMs: number,
): Promise<Item> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`No ${name} that fits came within ${timeoutMs} ms (${history.total} came in all).`));
    }, timeoutMs);
    const stop = history.listen((item) => {
      if (!predicate(item)) return;
      clearTimeout(timer);
      stop();
      resolve(item);
    });
  });
}
