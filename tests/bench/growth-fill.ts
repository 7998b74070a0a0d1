/**
 * A house that has been in use for long: so many people, so many stored messages, written past the store in few large
 * steps. Everything has the shape and the size it would have; what belongs to the people who will write can also be opened.
 */
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import { Client } from 'pg';
import { DAY_MS } from '../../src/core/clock.ts';
import type { MasterKey } from '../../src/store/cipher.ts';
import { createKeyRing, encrypt, newDataKey } from '../../src/store/cipher.ts';
import type { KeyRing } from '../../src/store/cipher.ts';

export const KEYS = {
  masterKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }] as [MasterKey],
  contactKey: Buffer.alloc(32, 2),
};

export interface FillOrder {
  readonly contacts: number;
  /** Half of them came in, half went out. */
  readonly messages: number;
  /** How many of the contacts will write: spread evenly among the others. */
  readonly writers: number;
  readonly nowMs: number;
}

/** What a database is filled through. */
interface Filling {
  readonly kind: 'sqlite' | 'postgres';
  run(statement: string, values?: readonly (string | number | Uint8Array)[]): Promise<void>;
  close(): Promise<void>;
}

const BODY_BYTES = 420;
const SNAPSHOT_BYTES = 700;
/** Rows of one statement: few enough that nothing has to be held in memory. */
const ROWS_AT_ONCE = 200_000;
/** Put up again at the end: sorting once is quicker than finding a place for each row. */
const LATE_INDEXES = ['inbox_contact', 'outbox_contact'] as const;

export function writerUserId(writer: number): string {
  return `US.${String(50_000_000 + writer)}`;
}

export async function fillSqlite(path: string, order: FillOrder): Promise<void> {
  const native = new DatabaseSync(path);
  // Nobody needs it if this does not come to its end.
  native.exec('pragma journal_mode = off; pragma synchronous = off; pragma foreign_keys = off');
  native.exec('pragma cache_size = -262144');
  await fill(order, {
    kind: 'sqlite',
    run: (statement, values = []) => {
      native.prepare(statement.replace(/\$\d+/g, '?')).run(...(values as SQLInputValue[])); // text, numbers and bytes
      return Promise.resolve();
    },
    close: () => {
      native.exec('pragma journal_mode = wal');
      native.close();
      return Promise.resolve();
    },
  });
}

export async function fillPostgres(databaseUrl: string, order: FillOrder): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("set synchronous_commit = off; set session_replication_role = 'replica'"); // no triggers, no checks
  await client.query("set maintenance_work_mem = '256MB'");
  await fill(order, {
    kind: 'postgres',
    run: async (statement, values = []) => void (await client.query(statement, [...values])),
    close: () => client.end(),
  });
  // As its own housekeeping would have.
  const admin = new Client({ connectionString: databaseUrl });
  await admin.connect();
  await admin.query('vacuum analyze');
  await admin.query('checkpoint');
  await admin.end();
}

async function fill(order: FillOrder, filling: Filling): Promise<void> {
  try {
    for (const index of LATE_INDEXES) await filling.run(`drop index ${index}`);
    await fillContacts(order, filling);
    await fillMessages(order, filling);
    for (const index of LATE_INDEXES) {
      const [table] = index.split('_');
      await filling.run(`create index ${index} on ${table} (contact_id, seq)`);
    }
  } finally {
    await filling.close();
  }
}

/** Between two who will write stand those who will not: what is read of one is not next to what is read of another. */
async function fillContacts(order: FillOrder, filling: Filling): Promise<void> {
  const ring = createKeyRing(KEYS.masterKeys, KEYS.contactKey);
  const between = Math.floor(order.contacts / order.writers) - 1;
  await filling.run('begin');
  for (let writer = 0; writer < order.writers; writer += 1) {
    const from = writer * (between + 1);
    await fillSilent(filling, from, from + between, order.nowMs - DAY_MS);
    // The newest and the oldest are theirs: the store looks there whether its keys fit.
    await fillWriter(filling, ring, from + between, writer, order.nowMs - (writer % 2) * 2 * DAY_MS);
  }
  await filling.run('commit');
}

async function fillSilent(filling: Filling, from: number, to: number, nowMs: number): Promise<void> {
  if (from >= to) return;
  const { id, key, bytes } = expressions(filling.kind);
  const numbers = `with recursive n(i) as (select ${from} union all select i + 1 from n where i + 1 < ${to})`;
  await filling.run(
    `insert into contacts (id, channel, address, data_key, created_at, last_inbound_at)
     ${numbers} select ${id('i')}, 'whatsapp', ${bytes(90)}, ${bytes(64)}, ${nowMs}, ${nowMs} from n`,
  );
  await filling.run(
    `insert into address_keys (key, contact_id, kind) ${numbers} select ${key('i')}, ${id('i')}, 'user_id' from n`,
  );
  await filling.run(
    `insert into conversations (contact_id, snapshot, updated_at)
     ${numbers} select ${id('i')}, ${bytes(SNAPSHOT_BYTES)}, ${nowMs} from n`,
  );
}

async function fillWriter(
  filling: Filling,
  ring: KeyRing,
  index: number,
  writer: number,
  nowMs: number,
): Promise<void> {
  const id = idOf(index);
  const dataKey = newDataKey();
  const userId = writerUserId(writer);
  const address = encrypt(dataKey, `contacts|address|${id}`, JSON.stringify({ channel: 'whatsapp', userId }));
  const wrapped = ring.wrap(dataKey, `contacts|data_key|${id}`);
  const snapshot = { ...EMPTY_SNAPSHOT, lastTurnAtMs: nowMs, dialogs: 'x'.repeat(SNAPSHOT_BYTES - 200) };
  const sealed = encrypt(dataKey, `conversations|snapshot|${id}`, JSON.stringify(snapshot));
  await filling.run(
    `insert into contacts (id, channel, address, data_key, created_at, last_inbound_at)
     values ($1, 'whatsapp', $2, $3, $4, $5)`,
    [id, address, wrapped, nowMs, nowMs],
  );
  await filling.run("insert into address_keys (key, contact_id, kind) values ($1, $2, 'user_id')", [
    ring.addressKey(`whatsapp:${userId}`),
    id,
  ]);
  await filling.run('insert into conversations (contact_id, snapshot, updated_at) values ($1, $2, $3)', [
    id,
    sealed,
    nowMs,
  ]);
}

const EMPTY_SNAPSHOT = { v: 1, turns: 3, language: 'es', languageChosen: false, offered: [], dialogsVersion: 'bench' };

/** Everybody's messages in turn, in an order that mixes people; all handled, delivered and read long ago. */
async function fillMessages({ contacts, messages, nowMs }: FillOrder, filling: Filling): Promise<void> {
  const { id, key, bytes } = expressions(filling.kind);
  const each = Math.floor(messages / 2);
  for (let from = 0; from < each; from += ROWS_AT_ONCE) {
    const to = Math.min(each, from + ROWS_AT_ONCE);
    const numbers = `with recursive n(i) as (select ${from} union all select i + 1 from n where i + 1 < ${to})`;
    const who = id(`(cast(i as bigint) * 7919) % ${contacts}`);
    await filling.run('begin');
    await filling.run(
      `insert into inbox (message_key, contact_id, channel, kind, body, state, received_at)
       ${numbers} select ${key('i')}, ${who}, 'whatsapp', 'text', ${bytes(BODY_BYTES)}, 'done', ${nowMs} from n`,
    );
    await filling.run(
      `insert into outbox (id, contact_id, channel, inbox_seq, author, body, state, attempts, next_at, provider_key,
         created_at, updated_at)
       ${numbers} select ${key('i')}, ${who}, 'whatsapp', i + 1, 'bot', ${bytes(BODY_BYTES)}, 'read', 1, ${nowMs},
         ${key('i')}, ${nowMs}, ${nowMs} from n`,
    );
    await filling.run('commit');
  }
}

/** 20 characters, as an id has; scattered, as random ones are. */
function idOf(index: number): string {
  return String((index * 999_983) % 1_000_000_007).padStart(20, '0');
}

interface Expressions {
  readonly id: (index: string) => string;
  /** 22 characters, in rising order, so that filling is quick; keys of new messages fall anywhere between them. */
  readonly key: (index: string) => string;
  readonly bytes: (count: number) => string;
}

function expressions(kind: Filling['kind']): Expressions {
  const scattered = (index: string): string => `((${index}) * 999983) % 1000000007`;
  if (kind === 'sqlite') {
    return {
      id: (index) => `printf('%020d', ${scattered(index)})`,
      key: (index) => `substr(printf('%08x', ${index} * 400), 1, 8) || 'aaaaaaaaaaaaaa'`,
      bytes: (count) => `randomblob(${count})`,
    };
  }
  return {
    id: (index) => `lpad((${scattered(`(${index})::bigint`)})::text, 20, '0')`,
    key: (index) => `lpad(to_hex(${index} * 400::bigint), 8, '0') || 'aaaaaaaaaaaaaa'`,
    // Not compressible, as encrypted bytes are not.
    bytes: (count) =>
      `decode((select string_agg(md5(random()::text || part), '') from generate_series(1, ${Math.ceil(count / 16)}) as part), 'hex')`,
  };
}
