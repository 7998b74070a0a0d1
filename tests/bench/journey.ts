/** Messages a second and waiting times over the whole journey: webhook in, turn, reply accepted by Graph; everything on. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { prepareService } from '../drills/service.ts';
import type { ServiceProcess } from '../drills/service.ts';
import type { JourneyOrder, JourneyResult } from './world.ts';

const SECRET = 'bench-app-secret';
const PHONE_NUMBER_ID = '106540352242922';
const PEOPLE = 4_000;
/** People without a reply at any moment, when as much is offered as is answered. */
const WAITING = 128;

export interface World extends AsyncDisposable {
  readonly graphPort: number;
  run(order: JourneyOrder): Promise<JourneyResult>;
}

/** People and Graph in a process of their own. */
export async function startWorld(): Promise<World> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('world.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const graphPort = Number(await nextLine(lines, child));
  return {
    graphPort,
    run: async (order) => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return JSON.parse(await nextLine(lines, child)) as JourneyResult; // printed by our own world.ts
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function nextLine(lines: Interface, child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('Expected a line from the people outside, but their process ended.');
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string]; // readline's event
  return line;
}

export interface JourneyCase {
  readonly what: string;
  readonly processes: number;
  readonly databaseUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly wrapper?: readonly string[];
  /** Messages a second that are offered; 0 is as many as are answered. */
  readonly rates: readonly { readonly rate: number; readonly messages: number }[];
}

export interface JourneyRow extends JourneyResult {
  readonly what: string;
  readonly rate: number;
}

/** Starts the service as the case says, lets its compiler warm up, and measures each rate in turn. */
export async function benchJourney(bench: JourneyCase): Promise<readonly JourneyRow[]> {
  await using world = await startWorld();
  const services: ServiceProcess[] = [];
  try {
    for (let index = 0; index < bench.processes; index += 1) services.push(await startOne(bench, world, services[0]));
    const order: JourneyOrder = {
      ports: services.map(({ url }) => Number(new URL(url).port)),
      path: '/webhooks/whatsapp',
      secret: SECRET,
      phoneNumberId: PHONE_NUMBER_ID,
      messages: 4_000,
      people: PEOPLE,
      rate: 0,
      waiting: WAITING,
      run: 'w',
    };
    await world.run(order);
    const rows: JourneyRow[] = [];
    for (const [index, { rate, messages }] of bench.rates.entries())
      rows.push({ what: bench.what, rate, ...(await world.run({ ...order, rate, messages, run: String(index) })) });
    return rows;
  } finally {
    for (const service of services) await service[Symbol.asyncDispose]();
  }
}

async function startOne(
  { databaseUrl, environment, wrapper }: JourneyCase,
  { graphPort }: World,
  first: ServiceProcess | undefined,
): Promise<ServiceProcess> {
  const service = await prepareService({
    ...(wrapper === undefined ? {} : { wrapper }),
    environment: {
      WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
      WHATSAPP_ACCESS_TOKEN: 'bench-token',
      WHATSAPP_APP_SECRET: SECRET,
      WHATSAPP_VERIFY_TOKEN: 'bench-verify-token',
      WHATSAPP_BASE_URL: `http://127.0.0.1:${graphPort}`,
      LOG_LEVEL: 'silent',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      // One house, one key ring.
      ...(first === undefined ? {} : { DATA_DIR: first.dataDir }),
      ...environment,
    },
  });
  await service.start();
  return service;
}

if (import.meta.main) {
  const rows = await benchJourney({
    what: 'Faro, SQLite, 1 process',
    processes: 1,
    rates: [{ rate: 0, messages: 6_000 }],
  });
  console.table(rows);
}
