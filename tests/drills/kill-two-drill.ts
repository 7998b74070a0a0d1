/**
 * Two processes on one PostgreSQL, and SIGKILL of either at random moments while people write to both and status reports
 * come back. What one leaves half done the other finishes: nothing that was answered 200 is lost, and nobody gets two
 * answers to one message.
 */
import { Client } from 'pg';
import { seededRandom } from '../../src/dev/random.ts';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { startPostgres } from '../fakes/postgres-server.ts';
import { readAccount } from './account.ts';
import type { Account } from './account.ts';
import { startFront } from './front.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';
import { countStatuses, startWriters } from './writers.ts';
import type { Writers } from './writers.ts';

export interface KillTwoOrder {
  readonly kills: number;
  readonly messages: number;
  /** Enough of them: who writes more than some eight messages in a hurry is taken for a robot (`src/bot/pace.ts`). */
  readonly people: number;
  readonly perSecond: number;
  readonly seed: number;
}

export interface KillTwoResult extends Account {
  readonly kills: readonly number[];
  /** What the webhooks were answered; `none` where the process died over it. */
  readonly answers: Readonly<Record<string, number>>;
  /** Connections for webhooks that each process was given. */
  readonly connections: readonly number[];
  readonly seconds: number;
}

/** Longer than both processes may be away at once: then the report of a message that arrived comes before it is sent again. */
const HOLD_MS = 15_000;
const SEND_TIMEOUT_MS = 2_000;
/** From one start to the next kill. */
const SHORTEST_LIFE_MS = 50;
const LONGEST_LIFE_MS = 1_500;

export async function runKillTwoDrill(order: KillTwoOrder): Promise<KillTwoResult> {
  const startedMs = performance.now();
  const random = seededRandom(order.seed);
  const postgres = await startPostgres();
  const graph = await startFakeGraph({
    random,
    window: false, // who writes here is not known to it
    pairLimit: 'off', // a dead sender's retries are not the subject here
    statuses: { delayMs: 30, order: 'shuffled' },
    retryDelaysMs: Array.from({ length: 600 }, () => 100),
    keep: 100_000,
  });
  const databaseUrl = postgres.urlOf('postgres');
  const shared = {
    DATABASE_URL: databaseUrl,
    OUTBOX_HOLD_MS: String(HOLD_MS),
    SEND_TIMEOUT_MS: String(SEND_TIMEOUT_MS),
    LOG_LEVEL: 'silent',
  };
  await using first = await prepareService({ graph, environment: shared });
  await using second = await prepareService({ graph, environment: { ...shared, DATA_DIR: first.dataDir } });
  const both = [first, second];
  const front = await startFront(both.map(({ url }) => Number(new URL(url).port)));
  graph.deliverTo(`${front.url}/webhooks/whatsapp`);
  let writers: Writers | null = null;
  try {
    await first.start(); // it makes the keys
    await second.start();
    const { appSecret, phoneNumberId } = graph;
    writers = startWriters({ ...order, atMost: order.messages, url: front.url, appSecret, phoneNumberId });
    const kills = await killEither(both, order.kills, random);
    const { taken, attempts } = writers;
    await waitUntil(() => taken.length >= order.messages, 600_000, `${order.messages} messages are taken`);
    await writers.finish();
    await waitUntil(() => countAnswers(graph) >= taken.length, 120_000, 'every message has an answer');
    await graph.settled();
    // While nothing is held or on its way, nothing can come twice.
    await waitUntil(async () => (await countUnsent(databaseUrl)) === 0, 60_000, 'nothing is left to be sent');
    for (const service of both) await service.end('SIGTERM');
    return {
      kills,
      ...(await readAccount({ dataDir: first.dataDir, databaseUrl }, graph, taken)),
      answers: countStatuses(attempts),
      connections: front.given,
      seconds: Math.round((performance.now() - startedMs) / 1_000),
    };
  } finally {
    writers?.stop();
    for (const service of both) await service.end('SIGKILL');
    await front.stop();
    await graph.stop();
    await postgres.stop();
  }
}

/** Each of them dies and comes back by itself: now and then both are away. @returns how often each was killed */
function killEither(both: readonly ServiceProcess[], kills: number, random: () => number): Promise<readonly number[]> {
  let left = kills;
  return Promise.all(
    both.map(async (service) => {
      let own = 0;
      while (left > 0) {
        left -= 1;
        own += 1;
        await pause(SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS));
        await service.end('SIGKILL');
        await service.start();
      }
      return own;
    }),
  );
}

async function countUnsent(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(
    "select count(*) from outbox where state in ('queued', 'sending', 'held')",
  );
  await client.end();
  return Number(rows[0]?.count);
}

function countAnswers(graph: FakeGraph): number {
  return new Set(graph.accepted.map(({ outboxId }) => outboxId)).size;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
