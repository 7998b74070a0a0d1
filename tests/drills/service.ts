/** The real service as a process of its own, against stand-ins of the providers that live in this process. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';

export interface ServiceProcess extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything it has written to both outputs, over all its lives. */
  output(): string;
  /** Resolves once it answers that it is ready. */
  start(): Promise<void>;
  /** Resolves once it has ended. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

export interface ServiceOptions {
  readonly graph?: FakeGraph;
  readonly twilio?: FakeTwilio;
  readonly environment?: Readonly<Record<string, string>>;
  /** Words put before the call of node, for example a tracer with its options. */
  readonly wrapper?: readonly string[];
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const READY_WITHIN_MS = 120_000;
const LOOK_FOR_MS = 5_000;

/** Makes a service with a port and a folder of its own, and points the stand-ins at it. Not started yet. */
export async function prepareService(options: ServiceOptions): Promise<ServiceProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-drill-'));
  options.graph?.deliverTo(`${url}/webhooks/whatsapp`);
  options.twilio?.deliverTo(`${url}/webhooks/sms`);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    PORT: String(port),
    DATA_DIR: dataDir,
    SIMULATOR: 'off',
    ...graphEnvironment(options.graph),
    ...twilioEnvironment(options.twilio),
    ...options.environment,
  };
  const words = [...(options.wrapper ?? []), process.execPath, MAIN];
  const command = words[0] ?? process.execPath;
  let child: ChildProcess | null = null;
  let written = '';
  const listen = (chunk: Buffer): void => {
    written += chunk.toString();
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return null;
    const ended = once(child, 'exit');
    child.kill(signal);
    const [code] = (await ended) as [number | null]; // exit gives a code, or null after a signal
    return code;
  };
  return {
    url,
    dataDir,
    get pid() {
      return child?.pid ?? -1;
    },
    output: () => written,
    start: async () => {
      const started = spawn(command, words.slice(1), { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      child = started;
      started.stdout.on('data', listen);
      started.stderr.on('data', listen);
      await waitUntilReady(
        url,
        () => started.exitCode === null && started.signalCode === null,
        () => written,
      );
    },
    end,
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function graphEnvironment(graph: FakeGraph | undefined): Readonly<Record<string, string>> {
  if (graph === undefined) return {};
  return {
    WHATSAPP_PHONE_NUMBER_ID: graph.phoneNumberId,
    WHATSAPP_ACCESS_TOKEN: graph.accessToken,
    WHATSAPP_APP_SECRET: graph.appSecret,
    WHATSAPP_VERIFY_TOKEN: 'drill-verify-token',
    WHATSAPP_BASE_URL: graph.url,
  };
}

function twilioEnvironment(twilio: FakeTwilio | undefined): Readonly<Record<string, string>> {
  if (twilio === undefined) return {};
  return {
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_FROM: twilio.phone,
    TWILIO_BASE_URL: twilio.url,
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  server.close();
  await once(server, 'close');
  return port;
}

async function waitUntilReady(url: string, isAlive: () => boolean, output: () => string): Promise<void> {
  const endsMs = performance.now() + READY_WITHIN_MS;
  while (performance.now() < endsMs) {
    if (!isAlive()) throw new Error(`The service ended before it was ready:\n${output()}`);
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(LOOK_FOR_MS) }).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`The service was not ready within ${READY_WITHIN_MS} ms:\n${output()}`);
}

export async function waitUntil(
  isDone: () => boolean | Promise<boolean>,
  withinMs: number,
  what: string,
): Promise<void> {
  const endsMs = performance.now() + withinMs;
  while (!(await isDone())) {
    if (performance.now() > endsMs) throw new Error(`Waited ${withinMs} ms in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
