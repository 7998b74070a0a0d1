/** A console without pages: asks the desk of a running service as a browser would, and listens to its line. */
import { readLive } from './live-reader.ts';
import type { LiveReader } from './live-reader.ts';

export interface ConsoleAnswer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of many shapes, and fail where they are others
  readonly json: any;
}

export interface Console {
  readonly cookie: string;
  /** Of every request that writes. */
  readonly headers: Readonly<Record<string, string>>;
  ask(method: string, path: string, body?: unknown): Promise<ConsoleAnswer>;
  /** @param lastId - the last event that was seen */
  listen(lastId?: number | null): Promise<LiveReader>;
}

/** @throws when the password does not open the door */
export async function openConsole(
  url: string,
  who: { readonly email: string; readonly password: string },
): Promise<Console> {
  const door = at(url, '');
  const response = await fetch(`${url}/desk/api/sign-in`, {
    method: 'POST',
    headers: { ...door.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ email: who.email, password: who.password }),
  });
  if (response.status !== 200) throw new Error(`Expected to come in, but: ${response.status}.`);
  return at(
    url,
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  );
}

/** With a sign-in of before, for example at a service that was started again. */
export function at(url: string, cookie: string): Console {
  const headers = { origin: url, 'sec-fetch-site': 'same-origin', cookie };
  return {
    cookie,
    headers,
    ask: async (method, path, body) => {
      const response = await fetch(`${url}/desk/api${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, json: isJson ? await response.json() : await response.text() };
    },
    listen: (lastId = null) =>
      readLive(`${url}/desk/api/events`, {
        ...headers,
        ...(lastId === null ? {} : { 'last-event-id': String(lastId) }),
      }),
  };
}
