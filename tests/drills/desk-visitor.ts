/** Somebody who is signed in to the desk of a running service, as their browser would ask it. */
export interface DeskVisitor {
  readonly id: string;
  /** Of the process that they talk to. */
  readonly url: string;
  /** The cookie that they have now, as it is sent. */
  cookie(): string;
  ask(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<DeskAnswer>;
}

export interface DeskAnswer {
  readonly status: number;
  /** Null where there is nothing to read. */
  readonly json: unknown;
}

/** @throws {Error} when the door stays shut */
export async function signIn(url: string, email: string, password: string): Promise<DeskVisitor> {
  let cookie = '';
  const ask = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<DeskAnswer> => {
    const response = await fetch(`${url}/desk/api${path}`, {
      method,
      headers: {
        origin: url,
        'sec-fetch-site': 'same-origin',
        cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      if (pair.startsWith('faro=')) cookie = pair;
    }
    const text = await response.text();
    return { status: response.status, json: text === '' ? null : JSON.parse(text) };
  };
  const { status, json } = await ask('POST', '/sign-in', { email, password });
  // The desk's answer, by core/desk-api.ts.
  const me = (json as { me?: { id: string } } | null)?.me;
  if (me === undefined) throw new Error(`Expected to be signed in, but: ${status}`);
  return { id: me.id, url, cookie: () => cookie, ask };
}
