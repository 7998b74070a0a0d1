/** What is measured side by side: Faro, and what somebody would pick instead. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { prepareService } from '../../drills/service.ts';
import { firstLine, killChild, startNode } from '../child.ts';
import type { PeerProvider } from './request.ts';

const READY_WITHIN_MS = 20_000;
export const SECRET = 'bench-app-secret';
export const PHONE_NUMBER_ID = '106540352242922';

export interface Subject {
  readonly what: string;
  /** When it tells the provider that it has a message. */
  readonly acknowledges: string;
  /** What it knows after it was killed. */
  readonly keeps: string;
  readonly provider: PeerProvider;
  readonly path: string;
  /** What it can take at once, and what it is offered in the long run: BuilderBot would not end otherwise. */
  readonly messages: number;
  readonly perSecond: number;
  start(graphUrl: string): Promise<RunningSubject>;
}

export interface RunningSubject extends AsyncDisposable {
  readonly port: number;
  /** SIGKILL; resolves when it takes messages again, on the same port and with the same folder. */
  killAndStart(): Promise<void>;
}

export const FARO: Subject = {
  what: 'Faro, SQLite, everything on',
  acknowledges: 'when it is on disk',
  keeps: 'everything',
  provider: 'meta',
  path: '/webhooks/whatsapp',
  messages: 6_000,
  perSecond: 200,
  start: startFaro,
};

export const BOT_FRAMEWORK: Subject = {
  what: 'Bot Framework, MemoryStorage',
  acknowledges: 'when the reply is out',
  keeps: 'nothing',
  provider: 'meta',
  path: '/webhooks/whatsapp',
  messages: 6_000,
  perSecond: 200,
  start: (graphUrl) => startPeer('bot-framework.ts', graphUrl),
};

/** These two come from npm when they are wanted: see `install.ts`. */
export const INSTALLED: readonly Subject[] = [
  {
    what: 'bottender 1.5.5, by way of Twilio',
    acknowledges: 'before it has answered',
    keeps: 'nothing',
    provider: 'twilio',
    path: '/webhooks/whatsapp',
    messages: 6_000,
    perSecond: 200,
    start: (graphUrl) => startPeer('bottender.ts', graphUrl),
  },
  {
    what: 'BuilderBot 1.3.13, Meta provider 1.2.2',
    acknowledges: 'at once, unread; signatures are not checked',
    keeps: 'nothing',
    provider: 'meta',
    path: '/webhook',
    messages: 150,
    perSecond: 5,
    start: (graphUrl) => startPeer('builderbot.ts', graphUrl),
  },
];

async function startFaro(graphUrl: string): Promise<RunningSubject> {
  const service = await prepareService({
    environment: {
      WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
      WHATSAPP_ACCESS_TOKEN: 'bench-token',
      WHATSAPP_APP_SECRET: SECRET,
      WHATSAPP_VERIFY_TOKEN: 'bench-verify-token',
      WHATSAPP_BASE_URL: graphUrl,
      SEND_TIMEOUT_MS: '2000',
      OUTBOX_HOLD_MS: '25000', // longer than a start takes
      LOG_LEVEL: 'silent',
    },
  });
  await service.start();
  return {
    port: Number(new URL(service.url).port),
    killAndStart: async () => {
      await service.end('SIGKILL');
      await service.start();
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

async function startPeer(file: string, graphUrl: string): Promise<RunningSubject> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'faro-peer-')); // they write logs to wherever they are
  const start = async (): Promise<ChildProcess> => {
    const child = startNode(`peers/${file}`, [String(port), graphUrl, SECRET], { cwd: folder });
    await firstLine(child);
    await listens(port);
    return child;
  };
  let child = await start();
  return {
    port,
    killAndStart: async () => {
      await killChild(child);
      child = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await killChild(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Some say that they are ready before they are. */
async function listens(port: number): Promise<void> {
  for (const endsMs = performance.now() + READY_WITHIN_MS; performance.now() < endsMs;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Expected somebody to listen within ${READY_WITHIN_MS} ms.`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo; // a TCP server has one
  probe.close();
  await once(probe, 'close');
  return port;
}
