/**
 * Restarts without end: one service that is ended again and again as soon as it is ready, and many that start at once on
 * one new database. Each time they come up, and nothing that was taken is lost.
 */
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import { readAccount } from './account.ts';
import type { Account } from './account.ts';
import { startTroubledPostgres } from './outage-server.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';
import { startWriters } from './writers.ts';

export interface StormOrder {
  readonly restarts: number;
  readonly perSecond: number;
}

export interface StormResult extends Account {
  readonly restarts: number;
  readonly slowestReadyMs: number;
}

const HOLD_MS = 3_000;

/** Half of the ends are SIGKILLs. */
export async function runRestartStorm(order: StormOrder): Promise<StormResult> {
  const graph = await startFakeGraph({
    window: false,
    pairLimit: 'off',
    statuses: { delayMs: 30 },
    retryDelaysMs: Array.from({ length: 1_200 }, () => 300),
    keep: 100_000,
  });
  await using service = await prepareService({
    graph,
    environment: { OUTBOX_HOLD_MS: String(HOLD_MS), SEND_TIMEOUT_MS: '2000', LOG_LEVEL: 'silent' },
  });
  try {
    await service.start();
    const { appSecret, phoneNumberId } = graph;
    const { perSecond } = order;
    const writers = startWriters({ url: service.url, appSecret, phoneNumberId, people: 300, perSecond });
    const readyMs: number[] = [];
    for (let restart = 0; restart < order.restarts; restart += 1) {
      await service.end(restart % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      const startedMs = performance.now();
      await service.start();
      readyMs.push(performance.now() - startedMs);
    }
    await writers.finish();
    const answers = (): number => new Set(graph.accepted.map(({ outboxId }) => outboxId)).size;
    await waitUntil(() => answers() >= writers.taken.length, 180_000, 'every message has an answer');
    await graph.settled();
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS + 6_000)); // whatever would come twice
    await service.end('SIGTERM');
    return {
      restarts: order.restarts,
      ...(await readAccount({ dataDir: service.dataDir, databaseUrl: null }, graph, writers.taken)),
      slowestReadyMs: Math.round(Math.max(...readyMs)),
    };
  } finally {
    await service.end('SIGKILL');
    await graph.stop();
  }
}

/** @returns how many of them came up */
export async function runStartStorm(
  processes: number,
): Promise<{ readonly processes: number; readonly ready: number }> {
  await using server = await startTroubledPostgres();
  const { url } = await server.createDatabase();
  const keys = {
    MASTER_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    CONTACT_KEY: Buffer.alloc(32, 2).toString('base64'),
  };
  const services: ServiceProcess[] = [];
  for (let index = 0; index < processes; index += 1) {
    services.push(await prepareService({ environment: { ...keys, DATABASE_URL: url, LOG_LEVEL: 'warn' } }));
  }
  try {
    const started = await Promise.allSettled(services.map((service) => service.start()));
    return { processes, ready: started.filter(({ status }) => status === 'fulfilled').length };
  } finally {
    await Promise.all(services.map((service) => service[Symbol.asyncDispose]()));
  }
}
