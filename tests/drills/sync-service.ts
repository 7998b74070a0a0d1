/**
 * The service's own intake over the real store, in the process that strace watches, with a client beside it.
 *
 *   node tests/drills/sync-service.ts DATA_DIR FULL|NORMAL REQUESTS
 *
 * NORMAL is the control: SQLite as it is without our sync after each commit, to show that the check can fail.
 */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker, isMainThread, workerData } from 'node:worker_threads';
import { once } from 'node:events';
import { systemClock } from '../../src/core/clock.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import { openStore } from '../../src/store/store.ts';
import { createApp } from '../../src/web/app.ts';
import { createIntake } from '../../src/web/intake.ts';
import { createWhatsAppWebhook } from '../../src/web/whatsapp-webhook.ts';
import { textWebhook } from '../bench/load.ts';
import { leaveOutSyncs } from './leave-out-syncs.ts';

const SECRET = 'drill-secret';
const PHONE_NUMBER_ID = '106540352242922';

async function serve(dataDir: string, mode: string, requests: number): Promise<void> {
  if (mode === 'NORMAL') leaveOutSyncs();
  const store = await openStore({
    dataDir,
    masterKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
    contactKey: Buffer.alloc(32, 2),
    outboxHoldMs: 90_000,
    sendTimeoutMs: 10_000,
    clock: systemClock,
  });
  const intake = createIntake({ store, telemetry: silentTelemetry, onArrival: () => {} });
  const app = createApp({
    telemetry: silentTelemetry,
    metrics: { contentType: 'text/plain', render: () => Promise.resolve('') },
    metricsPublic: false,
    readiness: () => Promise.resolve([]),
    frontPage: { simulator: false, desk: false, channels: [] },
    whatsapp: createWhatsAppWebhook({ phoneNumberId: PHONE_NUMBER_ID, appSecrets: [SECRET], verifyToken: 'x' }, intake),
    sms: null,
    simulator: null,
    desk: null,
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const client = new Worker(new URL(import.meta.url), { workerData: { port, requests } });
  const [code] = (await once(client, 'exit')) as [number]; // a worker's exit code
  server.closeAllConnections();
  server.close();
  await store.close();
  process.exitCode = code;
}

async function write({ port, requests }: { readonly port: number; readonly requests: number }): Promise<void> {
  for (let index = 0; index < requests; index += 1) {
    const body = textWebhook({ phoneNumberId: PHONE_NUMBER_ID, people: 50, run: 'sync' }, index);
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    const answer = await fetch(`http://127.0.0.1:${port}/webhooks/whatsapp`, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', 'X-Hub-Signature-256': `sha256=${signature}` },
    });
    if (answer.status !== 200) throw new Error(`Expected 200, got ${answer.status}.`);
    await answer.arrayBuffer();
  }
}

if (isMainThread) {
  const [dataDir = '', mode = 'FULL', requests = '100'] = process.argv.slice(2);
  await serve(dataDir, mode, Number(requests));
} else {
  await write(workerData as { port: number; requests: number }); // given by serve above
}
