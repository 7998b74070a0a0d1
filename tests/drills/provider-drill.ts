/**
 * The provider fails in every way it knows while people write. Afterwards each message has exactly one answer; what can
 * never work was tried once and stands in the list, and one command sends it after all.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import { FAULTS } from '../../src/dev/provider-server.ts';
import type { FaultName } from '../../src/dev/provider-server.ts';
import { findCanaries } from '../fakes/canaries.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';

export interface ProviderResult {
  readonly channel: 'whatsapp' | 'sms';
  readonly faults: number;
  readonly messages: number;
  readonly answeredOnce: number;
  readonly doubled: number;
  /** How often a message that can never work was tried, by the list of what was given up. */
  readonly triesOfPermanent: number;
  readonly replayed: number;
  /** Numbers, user ids and words of people in all that the service wrote at level debug, decoded in every way. */
  readonly leaks: number;
  readonly writtenKb: number;
}

/** Short, so that the drill is; the rules are the same. */
const ENVIRONMENT = {
  OUTBOX_HOLD_MS: '1500',
  OUTBOX_RETRY_BASE_MS: '100',
  SEND_TIMEOUT_MS: '800',
  LOG_LEVEL: 'debug',
} as const;

/** The only one that no waiting heals. */
const PERMANENT: FaultName = 'expired_token';
const names = Object.keys(FAULTS) as FaultName[]; // the table's own keys
const passing = names.filter((name) => name !== PERMANENT);

/** What a leak would look like: whom we wrote to, their ids at the provider, what they wrote and what we said. */
const CANARIES = ['US.900', '+120255501', '120255501', 'wamid.', 'soy Faro', 'hola'] as const;

/** What both stand-ins offer, as far as this drill needs it. */
interface Provider {
  failNext(fault: FaultName, times?: number): void;
  heal(): void;
  /** The id that came with each accepted message. */
  readonly acceptedIds: () => readonly string[];
  write(person: number): Promise<unknown>;
}

export async function runWhatsAppProviderDrill(): Promise<ProviderResult> {
  const graph = await startFakeGraph({ statuses: { delayMs: 50 } });
  try {
    await using service = await prepareService({ graph, environment: ENVIRONMENT });
    await service.start();
    return await runDrill('whatsapp', service, {
      failNext: graph.failNext,
      heal: graph.heal,
      acceptedIds: () => graph.accepted.map(({ outboxId }) => String(outboxId)),
      write: (person) => graph.receive({ userId: `US.${9_000_000 + person}` }, 'hola'),
    });
  } finally {
    await graph.stop();
  }
}

export async function runSmsProviderDrill(): Promise<ProviderResult> {
  const twilio = await startFakeTwilio({ statuses: { delayMs: 50 } });
  try {
    await using service = await prepareService({ twilio, environment: ENVIRONMENT });
    await service.start();
    return await runDrill('sms', service, {
      failNext: twilio.failNext,
      heal: twilio.heal,
      acceptedIds: () => twilio.accepted.map(({ statusCallback }) => String(statusCallback).split('/').at(-1) ?? ''),
      write: (person) => twilio.receive(`+120255501${String(person).padStart(2, '0')}`, 'hola'),
    });
  } finally {
    await twilio.stop();
  }
}

async function runDrill(
  channel: ProviderResult['channel'],
  service: ServiceProcess,
  provider: Provider,
): Promise<ProviderResult> {
  let person = 0;
  const answered = (): number => new Set(provider.acceptedIds()).size;
  for (const fault of passing) {
    provider.failNext(fault, 2);
    for (const _ of [1, 2]) {
      await provider.write(person);
      person += 1;
    }
    // A provider in trouble is asked once in ten seconds, and the second failure may be the first probe's.
    await waitUntil(() => answered() >= person, 40_000, `both people have an answer after ${fault}`);
  }
  provider.failNext(PERMANENT, 5);
  await provider.write(person);
  person += 1;
  await new Promise((resolve) => setTimeout(resolve, 4_000)); // long enough for any wrong retry
  const triesOfPermanent = Number(/(\d+) tries/.exec(await runOutbox(service))?.[1]);
  provider.heal();
  const replayed = Number(/^(\d+) put back/.exec(await runOutbox(service, 'replay', 'all'))?.[1]);
  await waitUntil(() => answered() >= person, 10_000, 'the replayed message is taken');
  // Whatever would come twice would come within a hold.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const ids = provider.acceptedIds();
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  const written = service.output() + metrics;
  return {
    channel,
    faults: names.length,
    messages: person,
    answeredOnce: new Set(ids).size,
    doubled: ids.length - new Set(ids).size,
    triesOfPermanent,
    replayed,
    leaks: findCanaries(written, CANARIES).length,
    writtenKb: Math.round(written.length / 1_024),
  };
}

/** `npm run outbox`, as an operator uses it beside the running service. */
async function runOutbox(service: ServiceProcess, ...words: readonly string[]): Promise<string> {
  const command = fileURLToPath(new URL('../../src/worker/outbox-command.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...words], {
    env: { DATA_DIR: service.dataDir },
  });
  return stdout;
}
