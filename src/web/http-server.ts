/**
 * The door itself: how long somebody may take, and how many may stand in it. Behind a proxy that reads whole requests first,
 * none of this is ever reached; without one, a thousand slow visitors must not keep a webhook out.
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';

/** A whole request must arrive within this; slow ones are cut off before they pile up. */
const REQUEST_TIMEOUT_MS = 20_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** How often those two are looked after; Node's own half a minute would make forty seconds of ten. */
const CHECK_EVERY_MS = 2_000;
/** Longer than proxies keep a connection that rests (nginx: 60 s): else one would write to what we have just closed. */
const KEEP_ALIVE_MS = 75_000;
/** Nothing goes in or out for so long: somebody does not read. Live pages hear from us every 15 s. */
const SILENCE_MS = 60_000;
/** Far more than a proxy and a team open, far fewer than there are descriptors on a server as it comes. */
const MAX_CONNECTIONS = 4_000;

export function createWebServer(): Server {
  const server = createServer({
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.timeout = SILENCE_MS;
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}
