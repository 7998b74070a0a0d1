/**
 * The connections to PostgreSQL, and whether it answers on them.
 *
 * A server that is frozen or cut off by the network takes what is sent and says nothing, for as long as the system keeps
 * trying: a quarter of an hour. So one connection asks it every second. Without an answer all connections are dropped,
 * what waits on them fails at once, and nothing new is tried until the server answers again: a provider is told to come
 * back within seconds instead of waiting for nobody, and nothing piles up in memory.
 */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Client, Pool } from 'pg';
import type { PoolClient, PoolConfig } from 'pg';
import { StoreError } from '../core/errors.ts';
import { UNHEARD } from './statement.ts';

const BEAT_EVERY_MS = 1_000;
/** As long as a beat may take. A server that needs more for nothing at all serves nobody. */
const BEAT_WITHIN_MS = 2_500;
/** While it is away. */
const LOOK_EVERY_MS = 500;

/** Errors of the server that say "not now" of the whole server. @see PostgreSQL, Appendix A, error codes */
const NOT_NOW = /^(?:08|53(?!100)|57P)/;
/** Of these, what says that it does not serve at all. */
const GONE = /^(?:08|57P)/;
const DISK_FULL = '53100';
/** A table has changed since a statement was planned; or a pooler gave us another server. */
export const OUTDATED_PLAN: ReadonlySet<string> = new Set(['0A000', '26000']);
const DAMAGED: ReadonlySet<string> = new Set(['XX001', 'XX002']);

/** A pool as Kysely wants it, that fails at once while the server does not answer. */
export interface PostgresLine extends PostgresPool {
  connect(): Promise<PostgresPoolClient>;
}

/** @param onPulse - given each new connection that asks the server, before it asks */
export function openLine(config: PoolConfig, onPulse: (client: Client) => Promise<void>): PostgresLine {
  const line = new Line(config, onPulse);
  line.watch();
  return line;
}

class Line implements PostgresLine {
  readonly options: PoolConfig;
  readonly #pool: Pool;
  readonly #onPulse: (client: Client) => Promise<void>;
  readonly #clients = new Set<Client | PoolClient>();
  readonly #wrapped = new WeakMap<PoolClient, PostgresPoolClient>();
  readonly #names = new StatementNames();
  /** Who waits for a connection, to be told when there will be none. */
  readonly #waiting = new Set<(error: StoreError) => void>();
  #isAway = false;
  #wasHere = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;
  #beating: Client | null = null;

  constructor(config: PoolConfig, onPulse: (client: Client) => Promise<void>) {
    this.options = config;
    this.#onPulse = onPulse;
    this.#pool = new Pool({ ...config, pipeline: true });
    this.#pool.on('error', () => {}); // an idle connection that broke is replaced at the next use
    this.#pool.on('connect', (client) => {
      this.#clients.add(client);
      // One that breaks while somebody uses it says so to them as well; nobody else has to hear of it.
      client.on('error', () => {});
    });
    this.#pool.on('remove', (client) => this.#clients.delete(client));
  }

  async connect(): Promise<PostgresPoolClient> {
    if (this.#isAway) throw away();
    const connecting = this.#pool.connect();
    const given = Promise.withResolvers<never>();
    this.#waiting.add(given.reject);
    try {
      const client = await Promise.race([connecting, given.promise]);
      return this.#wrap(client);
    } catch (error) {
      void connecting.then(
        (client) => client.release(true), // came after all, when nobody waited any more
        () => {},
      );
      throw toStoreError(error) ?? refused(error);
    } finally {
      this.#waiting.delete(given.reject);
    }
  }

  async end(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    if (this.#beating !== null) drop(this.#beating);
    if (this.#isAway) this.#dropAll();
    await this.#pool.end();
  }

  /** Asks the server now, and from then on every second. */
  watch(): void {
    void this.#beat().then(
      () => this.#next(true),
      () => this.#next(false),
    );
  }

  #next(answers: boolean): void {
    if (this.#isOver) return;
    if (answers) this.#wasHere = true;
    // At the start nothing is known yet: there each connection has its own time to come about.
    const isAway = !answers && this.#wasHere;
    if (isAway && !this.#isAway) this.#dropAll();
    this.#isAway = isAway;
    this.#timer = setTimeout(() => this.watch(), answers ? BEAT_EVERY_MS : LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** @throws when the server does not answer in time */
  async #beat(): Promise<void> {
    const client = this.#beating ?? new Client({ ...this.options, application_name: 'faro pulse' });
    const isNew = this.#beating === null;
    this.#beating = client;
    if (isNew) client.on('error', () => {});
    try {
      await within(isNew ? this.#open(client) : ask(client), BEAT_WITHIN_MS);
    } catch (error) {
      this.#beating = null;
      drop(client);
      // It refuses us, and so it is there: too many connections, for example.
      const state = sqlStateOf(error);
      if (state === null || GONE.test(state)) throw error;
    }
  }

  async #open(client: Client): Promise<void> {
    await client.connect();
    await this.#onPulse(client);
  }

  #dropAll(): void {
    for (const fail of this.#waiting) fail(away());
    this.#waiting.clear();
    for (const client of this.#clients) drop(client);
  }

  #wrap(client: PoolClient): PostgresPoolClient {
    const known = this.#wrapped.get(client);
    if (known !== undefined) return known;
    const talk = createTalk(client, this.#names);
    // The other form of `query` is for cursors, of which we have none.
    const wrapped = {
      query: talk as PostgresPoolClient['query'],
      release: (isBroken?: boolean) => client.release(isBroken),
    };
    this.#wrapped.set(client, wrapped);
    return wrapped;
  }
}

/** Lists of different lengths make different statements; beyond this they have no name. */
const MAX_NAMES = 400;

/** A statement with a name is read and planned once by each connection, and not for each message anew. */
class StatementNames {
  readonly #names = new Map<string, string>();

  /** @returns null for what is not worth a name */
  of(text: string): string | null {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= MAX_NAMES) return null;
    const name = `faro_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

/**
 * Says statements on one connection. Inside a transaction nobody waits for those that give nothing back: they leave in one
 * packet with the next one, because each packet costs more than most statements, and what went wrong with them is told by
 * that, or by the commit.
 */
function createTalk(client: PoolClient, names: StatementNames) {
  const { stream } = client.connection;
  let isHeldBack = false;
  let inTransaction = false;
  let failure: unknown = null;

  const toWords = (text: string, parameters: readonly unknown[]) => {
    const name = names.of(text);
    return { text, values: [...parameters], ...(name === null ? {} : { name }) };
  };
  const onFailed = (error: unknown): void => {
    const state = sqlStateOf(error);
    // Whatever its answer was to be, nobody waits for it any more; what it has planned, a migration has outdated.
    if (state === null || OUTDATED_PLAN.has(state)) drop(client);
  };
  const tell = (text: string, parameters: readonly unknown[]): unknown => {
    if (!isHeldBack) stream.cork();
    isHeldBack = true;
    client.query(toWords(text, parameters), (error: Error | null) => {
      if (error === null || error === undefined) return;
      failure ??= error;
      onFailed(error);
    });
    return NOTHING_BACK;
  };
  const ask = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      const answered = client.query(toWords(text, parameters));
      if (isHeldBack) stream.uncork();
      isHeldBack = false;
      const answer = await answered;
      if (failure !== null) throw failure;
      return answer;
    } catch (error) {
      onFailed(error);
      const first = failure ?? error; // what came after the first is a mere consequence
      throw toStoreError(first) ?? first;
    }
  };

  return async (text: string, parameters: readonly unknown[] = []): Promise<unknown> => {
    if (text === 'begin') {
      inTransaction = true;
      failure = null;
      return tell(text, parameters);
    }
    if (inTransaction && text.endsWith(UNHEARD)) return tell(text, parameters);
    if (text !== 'commit' && text !== 'rollback') return ask(text, parameters);
    inTransaction = false;
    if (text === 'rollback') failure = null;
    try {
      return await ask(text, parameters);
    } finally {
      failure = null;
    }
  };
}

const NOTHING_BACK = { command: '', rowCount: 0, rows: [] } as const;

async function ask(client: Client): Promise<void> {
  await client.query('select 1');
}

/** Ends a connection without a word to the server, which would not hear it. */
function drop(client: Client | PoolClient): void {
  client.connection.stream.destroy();
}

/**
 * Gives a promise so long. In two halves: after the first one, what has come in while this process was busy with
 * something else is read before anybody is called late.
 */
async function within(promise: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      timer = setTimeout(() => reject(away()), limitMs / 2);
    }, limitMs / 2);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function away(cause?: unknown): StoreError {
  return new StoreError('The database does not answer.', { code: 'away', cause });
}

/** What the server has against us is for the person who set it up: a wrong password, no such database. */
function refused(cause: unknown): StoreError {
  return new StoreError(`The database refused the connection (${sqlStateOf(cause) ?? 'unknown'}).`, { cause });
}

/** @returns null for what the server said about one statement: that is for whoever asked */
function toStoreError(error: unknown): StoreError | null {
  if (error instanceof StoreError) return error;
  const code = sqlStateOf(error);
  if (code === null || NOT_NOW.test(code)) return away(error);
  if (code === DISK_FULL) return new StoreError('The database has no room for more.', { code: 'full', cause: error });
  if (DAMAGED.has(code)) return new StoreError('The database is damaged.', { code: 'damaged', cause: error });
  return null;
}

/** The five characters of the server; null when the error is not the server's. */
function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return /^[0-9A-Z]{5}$/.test(error.code) && 'severity' in error ? error.code : null;
}
