/** Durable acknowledgements a second, against the same Express and signature check with no store, in one run. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { LoadOrder, LoadResult } from './load.ts';

const SECRET = 'bench-secret';
const PHONE_NUMBER_ID = '106540352242922';
const CONNECTIONS = 128;
const ROUND_SECONDS = 4;
const ROUNDS = 3;

export interface IntakeRow {
  readonly what: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Against the floor of the same round; the median of the rounds. */
  readonly ratio: number;
}

export async function benchIntake(): Promise<readonly IntakeRow[]> {
  const rounds: { readonly floor: LoadResult; readonly faro: LoadResult }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ floor: await measure('floor', round, 0), faro: await measure('faro', round, 0) });
  }
  const paced = await measure('faro', ROUNDS, 1_000);
  const ratios = rounds.map(({ floor, faro }) => faro.perSecond / floor.perSecond);
  const middle = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
  return [
    {
      what: 'Express + HMAC + JSON, no store',
      perSecond: middle(({ floor }) => floor.perSecond),
      p50Ms: middle(({ floor }) => floor.p50Ms),
      p99Ms: middle(({ floor }) => floor.p99Ms),
      ratio: 1,
    },
    {
      what: 'Faro, durable in SQLite',
      perSecond: middle(({ faro }) => faro.perSecond),
      p50Ms: middle(({ faro }) => faro.p50Ms),
      p99Ms: middle(({ faro }) => faro.p99Ms),
      ratio: median(ratios),
    },
    {
      what: 'Faro, 1,000/s offered',
      perSecond: paced.perSecond,
      p50Ms: paced.p50Ms,
      p99Ms: paced.p99Ms,
      ratio: Number.NaN,
    },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function measure(kind: 'floor' | 'faro', round: number, rate: number): Promise<LoadResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-bench-'));
  const server = startNode('intake-server.ts', [kind, SECRET, PHONE_NUMBER_ID, dataDir]);
  try {
    const port = Number(await firstLine(server));
    const warmUp: LoadOrder = {
      port,
      connections: CONNECTIONS,
      seconds: 1,
      path: '/webhooks/whatsapp',
      secret: SECRET,
      phoneNumberId: PHONE_NUMBER_ID,
      people: 2_000,
      rate: 0,
      run: `warm${round}`,
    };
    const warm = await load(warmUp);
    const result = await load({ ...warmUp, seconds: ROUND_SECONDS, rate, run: `run${round}` });
    if (result.ok !== result.answered) throw new Error(`Expected only 200, got ${result.answered - result.ok} others.`);
    if (kind === 'faro') checkRows(dataDir, warm.answered + result.answered);
    return result;
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Every acknowledged message is in the table; at most one per connection was still on its way at the end. */
function checkRows(dataDir: string, acknowledged: number): void {
  const db = new DatabaseSync(join(dataDir, 'faro.sqlite'), { readOnly: true });
  const rows = Number(db.prepare('select count(*) as rows from inbox').get()?.['rows']);
  db.close();
  if (rows < acknowledged || rows > acknowledged + 2 * CONNECTIONS) {
    throw new Error(`Expected ${acknowledged} messages in the inbox, found ${rows}.`);
  }
}

async function load(order: LoadOrder): Promise<LoadResult> {
  const client = startNode('load.ts', [JSON.stringify(order)]);
  return JSON.parse(await firstLine(client)) as LoadResult; // printed by our own load.ts
}

function startNode(file: string, parameters: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn(process.execPath, [path, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'));
  }
  throw new Error('Expected a line from the child process, but it ended without one.');
}
