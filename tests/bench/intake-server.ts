/**
 * The servers that the intake benchmark compares, each in a process of its own:
 *
 * - `node`: node:http that answers 200 to anything;
 * - `floor`: Express with the raw body, the signature check and JSON.parse, and no store at all;
 * - `sqlite`, `postgres`: the service's own routes, intake and store; nothing takes turns, so that only intake is measured.
 */
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { verifyWhatsAppSignature } from '../../src/channels/whatsapp/verify.ts';
import { systemClock } from '../../src/core/clock.ts';
import { openStore } from '../../src/store/store.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { createApp } from '../../src/web/app.ts';
import { createIntake } from '../../src/web/intake.ts';
import { createWhatsAppWebhook } from '../../src/web/whatsapp-webhook.ts';

const [kind = 'floor', secret = '', phoneNumberId = '', dataDir = '', databaseUrl = ''] = process.argv.slice(2);

function node(): RequestListener {
  return (request, response) => {
    request.resume().on('end', () => response.end('ok'));
  };
}

function floor(): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.post('/webhooks/whatsapp', express.raw({ type: () => true, limit: '3mb' }), (request, response) => {
    const body = request.body as Buffer; // express.raw made it
    verifyWhatsAppSignature(body, request.headers['x-hub-signature-256'], [secret]);
    JSON.parse(body.toString('utf8'));
    response.sendStatus(200);
  });
  return app;
}

async function faro(): Promise<RequestListener> {
  const store = await openStore({
    dataDir,
    isServing: true,
    databaseUrl: databaseUrl === '' ? null : databaseUrl,
    masterKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
    contactKey: Buffer.alloc(32, 2),
    outboxHoldMs: 90_000,
    sendTimeoutMs: 10_000,
    clock: systemClock,
  });
  const telemetry = createTelemetry({ level: 'info' }, async () => ({ ...(await store.counts()), outbox: {} }));
  const intake = createIntake({ store, telemetry, onArrival: () => {} });
  return createApp({
    telemetry,
    metrics: telemetry.metrics,
    metricsPublic: false,
    readiness: () => Promise.resolve([]),
    frontPage: { simulator: false, desk: false, channels: [] },
    whatsapp: createWhatsAppWebhook({ phoneNumberId, appSecrets: [secret], verifyToken: 'bench' }, intake),
    sms: null,
    simulator: null,
    desk: null,
  });
}

async function listenerOf(): Promise<RequestListener> {
  if (kind === 'node') return node();
  return kind === 'floor' ? floor() : faro();
}

const server = createServer(await listenerOf());
process.once('SIGINT', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`); // a TCP server has a port
});
