/**
 * What processes on one database call to each other, so that nobody finds out only at the next look: a job notes what it
 * has written about, and whoever listens is called once that is done. A call that gets lost costs time and nothing
 * else, because everybody also looks by themselves every now and then.
 */
import type { Db, Job, OpenDatabase, WriteOptions } from './dialect.ts';

/** There is something to be read. */
const WAKE_UPS = [
  /** Events of cases. */
  'cases',
  /** Who may do what at the desk, who is there, and the hours. */
  'staff',
  /** More messages wait for their turn than one process takes at once. */
  'turns',
  /** The same of replies. */
  'outbox',
] as const;
type WakeUp = (typeof WAKE_UPS)[number];
/** Besides, a colleague writes or reads along: a note says where. It is kept nowhere, and nothing is lost with it. */
export type Signal = WakeUp | 'company';

/** A signal, and what else is to be known: ids of ours, nothing about a person. */
export interface Call {
  readonly signal: Signal;
  readonly note: string;
}

/** The other processes on the same database. */
export interface Others {
  /** They are called now. */
  call(calls: readonly Call[]): Promise<void>;
  /** @param onGap - calls of others may have been missed */
  listen(onCall: (call: Call) => void, onGap: () => void): void;
}

export interface Signals {
  /** @returns what ends it */
  listen(signal: Signal, listener: (note: string) => void): () => void;
  /** Calls the other processes, soon; this one knows already. */
  callOthers(signal: Signal, note?: string): void;
}

/** The least time between two calls to the others: however busy it is here, they are not woken more often. */
const PAUSE_MS = 20;
/** More notes are not worth telling. */
const MAX_WAITING = 100;

/** What the transaction that is under way has written about. */
const noted = new WeakMap<Db, Set<Signal>>();

/** To be called in the transaction that writes it. */
export function noteSignal(db: Db, signal: WakeUp): void {
  const signals = noted.get(db) ?? new Set();
  noted.set(db, signals.add(signal));
}

/** @returns the database whose writes call, and what listens to them */
export function withSignals(database: OpenDatabase): { readonly database: OpenDatabase; readonly signals: Signals } {
  const { others } = database;
  const listeners = new Map<Signal, Set<(note: string) => void>>();
  const tell = ({ signal, note }: Call): void => {
    for (const listener of listeners.get(signal) ?? []) listener(note);
  };
  const callOthers = others === null ? (): void => {} : createCaller(others);
  others?.listen(tell, () => {
    for (const signal of WAKE_UPS) tell({ signal, note: '' });
  });
  const write = async <T>(job: Job<T>, options?: WriteOptions<T>): Promise<T> => {
    let signals: readonly Signal[] = [];
    const result = await database.write(async (db) => {
      noted.delete(db); // of a job before it on the same connection, which was undone
      const value = await job(db);
      signals = [...(noted.get(db) ?? [])];
      noted.delete(db);
      return value;
    }, options);
    for (const signal of signals) {
      tell({ signal, note: '' });
      callOthers(signal);
    }
    return result;
  };
  return {
    database: { ...database, write },
    signals: {
      listen: (signal, listener) => {
        const known = listeners.get(signal) ?? new Set();
        listeners.set(signal, known.add(listener));
        return () => known.delete(listener);
      },
      callOthers,
    },
  };
}

/** Gathers what is to be called while the last call is on its way. */
function createCaller(others: Others): Signals['callOthers'] {
  const waiting = new Map<string, Call>();
  let isCalling = false;

  const callAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const calls = [...waiting.values()];
      waiting.clear();
      await others.call(calls).catch(() => {}); // the database is away: when it is back, everybody looks
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
    }
    isCalling = false;
  };

  return (signal, note = '') => {
    if (note !== '' && waiting.size >= MAX_WAITING) return;
    waiting.set(`${signal} ${note}`, { signal, note });
    if (isCalling) return;
    isCalling = true;
    void callAll();
  };
}
