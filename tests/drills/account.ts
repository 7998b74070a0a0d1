/** What became of every message that was taken with 200: read from the database itself and from what the fake Graph saw. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { readConfig } from '../../src/config/config.ts';
import { createKeyRing } from '../../src/store/cipher.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import type { Written } from './writers.ts';

export interface Account {
  readonly taken: number;
  /** Taken with 200 and never answered. */
  readonly lost: number;
  /** Answers that the provider took more than once, or that nobody asked for. */
  readonly doubled: number;
  /** Messages of one person that were kept, or answered, in another order than they were written. */
  readonly outOfOrder: number;
  readonly stillWaiting: number;
}

/** Where the service under trial keeps its state. */
export interface House {
  readonly dataDir: string;
  /** Null on SQLite. */
  readonly databaseUrl: string | null;
}

interface Row {
  readonly message_key: string;
  readonly seq: number;
  readonly state: string;
  readonly outbox_id: string | null;
}

const QUERY = `select inbox.message_key, inbox.seq, inbox.state, outbox.id as outbox_id
  from inbox left join outbox on outbox.inbox_seq = inbox.seq`;

export async function readAccount(house: House, graph: FakeGraph, taken: readonly Written[]): Promise<Account> {
  const { keys } = readConfig({ DATA_DIR: house.dataDir });
  const ring = createKeyRing(keys.master, keys.contact);
  const rows = await readRows(house);
  const byKey = new Map(rows.map((row) => [row.message_key, row]));
  const placeOf = new Map<string, number>();
  for (const [place, { outboxId }] of graph.accepted.entries()) {
    if (outboxId !== null && !placeOf.has(outboxId)) placeOf.set(outboxId, place);
  }
  const last = new Map<number, { readonly seq: number; readonly place: number }>();
  let lost = 0;
  let outOfOrder = 0;
  for (const { person, wamid } of taken) {
    const row = byKey.get(ring.messageKey('whatsapp', wamid));
    const place = placeOf.get(row?.outbox_id ?? '');
    if (row === undefined || place === undefined) {
      lost += 1;
      continue;
    }
    const before = last.get(person);
    if (before !== undefined && (before.seq > row.seq || before.place > place)) outOfOrder += 1;
    last.set(person, { seq: row.seq, place });
  }
  const ours = new Set(rows.map(({ outbox_id }) => outbox_id));
  const strange = [...placeOf.keys()].filter((id) => !ours.has(id)).length;
  return {
    taken: taken.length,
    lost,
    doubled: graph.totals.accepted - placeOf.size + strange,
    outOfOrder,
    stillWaiting: rows.filter(({ state }) => state === 'waiting').length,
  };
}

/** How many of these messages a house holds, answered or not. */
export async function readKept(house: House, taken: readonly Written[]): Promise<number> {
  const { keys } = readConfig({ DATA_DIR: house.dataDir });
  const ring = createKeyRing(keys.master, keys.contact);
  const known = new Set((await readRows(house)).map(({ message_key }) => message_key));
  return taken.filter(({ wamid }) => known.has(ring.messageKey('whatsapp', wamid))).length;
}

async function readRows({ dataDir, databaseUrl }: House): Promise<readonly Row[]> {
  if (databaseUrl !== null) {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query<Omit<Row, 'seq'> & { readonly seq: string }>(QUERY); // the driver gives large whole numbers as text
    await client.end();
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  }
  return readFile(dataDir);
}

function readFile(dataDir: string): readonly Row[] {
  const db = new DatabaseSync(join(dataDir, 'faro.sqlite'));
  try {
    return db.prepare(QUERY).all() as unknown as Row[]; // the columns of QUERY, as Row names them
  } finally {
    db.close();
  }
}
