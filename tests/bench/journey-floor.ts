/**
 * The journey without its two dear parts: the same Express, signature check, parsing, rendering and sending, but no store
 * and no dialogs. Everybody gets the same reply at once.
 *
 *   node tests/bench/journey-floor.ts GRAPH_URL SECRET PHONE_NUMBER_ID
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createWhatsAppChannel } from '../../src/channels/whatsapp/send.ts';
import { randomIds } from '../../src/core/ids.ts';
import { createWhatsAppWebhook } from '../../src/web/whatsapp-webhook.ts';

const [baseUrl = '', secret = '', phoneNumberId = ''] = process.argv.slice(2);
const REPLY = { kind: 'text', text: 'Respuesta de prueba, tan larga como suele ser. '.repeat(7) } as const;

const channel = createWhatsAppChannel({
  phoneNumberId,
  accessToken: 'bench-token',
  baseUrl,
  graphVersion: 'v26.0',
  timeoutMs: 10_000,
});
const webhook = createWhatsAppWebhook(
  { phoneNumberId, appSecrets: [secret], verifyToken: 'bench' },
  {
    guard: (_channel, check) => check(),
    noteRefusal: () => {},
    store: (_channel, { messages }) => {
      for (const { from } of messages) void channel.send(from, REPLY, randomIds.outboxId());
      return Promise.resolve();
    },
  },
);
const app = express();
app.use('/webhooks/whatsapp', webhook);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`); // a TCP server has a port
});
