/** A network that can fail: forwards TCP on this machine, until told to do worse. */
import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { once } from 'node:events';

/**
 * - `freeze`: connections stay and are taken, but nothing passes; what was sent passes after `heal`, as with a machine that
 *   stood still.
 * - `black_hole`: everything vanishes, the end of a connection too; what was open then stays dead for ever, as behind a
 *   router that has forgotten it.
 * - `refuse`: nobody listens.
 * - `reset`: whoever comes or is there is thrown out.
 */
export type NetworkFault = 'freeze' | 'black_hole' | 'refuse' | 'reset';

export interface FaultProxy {
  /** Where to connect instead. */
  readonly port: number;
  fail(fault: NetworkFault): Promise<void>;
  /** Every piece of data takes so long, one way. 0 ends it. */
  slowDown(delayMs: number): void;
  heal(): Promise<void>;
  /** Connections of the near side that are open now. */
  openConnections(): number;
  stop(): Promise<void>;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Dead: nothing passes any more, whatever happens later. */
  isLost: boolean;
}

export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let fault: NetworkFault | null = null;
  let delayMs = 0;
  let server = await listen(0);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one

  async function listen(onPort: number): Promise<Server> {
    // Half-open, so that the end of one side passes only when data would.
    const listening = createServer({ allowHalfOpen: true }, accept).listen(onPort, '127.0.0.1');
    await once(listening, 'listening');
    return listening;
  }

  function accept(near: Socket): void {
    near.on('error', () => {});
    if (fault === 'reset') {
      near.resetAndDestroy();
      return;
    }
    const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const pair: Pair = { near, far, isLost: fault === 'black_hole' };
    pairs.add(pair);
    forward(pair, near, far);
    forward(pair, far, near);
    if (fault === 'freeze') pause(pair);
  }

  function forward(pair: Pair, from: Socket, to: Socket): void {
    const pass = (act: () => void): void => {
      if (pair.isLost) return;
      if (delayMs === 0) act();
      else setTimeout(act, delayMs);
    };
    from.on('data', (chunk: Buffer) => pass(() => to.write(chunk)));
    from.on('end', () => {
      pass(() => to.end());
      if (pair.isLost && from === pair.near) from.destroy(); // nobody is there any more: we keep nothing open
    });
    from.on('error', () => pass(() => to.resetAndDestroy()));
    from.on('close', () => {
      pass(() => to.destroy());
      if (from === pair.near) pairs.delete(pair);
      if (from === pair.near && pair.isLost) pair.far.destroy();
    });
  }

  function pause({ near, far }: Pair): void {
    near.pause();
    far.pause();
  }

  async function stopListening(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const pair of pairs) throwOut(pair);
    await closed;
  }

  function throwOut({ near, far }: Pair): void {
    near.resetAndDestroy();
    far.destroy();
  }

  return {
    port,
    fail: async (next) => {
      fault = next;
      if (next === 'freeze') for (const pair of pairs) pause(pair);
      if (next === 'black_hole') for (const pair of pairs) pair.isLost = true;
      if (next === 'reset') for (const pair of pairs) throwOut(pair);
      if (next === 'refuse') await stopListening();
    },
    slowDown: (ms) => {
      delayMs = ms;
    },
    heal: async () => {
      fault = null;
      if (!server.listening) server = await listen(port);
      for (const { near, far } of pairs) {
        near.resume();
        far.resume();
      }
    },
    openConnections: () => pairs.size,
    stop: async () => {
      await stopListening();
      for (const pair of pairs) throwOut(pair);
    },
  };
}
