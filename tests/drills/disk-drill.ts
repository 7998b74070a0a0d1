/**
 * The disk of DATA_DIR fills up while people write: what does not fit is answered 503 and never 200, the service says why,
 * and goes on by itself when there is room again. The small disk lives in memory, in a mount namespace of the service's own.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import { readAccount } from './account.ts';
import type { Account } from './account.ts';
import { prepareService, waitUntil } from './service.ts';
import { countStatuses, startWriters } from './writers.ts';

export interface DiskOrder {
  readonly perSecond: number;
  /** How long the disk stays full. */
  readonly fullSeconds: number;
}

export interface DiskResult extends Account {
  /** Of all webhooks. */
  readonly answers: Readonly<Record<string, number>>;
  /** What it said while the disk was full. */
  readonly readyz: string;
  readonly intakeFailed: number;
  /** From when there was room again until the next webhook was taken. */
  readonly resumedMs: number;
}

const DISK_MB = 40;
/** What stays of it is the disk that people speak of: 4 MB. */
const BALLAST_MB = 36;
const HOLD_MS = 3_000;
const FILES = ['faro.sqlite', 'faro.sqlite-wal', 'keys.env'] as const;

/** Whether a process may have a disk of its own here: as root, or where users may make namespaces. */
export function canMountDisk(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** @throws where `canMountDisk` is false */
export async function runDiskDrill(order: DiskOrder): Promise<DiskResult> {
  const graph = await startFakeGraph({
    window: false,
    pairLimit: 'off',
    statuses: { delayMs: 30 },
    retryDelaysMs: Array.from({ length: 600 }, () => 500),
    keep: 100_000,
  });
  const script = `mount -t tmpfs -o size=${DISK_MB}m tmpfs "$DATA_DIR" && exec "$@"`;
  await using service = await prepareService({
    graph,
    environment: { OUTBOX_HOLD_MS: String(HOLD_MS), LOG_LEVEL: 'warn' },
    wrapper: ['unshare', '-rm', 'sh', '-c', script, 'sh'],
  });
  try {
    await service.start();
    const dataDir = `/proc/${service.pid}/root${service.dataDir}`; // as the service sees it
    const ballast = join(dataDir, 'ballast');
    writeFileSync(ballast, Buffer.alloc(BALLAST_MB * 1_048_576));
    const { appSecret, phoneNumberId } = graph;
    const { perSecond } = order;
    const writers = startWriters({ url: service.url, appSecret, phoneNumberId, people: 300, perSecond });
    const refused = (): number => countStatuses(writers.attempts)['503'] ?? 0;
    await waitUntil(() => refused() > 0, 90_000, 'the disk is full');
    await new Promise((resolve) => setTimeout(resolve, order.fullSeconds * 1_000));
    const readyz = await (await fetch(`${service.url}/readyz`)).text();
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    const takenBefore = writers.taken.length;
    rmSync(ballast);
    const freeMs = performance.now();
    await waitUntil(() => writers.taken.length > takenBefore, 30_000, 'messages are taken again');
    const resumedMs = Math.round(performance.now() - freeMs);
    await writers.finish();
    await waitUntil(() => graph.totals.accepted >= writers.taken.length, 180_000, 'every message has an answer');
    await graph.settled();
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS + 3_000)); // whatever would come twice
    // SQLite follows the link into our own folder of that name: so that is where the files are read.
    for (const name of FILES) copyFileSync(join(dataDir, name), join(service.dataDir, name));
    return {
      ...(await readAccount({ dataDir: service.dataDir, databaseUrl: null }, graph, writers.taken)),
      answers: countStatuses(writers.attempts),
      readyz,
      intakeFailed: Number(/^faro_intake_failed_total\{channel="whatsapp"\} (\d+)/m.exec(metrics)?.[1]),
      resumedMs,
    };
  } finally {
    await service.end('SIGKILL');
    await graph.stop();
  }
}
