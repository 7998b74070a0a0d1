/**
 * People who write at a steady rate, brought as Meta brings them: signed, one after the other for each person, and again
 * until they are taken. Keeps account of every attempt.
 */
import { createHmac } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';

export interface Written {
  readonly wamid: string;
  readonly person: number;
}

/** One attempt to bring a message: what was answered, and after how long. */
export interface Attempt {
  /** Null when the connection broke, or nobody answered within 15 s, as long as Meta waits. */
  readonly status: number | null;
  readonly ms: number;
}

export interface Writers {
  /** Taken with 200, in the order in which each person wrote. */
  readonly taken: readonly Written[];
  readonly attempts: readonly Attempt[];
  /** Brings nothing new; resolves when all that is on its way was taken. */
  finish(): Promise<void>;
  /** Gives up what was not taken yet. */
  stop(): void;
}

export interface WritersOrder {
  readonly url: string;
  readonly appSecret: string;
  readonly phoneNumberId: string;
  readonly people: number;
  readonly perSecond: number;
  /** Sets these people's ids and numbers apart from those of other writers. */
  readonly firstPerson?: number;
  /** No more messages than this; each of a person's is then another one, so that they are not taken for a robot. */
  readonly atMost?: number;
  /** Sets these message ids apart from those that the same people sent before. */
  readonly run?: string;
}

const AGAIN_AFTER_MS = 1_000;
const ANSWER_WITHIN_MS = 15_000;

export function startWriters(order: WritersOrder): Writers {
  const taken: Written[] = [];
  const attempts: Attempt[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const lastOf = new Map<number, Promise<void>>();
  let written = 0;
  let isStopped = false;

  const writeNext = (): void => {
    const person = (order.firstPerson ?? 0) + (written % order.people);
    const message: Written = { person, wamid: makeWamid(order.run ?? '', person, written) };
    const text = order.atMost === undefined ? 'hola' : `hola ${Math.floor(written / order.people)}`;
    written += 1;
    // A person's next message is brought when the one before was taken.
    lastOf.set(
      person,
      (lastOf.get(person) ?? Promise.resolve()).then(() => bring(message, text)),
    );
  };

  async function bring(message: Written, text: string): Promise<void> {
    const body = Buffer.from(toWebhook(order.phoneNumberId, message, text));
    while (!isStopped) {
      const attempt = await post(agent, order, body);
      attempts.push(attempt);
      if (attempt.status === 200) {
        taken.push(message);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }

  const startedMs = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - startedMs) / 1_000) * order.perSecond;
    while (written < Math.min(due, order.atMost ?? due)) writeNext();
  }, 10);

  return {
    taken,
    attempts,
    finish: async () => {
      clearInterval(timer);
      await Promise.all(lastOf.values());
      agent.destroy();
    },
    stop: () => {
      clearInterval(timer);
      isStopped = true;
      agent.destroy();
    },
  };
}

function makeWamid(run: string, person: number, index: number): string {
  return `wamid.DRILL${run}${String(person).padStart(6, '0')}x${String(index).padStart(9, '0')}`;
}

function userIdOf(person: number): string {
  return `US.${String(7_000_000 + person)}`;
}

function toWebhook(phoneNumberId: string, { person, wamid }: Written, text: string): string {
  const userId = userIdOf(person);
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
              metadata: { display_phone_number: '12025550199', phone_number_id: phoneNumberId },
              contacts: [{ profile: { name: 'Practice Person' }, user_id: userId }],
              messages: [
                {
                  from_user_id: userId,
                  id: wamid,
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
  });
}

function post(agent: Agent, order: WritersOrder, body: Buffer): Promise<Attempt> {
  const startedMs = performance.now();
  const signature = createHmac('sha256', order.appSecret).update(body).digest('hex');
  return new Promise((resolve) => {
    const end = (status: number | null): void => resolve({ status, ms: performance.now() - startedMs });
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
    const request = httpRequest(
      `${order.url}/webhooks/whatsapp`,
      { agent, method: 'POST', headers: { ...headers, 'content-length': body.length }, timeout: ANSWER_WITHIN_MS },
      (response) => {
        response.resume();
        response.on('end', () => end(response.statusCode ?? null));
        response.on('error', () => end(null));
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => end(null));
    request.end(body);
  });
}

/** How the attempts ended: `{ 200: 512, 503: 90, none: 1 }`. */
export function countStatuses(attempts: readonly Attempt[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of attempts) counts[status ?? 'none'] = (counts[status ?? 'none'] ?? 0) + 1;
  return counts;
}

export function slowest(attempts: readonly Attempt[], status: number): number {
  return Math.round(Math.max(0, ...attempts.filter((one) => one.status === status).map(({ ms }) => ms)));
}
