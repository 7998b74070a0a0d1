/**
 * A backup is made while people write; then somebody has their data deleted; then the machine is gone. In a new house
 * everything that was taken before the backup must be there, nothing of what was deleted, and nobody may get an answer
 * twice. What was taken afterwards is lost with the machine: a backup is as old as it is.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { readConfig } from '../../src/config/config.ts';
import { addressNames } from '../../src/core/contact.ts';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { createKeyRing } from '../../src/store/cipher.ts';
import { openRowsAlone } from '../../src/store/keeping/file-rows.ts';
import { readPostgres } from '../../src/store/keeping/postgres-rows.ts';
import type { RowSource } from '../../src/store/keeping/tables.ts';
import { startPostgres } from '../fakes/postgres-server.ts';
import { startFront } from './front.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';

export interface BackupOrder {
  readonly store: 'sqlite' | 'postgres';
  readonly perSecond: number;
  /** Before the backup, and again between it and the end of the machine. */
  readonly seconds: number;
}

export interface BackupResult {
  readonly store: BackupOrder['store'];
  readonly takenBefore: number;
  /** Of those, how many are not in the new house. */
  readonly lost: number;
  /** Taken after the backup, so gone with the machine. */
  readonly takenAfter: number;
  /** Names and conversations of the deleted person that are in the new house. */
  readonly deletedAndBack: number;
  readonly answeredTwice: number;
  /** People who wrote to the new house, and how many of them have their answer. */
  readonly wroteAfterwards: number;
  readonly answeredAfterwards: number;
  readonly backupMs: number;
  readonly restoreMs: number;
  /** What the restore said. */
  readonly said: readonly string[];
}

const COMMAND = fileURLToPath(new URL('../../src/worker/store-command.ts', import.meta.url));
const ENVIRONMENT = { OUTBOX_HOLD_MS: '1500', SEND_TIMEOUT_MS: '2000', LOG_LEVEL: 'silent' } as const;
const GONE = { userId: 'US.900000' };
const WRITE_AFTERWARDS = 10;
const ANSWERED_WITHIN_MS = 60_000;

export async function runBackupDrill(order: BackupOrder): Promise<BackupResult> {
  const databases = await makeDatabases(order.store);
  const graph = await startFakeGraph({
    pairLimit: 'off',
    statuses: { delayMs: 30 },
    retryDelaysMs: Array.from({ length: 1_200 }, () => 100), // Meta goes on for days
    keep: 100_000,
  });
  try {
    return await runWith(order, graph, databases);
  } finally {
    await graph.stop();
    await databases.stop();
  }
}

async function runWith(order: BackupOrder, graph: FakeGraph, databases: Databases): Promise<BackupResult> {
  await using old = await prepareService({ graph, environment: { ...ENVIRONMENT, ...databases.old } });
  await using restored = await prepareService({ graph, environment: { ...ENVIRONMENT, ...databases.new } });
  // One address for both machines, as a name has: what is brought again finds the new one.
  await using front = await startFront([old, restored].map(({ url }) => Number(new URL(url).port)));
  graph.deliverTo(`${front.url}/webhooks/whatsapp`);
  await old.start();
  const writing = startWriting(graph, order.perSecond);
  await graph.receive(GONE, 'hola');
  await sleep(order.seconds * 1_000);

  const takenBefore = [...writing.taken];
  const backup = join(old.dataDir, 'night.backup');
  const backedUp = await runCommand(old, databases.old, ['backup', backup]);
  await deleteAll(graph);
  await sleep(order.seconds * 1_000);
  await old.end('SIGKILL');
  writing.stop();
  const takenAfter = writing.taken.length - takenBefore.length;

  // The keys were kept elsewhere, and the log of deletions was carried away as it grew.
  for (const name of readdirSync(old.dataDir)) {
    if (name === 'keys.env' || name.startsWith('deletions-'))
      copyFileSync(join(old.dataDir, name), join(restored.dataDir, name));
  }
  const put = await runCommand(restored, databases.new, ['restore', backup]);
  await restored.start();
  await writing.finish(); // what the old house never took, Meta brings to the new one
  const afterwards = Array.from({ length: WRITE_AFTERWARDS }, (_, index) => `US.${800_000 + index}`);
  for (const userId of afterwards) await graph.receive({ userId }, 'hola');
  const isAnswered = (userId: string): boolean => graph.accepted.some(({ person }) => person.userId === userId);
  await waitUntil(() => afterwards.every(isAnswered), ANSWERED_WITHIN_MS, 'everybody who wrote afterwards is answered');
  await sleep(Number(ENVIRONMENT.OUTBOX_HOLD_MS) * 2); // whatever is in doubt shows within a hold
  await restored.end('SIGTERM');

  const found = await readHouse(restored, databases.new, (source) => lookInto(source, restored.dataDir));
  return {
    store: order.store,
    takenBefore: takenBefore.length,
    lost: takenBefore.filter((id) => !found.hasMessage(id)).length,
    takenAfter,
    deletedAndBack: found.namesOfGone,
    answeredTwice: countTwice(graph),
    wroteAfterwards: afterwards.length,
    answeredAfterwards: afterwards.filter(isAnswered).length,
    backupMs: backedUp.ms,
    restoreMs: put.ms,
    said: put.said,
  };
}

/** Each message is somebody's only one: two answers to one person are one too many. */
function startWriting(graph: FakeGraph, perSecond: number) {
  const taken: string[] = [];
  const underWay: Promise<void>[] = [];
  let next = 0;
  const timer = setInterval(() => {
    next += 1;
    underWay.push(
      graph.receive({ userId: `US.${1_000_000 + next}` }, 'hola').then(({ id, receipts }) => {
        if (receipts.some(({ status }) => status === 200)) taken.push(id);
      }),
    );
  }, 1_000 / perSecond);
  return {
    taken,
    stop: () => clearInterval(timer),
    finish: async () => void (await Promise.all(underWay)),
  };
}

async function deleteAll(graph: FakeGraph): Promise<void> {
  const answers = (): number => graph.accepted.filter(({ person }) => person.userId === GONE.userId).length;
  for (const words of ['Borrar mis datos', 'Borrar todo']) {
    const before = answers();
    await graph.receive(GONE, words);
    await waitUntil(() => answers() > before, ANSWERED_WITHIN_MS, `"${words}" is answered`);
  }
}

function countTwice(graph: FakeGraph): number {
  const answers = new Map<string, number>();
  for (const { person } of graph.accepted) {
    const name = person.userId ?? '';
    if (name !== GONE.userId) answers.set(name, (answers.get(name) ?? 0) + 1);
  }
  return [...answers.values()].filter((count) => count > 1).length;
}

interface Command {
  readonly ms: number;
  readonly said: readonly string[];
}

async function runCommand(
  service: ServiceProcess,
  environment: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<Command> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [COMMAND, ...words], {
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: service.dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, 'exit')) as [number | null]; // exit gives a code, or null after a signal
  if (code !== 0) throw new Error(`Expected "store ${words[0]}" to end well, but it ended with ${code}.`);
  return { ms: Math.round(performance.now() - startedMs), said: said.trimEnd().split('\n') };
}

interface Found {
  hasMessage(providerId: string): boolean;
  readonly namesOfGone: number;
}

async function lookInto(source: RowSource, dataDir: string): Promise<Found> {
  const { keys } = readConfig({ DATA_DIR: dataDir });
  const ring = createKeyRing(keys.master, keys.contact);
  const messages = await readColumn(source, 'inbox', 'message_key');
  const names = await readColumn(source, 'address_keys', 'key');
  return {
    hasMessage: (providerId) => messages.has(ring.messageKey('whatsapp', providerId)),
    namesOfGone: addressNames({ channel: 'whatsapp', ...GONE }).filter((name) => names.has(ring.addressKey(name)))
      .length,
  };
}

async function readColumn(
  source: RowSource,
  table: 'inbox' | 'address_keys',
  column: string,
): Promise<ReadonlySet<unknown>> {
  const values = new Set<unknown>();
  for await (const rows of source.rowsOf(table, [column])) for (const [value] of rows) values.add(value);
  return values;
}

async function readHouse<T>(
  { dataDir }: ServiceProcess,
  { DATABASE_URL: url }: Readonly<Record<string, string>>,
  work: (source: RowSource) => Promise<T>,
): Promise<T> {
  if (url !== undefined) return readPostgres(url, work);
  const file = openRowsAlone(join(dataDir, 'faro.sqlite'));
  return work(file).finally(() => file.close());
}

interface Databases {
  /** What the processes of either house have in their environment. */
  readonly old: Readonly<Record<string, string>>;
  readonly new: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

async function makeDatabases(store: BackupOrder['store']): Promise<Databases> {
  if (store === 'sqlite') return { old: {}, new: {}, stop: () => Promise.resolve() };
  const server = await startPostgres({ durable: true });
  const admin = new Client({ connectionString: server.urlOf('postgres') });
  await admin.connect();
  for (const name of ['faro_old', 'faro_new']) await admin.query(`create database ${name}`);
  await admin.end();
  return {
    old: { DATABASE_URL: server.urlOf('faro_old') },
    new: { DATABASE_URL: server.urlOf('faro_new') },
    stop: () => server.stop(),
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
