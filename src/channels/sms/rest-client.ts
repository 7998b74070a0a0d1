/**
 * Carries twilio's requests over `fetch`.
 *
 * Twilio's own carrier was weighed and left: it keeps the last request in memory and prints requests when
 * TWILIO_LOG_LEVEL says so (both hold the person's number and text), its errors hold the authorization header, it never
 * hands on `Retry-After`, it sends through HTTP_PROXY when that is set, and it cannot be told another base address. With
 * `fetch`, connections are kept alive, one signal bounds the whole exchange, and every answer passes through one table.
 */
import twilio from 'twilio';
import { errorFromAnswer, errorFromFailure, readJsonField } from './errors.ts';

type RequestOptions<Data> = Parameters<typeof twilio.RequestClient.prototype.request<Data>>[0];
type TwilioResponse<Data> = Awaited<ReturnType<typeof twilio.RequestClient.prototype.request<Data>>>;

const SID = /^[A-Za-z0-9]{1,64}$/;

/** A subclass only because twilio's option wants one: nothing of the parent is used. */
export class FetchClient extends twilio.RequestClient {
  readonly #baseUrl: string;
  readonly #timeoutMs: number;

  /** @throws {TypeError} when `baseUrl` is not an address */
  constructor(settings: { readonly baseUrl: string; readonly timeoutMs: number }) {
    super();
    this.#baseUrl = new URL(settings.baseUrl).href.replace(/\/+$/, '');
    this.#timeoutMs = settings.timeoutMs;
  }

  /**
   * Sends one request that makes a message.
   *
   * @returns only acceptances: an answer with the new message's `sid` and nothing else, so that no copy of the number and the
   * text stays in memory
   * @throws {SendError} for everything else
   */
  override async request<Data>(options: RequestOptions<Data>): Promise<TwilioResponse<Data>> {
    const response = await this.#fetch(options);
    const body = await readBody(response);
    const sid = readJsonField(body, 'sid');
    if (!response.ok || typeof sid !== 'string' || !SID.test(sid))
      throw errorFromAnswer({
        status: response.status,
        body,
        retryAfter: response.headers.get('retry-after'),
        date: response.headers.get('date'),
      });
    // Twilio names one type for what goes out and what comes back; what comes back is the made message.
    const accepted = { sid } as Data;
    return { statusCode: response.status, body: accepted, headers: {}, toString: () => `HTTP ${response.status}` };
  }

  async #fetch(options: RequestOptions<unknown>): Promise<Response> {
    const { pathname, search } = new URL(options.uri);
    try {
      return await fetch(`${this.#baseUrl}${pathname}${search}`, {
        method: options.method.toUpperCase(),
        headers: { ...options.headers, authorization: basicAuthorization(options) },
        body: encodeForm(options.data),
        redirect: 'manual', // a redirect would carry the token to another host
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
    } catch (failure) {
      throw errorFromFailure(failure);
    }
  }
}

/** Empty when it broke off: what is missing may be the sid. */
async function readBody(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'TimeoutError') throw errorFromFailure(failure);
    return '';
  }
}

function basicAuthorization(options: RequestOptions<unknown>): string {
  return `Basic ${Buffer.from(`${options.username ?? ''}:${options.password ?? ''}`).toString('base64')}`;
}

function encodeForm(data: unknown): string {
  const fields = Object.entries(data ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}
