/** Two processes on one PostgreSQL: what one writes the other hears of at once, and what falls due is done once. */
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, inject, test, vi } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import type { AgentId, CaseId, SessionKey, TeamId } from '../../src/core/ids.ts';
import type { Db } from '../../src/store/dialect.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';
import { askForHuman, hire, lineOf, say } from '../fakes/desk.ts';
import { openTestStore } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const onPostgres = test.skipIf(inject('postgres') === undefined || inject('postgres') === null);
const marisol: Address = { channel: 'whatsapp', userId: 'HN.9100000000000000001' };

/** How often each signal was heard. */
function countSignals(store: Store): Record<string, number> {
  const heard: Record<string, number> = { cases: 0, staff: 0, turns: 0, outbox: 0 };
  for (const signal of ['cases', 'staff', 'turns', 'outbox'] as const) {
    store.signals.listen(signal, () => {
      heard[signal] = (heard[signal] ?? 0) + 1;
    });
  }
  return heard;
}

/** Another process, once it listens. */
async function openListening(house: TestStore): Promise<{ other: Store; heard: Record<string, number> }> {
  const other = await house.another();
  let listens = false;
  const stop = other.signals.listen('company', () => {
    listens = true;
  });
  await vi.waitFor(() => {
    house.store.signals.callOthers('company', 'are you there');
    expect(listens).toBe(true);
  }, 10_000);
  stop();
  return { other, heard: countSignals(other) };
}

onPostgres('an event of a case is called at the other process; a message without a case is not', async () => {
  await using house = await openTestStore();
  const { other, heard } = await openListening(house);
  await say(house, marisol, 'hola');
  await askForHuman(house, marisol);
  await vi.waitFor(() => expect(heard['cases']).toBe(1), 10_000);
  expect(await other.desk.events.after(0, 10)).toHaveLength(1);
  expect(heard).toStrictEqual({ cases: 1, staff: 0, turns: 0, outbox: 0 });
  await other.close();
});

onPostgres('what was undone is called nowhere', async () => {
  await using house = await openTestStore();
  const { other, heard } = await openListening(house);
  const own = countSignals(house.store);
  const id = 'none' as CaseId; // of no case
  await house.store.desk.claims.claim({ id: 'nobody' as AgentId, role: 'agent' }, id).catch(() => {});
  await house.query('select 1');
  house.store.signals.callOthers('turns');
  await vi.waitFor(() => expect(heard['turns']).toBe(1), 10_000);
  expect(heard['cases']).toBe(0);
  expect(own).toStrictEqual({ cases: 0, staff: 0, turns: 0, outbox: 0 });
  await other.close();
});

onPostgres(
  'a sign-in that ends, an account that changes and new hours are called; somebody who stays is not',
  async () => {
    await using house = await openTestStore();
    const { other, heard } = await openListening(house);
    const ana = await hire(house.store, 'Ana');
    const key = 'a key of a session' as SessionKey;
    const untilMs = house.clock.nowMs() + 60_000;
    const session = { key, agent: ana.id, stage: 'signed_in', startedAtMs: 0, idleUntilMs: untilMs, untilMs } as const;
    const { sessions, presence, accounts, teams } = house.store.desk;
    const steps: readonly (() => Promise<unknown>)[] = [
      () => sessions.open(session, null, null),
      () => presence.note(ana.id), // she has come
      () => sessions.close(key, null),
      () => accounts.change(ana.id, { disabled: true }, lineOf('agent_changed')),
      () => teams.change('default' as TeamId, { name: 'Otro' }, lineOf('team_changed')),
    ];
    for (const [index, step] of steps.entries()) {
      await step();
      await vi.waitFor(() => expect(heard['staff']).toBe(index + 1), 10_000);
    }
    await presence.note(ana.id);
    house.store.signals.callOthers('turns');
    await vi.waitFor(() => expect(heard['turns']).toBe(1), 10_000);
    expect(heard['staff']).toBe(steps.length);
    await other.close();
  },
);

onPostgres('calls that come close together are one; nobody hears their own', async () => {
  await using house = await openTestStore();
  const { other, heard } = await openListening(house);
  const own = countSignals(house.store);
  for (let call = 0; call < 1_000; call += 1) house.store.signals.callOthers('outbox');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(heard['outbox']).toBeGreaterThan(0);
  expect(heard['outbox']).toBeLessThanOrEqual(2);
  expect(own['outbox']).toBe(0);
  await other.close();
});

onPostgres('a listening connection that breaks is replaced: everybody looks, and hears again', async () => {
  await using house = await openTestStore();
  const { other, heard } = await openListening(house);
  const [{ ended } = { ended: 0 }] = await house.query(
    `select count(pg_terminate_backend(pid)) as ended from pg_stat_activity
      where application_name = 'faro pulse' and datname = current_database()`,
  );
  expect(ended).toBe(2);
  await vi.waitFor(() => expect(heard).toStrictEqual({ cases: 1, staff: 1, turns: 1, outbox: 1 }), 10_000);
  await vi.waitFor(() => askForHuman(house, marisol), 10_000); // what was under way met a server that was away
  await vi.waitFor(() => expect(heard['cases']).toBeGreaterThan(1), 10_000);
  await other.close();
});

onPostgres('who writes at one process is seen at the other, by name; what is no sign of ours is not', async () => {
  await using house = await openTestStore();
  const { other } = await openListening(house);
  const ana = await hire(house.store, 'Ana');
  const caseId = await askForHuman(house, marisol);
  const told: unknown[] = [];
  other.desk.company.listen((kind, what) => void told.push([kind, what]));
  house.store.signals.callOthers('company', 'typing');
  await house.query(`select pg_notify('faro', 'somebody company dancing ${caseId} ${ana.id}')`);
  await house.query(`select pg_notify('faro', '')`);
  house.store.desk.company.tellOthers('typing', { caseId, by: { id: ana.id, name: 'Ana' } });
  await vi.waitFor(() => expect(told).toHaveLength(1), 10_000);
  expect(told).toStrictEqual([['typing', { caseId, by: { id: ana.id, name: 'Ana' } }]]);
  await other.close();
});

onPostgres(
  'eight processes that start at once on an empty database: one makes the tables, and all of them serve',
  async () => {
    const server = inject('postgres') ?? '';
    const name = `faro_${randomBytes(6).toString('hex')}`;
    const admin = new Client({ connectionString: server });
    await admin.connect();
    await admin.query(`create database ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    const opened = await Promise.allSettled(Array.from({ length: 8 }, () => openOn(url.href)));
    const stores = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(opened.filter(({ status }) => status === 'rejected')).toStrictEqual([]);
    for (const store of stores) expect(await store.counts()).toStrictEqual({ waiting: 0, parked: 0, unreadable: 0 });
    for (const store of stores) await store.close();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  },
);

onPostgres('what may take minutes is not ended after seconds', async () => {
  await using house = await openTestStore();
  const database = openPostgres(house.databaseUrl ?? '');
  const [limits, patience] = [await readLimit(database.db), await database.patiently(readLimit)];
  expect([limits, patience]).toStrictEqual(['10s', '0']);
  await database.close();
});

async function readLimit(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(db);
  return rows[0]?.statement_timeout;
}

function openOn(databaseUrl: string): Promise<Store> {
  return openStore({
    dataDir: tmpdir(),
    databaseUrl,
    masterKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
    contactKey: Buffer.alloc(32, 2),
    outboxHoldMs: 90_000,
    sendTimeoutMs: 10_000,
    clock: { nowMs: () => 0 },
  });
}
