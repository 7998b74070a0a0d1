/** A value that components watch: the smallest thing that React can subscribe to. */
import { useSyncExternalStore } from 'react';

export class Watched<Value> {
  #value: Value;
  readonly #watchers = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const watcher of this.#watchers) watcher();
  }

  update(change: (value: Value) => Value): void {
    this.set(change(this.#value));
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };
}

export function useWatched<Value>(watched: Watched<Value>): Value {
  return useSyncExternalStore(watched.watch, () => watched.value);
}
