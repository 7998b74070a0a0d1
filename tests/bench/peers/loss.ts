/**
 * What is lost when a process is killed: people write, one message each; in the middle of it comes SIGKILL, and a start.
 * The provider is patient: what was not acknowledged is brought again until it is. Lost is what was acknowledged and never
 * answered.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { peerRequest, recipientOf, signedForMeta } from './request.ts';
import type { PeerRequest } from './request.ts';
import { PHONE_NUMBER_ID, SECRET } from './subject.ts';
import type { RunningSubject, Subject } from './subject.ts';

const MESSAGES = 400;
const PER_SECOND = 200;
/** How long a provider takes to accept a reply; on the real network it is more often longer. */
const ANSWERS_AFTER_MS = 100;
const RETRY_MS = 100;
/** Whoever has had no reply this long after the last one that anybody had will not get one. */
const PATIENCE_MS = 30_000;
const AT_MOST_MS = 90_000;

export interface Loss {
  readonly acknowledged: number;
  readonly lost: number;
  /** Replies beyond one for each message. */
  readonly doubled: number;
}

/** @param random - from 0 to 1: when the process is killed, between a quarter and three quarters of the time */
export async function measureLoss(subject: Subject, random: () => number): Promise<Loss> {
  const replies: string[] = [];
  let lastMs = performance.now();
  let running: RunningSubject | null = null;
  const provider = createServer((request, response) => {
    void takeReply(request, response, (to, outboxId) => {
      replies.push(to);
      lastMs = performance.now();
      if (running !== null && outboxId !== null) void report(subject, running, outboxId, to);
    });
  });
  const graphUrl = await listen(provider);
  await using started = await subject.start(graphUrl);
  running = started;
  const sending = Promise.all(Array.from({ length: MESSAGES }, (_, index) => offer(subject, started, index)));
  await pause((MESSAGES / PER_SECOND) * 1_000 * (0.25 + random() / 2));
  await started.killAndStart();
  await sending;
  lastMs = performance.now();
  const endsMs = lastMs + AT_MOST_MS;
  while (new Set(replies).size < MESSAGES && performance.now() < Math.min(lastMs + PATIENCE_MS, endsMs))
    await pause(100);
  await pause(1_000);
  provider.close();
  provider.closeAllConnections();
  const answered = new Set(replies).size;
  return { acknowledged: MESSAGES, lost: MESSAGES - answered, doubled: replies.length - answered };
}

async function offer(subject: Subject, { port }: RunningSubject, index: number): Promise<void> {
  await pause((index / PER_SECOND) * 1_000);
  const { provider, path } = subject;
  const from = nameOf(index);
  const message = { provider, port, path, secret: SECRET, phoneNumberId: PHONE_NUMBER_ID, from, text: 'hola' };
  const request = peerRequest({ ...message, id: `wamid.loss${index}` });
  await deliver(`http://127.0.0.1:${port}${path}`, request);
}

function nameOf(index: number): string {
  return `US.${8_000_000 + index}`;
}

/** Again and again, as Meta does for a week. */
async function deliver(url: string, request: PeerRequest): Promise<void> {
  for (const endsMs = performance.now() + AT_MOST_MS; performance.now() < endsMs;) {
    const signal = AbortSignal.timeout(5_000);
    const answer = await fetch(url, { method: 'POST', ...request, signal }).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
    if (answer?.status === 200) return;
    await pause(RETRY_MS);
  }
  throw new Error('Expected every message to be acknowledged in the end.');
}

/** Status reports come to whoever asked for them. */
async function report(subject: Subject, { port }: RunningSubject, outboxId: string, to: string): Promise<void> {
  await pause(ANSWERS_AFTER_MS);
  const status = { id: providerIdOf(to), status: 'sent', timestamp: String(Math.floor(Date.now() / 1_000)) };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '12025550199', phone_number_id: PHONE_NUMBER_ID },
    statuses: [{ ...status, recipient_user_id: to, biz_opaque_callback_data: outboxId }],
  };
  const entry = [{ id: '102290129340398', changes: [{ field: 'messages', value }] }];
  const request = signedForMeta(SECRET, { object: 'whatsapp_business_account', entry });
  await deliver(`http://127.0.0.1:${port}${subject.path}`, request).catch(() => {});
}

function providerIdOf(to: string): string {
  return `wamid.${Buffer.from(to).toString('base64')}`;
}

async function takeReply(
  request: IncomingMessage,
  response: ServerResponse,
  onReply: (to: string, outboxId: string | null) => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer); // nobody set an encoding
  } catch {
    return; // whoever called was killed
  }
  const body = Buffer.concat(chunks).toString();
  const to = recipientOf(body);
  if (to !== null) {
    onReply(to, /"biz_opaque_callback_data":\s*"([^"]+)"/.exec(body)?.[1] ?? null);
    await pause(ANSWERS_AFTER_MS);
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ messaging_product: 'whatsapp', messages: [{ id: providerIdOf(to ?? '') }] }));
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has one
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
