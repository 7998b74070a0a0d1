/**
 * Every column has a class, and every class says what removes it. A column that nobody has classified fails here: whoever
 * adds one decides what it may hold and how it goes.
 */
import { expect, test } from 'vitest';
import { readRows } from '../fakes/house.ts';
import { openTestStore } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

/**
 * What a column holds.
 * - `words`: of a person, or about one; under that person's own key. Gone with "delete my data" and after its time.
 * - `house`: words under the house key that lead to no person: rumours, questions, canned replies, the team's own names.
 * - `secret`: keys and proofs of sign-in.
 * - `hash`: keyed or of random bytes; cannot be read back.
 * - `person`: leads to a person's other rows; goes with them, or is set to null.
 * - `team`: leads to somebody of the team.
 * - `code`: one of a list, a number, or an id that leads to no person.
 * - `time`: of a person's or an agent's doing. - `day`: too coarse to find anybody's message.
 * - `public`: content that everybody may read.
 */
type Class = 'words' | 'house' | 'secret' | 'hash' | 'person' | 'team' | 'code' | 'time' | 'day' | 'public';

interface Kept {
  /** What removes a row or empties it. */
  readonly until: string;
  readonly columns: Readonly<Record<string, Class>>;
}

const TABLES: Readonly<Record<string, Kept>> = {
  contacts: {
    until: 'erasure; 30 days after the last message, 180 with an alert',
    columns: {
      id: 'person',
      channel: 'code',
      address: 'words',
      data_key: 'secret',
      language: 'code',
      opted_out_at: 'time',
      created_at: 'time',
      last_inbound_at: 'time',
      waiting_seq: 'person',
      urgent: 'code',
      not_before: 'time',
      lease_token: 'code',
      lease_until: 'time',
      erasing_since: 'time',
      corrections_at: 'time',
      hidden_at: 'time',
    },
  },
  address_keys: { until: 'with the contact', columns: { key: 'hash', contact_id: 'person', kind: 'code' } },
  inbox: {
    until: 'erasure takes words and contact; the body goes after 7 days, the row after 30 days or a year',
    columns: {
      seq: 'code',
      message_key: 'hash',
      contact_id: 'person',
      channel: 'code',
      kind: 'code',
      body: 'words',
      state: 'code',
      attempts: 'code',
      reason: 'code',
      received_at: 'time',
    },
  },
  unreadable: {
    until: '7 days',
    columns: { seq: 'code', id: 'code', channel: 'code', reason: 'code', body: 'house', received_at: 'time' },
  },
  conversations: {
    until: 'erasure; 72 hours of silence',
    columns: { contact_id: 'person', snapshot: 'words', updated_at: 'time' },
  },
  outbox: {
    until: 'erasure; the body goes after 7 days, the row with the contact',
    columns: {
      seq: 'code',
      id: 'code',
      contact_id: 'person',
      channel: 'code',
      inbox_seq: 'person',
      author: 'code',
      alert_fact: 'code',
      body: 'words',
      state: 'code',
      attempts: 'code',
      next_at: 'time',
      lease_token: 'code',
      lease_until: 'time',
      provider_key: 'hash',
      error_code: 'code',
      provider_code: 'code',
      billed: 'code',
      created_at: 'time',
      updated_at: 'time',
      agent_id: 'team',
      case_id: 'person',
      client_key: 'code',
    },
  },
  cases: {
    until: 'erasure; 30 days after it was closed',
    columns: {
      id: 'person',
      contact_id: 'person',
      channel: 'code',
      state: 'code',
      reason: 'code',
      urgency: 'code',
      language: 'code',
      topic: 'code',
      theme: 'code',
      summary: 'words',
      opened_at: 'time',
      closed_at: 'time',
      owner: 'team',
      lease_until: 'time',
      team_id: 'code',
      parked_until: 'time',
      waiting_since: 'time',
      claimed_at: 'time',
      taken_at: 'time',
      answered_at: 'time',
      close_reason: 'code',
      tags: 'words',
      counted: 'code',
      version: 'code',
    },
  },
  case_events: {
    until: 'with the case; that it is gone, a day later',
    columns: { seq: 'code', case_id: 'person', kind: 'code', agent_id: 'team', inbox_seq: 'person', at: 'time' },
  },
  case_notes: {
    until: 'with the case',
    columns: { id: 'code', case_id: 'person', agent_id: 'team', body: 'words', at: 'time' },
  },
  sms_days: {
    until: '90 days',
    columns: { day: 'day', scope: 'code', segments: 'code', refused: 'code', alarmed: 'code' },
  },
  sms_people: {
    until: 'with the contact; when their day is over',
    columns: {
      contact_id: 'person',
      hour: 'time',
      hour_segments: 'code',
      day: 'day',
      day_segments: 'code',
      team_segments: 'code',
      told_hour: 'time',
      told_day: 'day',
      danger_at: 'time',
      deletion_at: 'time',
    },
  },
  reminders: {
    until: 'with the case; when it was sent or is not needed',
    columns: { case_id: 'person', due_at: 'time', note: 'words' },
  },
  alert_wishes: {
    until: 'erasure; STOP; with the contact',
    columns: { contact_id: 'person', fact: 'code', language: 'code', wished_at: 'time' },
  },
  given_answers: {
    until: 'erasure; STOP; a no to corrections; 30 days',
    columns: { contact_id: 'person', fact: 'code', version: 'code', language: 'code', given_at: 'time' },
  },
  due_alerts: {
    until: 'erasure; STOP; when it was told',
    columns: {
      contact_id: 'person',
      fact: 'code',
      version: 'code',
      known_version: 'code',
      language: 'code',
      not_before: 'time',
    },
  },
  rumour_reports: {
    until: '90 days',
    columns: {
      id: 'code',
      kind: 'code',
      text_key: 'hash',
      channel: 'code',
      language: 'code',
      forwarded: 'code',
      body: 'house',
      count: 'code',
      reported_at: 'day',
    },
  },
  feedback: {
    until: '400 days',
    columns: { day: 'day', fact: 'code', language: 'code', helped: 'code', count: 'code' },
  },
  case_figures: {
    until: '400 days',
    columns: {
      week: 'day',
      team_id: 'code',
      channel: 'code',
      language: 'code',
      topic: 'code',
      reason: 'code',
      outcome: 'code',
      waited_minutes: 'code',
      answered_minutes: 'code',
    },
  },
  proposals: {
    until: '90 days',
    columns: {
      id: 'code',
      kind: 'code',
      fact: 'code',
      language: 'code',
      body: 'house',
      state: 'code',
      agent_id: 'team',
      proposed_at: 'day',
    },
  },
  canned_replies: {
    until: 'when somebody of the team removes it',
    columns: { id: 'code', team_id: 'code', language: 'code', body: 'house', updated_at: 'time' },
  },
  teams: { until: 'never', columns: { id: 'code', name: 'public', schedule: 'public', targets: 'public' } },
  agents: {
    until: 'a year after it was disabled',
    columns: {
      id: 'team',
      email_key: 'hash',
      email: 'house',
      name: 'house',
      role: 'code',
      team_id: 'code',
      languages: 'code',
      password_hash: 'secret',
      one_time_until: 'time',
      totp_secret: 'secret',
      totp_offered: 'secret',
      totp_step: 'code',
      created_at: 'time',
      seen_at: 'time',
      disabled_at: 'time',
    },
  },
  passkeys: {
    until: 'with the account, a reset, or when its owner removes it',
    columns: {
      id: 'team',
      agent_id: 'team',
      name: 'house',
      public_key: 'public',
      counter: 'code',
      transports: 'code',
      added_at: 'time',
      used_at: 'time',
    },
  },
  sessions: {
    until: 'sign-out; half an hour of idleness; 8 hours',
    columns: { key: 'hash', agent_id: 'team', stage: 'code', started_at: 'time', idle_until: 'time', until: 'time' },
  },
  challenges: {
    until: 'when it was answered or is over',
    columns: { challenge: 'code', agent_id: 'team', until: 'time' },
  },
  audit_log: {
    until: 'a year',
    columns: {
      seq: 'code',
      at: 'time',
      action: 'code',
      agent_id: 'team',
      subject: 'code',
      detail: 'code',
      previous: 'hash',
      hash: 'hash',
    },
  },
  erasures: {
    until: 'never: a backup that is put back is cleaned by it',
    columns: { contact_id: 'code', receipt: 'code', erased_at: 'time' },
  },
  deletions: {
    until: '40 days: longer than a backup may live',
    columns: { id: 'code', kind: 'code', contact_key: 'hash', day: 'day' },
  },
  fact_versions: { until: 'never', columns: { fact: 'code', version: 'code', titles: 'public', changed_at: 'time' } },
  sweeps: { until: 'never', columns: { name: 'code', seq: 'code' } },
};

/** Encrypted, so that the database alone tells nothing of them. */
const SEALED: readonly Class[] = ['words', 'house'];

interface Column {
  readonly table: string;
  readonly name: string;
  readonly isBytes: boolean;
}

async function readColumns(house: TestStore): Promise<readonly Column[]> {
  const query =
    house.databaseUrl === null
      ? `select m.name as "table", p.name, lower(p.type) = 'blob' as bytes from sqlite_master m, pragma_table_info(m.name) p
         where m.type = 'table' and m.name not like 'sqlite_%'`
      : `select table_name as "table", column_name as name, data_type = 'bytea' as bytes
         from information_schema.columns where table_schema = 'public'`;
  const rows = await readRows(house, query);
  return rows
    .map(({ table, name, bytes }) => ({ table: String(table), name: String(name), isBytes: Boolean(bytes) }))
    .filter(({ table }) => !table.startsWith('kysely_'));
}

test('every column is classified, and none that is not there', async () => {
  await using house = await openTestStore();
  const found = (await readColumns(house)).map(({ table, name }) => `${table}.${name}`);
  const known = Object.entries(TABLES).flatMap(([table, { columns }]) =>
    Object.keys(columns).map((name) => `${table}.${name}`),
  );
  expect(found.toSorted()).toEqual(known.toSorted());
});

test('words stand in columns of bytes, which nothing reads but a key', async () => {
  await using house = await openTestStore();
  for (const { table, name, isBytes } of await readColumns(house)) {
    const kind = TABLES[table]?.columns[name];
    if (kind !== undefined && SEALED.includes(kind))
      expect({ column: `${table}.${name}`, isBytes }).toMatchObject({ isBytes: true });
    if (isBytes)
      expect({ column: `${table}.${name}`, kind }).toMatchObject({
        kind: expect.stringMatching(/words|house|secret|public/),
      });
  }
});

test('what leads to a person refers to nothing that outlives them unseen', () => {
  const personal = Object.entries(TABLES).filter(([, { columns }]) => Object.values(columns).includes('person'));
  for (const [table, { until }] of personal) expect({ table, until }).not.toMatchObject({ until: 'never' });
});
