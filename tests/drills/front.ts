/** One address before several processes, as a load balancer has it: each connection goes to the next one that is there. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface Front extends AsyncDisposable {
  readonly url: string;
  /** How many connections each process was given. */
  readonly given: readonly number[];
  stop(): Promise<void>;
}

/** @param ports - of 127.0.0.1 */
export async function startFront(ports: readonly number[]): Promise<Front> {
  const sockets = new Set<Socket>();
  const given = ports.map(() => 0);
  let next = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    return socket;
  };

  const server = createServer((client) => void join(keep(client)));

  async function join(client: Socket): Promise<void> {
    const first = next;
    next += 1;
    for (let step = 0; step < ports.length; step += 1) {
      const index = (first + step) % ports.length;
      const process = await reach(ports[index] ?? 0);
      if (process === null) continue;
      given[index] = (given[index] ?? 0) + 1;
      keep(process).on('close', () => client.destroy());
      client.on('close', () => process.destroy());
      client.pipe(process).pipe(client);
      return;
    }
    client.destroy();
  }

  async function stop(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    given,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** @returns null when nobody is there */
function reach(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}
