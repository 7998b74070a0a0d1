/**
 * Many messages through the whole service: what it holds in memory, files and timers after all of them is what it held
 * after the first fifth.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import type { Holdings } from './memory-probe.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';
import { startWriters } from './writers.ts';
import type { Writers } from './writers.ts';

export interface MemoryOrder {
  readonly messages: number;
  readonly perSecond: number;
}

interface Look extends Holdings {
  readonly descriptors: number;
}

export interface MemoryResult {
  readonly messages: number;
  readonly early: Look;
  readonly late: Look;
  /** Heap after garbage collection: late over early. */
  readonly heapRatio: number;
  readonly moreDescriptors: number;
  readonly moreTimers: number;
}

const EARLY = 0.2;
/** Connections that nobody uses, to us or to the provider, are closed by then. */
const REST_MS = 90_000;

export async function runMemoryDrill(order: MemoryOrder): Promise<MemoryResult> {
  const graph = await startFakeGraph({ window: false, pairLimit: 'off', statuses: { delayMs: 20 }, keep: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'faro-memory-'));
  const probe = join(folder, 'holdings.json');
  await using service = await prepareService({
    graph,
    environment: {
      LOG_LEVEL: 'silent',
      FARO_DRILL_PROBE: probe,
      NODE_OPTIONS: `--import=${new URL('memory-probe.ts', import.meta.url).href}`,
    },
  });
  try {
    await service.start();
    // So many people that each writes twice a minute: who is faster with the same words is taken for a robot.
    const people = order.perSecond * 30;
    const { appSecret, phoneNumberId } = graph;
    const some = { url: service.url, appSecret, phoneNumberId, people, perSecond: order.perSecond };
    await drive(startWriters(some), graph, order.messages * EARLY);
    const early = await look(service, probe);
    const answered = graph.totals.accepted;
    // The same people again: those who are known cost nothing more.
    await drive(startWriters({ ...some, run: 'late' }), graph, answered + order.messages * (1 - EARLY));
    const late = await look(service, probe);
    return {
      messages: graph.totals.accepted,
      early,
      late,
      heapRatio: Math.round((late.heapBytes / early.heapBytes) * 1_000) / 1_000,
      moreDescriptors: late.descriptors - early.descriptors,
      moreTimers: countTimers(late) - countTimers(early),
    };
  } finally {
    await service.end('SIGKILL');
    await graph.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param total - how many answers there must be in all */
async function drive(writers: Writers, graph: FakeGraph, total: number): Promise<void> {
  const before = graph.totals.accepted;
  await waitUntil(() => before + writers.taken.length >= total, 3_600_000, 'all of them have written');
  await writers.finish();
  await waitUntil(() => graph.totals.accepted >= before + writers.taken.length, 120_000, 'all are answered');
  await graph.settled();
}

async function look(service: ServiceProcess, probe: string): Promise<Look> {
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  rmSync(probe, { force: true });
  process.kill(service.pid, 'SIGUSR2');
  let holdings: Holdings | null = null;
  await waitUntil(
    () => {
      holdings = readHoldings(probe);
      return holdings !== null;
    },
    10_000,
    'the service says what it holds',
  );
  const found = holdings ?? readHoldings(probe);
  if (found === null) throw new Error('Expected the service to say what it holds.');
  return { ...found, descriptors: readdirSync(`/proc/${service.pid}/fd`).length };
}

function readHoldings(probe: string): Holdings | null {
  try {
    return JSON.parse(readFileSync(probe, 'utf8')) as Holdings; // as the probe wrote it
  } catch {
    return null;
  }
}

function countTimers({ resources }: Holdings): number {
  return (resources['Timeout'] ?? 0) + (resources['Immediate'] ?? 0);
}
