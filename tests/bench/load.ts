/**
 * Sends prepared HTTP requests over keep-alive connections as fast as they are answered, from a process of its own, and
 * prints one line of JSON. Plain sockets, because a client library would take the core that the server needs.
 *
 *   node tests/bench/load.ts '{"port":3000,"connections":128,"seconds":5,"path":"/webhooks/whatsapp","secret":"…"}'
 */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface LoadOrder {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly path: string;
  /** Signs the bodies as Meta does. */
  readonly secret: string;
  readonly phoneNumberId: string;
  /** How many different people write. */
  readonly people: number;
  /** Requests a second over all connections; 0 is as many as are answered. */
  readonly rate: number;
  /** Makes message ids of this run different from those of the runs before. */
  readonly run: string;
}

export interface LoadResult {
  readonly answered: number;
  readonly ok: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** A webhook as Meta sends it for one text message. */
export function textWebhook(order: Pick<LoadOrder, 'phoneNumberId' | 'people' | 'run'>, index: number): string {
  const person = index % order.people;
  const digits = String(person).padStart(7, '0');
  const from = `1202${digits}`;
  return JSON.stringify({
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
              contacts: [{ profile: { name: 'Practice Person' }, wa_id: from, user_id: `US.${digits}8655302741918` }],
              messages: [
                {
                  from,
                  from_user_id: `US.${digits}8655302741918`,
                  id: `wamid.HBgLMTIwMjU1NTAxMDAVAgASGBQz${order.run}${String(index).padStart(16, '0')}AA==`,
                  timestamp: String(Math.floor(Date.now() / 1000)),
                  type: 'text',
                  text: { body: 'me dijeron que con niños te dejan pasar, es verdad o no? gracias' },
                },
              ],
            },
          },
        ],
      },
    ],
  });
}

function prepare(order: LoadOrder, index: number): Buffer {
  const body = Buffer.from(textWebhook(order, index));
  const signature = createHmac('sha256', order.secret).update(body).digest('hex');
  const head =
    `POST ${order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
    `X-Hub-Signature-256: sha256=${signature}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const prepared = Array.from({ length: 60_000 }, (_, index) => prepare(order, index));
  const latencies: number[] = [];
  let next = 0;
  let ok = 0;
  const sockets: Socket[] = [];
  const startedMs = performance.now();
  const endsMs = startedMs + order.seconds * 1_000;
  const take = (): Buffer => {
    const index = next;
    next += 1;
    return prepared[index] ?? prepare(order, index);
  };
  /** At a given rate, request n is due at n/rate: a late answer counts from then, so that stalls are not hidden. */
  const dueMs = (index: number): number =>
    order.rate === 0 ? performance.now() : startedMs + (index * 1_000) / order.rate;

  await Promise.all(
    Array.from({ length: order.connections }, () => {
      const socket = connect(order.port, '127.0.0.1').setNoDelay(true);
      sockets.push(socket);
      return new Promise<void>((resolve, reject) => {
        let sentMs = 0;
        const send = (): void => {
          if (performance.now() >= endsMs) {
            socket.destroy();
            resolve();
            return;
          }
          const due = dueMs(next);
          const bytes = take();
          const write = (): void => {
            sentMs = due;
            socket.write(bytes);
          };
          const waitMs = due - performance.now();
          if (waitMs > 1) setTimeout(write, waitMs);
          else write();
        };
        socket.on('connect', send);
        socket.on('data', (chunk: Buffer) => {
          latencies.push(performance.now() - sentMs);
          if (chunk.subarray(9, 12).toString('latin1') === '200') ok += 1;
          send();
        });
        socket.on('error', reject);
      });
    }),
  );
  const tookMs = performance.now() - startedMs;
  const sorted = Float64Array.from(latencies).toSorted();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    answered: latencies.length,
    ok,
    perSecond: (latencies.length / tookMs) * 1_000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: sorted.at(-1) ?? 0,
  };
}

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? '{}') as LoadOrder; // our own bench wrote it
  process.stdout.write(`${JSON.stringify(await run(order))}\n`);
}
