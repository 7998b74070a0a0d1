/**
 * SIGTERM while people write, answers hang at the provider and consoles are open: the service ends by itself within ten
 * seconds with 0, whatever it was told a second time, and its successor goes on where it was.
 */
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { readLive } from '../fakes/live-reader.ts';
import { readAccount } from './account.ts';
import type { Account } from './account.ts';
import { startTroubledPostgres } from './outage-server.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';
import { startWriters } from './writers.ts';

export interface StopOrder {
  readonly perSecond: number;
  readonly people: number;
  readonly stops: number;
  /** Between two stops. */
  readonly seconds: number;
}

export interface StopResult extends Account {
  readonly store: 'sqlite' | 'postgres';
  readonly consoles: number;
  readonly exitCodes: readonly (number | null)[];
  readonly slowestStopMs: number;
}

const HOLD_MS = 3_000;
const HANGING_CALLS = 5;
const CONSOLES = 3;
/** The default: a call that hangs would hold up the stop if anything waited for it. */
const SEND_TIMEOUT_MS = 10_000;

export async function runStopDrill(store: StopResult['store'], order: StopOrder): Promise<StopResult> {
  if (store === 'sqlite') return runStops(store, null, order);
  await using server = await startTroubledPostgres();
  return runStops(store, (await server.createDatabase()).url, order);
}

async function runStops(store: StopResult['store'], databaseUrl: string | null, order: StopOrder): Promise<StopResult> {
  const graph = await startFakeGraph({
    window: false,
    pairLimit: 'off',
    statuses: { delayMs: 30 },
    retryDelaysMs: Array.from({ length: 600 }, () => 200),
    keep: 100_000,
  });
  const environment = { OUTBOX_HOLD_MS: String(HOLD_MS), SEND_TIMEOUT_MS: String(SEND_TIMEOUT_MS), LOG_LEVEL: 'warn' };
  await using service = await prepareService({
    graph,
    environment: databaseUrl === null ? environment : { ...environment, DATABASE_URL: databaseUrl },
  });
  try {
    await service.start();
    const cookie = await signIn(service);
    const { appSecret, phoneNumberId } = graph;
    const writers = startWriters({ ...order, url: service.url, appSecret, phoneNumberId });
    const stops: { readonly code: number | null; readonly ms: number }[] = [];
    let consoles = 0;
    for (let stop = 0; stop < order.stops; stop += 1) {
      consoles += await openConsoles(service, cookie);
      await new Promise((resolve) => setTimeout(resolve, order.seconds * 1_000));
      stops.push(await stopOnce(service, graph));
      await service.start();
    }
    await writers.finish();
    await waitUntil(() => countAnswers(graph) >= writers.taken.length, 180_000, 'every message has an answer');
    await graph.settled();
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS + 4_000)); // whatever would come twice
    await service.end('SIGTERM');
    return {
      store,
      ...(await readAccount({ dataDir: service.dataDir, databaseUrl }, graph, writers.taken)),
      consoles,
      exitCodes: stops.map(({ code }) => code),
      slowestStopMs: Math.round(Math.max(...stops.map(({ ms }) => ms))),
    };
  } finally {
    await service.end('SIGKILL');
    await graph.stop();
  }
}

function countAnswers(graph: FakeGraph): number {
  return new Set(graph.accepted.map(({ outboxId }) => outboxId)).size;
}

/** Some calls hang with the message taken: only its report will tell. */
async function stopOnce(
  service: ServiceProcess,
  graph: FakeGraph,
): Promise<{ readonly code: number | null; readonly ms: number }> {
  graph.failNext('hang_after_accepting', HANGING_CALLS);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const startedMs = performance.now();
  const ended = service.end('SIGTERM');
  const second = setTimeout(() => process.kill(service.pid, 'SIGTERM'), 200);
  const code = await ended;
  clearTimeout(second);
  graph.heal();
  return { code, ms: performance.now() - startedMs };
}

/** @returns how many are open */
async function openConsoles(service: ServiceProcess, cookie: string): Promise<number> {
  let open = 0;
  for (let index = 0; index < CONSOLES; index += 1) {
    const { status, ended } = await readLive(`${service.url}/desk/api/events`, { cookie });
    if (status === 200) open += 1;
    void ended.catch(() => {});
  }
  return open;
}

/** As the agent whom a first start makes up and shows once. */
async function signIn(service: ServiceProcess): Promise<string> {
  const shown = /(\S+@\S+) {2}(\S+) {2}\(agent;/.exec(service.output());
  const answer = await fetch(`${service.url}/desk/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: service.url, 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ email: shown?.[1], password: shown?.[2] }),
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
