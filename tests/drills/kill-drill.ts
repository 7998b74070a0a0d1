/**
 * SIGKILL at random moments while people write, deliveries come twice and status reports come back. Nothing that was
 * answered 200 may be lost, and nobody may get two answers to one message.
 */
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import { seededRandom } from '../../src/dev/random.ts';
import { readLedger } from './ledger.ts';
import { prepareService, waitUntil } from './service.ts';

export interface KillOrder {
  readonly kills: number;
  readonly people: number;
  readonly messagesEach: number;
  readonly senders: number;
  readonly seed: number;
}

export interface KillResult {
  readonly messages: number;
  readonly kills: number;
  readonly lost: number;
  readonly doubled: number;
  readonly turns: number;
  readonly contacts: number;
  readonly stillWaiting: number;
  readonly integrity: string;
  readonly seconds: number;
}

const HOLD_MS = 3_000;

export async function runKillDrill(order: KillOrder): Promise<KillResult> {
  const startedMs = performance.now();
  const random = seededRandom(order.seed);
  const graph = await startFakeGraph({
    random,
    pairLimit: 'off', // a dead sender's retries are not the subject here
    statuses: { delayMs: 30, order: 'shuffled' },
    // The service is away for a second at a time; Meta goes on for days.
    retryDelaysMs: Array.from({ length: 600 }, () => 100),
    keep: 100_000,
  });
  await using service = await prepareService({
    graph,
    environment: { OUTBOX_HOLD_MS: String(HOLD_MS), SEND_TIMEOUT_MS: '2000', LOG_LEVEL: 'silent' },
  });
  try {
    await service.start();
    const total = order.people * order.messagesEach;
    let writing = true;
    const writers = Promise.all(
      Array.from({ length: order.senders }, (_, sender) => writeAll(graph, order, sender, random)),
    ).finally(() => {
      writing = false;
    });
    let kills = 0;
    while (kills < order.kills) {
      await new Promise((resolve) => setTimeout(resolve, 100 + random() * 900));
      await service.end('SIGKILL');
      kills += 1;
      await service.start();
    }
    await writers;
    if (writing) throw new Error('Expected all messages to be delivered.');
    await waitUntil(() => graph.accepted.length >= total, 60_000, 'every message has an answer');
    await graph.settled();
    // Whatever is still in doubt shows within a hold and a lease.
    await new Promise((resolve) => setTimeout(resolve, HOLD_MS + 6_000));
    await service.end('SIGTERM');
    const ledger = readLedger(service.dataDir);
    const outboxIds = graph.accepted.map(({ outboxId }) => outboxId);
    return {
      messages: total,
      kills,
      lost: Math.max(0, total - new Set(outboxIds).size),
      doubled: outboxIds.length - new Set(outboxIds).size + Math.max(0, new Set(outboxIds).size - total),
      turns: ledger.turns,
      contacts: ledger.contacts,
      stillWaiting: ledger.inbox['waiting'] ?? 0,
      integrity: ledger.integrity,
      seconds: Math.round((performance.now() - startedMs) / 1_000),
    };
  } finally {
    await graph.stop();
  }
}

/** One sender brings the messages of its people in turn; every fifth comes twice. */
async function writeAll(
  graph: Awaited<ReturnType<typeof startFakeGraph>>,
  order: KillOrder,
  sender: number,
  random: () => number,
): Promise<void> {
  for (let round = 0; round < order.messagesEach; round += 1) {
    for (let person = sender; person < order.people; person += order.senders) {
      const userId = `US.${String(1_000_000 + person)}`;
      const times = random() < 0.2 ? 2 : 1;
      const { receipts } = await graph.receive({ userId }, `hola ${round}`, { times, atOnce: random() < 0.5 });
      if (receipts.some(({ status }) => status !== 200))
        throw new Error('Expected every delivery to be taken in the end.');
      // Spread the writing over the whole time in which kills happen.
      await new Promise((resolve) => setTimeout(resolve, random() * 2 * PAUSE_MS));
    }
  }
}

/** 250 messages for each of eight senders over about 90 seconds. */
const PAUSE_MS = 300;
