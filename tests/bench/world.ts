/**
 * People and Graph in one process, outside of what is measured: offers webhooks as Meta signs them, takes the replies as
 * Graph would, and says how long each person waited. Plain sockets to offer, because a client library would take the core
 * that the service needs.
 *
 *   node tests/bench/world.ts     prints the port of its Graph; then reads one JSON line an order from stdin, and answers
 *                                 each with one JSON line
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { peerRequest, recipientOf, toHttp } from './peers/request.ts';
import type { PeerProvider } from './peers/request.ts';

export interface JourneyOrder {
  /** Where the service's processes listen; webhooks go to each in turn. */
  readonly ports: readonly number[];
  readonly path: string;
  readonly secret: string;
  readonly phoneNumberId: string;
  readonly messages: number;
  /** How many different people write, in turn. */
  readonly people: number;
  /** Messages a second; 0 is as fast as replies come, with `waiting` people without a reply at any moment. */
  readonly rate: number;
  readonly waiting: number;
  /** Makes message ids of this order different from those of the orders before. */
  readonly run: string;
  /** Everybody writes this; without it what people of the question bank ask, in five languages. */
  readonly text?: string;
  /** Set where what is measured is not Faro: how it is written to. */
  readonly peer?: PeerProvider;
}

export interface JourneyResult {
  readonly offered: number;
  /** Webhooks that were answered 200. */
  readonly acknowledged: number;
  readonly replied: number;
  /** Replies beyond the messages: sent twice, or without being asked. */
  readonly extra: number;
  /** Replies a second, from the first message offered to the last reply. */
  readonly perSecond: number;
  /** From the moment the message was due to the moment its reply reached Graph. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly acknowledgeP50Ms: number;
  readonly acknowledgeP99Ms: number;
}

const CONNECTIONS_PER_PORT = 32;
/** After the last message, replies are waited for this long. */
const PATIENCE_MS = 20_000;
const LANGUAGES = ['es', 'en', 'pt', 'fr', 'ht'] as const;

/** Whoever waits for a reply, by what Graph is told to send it to: when each of their messages was due. */
const waiting = new Map<string, number[]>();
let onReply: (waitedMs: number | null) => void = () => {};

function takeReply(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('latin1');
    response.setHeader('content-type', 'application/json');
    replies += 1;
    const id = `wamid.${Buffer.from(`reply${replies}`).toString('base64')}`;
    response.end(`{"messaging_product":"whatsapp","contacts":[],"messages":[{"id":"${id}"}]}`);
    const to = recipientOf(body);
    if (to === null) return; // a read mark
    const dueMs = waiting.get(to)?.shift();
    onReply(dueMs === undefined ? null : performance.now() - dueMs);
  });
}
let replies = 0;

function readBank(): readonly (readonly string[])[] {
  return LANGUAGES.map(
    (language) =>
      readFileSync(fileURLToPath(new URL(`../questions/${language}.jsonl`, import.meta.url)), 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { text: string }).text), // our own file: one object a line
  );
}

function webhook(order: JourneyOrder, bank: readonly (readonly string[])[], index: number): [string, Buffer] {
  const person = index % order.people;
  const userId = `US.${String(7_000_000 + person)}`;
  const texts = bank[person % bank.length] ?? [];
  const text = order.text ?? texts[(person * 7 + Math.floor(index / order.people)) % texts.length];
  if (order.peer !== undefined) {
    const [port = 0] = order.ports;
    const message = {
      ...order,
      provider: order.peer,
      port,
      id: `wamid.${order.run}${index}`,
      from: userId,
      text: text ?? '',
    };
    return [userId, toHttp(peerRequest(message), port, order.path)];
  }
  const body = Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '102290129340398',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '12025550199', phone_number_id: order.phoneNumberId },
                contacts: [{ profile: { name: 'Practice Person' }, user_id: userId }],
                messages: [
                  {
                    from_user_id: userId,
                    id: `wamid.HBgLMTIwMjU1NTAxMDAVAgASGBQz${order.run}${String(index).padStart(16, '0')}AA==`,
                    timestamp: String(Math.floor(Date.now() / 1_000)),
                    type: 'text',
                    text: { body: text },
                  },
                ],
              },
            },
          ],
        },
      ],
    }),
  );
  const signature = createHmac('sha256', order.secret).update(body).digest('hex');
  const head =
    `POST ${order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
    `X-Hub-Signature-256: sha256=${signature}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return [userId, Buffer.concat([Buffer.from(head), body])];
}

/** Keep-alive connections that each carry one request at a time. */
class Offers {
  readonly #idle: Socket[] = [];
  readonly #queue: (readonly [number, Buffer])[] = [];
  readonly #sockets: Socket[] = [];
  readonly acknowledgedAfterMs: number[] = [];
  answered = 0;
  #isClosed = false;

  async open(ports: readonly number[]): Promise<void> {
    // Of every port one, then of every port another: taken in turn, all get the same.
    const all = Array.from({ length: CONNECTIONS_PER_PORT }, () => ports).flat();
    await Promise.all(all.map((port) => this.#connect(port)));
  }

  #connect(port: number): Promise<void> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    this.#sockets.push(socket);
    const sent: { dueMs: number } = { dueMs: 0 };
    socket.on('data', (chunk: Buffer) => {
      this.answered += 1;
      if (chunk.subarray(9, 12).toString('latin1') === '200')
        this.acknowledgedAfterMs.push(performance.now() - sent.dueMs);
      const next = this.#queue.shift();
      if (next === undefined) this.#idle.push(socket);
      else this.#write(socket, sent, next);
    });
    socketState.set(socket, sent);
    return new Promise((resolve, reject) => {
      socket.on('connect', () => {
        this.#idle.push(socket);
        resolve();
      });
      socket.on('error', reject);
      socket.on('close', () => this.#replace(socket, port));
    });
  }

  /** Whoever is slow lets go of connections between two messages. */
  #replace(socket: Socket, port: number): void {
    const place = this.#idle.indexOf(socket);
    if (place >= 0) this.#idle.splice(place, 1);
    if (!this.#isClosed) this.#connect(port).catch(() => {});
  }

  #write(socket: Socket, sent: { dueMs: number }, [dueMs, bytes]: readonly [number, Buffer]): void {
    sent.dueMs = dueMs;
    socket.write(bytes);
  }

  offer(dueMs: number, bytes: Buffer): void {
    const socket = this.#idle.shift();
    const sent = socket === undefined ? undefined : socketState.get(socket);
    if (socket === undefined || sent === undefined) this.#queue.push([dueMs, bytes]);
    else this.#write(socket, sent, [dueMs, bytes]);
  }

  close(): void {
    this.#isClosed = true;
    for (const socket of this.#sockets) socket.destroy();
  }
}
const socketState = new WeakMap<Socket, { dueMs: number }>();

async function run(order: JourneyOrder): Promise<JourneyResult> {
  const bank = order.text === undefined ? readBank() : [];
  const prepared = Array.from({ length: order.messages }, (_, index) => webhook(order, bank, index));
  const offers = new Offers();
  await offers.open(order.ports);
  waiting.clear();
  const waits: number[] = [];
  let extra = 0;
  let next = 0;
  const startedMs = performance.now();
  let lastMs = startedMs;
  const offerNext = (dueMs: number): void => {
    const one = prepared[next];
    if (one === undefined) return;
    next += 1;
    const [to, bytes] = one;
    const due = waiting.get(to);
    if (due === undefined) waiting.set(to, [dueMs]);
    else due.push(dueMs);
    offers.offer(dueMs, bytes);
  };
  const done = new Promise<void>((resolve) => {
    const patience = { timer: setTimeout(resolve, PATIENCE_MS) };
    onReply = (waitedMs) => {
      lastMs = performance.now();
      if (waitedMs === null) extra += 1;
      else waits.push(waitedMs);
      patience.timer.refresh();
      if (order.rate === 0) offerNext(performance.now());
      if (waits.length === order.messages) {
        clearTimeout(patience.timer);
        resolve();
      }
    };
  });
  if (order.rate === 0) for (let count = 0; count < order.waiting; count += 1) offerNext(performance.now());
  else {
    // Message n is due at n/rate: a late one counts from then, so that stalls are not hidden.
    const timer = setInterval(() => {
      const nowMs = performance.now();
      while (next < order.messages && startedMs + (next * 1_000) / order.rate <= nowMs)
        offerNext(startedMs + (next * 1_000) / order.rate);
      if (next === order.messages) clearInterval(timer);
    }, 1);
  }
  await done;
  offers.close();
  const at = (values: readonly number[], share: number): number =>
    Float64Array.from(values).toSorted()[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
  return {
    offered: next,
    acknowledged: offers.acknowledgedAfterMs.length,
    replied: waits.length,
    extra,
    perSecond: (waits.length / (lastMs - startedMs)) * 1_000,
    p50Ms: at(waits, 0.5),
    p99Ms: at(waits, 0.99),
    acknowledgeP50Ms: at(offers.acknowledgedAfterMs, 0.5),
    acknowledgeP99Ms: at(offers.acknowledgedAfterMs, 0.99),
  };
}

if (import.meta.main) {
  const graph = createServer(takeReply);
  graph.keepAliveTimeout = 60_000;
  graph.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${(graph.address() as AddressInfo).port}\n`); // a TCP server has a port
  });
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await run(JSON.parse(line) as JourneyOrder))}\n`); // our own bench wrote it
  }
  process.exit(0);
}
