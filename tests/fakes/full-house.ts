/** A house in which every table holds something, and people's messages are in every stage. */
import { startOfDay } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import type { FactId, FactVersion } from '../../src/core/ids.ts';
import { TABLE_NAMES } from '../../src/store/keeping/tables.ts';
import type { TableName } from '../../src/store/keeping/tables.ts';
import { answer, askForHuman, hire, say, takeTurns, valueOf } from './desk.ts';
import { messageFrom, webhookWith } from './test-store.ts';
import type { TestStore } from './test-store.ts';

const ANSWERED: Address = { channel: 'whatsapp', phone: '+12025550101', userId: 'US.1101' };
const SENDING: Address = { channel: 'whatsapp', phone: '+12025550102' };
const QUEUED: Address = { channel: 'sms', phone: '+12025550103' };
const WITH_AGENT: Address = { channel: 'whatsapp', phone: '+12025550104' };
const GONE: Address = { channel: 'sms', phone: '+12025550105' };
/** Their message waits for its turn. */
export const WAITING: Address = { channel: 'whatsapp', phone: '+12025550106' };
/** What the waiting one wrote, with bytes that a careless copy loses. */
export const WAITING_WORDS = "ñandú 🦙 O'Brien \\x00 \n fin";

const FACT = 'us-asylum-fees' as FactId;
const VERSION = 'v1' as FactVersion;

export async function fillHouse(house: TestStore): Promise<void> {
  const { store, clock } = house;
  await say(house, ANSWERED, 'hola', [
    { kind: 'wish_alert', fact: FACT, language: 'es' },
    { kind: 'allow_corrections', allowed: true },
    { kind: 'note_answer', fact: FACT, version: VERSION, language: 'es' },
    { kind: 'note_feedback', fact: FACT, language: 'es', helped: true },
    { kind: 'report_question', language: 'es', text: '¿cuánto cuesta?' },
    { kind: 'set_language', language: 'es' },
  ]);
  for (const sending of await store.outbox.claim(8, ['whatsapp'])) {
    await store.outbox.finish(sending, { kind: 'accepted', providerId: 'wamid.first' });
  }
  await say(house, GONE, 'borrar', [{ kind: 'erase', receipt: 'R-GONE' }]);
  for (const sending of await store.outbox.claim(8, ['sms'])) {
    await store.outbox.finish(sending, { kind: 'accepted', providerId: 'SM-gone' });
  }
  await store.finishErasures();
  await workAtDesk(house);
  await say(house, SENDING, 'en camino');
  await store.outbox.claim(8, ['whatsapp']); // and its process is not heard of again
  await say(house, QUEUED, 'en espera');
  await store.inbox.receive('whatsapp', {
    ...webhookWith(),
    unreadable: [{ reason: 'unknown_kind', raw: { odd: 1 } }],
  });
  await store.inbox.receive(
    'whatsapp',
    webhookWith(messageFrom(WAITING, WAITING_WORDS, { sentAtMs: clock.nowMs(), providerId: 'wamid.waiting' })),
  );
  await fillRest(house);
}

async function workAtDesk(house: TestStore): Promise<void> {
  const { store, clock } = house;
  const rosa = await hire(store, 'Rosa');
  const caseId = await askForHuman(house, WITH_AGENT);
  valueOf(await store.desk.claims.claim(rosa, caseId));
  await answer(store, rosa, caseId, 'le escribo en un momento');
  clock.advance(1_000);
  await takeTurns(store);
}

/** What only the desk, SMS and content write: rows of the same kinds of values. */
async function fillRest(house: TestStore): Promise<void> {
  const bytes = house.databaseUrl === null ? "x'00ff10'" : String.raw`'\x00ff10'::bytea`;
  const [contact] = await house.query('select id from contacts order by id');
  const [opened] = await house.query('select id from cases order by id');
  const [agent] = await house.query('select id from agents order by id');
  const person = `'${String(contact?.['id'])}'`;
  const theCase = `'${String(opened?.['id'])}'`;
  const who = `'${String(agent?.['id'])}'`;
  const today = startOfDay(house.clock.nowMs());
  const rows: Partial<Record<TableName, string>> = {
    passkeys: `(id, agent_id, name, public_key, counter, transports, added_at) values ('pk', ${who}, ${bytes}, ${bytes}, 3, '[]', 5)`,
    sessions: `(key, agent_id, stage, started_at, idle_until, until) values ('s', ${who}, 'full', 1, 9007199254740991, 3)`,
    challenges: `(challenge, agent_id, until) values ('c', ${who}, 1)`,
    case_notes: `(id, case_id, agent_id, body, at) values ('n', ${theCase}, ${who}, ${bytes}, 7)`,
    case_figures: `(week, team_id, channel, language, reason) values (${today}, 'default', 'sms', 'es', 'request')`,
    reminders: `(case_id, due_at, note) values (${theCase}, 9, ${bytes})`,
    canned_replies: `(id, language, body, updated_at) values ('r', 'es', ${bytes}, 4)`,
    proposals: `(id, kind, language, body, state, agent_id, proposed_at) values ('p', 'wording', 'es', ${bytes}, 'open', ${who}, ${today})`,
    sweeps: `(name, seq) values ('inbox_bodies', 1)`,
    fact_versions: `(fact, version, titles, changed_at) values ('${FACT}', '${VERSION}', '{"es":"¿Cuánto?"}', 1)`,
    due_alerts: `(contact_id, fact, version, known_version, language, not_before) values (${person}, '${FACT}', 'v2', 'v1', 'es', 5)`,
    sms_days: `(day, scope, segments) values (${today}, 'all', 3)`,
    sms_people: `(contact_id, hour, day) values (${person}, 1, ${today})`,
  };
  for (const [table, row] of Object.entries(rows)) {
    const [{ count } = {}] = await house.query(`select count(*) as count from ${table}`);
    if (count === 0) await house.query(`insert into ${table} ${row}`);
  }
  for (const table of TABLE_NAMES) {
    const [{ count } = {}] = await house.query(`select count(*) as count from ${table}`);
    if (count === 0) throw new Error(`expected a row in ${table}: fill it in tests/fakes/full-house.ts`);
  }
}
