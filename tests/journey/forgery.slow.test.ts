/** Twenty thousand forged webhooks, and twenty thousand odd ones that are signed, through the front door. */
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLedger } from '../drills/ledger.ts';
import { startTestService } from './running-service.ts';
import type { RunningTestService } from './running-service.ts';

const RUNS = 20_000;
/** Requests under way at once; fast-check itself goes one by one. */
const AT_ONCE = 32;

let service: RunningTestService;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

beforeAll(async () => {
  service = await startTestService({ LOG_LEVEL: 'silent' });
}, 30_000);
afterAll(async () => {
  agent.destroy();
  await service[Symbol.asyncDispose]();
}, 30_000);

/** Plain node:http: it sends headers that fetch would refuse to. */
function post(body: Buffer, headers: Readonly<Record<string, string | string[]>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { agent, method: 'POST', headers: { ...headers, 'content-length': String(body.length) } };
    const sending = request(`${service.url}/webhooks/whatsapp`, options, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    sending.on('error', reject).end(body);
  });
}

function sign(body: Buffer, secret: string = service.graph.appSecret): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** How often each status came. */
async function postAll(items: readonly (() => Promise<number>)[]): Promise<Readonly<Record<number, number>>> {
  const counts: Record<number, number> = {};
  const queue = [...items];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const status = await next();
        counts[status] = (counts[status] ?? 0) + 1;
      }
    }),
  );
  return counts;
}

function webhook(message: unknown): Buffer {
  const metadata = { display_phone_number: '12025550199', phone_number_id: service.graph.phoneNumberId };
  const value = { messaging_product: 'whatsapp', metadata, contacts: [], messages: [message] };
  return Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
    }),
  );
}

const genuine = (): Buffer =>
  webhook({
    from_user_id: 'US.424242',
    id: 'wamid.forged',
    timestamp: '1795262400',
    type: 'text',
    text: { body: 'hola' },
  });

test('no forged or altered webhook is accepted, and none is answered with a 5xx', async () => {
  const body = genuine();
  const right = sign(body);
  const otherSecret = fc.string({ minLength: 1, maxLength: 40 }).filter((secret) => secret !== service.graph.appSecret);
  const forgery = fc.oneof(
    // one bit of the body
    fc.tuple(fc.nat(body.length - 1), fc.nat(7)).map(([at, bit]) => {
      const altered = Buffer.from(body);
      altered[at] = (altered[at] ?? 0) ^ (1 << bit);
      return { body: altered, signature: right };
    }),
    // the body cut or longer
    fc.nat(body.length - 1).map((length) => ({ body: body.subarray(0, length), signature: right })),
    fc
      .uint8Array({ minLength: 1, maxLength: 64 })
      .map((more) => ({ body: Buffer.concat([body, more]), signature: right })),
    // one character of the signature
    fc
      .tuple(
        fc.integer({ min: 7, max: right.length - 1 }),
        fc.nat(15).map((digit) => digit.toString(16)),
      )
      .map(([at, digit]) => ({
        body,
        signature: right[at] === digit ? `${right}0` : right.slice(0, at) + digit + right.slice(at + 1),
      })),
    // another secret, another algorithm, another form
    otherSecret.map((secret) => ({ body, signature: sign(body, secret) })),
    fc
      .constantFrom('', 'sha256=', right.slice(7), right.replace('256', '1'), `${right},${right}`, right.slice(0, -1))
      .map((signature) => ({ body, signature })),
    fc
      .stringMatching(/^[\x21-\x7e]{0,80}$/)
      .filter((text) => text !== right)
      .map((signature) => ({ body, signature })),
  );
  const forgeries = fc.sample(forgery, { numRuns: RUNS, seed: 2026 });
  const counts = await postAll(
    forgeries.map(
      ({ body: altered, signature }) =>
        () =>
          post(altered, { 'x-hub-signature-256': signature }),
    ),
  );
  expect(counts).toEqual({ 401: RUNS });
  expect(await post(body, { 'x-hub-signature-256': [right, right] })).toBe(401);
  expect(await post(body, { 'x-hub-signature-256': right })).toBe(200);
});

test('no signed webhook, however odd, is answered with a 5xx or stops the service', async () => {
  const message = fc.oneof(
    fc.json({ maxDepth: 6 }),
    fc
      .object({ withBigInt: false, withDate: false, withNullPrototype: true, maxDepth: 5 })
      .map((message) => webhook(message).toString()),
    fc
      .record(
        {
          id: fc.oneof(fc.string(), fc.integer(), fc.constant('__proto__')),
          from: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
          from_user_id: fc.oneof(fc.string(), fc.constant('US.1'), fc.array(fc.string())),
          timestamp: fc.oneof(fc.string(), fc.double(), fc.constant('-1'), fc.constant('9'.repeat(400))),
          type: fc.oneof(
            fc.constantFrom('text', 'image', 'interactive', 'location', 'reaction', 'system', 'contacts'),
            fc.string(),
          ),
          text: fc.oneof(fc.record({ body: fc.oneof(fc.string({ unit: 'binary' }), fc.integer()) }), fc.jsonValue()),
          interactive: fc.jsonValue(),
          location: fc.jsonValue(),
          context: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((message) => webhook(message).toString()),
  );
  const deep = fc.constant(`{"entry":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  const odd = fc.oneof({ weight: 200, arbitrary: message }, { weight: 1, arbitrary: deep });
  const bodies = fc.sample(odd, { numRuns: RUNS, seed: 2026 }).map((text) => Buffer.from(text));
  const counts = await postAll(bodies.map((body) => () => post(body, { 'x-hub-signature-256': sign(body) })));
  const others = Object.keys(counts).filter((status) => status !== '200' && status !== '400');
  expect(others).toEqual([]);
  expect(counts[200]).toBeGreaterThan(RUNS / 2);
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
});

test('ten first messages at once of each of 200 new people: one contact, one conversation and ten answers each', async () => {
  const answers = new Map<string, number>();
  service.graph.on('accepted', ({ to }) => answers.set(to, (answers.get(to) ?? 0) + 1));
  const people = Array.from({ length: 200 }, (_, index) => `US.${60_000_000 + index}`);
  const before = readLedger(service.dataDir);
  await Promise.all(
    people.map((userId) =>
      Promise.all(Array.from({ length: 10 }, (_, index) => service.graph.receive({ userId }, `hola ${index}`))),
    ),
  );
  await expect.poll(() => people.filter((userId) => answers.get(userId) === 10).length, { timeout: 60_000 }).toBe(200);
  await expect.poll(() => readLedger(service.dataDir).turns - before.turns, { timeout: 10_000 }).toBe(2_000);
  const after = readLedger(service.dataDir);
  expect(after.contacts - before.contacts).toBe(200);
  expect(after.conversations - before.conversations).toBe(200);
  expect(people.map((userId) => answers.get(userId))).toEqual(people.map(() => 10));
});
