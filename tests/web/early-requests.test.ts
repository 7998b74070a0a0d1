import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { holdRequests } from '../../src/web/early-requests.ts';

test('a request that comes before the rooms are open is answered when they are, with all that it brought', async () => {
  const server = createServer();
  const admit = holdRequests(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
  const early = fetch(url, { method: 'POST', body: 'antes' });
  await once(server, 'request');
  admit((request, response) => void request.pipe(response));
  expect(await (await early).text()).toBe('antes');
  expect(await (await fetch(url, { method: 'POST', body: 'después' })).text()).toBe('después');
  server.close();
});
