/**
 * The database goes away while people write: frozen, swallowed by the network, killed; a SQLite file held by somebody
 * else. Whoever is not stored hears "503, come again" within seconds; what was answered 200 is answered to the person
 * after it is back, once and in order; and the process is none the worse for it.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { startFaultProxy } from '../fakes/fault-proxy.ts';
import type { FaultProxy } from '../fakes/fault-proxy.ts';
import { readAccount } from './account.ts';
import type { Account, House } from './account.ts';
import { startTroubledPostgres } from './outage-server.ts';
import type { TroubledPostgres } from './outage-server.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';
import { countStatuses, slowest, startWriters } from './writers.ts';
import type { Attempt } from './writers.ts';

const POSTGRES_OUTAGES = ['frozen', 'stopped', 'black_hole', 'killed'] as const;
type Outage = (typeof POSTGRES_OUTAGES)[number] | 'locked';

export interface OutageOrder {
  readonly seconds: number;
  readonly perSecond: number;
  readonly people: number;
}

export interface OutageResult extends Account {
  readonly outage: Outage;
  /** Of the webhooks that came during the outage. */
  readonly answers: Readonly<Record<string, number>>;
  readonly slowest503Ms: number;
  /** From the database's return until everything that was taken had its answer. */
  readonly caughtUpMs: number;
  /** The slowest answer of /healthz meanwhile, and whether all were 200. */
  readonly healthz: { readonly allOk: boolean; readonly slowestMs: number };
  /** What /readyz and a sign-in at the desk said last. */
  readonly readyz: string;
  readonly signIn: number;
  readonly exits: number;
  /** Open files, sockets included, afterwards less before. */
  readonly moreDescriptors: number;
}

const HOLD_MS = 3_000;
const SETTLE_MS = 3_000;
const ENVIRONMENT = { OUTBOX_HOLD_MS: String(HOLD_MS), SEND_TIMEOUT_MS: '2000', LOG_LEVEL: 'warn' } as const;

/** What makes one outage, and what ends it. */
interface Trouble {
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

export async function runPostgresOutages(
  order: OutageOrder,
  outages: readonly (typeof POSTGRES_OUTAGES)[number][] = POSTGRES_OUTAGES,
): Promise<readonly OutageResult[]> {
  await using server = await startTroubledPostgres();
  const results: OutageResult[] = [];
  for (const outage of outages) results.push(await runOnPostgres(server, outage, order));
  return results;
}

async function runOnPostgres(
  server: TroubledPostgres,
  outage: (typeof POSTGRES_OUTAGES)[number],
  order: OutageOrder,
): Promise<OutageResult> {
  const proxy = await startFaultProxy(server.port);
  const database = await server.createDatabase();
  const graph = await startGraph();
  await using service = await prepareService({
    graph,
    environment: { ...ENVIRONMENT, DATABASE_URL: database.via(proxy.port) },
  });
  const house = { dataDir: service.dataDir, databaseUrl: database.url };
  try {
    return await runOutage(service, graph, house, outage, troubleOf(outage, server, proxy), order);
  } finally {
    await service.end('SIGKILL');
    await graph.stop();
    await proxy.stop();
  }
}

function troubleOf(outage: (typeof POSTGRES_OUTAGES)[number], server: TroubledPostgres, proxy: FaultProxy): Trouble {
  switch (outage) {
    case 'frozen':
      return { begin: () => proxy.fail('freeze'), end: () => proxy.heal() };
    case 'stopped':
      return { begin: () => server.signal('SIGSTOP'), end: () => server.signal('SIGCONT') };
    case 'black_hole':
      return { begin: () => proxy.fail('black_hole'), end: () => proxy.heal() };
    case 'killed':
      return { begin: () => server.kill(), end: () => server.restart() };
  }
}

/** SQLite: another program holds the file. */
export async function runSqliteOutage(order: OutageOrder): Promise<OutageResult> {
  const graph = await startGraph();
  await using service = await prepareService({ graph, environment: ENVIRONMENT });
  let other: DatabaseSync | null = null;
  const trouble: Trouble = {
    begin: () => {
      other = new DatabaseSync(join(service.dataDir, 'faro.sqlite'));
      other.exec('PRAGMA busy_timeout = 5000');
      other.exec('begin immediate');
    },
    end: () => {
      other?.exec('rollback');
      other?.close();
    },
  };
  try {
    const house = { dataDir: service.dataDir, databaseUrl: null };
    return await runOutage(service, graph, house, 'locked', trouble, order);
  } finally {
    await service.end('SIGKILL');
    await graph.stop();
  }
}

function startGraph(): Promise<FakeGraph> {
  return startFakeGraph({
    window: false, // who writes here is not known to it
    pairLimit: 'off',
    statuses: { delayMs: 30 },
    retryDelaysMs: Array.from({ length: 600 }, () => 500),
    keep: 100_000,
  });
}

async function runOutage(
  service: ServiceProcess,
  graph: FakeGraph,
  house: House,
  outage: Outage,
  trouble: Trouble,
  order: OutageOrder,
): Promise<OutageResult> {
  await service.start();
  const { pid } = service;
  const { appSecret, phoneNumberId } = graph;
  const writers = startWriters({ ...order, url: service.url, appSecret, phoneNumberId });
  await pause(SETTLE_MS);
  const descriptorsBefore = countDescriptors(pid);
  const before = writers.attempts.length;
  await trouble.begin();
  const probes = await probeFor(service.url, order.seconds * 1_000);
  const during = writers.attempts.slice(before);
  await trouble.end();
  const backMs = performance.now();
  await writers.finish();
  await waitUntil(
    () => graph.totals.accepted >= writers.taken.length,
    180_000,
    `all ${writers.taken.length} messages are answered`,
  );
  const caughtUpMs = Math.round(performance.now() - backMs);
  await graph.settled();
  await pause(HOLD_MS + SETTLE_MS); // whatever would come twice would come within a hold
  const descriptorsAfter = await settledDescriptors(pid, descriptorsBefore);
  const exits = service.pid === pid && isRunning(pid) ? 0 : 1;
  await service.end('SIGTERM');
  return {
    outage,
    ...(await readAccount(house, graph, writers.taken)),
    answers: countStatuses(during),
    slowest503Ms: slowest(during, 503),
    caughtUpMs,
    ...probes,
    exits,
    moreDescriptors: descriptorsAfter - descriptorsBefore,
  };
}

/** Looks at the service's own pages every half second. */
async function probeFor(url: string, forMs: number): Promise<Pick<OutageResult, 'healthz' | 'readyz' | 'signIn'>> {
  const endsMs = performance.now() + forMs;
  const health: Attempt[] = [];
  let readyz = 'never asked';
  let signIn = 0;
  while (performance.now() < endsMs) {
    const healthz = await ask(`${url}/healthz`);
    health.push(healthz);
    const ready = await ask(`${url}/readyz`);
    readyz = `${ready.status} ${ready.body}`;
    const asked = await ask(`${url}/desk/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email: 'nobody@example.org', password: 'a password that nobody has' }),
    });
    signIn = asked.status ?? 0;
    await pause(500);
  }
  const allOk = health.every(({ status }) => status === 200);
  return { healthz: { allOk, slowestMs: slowest(health, 200) }, readyz, signIn };
}

async function ask(url: string, request: RequestInit = {}): Promise<Attempt & { readonly body: string }> {
  const startedMs = performance.now();
  const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(15_000) }).catch(() => null);
  const body = (await answer?.text()) ?? '';
  return { status: answer?.status ?? null, ms: performance.now() - startedMs, body };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function countDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Idle connections are closed after ten seconds. */
async function settledDescriptors(pid: number, before: number): Promise<number> {
  await waitUntil(() => countDescriptors(pid) <= before, 15_000, 'idle connections are closed').catch(() => {});
  return countDescriptors(pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
