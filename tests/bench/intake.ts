/**
 * Durable acknowledgements a second, on both stores, against two floors of the same run: the same Express and signature
 * check without a store, and a bare HTTP server that answers 200 to anything.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { firstLine, killChild, median, startNode } from './child.ts';
import { openPostgresHouse } from './postgres-house.ts';
import type { PostgresHouse } from './postgres-house.ts';
import type { LoadOrder, LoadResult } from './load.ts';
import { figure } from './table.ts';
import type { Section } from './table.ts';

const SECRET = 'bench-secret';
const PHONE_NUMBER_ID = '106540352242922';
const CONNECTIONS = 128;
const ROUND_SECONDS = 3;
const ROUNDS = 3;
const PACED_PER_SECOND = 1_000;

const KINDS = ['node', 'floor', 'sqlite', 'postgres'] as const;
type Kind = (typeof KINDS)[number];

const WHAT = {
  node: 'node:http, 200 to anything',
  floor: 'Express + HMAC + JSON, no store',
  sqlite: 'Faro, durable in SQLite',
  postgres: 'Faro, durable in PostgreSQL',
} as const satisfies Record<Kind, string>;

export async function benchIntake(): Promise<readonly Section[]> {
  await using house = await openPostgresHouse();
  const rounds: Readonly<Record<Kind, LoadResult>>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const one = async (kind: Kind): Promise<LoadResult> => measure(kind, house, `${round}`, 0);
    rounds.push({
      node: await one('node'),
      floor: await one('floor'),
      sqlite: await one('sqlite'),
      postgres: await one('postgres'),
    });
  }
  const paced = ['sqlite', 'postgres'] as const;
  const pacedRows: (readonly string[])[] = [];
  for (const kind of paced) {
    const result = await measure(kind, house, 'paced', PACED_PER_SECOND);
    pacedRows.push([`${WHAT[kind]}, ${figure(PACED_PER_SECOND)}/s offered`, ...speedOf([result]), '', '']);
  }
  return [
    {
      title: 'Intake: durable acknowledgements, 128 connections, load generator on the same cores',
      columns: ['what', 'requests/s', 'p50 ms', 'p99 ms', 'ratio to Express + HMAC + JSON', 'ratio to node:http'],
      rows: [...KINDS.map((kind) => rowOf(kind, rounds)), ...pacedRows],
      notes: [
        'Every acknowledged message was found in the table afterwards. Each figure is the median of three rounds, each ratio ' +
          'the median of the ratios within a round.',
      ],
    },
  ];
}

function rowOf(kind: Kind, rounds: readonly Readonly<Record<Kind, LoadResult>>[]): readonly string[] {
  const ratioTo = (floor: Kind): string =>
    figure(median(rounds.map((round) => round[kind].perSecond / round[floor].perSecond)), 2);
  return [WHAT[kind], ...speedOf(rounds.map((round) => round[kind])), ratioTo('floor'), ratioTo('node')];
}

function speedOf(results: readonly LoadResult[]): readonly string[] {
  const middle = (pick: (result: LoadResult) => number): number => median(results.map(pick));
  return [
    figure(middle(({ perSecond }) => perSecond)),
    figure(
      middle(({ p50Ms }) => p50Ms),
      1,
    ),
    figure(
      middle(({ p99Ms }) => p99Ms),
      1,
    ),
  ];
}

async function measure(kind: Kind, house: PostgresHouse, round: string, rate: number): Promise<LoadResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-bench-'));
  const databaseUrl = kind === 'postgres' ? await house.createDatabase() : '';
  const server = startNode('intake-server.ts', [kind, SECRET, PHONE_NUMBER_ID, dataDir, databaseUrl]);
  try {
    const warmUp: LoadOrder = {
      port: Number(await firstLine(server)),
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
    const acknowledged = warm.answered + result.answered;
    if (kind === 'sqlite') checkRows(countInFile(dataDir), acknowledged);
    if (kind === 'postgres') checkRows(await countIn(databaseUrl), acknowledged);
    return result;
  } finally {
    await killChild(server);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Every acknowledged message is in the table; at most one per connection was still on its way at the end. */
function checkRows(rows: number, acknowledged: number): void {
  if (rows < acknowledged || rows > acknowledged + 2 * CONNECTIONS) {
    throw new Error(`Expected ${acknowledged} messages in the inbox, found ${rows}.`);
  }
}

const COUNT = 'select count(*) as rows from inbox';

function countInFile(dataDir: string): number {
  const db = new DatabaseSync(join(dataDir, 'faro.sqlite'), { readOnly: true });
  const rows = Number(db.prepare(COUNT).get()?.['rows']);
  db.close();
  return rows;
}

async function countIn(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ rows: string }>(COUNT);
  await client.end();
  return Number(rows[0]?.rows);
}

async function load(order: LoadOrder): Promise<LoadResult> {
  const client = startNode('load.ts', [JSON.stringify(order)]);
  const ended = once(client, 'exit');
  const result = JSON.parse(await firstLine(client)) as LoadResult; // printed by our own load.ts
  await ended;
  return result;
}
