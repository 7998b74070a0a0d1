/**
 * What stays behind after many messages: memory in use after everything that is not has been thrown away, open files and
 * timers, of the real service, early and late.
 */
import { startWorld } from './journey.ts';
import { prepareService } from '../drills/service.ts';
import { figure } from './table.ts';
import type { Section } from './table.ts';
import type { JourneyOrder } from './world.ts';

const MESSAGES = 100_000;
const EARLY = MESSAGES / 5;
const SECRET = 'bench-app-secret';
const PHONE_NUMBER_ID = '106540352242922';
const PEOPLE = 4_000;
const SETTLE_MS = 10_000;
const ANSWER_WITHIN_MS = 10_000;

interface Held {
  readonly megabytes: number;
  readonly files: number;
  readonly timers: number;
}

export async function benchMemory(): Promise<readonly Section[]> {
  await using world = await startWorld();
  await using service = await prepareService({
    environment: {
      WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
      WHATSAPP_ACCESS_TOKEN: 'bench-token',
      WHATSAPP_APP_SECRET: SECRET,
      WHATSAPP_VERIFY_TOKEN: 'bench-verify-token',
      WHATSAPP_BASE_URL: `http://127.0.0.1:${world.graphPort}`,
      LOG_LEVEL: 'silent',
      NODE_OPTIONS: `--expose-gc --import=${new URL('memory-probe.ts', import.meta.url).href}`,
    },
  });
  await service.start();
  const order: JourneyOrder = {
    ports: [Number(new URL(service.url).port)],
    path: '/webhooks/whatsapp',
    secret: SECRET,
    phoneNumberId: PHONE_NUMBER_ID,
    messages: EARLY,
    people: PEOPLE,
    rate: 0,
    waiting: 128,
    run: 'e',
  };
  await world.run(order);
  const early = await readProbe(service.pid, () => service.output());
  for (let round = 1; round < MESSAGES / EARLY; round += 1) await world.run({ ...order, run: `${round}` });
  const late = await readProbe(service.pid, () => service.output());
  return [
    {
      title: 'Memory: what the service holds after many messages',
      columns: ['after', 'heap MB', 'ratio', 'open files', 'timers'],
      rows: [rowOf(EARLY, early, early), rowOf(MESSAGES, late, early)],
      notes: ['After a full collection, ten seconds after the last message.'],
    },
  ];
}

function rowOf(messages: number, held: Held, early: Held): readonly string[] {
  const { megabytes, files, timers } = held;
  const ratio = figure(megabytes / early.megabytes, 2);
  return [`${figure(messages)} messages`, figure(megabytes, 1), ratio, figure(files), figure(timers)];
}

/** Asks by a signal; the probe answers with a line on the service's output. */
async function readProbe(pid: number, output: () => string): Promise<Held> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = output().length;
  process.kill(pid, 'SIGUSR2');
  for (const endsMs = performance.now() + ANSWER_WITHIN_MS; performance.now() < endsMs;) {
    const [, answer] = /^held (.*)$/m.exec(output().slice(before)) ?? [];
    if (answer !== undefined) return JSON.parse(answer) as Held; // our own probe wrote it
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Expected the service to say what it holds.');
}
