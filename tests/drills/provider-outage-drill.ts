/**
 * A provider hangs as a whole while people write on both channels; and a number may send only so much. Seen from the
 * outside: what reaches the stand-ins, and when.
 */
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';

export interface HangResult {
  readonly hangMs: number;
  /** On WhatsApp, whose provider hangs. */
  readonly messages: number;
  readonly answeredOnce: number;
  readonly doubled: number;
  /** Calls that reached it before it was left alone, and the probes afterwards. */
  readonly callsUntilOpen: number;
  readonly probes: number;
  readonly firstAnswerAfterMs: number;
  readonly lastAnswerAfterMs: number;
  /** The other channel meanwhile: texts, answers and the slowest of them. */
  readonly sms: { readonly texts: number; readonly answered: number; readonly slowestMs: number };
}

export interface HangOptions {
  readonly hangMs: number;
  readonly perSecond: number;
  readonly sendTimeoutMs: number;
  readonly holdMs: number;
}

export async function runHangDrill(options: HangOptions): Promise<HangResult> {
  const graph = await startFakeGraph({ statuses: { delayMs: 20 } });
  const twilio = await startFakeTwilio({ statuses: { delayMs: 20 } });
  try {
    await using service = await prepareService({
      graph,
      twilio,
      environment: { OUTBOX_HOLD_MS: String(options.holdMs), SEND_TIMEOUT_MS: String(options.sendTimeoutMs) },
    });
    await service.start();
    return await hang({ graph, twilio, service, ...options });
  } finally {
    await graph.stop();
    await twilio.stop();
  }
}

interface Hanging extends HangOptions {
  readonly graph: FakeGraph;
  readonly twilio: FakeTwilio;
  readonly service: ServiceProcess;
}

async function hang({ graph, twilio, service, hangMs, perSecond, holdMs }: Hanging): Promise<HangResult> {
  graph.failNext('hang', Number.POSITIVE_INFINITY);
  const delays = [startTexts(twilio, 0)];
  const startMs = performance.now();
  let people = 0;
  let callsUntilOpen: number | null = null;
  while (performance.now() - startMs < hangMs) {
    await graph.receive({ userId: `US.${8_000_000 + people}` }, 'hola');
    people += 1;
    if (people % (perSecond * 2) === 0) delays.push(startTexts(twilio, delays.length));
    if (callsUntilOpen === null && service.output().includes('provider_opened')) callsUntilOpen = graph.requests.send;
    await pause(startMs + (people * 1_000) / perSecond - performance.now());
  }
  const calls = graph.requests.send;
  graph.heal();
  const healedMs = performance.now();
  await waitUntil(() => graph.accepted.length > 0, 60_000, 'the first answer');
  const firstAnswerAfterMs = Math.round(performance.now() - healedMs);
  await waitUntil(() => new Set(graph.accepted.map(({ outboxId }) => outboxId)).size >= people, 120_000, 'all answers');
  const lastAnswerAfterMs = Math.round(performance.now() - healedMs);
  await pause(holdMs + 1_000); // whatever would come twice
  const ids = graph.accepted.map(({ outboxId }) => outboxId);
  const smsDelays = (await Promise.all(delays)).filter((delay) => delay !== null);
  return {
    hangMs,
    messages: people,
    answeredOnce: new Set(ids).size,
    doubled: ids.length - new Set(ids).size,
    callsUntilOpen: callsUntilOpen ?? calls,
    probes: calls - (callsUntilOpen ?? calls),
    firstAnswerAfterMs,
    lastAnswerAfterMs,
    sms: { texts: delays.length, answered: smsDelays.length, slowestMs: Math.round(Math.max(...smsDelays)) },
  };
}

/** @returns after how many milliseconds the answer came; null when it did not within ten seconds */
async function startTexts(twilio: FakeTwilio, person: number): Promise<number | null> {
  const phone = `+12025550${String(100 + person)}`;
  const startMs = performance.now();
  await twilio.receive(phone, 'hola');
  return twilio
    .waitFor(({ to }) => to === phone, 10_000)
    .then(
      () => performance.now() - startMs,
      () => null,
    );
}

export interface ThrottleResult {
  readonly messages: number;
  readonly answeredOnce: number;
  readonly doubled: number;
  /** By the number's limit or a person's. */
  readonly refused: number;
  readonly seconds: number;
  readonly perSecond: number;
}

export interface ThrottleOptions {
  readonly people: number;
  /** What the stand-in enforces. */
  readonly limitPerSecond: number;
  /** Whether the service was told, or must find out. */
  readonly isTold: boolean;
}

export async function runThrottleDrill({ people, limitPerSecond, isTold }: ThrottleOptions): Promise<ThrottleResult> {
  const graph = await startFakeGraph({
    throughputPerSecond: limitPerSecond,
    pairLimit: 'bucket',
    statuses: { steps: [] },
    keep: people * 2,
  });
  try {
    await using service = await prepareService({
      graph,
      environment: {
        LOG_LEVEL: 'silent',
        ...(isTold ? { WHATSAPP_PER_SECOND: String(limitPerSecond) } : {}),
      },
    });
    await service.start();
    const startMs = performance.now();
    const everybody = Array.from({ length: people }, (_, index) => index);
    await graph.receiveMany(
      everybody.map((person) => ({ person: { userId: `US.${7_000_000 + person}` }, content: 'hola' })),
    );
    await waitUntil(() => graph.accepted.length >= people, 300_000, 'everybody has an answer');
    const seconds = (performance.now() - startMs) / 1_000;
    await pause(3_000);
    const ids = new Set(graph.accepted.map(({ outboxId }) => outboxId));
    return {
      messages: people,
      answeredOnce: ids.size,
      doubled: graph.accepted.length - ids.size,
      refused: graph.totals.refused,
      seconds: Math.round(seconds),
      perSecond: Math.round(people / seconds),
    };
  } finally {
    await graph.stop();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
