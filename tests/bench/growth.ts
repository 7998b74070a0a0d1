/** What a message costs as the house fills: arrival, claim, turn kept, sending, by the store's own ways. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import type { Inbound } from '../../src/core/message.ts';
import type { Snapshot } from '../../src/core/turn.ts';
import { seededRandom } from '../../src/dev/random.ts';
import { openStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';
import { fillPostgres, fillSqlite, KEYS, writerUserId } from './growth-fill.ts';
import type { FillOrder } from './growth-fill.ts';
import { openPostgresHouse } from './postgres-house.ts';
import { figure } from './table.ts';
import type { Section } from './table.ts';

const SQLITE_SIZES = [
  { contacts: 1_000, messages: 10_000 },
  { contacts: 100_000, messages: 1_000_000 },
  { contacts: 1_000_000, messages: 10_000_000 },
] as const;
const POSTGRES_SIZES = [
  { contacts: 1_000, messages: 10_000 },
  { contacts: 100_000, messages: 300_000 },
  { contacts: 1_000_000, messages: 1_000_000 },
] as const;
const WRITERS = 1_000;
/** Arrive together, as they do on a busy day. */
const AT_ONCE = 64;
const WARM_UP = 2_000;
const MEASURED = 4_000;
const SEED = 5;

interface Cost {
  readonly wallUs: number;
  readonly cpuUs: number;
}

export async function benchGrowth(): Promise<readonly Section[]> {
  const sqlite = await measureAll('SQLite', SQLITE_SIZES, measureSqlite);
  await using house = await openPostgresHouse();
  const postgres = await measureAll('PostgreSQL', POSTGRES_SIZES, async (order) => {
    const databaseUrl = await house.createDatabase();
    await migrateOnly('', databaseUrl);
    await fillPostgres(databaseUrl, order);
    const { cost } = await measureStore('', databaseUrl);
    return { cost, gigabytes: Number.NaN };
  });
  return [
    {
      title: 'Growth: what a message costs as the house fills',
      columns: ['store', 'contacts', 'stored messages', 'file GB', 'µs a message', 'of it processor', 'growth'],
      rows: [...sqlite, ...postgres],
      notes: [
        'Arrival, claim, turn kept and sending of one message by the store’s own ways, 64 people at once, every commit ' +
          'synced; the bot and the provider are left out. Those who write stand scattered among all others and are not ' +
          'remembered from before. Processor time is that of the service’s process; PostgreSQL takes its own beside it.',
      ],
    },
  ];
}

interface Size {
  readonly contacts: number;
  readonly messages: number;
}

async function measureAll(
  name: string,
  sizes: readonly Size[],
  measure: (order: FillOrder) => Promise<{ readonly cost: Cost; readonly gigabytes: number }>,
): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  let first = Number.NaN;
  for (const { contacts, messages } of sizes) {
    const { cost, gigabytes } = await measure({ contacts, messages, writers: WRITERS, nowMs: systemClock.nowMs() });
    if (Number.isNaN(first)) first = cost.wallUs;
    const growth = `${figure(cost.wallUs / first, 2)} ×`;
    const counts = [figure(contacts), figure(messages), figure(gigabytes, 2)];
    rows.push([name, ...counts, figure(cost.wallUs), figure(cost.cpuUs), growth]);
  }
  return rows;
}

async function measureSqlite(order: FillOrder): Promise<{ readonly cost: Cost; readonly gigabytes: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-growth-'));
  const path = join(dataDir, 'faro.sqlite');
  try {
    await migrateOnly(dataDir, null);
    await fillSqlite(path, order);
    const gigabytes = statSync(path).size / 2 ** 30;
    const { cost } = await measureStore(dataDir, null);
    return { cost, gigabytes };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function migrateOnly(dataDir: string, databaseUrl: string | null): Promise<void> {
  await (await open(dataDir, databaseUrl)).close();
}

function open(dataDir: string, databaseUrl: string | null): Promise<Store> {
  const folder = dataDir === '' ? tmpdir() : dataDir;
  return openStore({
    ...KEYS,
    dataDir: folder,
    databaseUrl,
    outboxHoldMs: 90_000,
    sendTimeoutMs: 10_000,
    clock: systemClock,
  });
}

async function measureStore(dataDir: string, databaseUrl: string | null): Promise<{ readonly cost: Cost }> {
  const store = await open(dataDir, databaseUrl);
  try {
    const random = seededRandom(SEED);
    await handle(store, WARM_UP, 'w', random);
    const startedMs = performance.now();
    const before = process.cpuUsage();
    await handle(store, MEASURED, 'm', random);
    const { user, system } = process.cpuUsage(before);
    const wallUs = ((performance.now() - startedMs) * 1_000) / MEASURED;
    return { cost: { wallUs, cpuUs: (user + system) / MEASURED } };
  } finally {
    await store.close();
  }
}

async function handle(store: Store, messages: number, run: string, random: () => number): Promise<void> {
  for (let from = 0; from < messages; from += AT_ONCE) {
    const arrivals = Array.from({ length: Math.min(AT_ONCE, messages - from) }, (_, index) =>
      store.inbox.receive('whatsapp', {
        messages: [arrivalOf(Math.floor(random() * WRITERS), `${run}${from + index}`)],
        statuses: [],
        unreadable: [],
        ignored: 0,
      }),
    );
    await Promise.all(arrivals);
    await takeTurns(store);
    await sendAll(store);
  }
}

function arrivalOf(writer: number, providerId: string): Inbound {
  return {
    providerId,
    from: { channel: 'whatsapp', userId: writerUserId(writer) },
    sentAtMs: systemClock.nowMs(),
    content: { kind: 'text', text: 'me dijeron que con niños te dejan pasar, ¿es verdad o no?' },
  };
}

async function takeTurns(store: Store): Promise<void> {
  for (let claims = await store.turns.claim(32); claims.length > 0; claims = await store.turns.claim(32)) {
    await Promise.all(
      claims.map(async (claim) => {
        for (const [index, message] of claim.messages.entries()) {
          const snapshot = claim.snapshot as Snapshot; // everybody who writes has one
          const result = { snapshot: { ...snapshot, turns: snapshot.turns + 1 }, reply: REPLY, effects: [] };
          await store.turns.finish(claim, message, { kind: 'answered', result }, index === claim.messages.length - 1);
        }
      }),
    );
  }
}

const REPLY = { kind: 'text', text: 'Respuesta de prueba, tan larga como suele ser. '.repeat(7) } as const;

async function sendAll(store: Store): Promise<void> {
  const claim = () => store.outbox.claim(64, ['whatsapp']);
  for (let due = await claim(); due.length > 0; due = await claim()) {
    await Promise.all(
      due.map((sending) => store.outbox.finish(sending, { kind: 'accepted', providerId: `provider-of-${sending.id}` })),
    );
  }
}
