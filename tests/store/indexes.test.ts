/**
 * What happens with every message, every second and every look at the desk finds its rows by an index: it costs the same
 * with a thousand people as with a million. Asks the database itself how it would run each statement that the store sends.
 */
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import { Client } from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { SECOND_MS } from '../../src/core/clock.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { CaseId } from '../../src/core/ids.ts';
import { answer, askForHuman, hire, say, sendAll, takeTurns } from '../fakes/desk.ts';
import { PEOPLE } from '../fakes/people.ts';
import { messageFrom, openTestStore, statusWebhook, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

/** Grow with the number of people and of messages. The others hold a team, a day or what is under way. */
const LARGE = [
  'contacts',
  'address_keys',
  'inbox',
  'conversations',
  'outbox',
  'cases',
  'case_events',
  'alert_wishes',
  'given_answers',
  'erasures',
  'sms_people',
];
const CHANNELS: readonly ChannelName[] = ['whatsapp', 'sms'];

interface Sent {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

afterEach(() => void vi.restoreAllMocks());

test('what a message costs does not grow: arrival, turn, sending and status reports read by index alone', async () => {
  await using house = await openTestStore();
  const sent = watch(house);
  await writeAndAnswer(house);
  expect(await readWholeTables(house, noted(sent()))).toEqual([]);
});

test('what is looked for every second is found by index alone', async () => {
  await using house = await openTestStore();
  await writeAndAnswer(house);
  const sent = watch(house);
  await lookAround(house);
  expect(await readWholeTables(house, noted(sent()))).toEqual([]);
});

test("an agent's work on a case reads by index alone", async () => {
  await using house = await openTestStore();
  const agent = await hire(house.store, 'Iris');
  const caseId = await askForHuman(house, PEOPLE.marisol.address, { urgency: 'urgent', topic: 'us-asylum' });
  const sent = watch(house);
  await workOn(house, agent, caseId);
  expect(await readWholeTables(house, noted(sent()))).toEqual([]);
});

test('a statement that reads a whole table is noticed', async () => {
  await using house = await openTestStore();
  await writeAndAnswer(house);
  const sent = [{ text: "select id from outbox where author = 'bot'", parameters: [] }];
  expect(await readWholeTables(house, sent)).toHaveLength(1);
});

/** Strangers and people we know, by both channels; one message comes twice, one cannot be read, one opens a case. */
async function writeAndAnswer(house: TestStore): Promise<void> {
  const { store } = house;
  const { marisol, wilmer, amina } = PEOPLE;
  const first = webhookWith(
    messageFrom(marisol.address, 'hola'),
    messageFrom(wilmer.address, 'hola'),
    messageFrom(amina.address, 'hello'),
  );
  await store.inbox.receive('whatsapp', first);
  await store.inbox.receive('whatsapp', first);
  await takeTurns(store, EFFECTS);
  await sendAll(store);
  await say(house, marisol.address, 'otra vez');
  const [sending] = await store.outbox.claim(1, CHANNELS);
  if (sending === undefined) throw new Error('expected an answer to send');
  const held = { code: 'timed_out', providerCode: null, untilMs: house.clock.nowMs() } as const;
  await store.outbox.finish(sending, { kind: 'hold', ...held });
  const nowMs = house.clock.nowMs();
  const report = { outboxId: sending.id, providerId: 'provider-of-it', state: 'sent', atMs: nowMs } as const;
  await store.inbox.receive('whatsapp', statusWebhook(report));
  await store.inbox.receive('whatsapp', statusWebhook({ providerId: 'provider-of-it', state: 'read', atMs: nowMs }));
  await say(house, wilmer.address, 'olvidenme', [{ kind: 'erase', receipt: 'ABCD' }]);
}

const EFFECTS: readonly Effect[] = [
  { kind: 'set_language', language: 'es' },
  { kind: 'open_case', case: { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: 'algo' } },
  { kind: 'remind', atMs: 0, country: null },
];

/** What loops, metrics and open consoles ask for again and again. */
async function lookAround({ store, clock }: TestStore): Promise<void> {
  await store.turns.claim(32);
  await store.outbox.claim(64, CHANNELS, false);
  await store.outbox.holdAbandoned();
  await store.alerts.areDue();
  await store.reminders.areDue();
  clock.advance(10 * SECOND_MS);
  await store.reminders.sendDue(() => ({ kind: 'text', text: 'aun espera' }));
  await store.desk.upkeep.settleDue();
  await store.counts();
  await store.outbox.counts();
  await store.signs.read();
  await store.outbox.listGivenUp(50);
  await store.desk.queue.counts();
  await store.finishErasures();
}

async function workOn(house: TestStore, agent: Awaited<ReturnType<typeof hire>>, caseId: CaseId): Promise<void> {
  const { desk } = house.store;
  await desk.queue.list();
  await desk.queue.find(caseId);
  await desk.claims.claim(agent, caseId);
  await desk.claims.renew(agent, caseId);
  await desk.reading.view(agent, caseId);
  await answer(house.store, agent, caseId, 'hola, le escribe Iris');
  await say(house, PEOPLE.marisol.address, 'gracias');
  await sendAll(house.store);
  await desk.claims.release(agent, caseId);
  await desk.events.after(await desk.events.latestSeq(), 100);
}

/** Notes every statement from here on. @returns what tells them, and stops */
function watch({ databaseUrl }: TestStore): () => readonly Sent[] {
  if (databaseUrl === null) {
    const spies = [vi.spyOn(StatementSync.prototype, 'all'), vi.spyOn(StatementSync.prototype, 'run')];
    return () => {
      const sent = spies.flatMap(({ mock }) =>
        mock.calls.map((parameters, index) => {
          const statement: unknown = mock.contexts[index];
          return { text: statement instanceof StatementSync ? statement.sourceSQL : '', parameters };
        }),
      );
      vi.restoreAllMocks();
      return sent;
    };
  }
  const spy = vi.spyOn(Client.prototype, 'query');
  return () => {
    const sent = spy.mock.calls.map(([statement]: readonly unknown[]) => ({
      text: textOf(statement),
      parameters: valuesOf(statement),
    }));
    vi.restoreAllMocks();
    return sent;
  };
}

/** As `postgres-line.ts` sends it. */
function valuesOf(statement: unknown): readonly unknown[] {
  const values: unknown =
    typeof statement === 'object' && statement !== null && 'values' in statement && statement.values;
  return Array.isArray(values) ? values : [];
}

/** All of these do more than this few: a watch that sees nothing would find nothing. */
function noted(sent: readonly Sent[]): readonly Sent[] {
  expect(sent.length).toBeGreaterThan(10);
  return sent;
}

/** A prepared statement comes as an object. */
function textOf(statement: unknown): string {
  if (typeof statement === 'object' && statement !== null && 'text' in statement) return String(statement.text);
  return String(statement);
}

/** Those of the statements that would read a whole large table, with how the database would do it. */
async function readWholeTables(house: TestStore, sent: readonly Sent[]): Promise<readonly string[]> {
  const once = new Map(sent.filter(({ text }) => CAN_BE_EXPLAINED.test(text)).map((one) => [one.text, one]));
  const statements = [...once.values()];
  return house.databaseUrl === null ? explainOnSqlite(house, statements) : explainOnPostgres(house, statements);
}

const CAN_BE_EXPLAINED = /^\s*(select|insert|update|delete|with)\b/i;

/** Indexes that may be read as a whole: those of small tables, and those that hold but a part of a table, as meant. */
async function smallIndexes(house: TestStore): Promise<ReadonlySet<string>> {
  const catalogue =
    house.databaseUrl === null
      ? "select name, tbl_name as 'table', coalesce(sql, '') as definition from sqlite_master where type = 'index'"
      : 'select indexname as name, tablename as "table", lower(indexdef) as definition from pg_indexes';
  const small = (await house.query(catalogue)).filter(
    ({ table, definition }) => !LARGE.includes(String(table)) || String(definition).includes(' where '),
  );
  return new Set(small.map(({ name }) => String(name)));
}

async function explainOnSqlite(house: TestStore, statements: readonly Sent[]): Promise<readonly string[]> {
  const small = await smallIndexes(house);
  const db = new DatabaseSync(join(house.dataDir, 'faro.sqlite'));
  try {
    return statements.flatMap(({ text, parameters }) => {
      const explain = db.prepare(`explain query plan ${text}`);
      const steps = explain.all(...(parameters as SQLInputValue[])).map(({ detail }) => String(detail)); // sent before
      return steps.filter((step) => readsWhole(step, small)).map((step) => `${step}: ${text}`);
    });
  } finally {
    db.close();
  }
}

/** @param step - for example `SCAN cases USING INDEX cases_line` */
function readsWhole(step: string, small: ReadonlySet<string>): boolean {
  const [, table = '', index] = /^SCAN (\S+)(?: USING (?:COVERING )?INDEX (\S+))?/.exec(step) ?? [];
  return [...LARGE, 'earlier'].includes(table) && (index === undefined || !small.has(index));
}

/** What EXPLAIN says of one step, as far as it matters here. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Step[];
}

async function explainOnPostgres(house: TestStore, statements: readonly Sent[]): Promise<readonly string[]> {
  const small = await smallIndexes(house);
  const client = new Client({ connectionString: house.databaseUrl ?? '' });
  await client.connect();
  try {
    await client.query('set enable_seqscan = off'); // an empty table is quickest read as a whole
    const wholes: string[] = [];
    for (const { text, parameters } of statements) {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Step }] }>(`explain (format json) ${text}`, [
        ...parameters,
      ]);
      for (const step of stepsOf(rows[0]?.['QUERY PLAN'][0].Plan)) {
        if (readsWholeOnPostgres(step, small)) wholes.push(`${step['Node Type']} ${step['Relation Name']}: ${text}`);
      }
    }
    return wholes;
  } finally {
    await client.end();
  }
}

/** Left out: what stops by itself after the first rows of an index. */
function stepsOf(step: Step | undefined): readonly Step[] {
  if (step === undefined) return [];
  const plans = (step.Plans ?? []).filter((one) => step['Node Type'] !== 'Limit' || !isPlainIndexScan(one));
  return [step, ...plans.flatMap(stepsOf)];
}

function isPlainIndexScan(step: Step): boolean {
  return step['Index Name'] !== undefined && step.Filter === undefined;
}

function readsWholeOnPostgres(step: Step, small: ReadonlySet<string>): boolean {
  if (step['Node Type'] === 'Seq Scan') return LARGE.includes(step['Relation Name'] ?? '');
  const index = step['Index Name'];
  return index !== undefined && step['Index Cond'] === undefined && !small.has(index);
}
