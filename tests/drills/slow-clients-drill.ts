/**
 * A thousand slow visitors hold connections while people write. Webhooks must be taken all the same, the slow ones must be
 * cut off, and what is too large must be refused without being kept.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { openSlowClients } from './slow-clients.ts';
import { prepareService } from './service.ts';
import type { ServiceProcess } from './service.ts';

export interface SlowClientsOrder {
  readonly connections: number;
  readonly seconds: number;
  readonly webhooksPerSecond: number;
}

export interface SlowClientsResult {
  readonly webhooks: number;
  readonly taken: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Of the slow visitors, by the service. */
  readonly cutOff: number;
  /** Descriptors that the service holds: before, with the slow visitors, and after they left. */
  readonly descriptors: readonly [before: number, during: number, after: number];
  readonly residentMb: readonly [before: number, during: number];
  /** 3 MB; more than 3 MiB; compressed; 20 KB of headers. */
  readonly refusals: {
    readonly atLimit: number;
    readonly tooLarge: number;
    readonly gzip: number;
    readonly headers: number;
  };
}

export async function runSlowClientsDrill(order: SlowClientsOrder): Promise<SlowClientsResult> {
  const graph = await startFakeGraph({ statuses: { delayMs: 50 }, pairLimit: 'off' });
  await using service = await prepareService({ graph, environment: { LOG_LEVEL: 'silent' } });
  try {
    await service.start();
    await sendWebhooks(service, graph, { ...order, seconds: 1 }); // so that what is compared is warm
    const before = lookAt(service);
    const slow = await openSlowClients(service.url, order.connections);
    const took = await sendWebhooks(service, graph, order);
    const during = lookAt(service);
    const refusals = await tryTooMuch(service);
    const cutOff = slow.cutOff();
    slow.leave();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return {
      ...took,
      cutOff,
      descriptors: [before.descriptors, during.descriptors, lookAt(service).descriptors],
      residentMb: [before.residentMb, during.residentMb],
      refusals,
    };
  } finally {
    await graph.stop();
  }
}

type Took = Pick<SlowClientsResult, 'webhooks' | 'taken' | 'p50Ms' | 'p99Ms' | 'maxMs'>;

async function sendWebhooks(service: ServiceProcess, graph: FakeGraph, order: SlowClientsOrder): Promise<Took> {
  const waits: number[] = [];
  const pending: Promise<void>[] = [];
  let taken = 0;
  const webhooks = order.seconds * order.webhooksPerSecond;
  const startedMs = performance.now();
  for (let index = 0; index < webhooks; index += 1) {
    const dueMs = startedMs + (index * 1000) / order.webhooksPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    pending.push(
      postSigned(service.url, graph, writeMessage(graph, index)).then((status) => {
        waits.push(performance.now() - dueMs);
        if (status === 200) taken += 1;
      }),
    );
  }
  await Promise.all(pending);
  waits.sort((one, other) => one - other);
  const at = (part: number): number =>
    Math.round(waits[Math.min(waits.length - 1, Math.floor(waits.length * part))] ?? 0);
  return { webhooks, taken, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

/** One text message as Meta brings it, of one of a hundred people. */
function writeMessage(graph: FakeGraph, index: number): Buffer {
  const from = `1202555${String(100 + (index % 100)).padStart(4, '0')}`;
  const seconds = String(Math.floor(Date.now() / 1000));
  const id = `wamid.${randomBytes(18).toString('base64')}`;
  const message = { from, id, timestamp: seconds, type: 'text', text: { body: 'gracias' } };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '12025550190', phone_number_id: graph.phoneNumberId },
    contacts: [{ wa_id: from, profile: { name: 'x' } }],
    messages: [message],
  };
  return Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
    }),
  );
}

async function postSigned(
  url: string,
  graph: FakeGraph,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const signature = createHmac('sha256', graph.appSecret).update(body).digest('hex');
  const answer = await fetch(`${url}/webhooks/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}`, ...headers },
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(60_000),
  }).catch(() => null);
  return answer?.status ?? 0;
}

/** None of it is signed by anybody: what counts is that it is refused for its size first. */
async function tryTooMuch({ url }: ServiceProcess): Promise<SlowClientsResult['refusals']> {
  const post = async (body: Buffer, headers: Readonly<Record<string, string>> = {}): Promise<number> => {
    const answer = await fetch(`${url}/webhooks/whatsapp`, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    }).catch(() => null);
    return answer?.status ?? 0;
  };
  const mebibyte = 1024 * 1024;
  return {
    atLimit: await post(Buffer.alloc(3 * mebibyte)),
    tooLarge: await post(Buffer.alloc(3 * mebibyte + 1)),
    gzip: await post(gzipSync(Buffer.alloc(64 * mebibyte)), { 'content-encoding': 'gzip' }),
    headers: await post(Buffer.from('{}'), { 'x-long': 'x'.repeat(20_000) }),
  };
}

function lookAt({ pid }: ServiceProcess): { readonly descriptors: number; readonly residentMb: number } {
  const status = readProcess(pid);
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    residentMb: Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1000),
  };
}

function readProcess(pid: number): string {
  return readFileSync(`/proc/${pid}/status`, 'utf8');
}
