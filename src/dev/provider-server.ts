/**
 * The part that both fakes share: a loopback server that answers like a provider, and fails like one when it is told to.
 * What a provider says stands in `graph/` and `twilio/`; how a connection goes wrong stands here.
 */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface ProviderRequest {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** What follows the question mark, as it came. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the client gets to see, down to the connection. */
export type Answer =
  | {
      readonly kind: 'full';
      readonly status: number;
      readonly body: string | Buffer;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Announces the whole body, sends half of it, then cuts the connection. */
  | { readonly kind: 'half'; readonly status: number; readonly body: string }
  /** Never answers; the connection stays open until the client gives up. */
  | { readonly kind: 'hang' }
  /** Cuts the connection with a TCP reset, without a byte of answer. */
  | { readonly kind: 'reset' };

export interface ProviderServer {
  /** Without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    kind: 'full',
    status,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  };
}

/**
 * Starts a server on 127.0.0.1.
 *
 * @param answer - decides at once; a fake keeps everything in memory
 * @param options - `port` 0 takes a free one; `latencyMs` is added before each answer
 */
export async function startProviderServer(
  answer: (request: ProviderRequest) => Answer,
  options: { readonly port: number; readonly latencyMs: number },
): Promise<ProviderServer> {
  const server = createServer((request, response) => {
    collect(request, (body) => {
      const decided = answer({
        method: request.method ?? '',
        ...splitAddress(request.url ?? '/'),
        headers: request.headers,
        body,
      });
      if (options.latencyMs === 0) perform(decided, response);
      else setTimeout(() => perform(decided, response), options.latencyMs);
    });
  });
  // Clients keep connections; a server that closes idle ones first makes resets that nobody ordered.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new TypeError('Expected the fake to listen on a TCP port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function collect(request: IncomingMessage, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => done(Buffer.concat(chunks)));
  // A client that leaves in the middle is not an error of the fake.
  request.on('error', () => {});
}

function splitAddress(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

function perform(answer: Answer, response: ServerResponse): void {
  switch (answer.kind) {
    case 'full':
      response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
      response.end(answer.body);
      return;
    case 'half': {
      const body = Buffer.from(answer.body);
      response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': body.length });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
      return;
    }
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
  }
}

/**
 * One way to fail. `accepted: true` means that the message is taken all the same and only the answer goes wrong, which
 * is what makes a send ambiguous.
 */
export type Fault =
  /** An error of the provider's servers, in its own form: 500, 503, … */
  | { readonly kind: 'http'; readonly status: number; readonly accepted?: boolean }
  /** An error page of some proxy on the way. */
  | { readonly kind: 'html'; readonly status: number; readonly accepted?: boolean }
  /** 429 in the provider's own form. */
  | { readonly kind: 'rate_limited'; readonly retryAfterSeconds: number | null }
  /** 401 in the provider's own form. */
  | { readonly kind: 'expired_token' }
  /** Any of the provider's own error codes. */
  | { readonly kind: 'code'; readonly code: number; readonly accepted?: boolean }
  | { readonly kind: 'hang' | 'reset' | 'empty'; readonly accepted?: boolean }
  /** The beginning of the true answer; the message is taken. */
  | { readonly kind: 'half' }
  /** Status 200 around an error object of the provider. */
  | { readonly kind: 'error_in_200'; readonly code: number }
  /** Taken with a good answer, and reported as failed later. */
  | { readonly kind: 'late_failure'; readonly code: number };

/** The usual ones by name; a drill can walk through all of them. */
export const FAULTS = {
  server_error: { kind: 'http', status: 500 },
  server_error_after_accepting: { kind: 'http', status: 500, accepted: true },
  bad_gateway_html: { kind: 'html', status: 502 },
  unavailable: { kind: 'http', status: 503 },
  rate_limited: { kind: 'rate_limited', retryAfterSeconds: 1 },
  rate_limited_without_hint: { kind: 'rate_limited', retryAfterSeconds: null },
  hang: { kind: 'hang' },
  hang_after_accepting: { kind: 'hang', accepted: true },
  reset: { kind: 'reset' },
  reset_after_accepting: { kind: 'reset', accepted: true },
  half_response: { kind: 'half' },
  empty_answer: { kind: 'empty' },
  empty_answer_after_accepting: { kind: 'empty', accepted: true },
  error_in_200: { kind: 'error_in_200', code: 1 },
  expired_token: { kind: 'expired_token' },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

/** How a provider words its refusals. */
export interface Refusals {
  code(code: number): Answer;
  serverError(status: number): Answer;
  rateLimited(): Answer;
  expiredToken(): Answer;
}

export interface FaultQueue {
  /** Orders a fault for the next `times` requests; later orders come after earlier ones. */
  failNext(fault: Fault | FaultName, times?: number): void;
  /** Forgets every fault that was ordered. */
  heal(): void;
  /**
   * Answers one request, through the fault that is due, if any.
   *
   * @param process - handles the request for real; gets the error code it shall report later, or null
   */
  through(process: (lateFailure: number | null) => Answer): Answer;
}

export function createFaultQueue(refusals: Refusals): FaultQueue {
  let orders: { readonly fault: Fault; left: number }[] = [];
  return {
    failNext(fault, times = 1) {
      if (!(times > 0)) throw new RangeError(`Expected \`times\` to be a number above 0, got \`${times}\`.`);
      orders.push({ fault: typeof fault === 'string' ? FAULTS[fault] : fault, left: times });
    },
    heal() {
      orders = [];
    },
    through(process) {
      const order = orders[0];
      if (order === undefined) return process(null);
      order.left -= 1;
      if (order.left <= 0) orders.shift();
      return fail(order.fault, process, refusals);
    },
  };
}

function fail(fault: Fault, process: (lateFailure: number | null) => Answer, refusals: Refusals): Answer {
  if (fault.kind === 'late_failure') return process(fault.code);
  if (fault.kind === 'half') return toHalf(process(null));
  if ('accepted' in fault && fault.accepted) process(null);
  switch (fault.kind) {
    case 'http':
      return refusals.serverError(fault.status);
    case 'html':
      return {
        kind: 'full',
        status: fault.status,
        body: `<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>`,
        headers: { 'content-type': 'text/html' },
      };
    case 'rate_limited':
      return withRetryAfter(refusals.rateLimited(), fault.retryAfterSeconds);
    case 'expired_token':
      return refusals.expiredToken();
    case 'code':
      return refusals.code(fault.code);
    case 'error_in_200':
      return withStatus(refusals.code(fault.code), 200);
    case 'empty':
      return { kind: 'full', status: 200, body: '' };
    case 'hang':
    case 'reset':
      return { kind: fault.kind };
  }
}

function toHalf(answer: Answer): Answer {
  return answer.kind === 'full' ? { kind: 'half', status: answer.status, body: answer.body.toString() } : answer;
}

function withStatus(answer: Answer, status: number): Answer {
  return answer.kind === 'full' ? { ...answer, status } : answer;
}

function withRetryAfter(answer: Answer, seconds: number | null): Answer {
  if (answer.kind !== 'full' || seconds === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}
