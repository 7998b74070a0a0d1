/**
 * Carries webhooks to the service and brings them again when they were not taken, as providers do. Reaches this
 * machine only.
 */
import { Agent, request as httpRequest } from 'node:http';
import { networkInterfaces } from 'node:os';

interface Parcel {
  readonly url: string;
  readonly method?: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One attempt: the answer's status, or what went wrong before there was one. */
export type Attempt =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'timed_out' };

export interface Receipt {
  /** Of the last attempt; null when nobody answered. */
  readonly status: number | null;
  readonly attempts: number;
  readonly body: string;
}

export interface RetryPolicy {
  /** Pause before each further attempt; its length is the number of retries. */
  readonly delaysMs: readonly number[];
  readonly again: (attempt: Attempt) => boolean;
}

export interface Courier {
  /** Never rejects: what could not be delivered has a receipt that says so. */
  readonly deliver: (parcel: Parcel, policy: RetryPolicy) => Promise<Receipt>;
  /** Waits; no longer than until the courier stops. */
  readonly pause: (delayMs: number) => Promise<void>;
  /** Counts work that is not yet done, so that `settled` waits for it. */
  track(work: Promise<unknown>): void;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
  readonly stopped: boolean;
  stop(): void;
}

export function startCourier(options: { readonly answerTimeoutMs: number; readonly connections: number }): Courier {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const pauses = new Map<NodeJS.Timeout, () => void>();
  const underWay = new Set<Promise<unknown>>();
  let stopped = false;

  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopped) return resolve();
      const timer = setTimeout(() => {
        pauses.delete(timer);
        resolve();
      }, delayMs);
      pauses.set(timer, resolve);
    });

  const deliver = async (parcel: Parcel, policy: RetryPolicy): Promise<Receipt> => {
    checkThisMachine(parcel.url);
    for (let attempts = 1; ; attempts += 1) {
      const attempt = await post(parcel, agent, options.answerTimeoutMs);
      const delayMs = policy.delaysMs[attempts - 1];
      if (stopped || delayMs === undefined || !policy.again(attempt)) return toReceipt(attempt, attempts);
      await pause(delayMs);
    }
  };

  return {
    deliver: (parcel, policy) => tracked(underWay, deliver(parcel, policy)),
    pause,
    track: (work) => void tracked(underWay, work),
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    get stopped() {
      return stopped;
    },
    stop() {
      stopped = true;
      for (const [timer, resolve] of pauses) {
        clearTimeout(timer);
        resolve();
      }
      pauses.clear();
      agent.destroy();
    },
  };
}

function tracked<Result>(underWay: Set<Promise<unknown>>, work: Promise<Result>): Promise<Result> {
  underWay.add(work);
  const done = (): void => void underWay.delete(work);
  work.then(done, done);
  return work;
}

/**
 * A fake must never post anybody's words to another machine.
 *
 * @throws {TypeError} when the address is not `http://` and on this machine
 */
export function checkThisMachine(address: string): void {
  if (isThisMachine(address)) return;
  throw new TypeError(
    `Expected a webhook address on this machine, such as http://127.0.0.1:3000/…, got \`${address}\`.`,
  );
}

export function isThisMachine(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'http:') return false;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (['localhost', '0.0.0.0', '::'].includes(host) || host.startsWith('127.')) return true;
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((one) => one.address === host));
}

function toReceipt(attempt: Attempt, attempts: number): Receipt {
  return attempt.kind === 'answered'
    ? { status: attempt.status, attempts, body: attempt.body }
    : { status: null, attempts, body: '' };
}

function post(parcel: Parcel, agent: Agent, timeoutMs: number): Promise<Attempt> {
  return new Promise((resolve) => {
    const request = httpRequest(
      parcel.url,
      {
        agent,
        method: parcel.method ?? 'POST',
        headers: { ...parcel.headers, 'content-length': parcel.body.length },
        timeout: timeoutMs,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({
            kind: 'answered',
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
        response.on('error', () => resolve({ kind: 'unreachable' }));
      },
    );
    request.on('timeout', () => {
      resolve({ kind: 'timed_out' });
      request.destroy();
    });
    request.on('error', () => resolve({ kind: 'unreachable' }));
    request.end(parcel.body);
  });
}
