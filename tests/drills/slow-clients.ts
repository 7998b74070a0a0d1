/** Visitors who take their time on purpose: each holds a connection with as little as it takes. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/**
 * - `headers`: begins a request and never ends its headers. - `body`: announces a large webhook and sends a few bytes a
 * second. - `read`: asks for more of the desk's script than the system keeps for somebody, and reads none of it.
 */
const SLOWNESSES = ['headers', 'body', 'read'] as const;
type Slowness = (typeof SLOWNESSES)[number];

const POST = 'POST /webhooks/whatsapp HTTP/1.1\r\nHost: slow.example\r\n';
const READS = 20;

function beginningOf(slowness: Slowness, script: string): string {
  switch (slowness) {
    case 'headers':
      return POST;
    case 'body':
      return `${POST}Content-Length: 2900000\r\n\r\n`;
    case 'read':
      return `GET ${script} HTTP/1.1\r\nHost: slow.example\r\n\r\n`.repeat(READS);
  }
}

const MORE: Readonly<Record<Slowness, string>> = { headers: 'X-Slow: 1\r\n', body: 'slowly ', read: '' };
const EVERY_MS = 1_000;

export interface SlowClients {
  /** How many of them were cut off. */
  cutOff(): number;
  leave(): void;
}

/** Resolves once all have been let in, or refused. */
export async function openSlowClients(url: string, count: number): Promise<SlowClients> {
  const { hostname, port } = new URL(url);
  const page = await (await fetch(`${url}/desk`)).text();
  const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? '/';
  const sockets = new Set<Socket>();
  let cut = 0;
  const opened = Array.from({ length: count }, (_, index) => {
    const slowness = SLOWNESSES[index % SLOWNESSES.length] ?? 'headers'; // never: the remainder is one of its places
    const socket = connect(Number(port), hostname);
    sockets.add(socket);
    const drip = setInterval(() => socket.write(MORE[slowness]), EVERY_MS);
    socket.on('close', () => {
      clearInterval(drip);
      if (sockets.delete(socket)) cut += 1;
    });
    socket.on('error', () => {}); // being cut off is what is counted
    if (slowness === 'read') socket.pause();
    else socket.resume();
    return new Promise<void>((resolve) => {
      socket.once('connect', () => {
        socket.write(beginningOf(slowness, script));
        resolve();
      });
      socket.once('close', () => resolve());
    });
  });
  await Promise.all(opened);
  return {
    cutOff: () => cut,
    leave: () => {
      const open = new Set(sockets);
      sockets.clear(); // these leave by themselves
      for (const socket of open) socket.destroy();
    },
  };
}
