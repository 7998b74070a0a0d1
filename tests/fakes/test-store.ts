/** A fresh store in a folder of its own, with a clock that only moves when told. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import type { Inbound, InboundContent, ParsedWebhook, StatusReport } from '../../src/core/message.ts';
import type { SmsReach } from '../../src/core/desk.ts';
import type { SmsBudget } from '../../src/core/spend.ts';
import type { Snapshot, TurnResult } from '../../src/core/turn.ts';
import type { HearDanger } from '../../src/core/urgency.ts';
import { TEMPLATE } from './postgres-setup.ts';
import { openStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';

export const START_MS = Date.UTC(2026, 10, 21, 12);

/** A row as the database holds it. */
export type Row = Readonly<Record<string, unknown>>;

export interface TestStore extends AsyncDisposable {
  readonly store: Store;
  readonly dataDir: string;
  /** Null on SQLite, which has its file in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly clock: { nowMs(): number; advance(ms: number): void };
  /** Runs a statement past the store, on the same database: what stands in it, and what another process may have done. */
  query(statement: string): Promise<readonly Row[]>;
  /** Closes the store and opens the same files again, as a restart does. */
  reopen(): Promise<Store>;
  /** The same files in another process, as it were; whoever asks for it closes it. */
  another(): Promise<Store>;
}

/** In memory where there is such a folder: what a crash leaves behind is tried elsewhere (`tests/drills`). */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const STORE_OPTIONS = {
  masterKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
  contactKey: Buffer.alloc(32, 2),
  outboxHoldMs: 90_000,
  sendTimeoutMs: 10_000,
} as const;

export async function openTestStore(
  options: {
    readonly outboxHoldMs?: number;
    readonly sendTimeoutMs?: number;
    readonly smsBudget?: SmsBudget;
    readonly hearDanger?: HearDanger;
    readonly smsReach?: (phone: string) => SmsReach | null;
    /** A file also where the tests run on PostgreSQL. */
    readonly onFile?: boolean;
  } = {},
): Promise<TestStore> {
  const dataDir = mkdtempSync(join(FOLDER, 'faro-store-'));
  const database = options.onFile === true ? null : await createDatabase();
  let nowMs = START_MS;
  const clock = {
    nowMs: () => nowMs,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
  const open = (): Promise<Store> =>
    openStore({
      dataDir,
      databaseUrl: database?.url ?? null,
      ...STORE_OPTIONS,
      ...options,
      clock,
    });
  if (database === null) copyFileSync(await migratedFile(), join(dataDir, 'faro.sqlite'));
  let store = await open();
  return {
    get store() {
      return store;
    },
    dataDir,
    databaseUrl: database?.url ?? null,
    clock,
    another: open,
    query: (statement) => (database === null ? runOnFile(dataDir, statement) : runOn(database.url, statement)),
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

let migrated: Promise<string> | null = null;

/** A database file with nothing in it, made once per process: the migrations take a hundred times what a copy does. */
function migratedFile(): Promise<string> {
  migrated ??= migrateFile();
  return migrated;
}

async function migrateFile(): Promise<string> {
  const dataDir = mkdtempSync(join(FOLDER, 'faro-store-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  await (await openStore({ ...STORE_OPTIONS, dataDir, databaseUrl: null, clock: { nowMs: () => START_MS } })).close();
  return join(dataDir, 'faro.sqlite');
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of its own where the tests run on PostgreSQL; null on SQLite, which makes its file by itself. */
export async function createDatabase(): Promise<TestDatabase | null> {
  const server = inject('postgres');
  if (server === undefined || server === null) return null;
  const name = `faro_${randomBytes(6).toString('hex')}`;
  await runOn(server, `create database ${name} template ${TEMPLATE}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: async () => void (await runOn(server, `drop database ${name} with (force)`)) };
}

async function runOn(url: string, statement: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows.map(numbersOf);
  } finally {
    await client.end();
  }
}

/** The driver gives the large whole numbers as text; none of ours is too large for a number. */
function numbersOf(row: Row): Row {
  const numbers = Object.entries(row).filter(([, value]) => typeof value === 'string' && /^-?\d+$/.test(value));
  return { ...row, ...Object.fromEntries(numbers.map(([name, value]) => [name, Number(value)])) };
}

function runOnFile(dataDir: string, statement: string): Promise<readonly Row[]> {
  const db = new DatabaseSync(join(dataDir, 'faro.sqlite'));
  try {
    db.exec('PRAGMA foreign_keys = ON');
    return Promise.resolve(db.prepare(statement).all());
  } finally {
    db.close();
  }
}

let nextId = 0;

/** An arrival of one message; every call makes a new provider id unless one is given. */
export function messageFrom(
  from: Address,
  content: InboundContent | string,
  options: { readonly providerId?: string; readonly sentAtMs?: number } = {},
): Inbound {
  nextId += 1;
  return {
    providerId: options.providerId ?? `provider-${nextId}`,
    from,
    sentAtMs: options.sentAtMs ?? START_MS,
    content: typeof content === 'string' ? { kind: 'text', text: content } : content,
  };
}

export function webhookWith(...messages: readonly Inbound[]): ParsedWebhook {
  return { messages, statuses: [], unreadable: [], ignored: 0 };
}

export function statusWebhook(...statuses: readonly StatusReport[]): ParsedWebhook {
  return { messages: [], statuses, unreadable: [], ignored: 0 };
}

/** A turn that answers with this text and counts on. */
export function answerWith(text: string, previous: Snapshot | null = null): TurnResult {
  return {
    snapshot: {
      v: 1,
      turns: (previous?.turns ?? 0) + 1,
      lastTurnAtMs: START_MS,
      language: 'es',
      languageChosen: false,
      offered: [],
      dialogsVersion: 'test',
      dialogs: null,
    },
    reply: { kind: 'text', text },
    effects: [],
  };
}
