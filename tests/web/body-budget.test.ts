import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Request, Response } from 'express';
import { expect, test } from 'vitest';
import { createBodyBudget } from '../../src/web/body-budget.ts';

const KIBIBYTE = 1024;

interface Door extends AsyncDisposable {
  /** Sends so much of a body that is announced as far larger; resolves when it is cut off or has been taken so far. */
  send(bytes: number): Promise<{ readonly socket: Socket; readonly outcome: 'held' | 'cut_off' }>;
  readonly cutOff: () => number;
}

async function openDoor(budgetBytes: number): Promise<Door> {
  const budget = createBodyBudget(budgetBytes);
  let cut = 0;
  const sizes = new Map<number, number>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const port = request.socket.remotePort ?? 0;
    // Express's own request and response are these two, with more on them that is not looked at.
    budget.watch(request as Request, response as Response, () => (cut += 1));
    request.on('data', (chunk: Buffer) => sizes.set(port, (sizes.get(port) ?? 0) + chunk.length));
    request.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    cutOff: () => cut,
    send: async (bytes) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n');
      socket.write(Buffer.alloc(bytes));
      while (!socket.destroyed && (sizes.get(socket.localPort ?? 0) ?? 0) < bytes) {
        socket.resume();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return { socket, outcome: socket.destroyed ? 'cut_off' : 'held' };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a large body that comes when there is no room is cut off; one that leaves makes room', async () => {
  await using door = await openDoor(500 * KIBIBYTE);
  const first = await door.send(400 * KIBIBYTE);
  expect(first.outcome).toBe('held');
  expect((await door.send(400 * KIBIBYTE)).outcome).toBe('cut_off');
  expect(door.cutOff()).toBe(1);
  first.socket.destroy();
  await expect.poll(async () => (await door.send(400 * KIBIBYTE)).outcome).toBe('held');
});

test('a small body is never cut off, and what is only announced takes no room', async () => {
  await using door = await openDoor(100 * KIBIBYTE);
  for (let index = 0; index < 5; index += 1) expect((await door.send(60 * KIBIBYTE)).outcome).toBe('held');
  expect(door.cutOff()).toBe(0);
});
