/** The desk: who answers people, whose case is whose, what was done, and what it amounts to in numbers. */
import { sql } from 'kysely';
import type { ColumnDataType, Kysely } from 'kysely';
import type { ColumnTypes } from '../dialect.ts';

export async function createDesk(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await createStaff(db, types);
  await createAudit(db);
  await growCases(db, types);
  await growOutbox(db);
  await recreateCaseEvents(db, types);
  await createWork(db, types);
}

async function createStaff(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('teams')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('schedule', 'text')
    .addColumn('targets', 'text')
    .execute();
  // Cases are opened into this one: there is always a team.
  await sql`insert into teams (id, name) values ('default', 'Faro')`.execute(db);

  await db.schema
    .createTable('agents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('email_key', 'text', (column) => column.notNull().unique())
    .addColumn('email', types.bytes, (column) => column.notNull())
    .addColumn('name', types.bytes, (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text', (column) => column.notNull().references('teams.id'))
    .addColumn('languages', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('one_time_until', 'bigint')
    .addColumn('totp_secret', types.bytes)
    .addColumn('totp_offered', types.bytes)
    .addColumn('totp_step', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint')
    .addColumn('disabled_at', 'bigint')
    .execute();

  await db.schema
    .createTable('passkeys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('agent_id', 'text', (column) => column.notNull().references('agents.id').onDelete('cascade'))
    .addColumn('name', types.bytes, (column) => column.notNull())
    .addColumn('public_key', types.bytes, (column) => column.notNull())
    .addColumn('counter', 'bigint', (column) => column.notNull())
    .addColumn('transports', 'text', (column) => column.notNull())
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute();
  await db.schema.createIndex('passkeys_agent').on('passkeys').column('agent_id').execute();

  await db.schema
    .createTable('sessions')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('agent_id', 'text', (column) => column.notNull().references('agents.id').onDelete('cascade'))
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('idle_until', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sessions_agent').on('sessions').column('agent_id').execute();

  await db.schema
    .createTable('challenges')
    .addColumn('challenge', 'text', (column) => column.primaryKey())
    .addColumn('agent_id', 'text', (column) => column.references('agents.id').onDelete('cascade'))
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
}

/** The number is drawn by whoever appends, so that a line that is missing shows. */
async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_log')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text')
    .addColumn('subject', 'text')
    .addColumn('detail', 'text')
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
}

async function growCases(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  // One statement each: SQLite adds one column at a time.
  const optional: readonly (readonly [name: string, type: ColumnDataType])[] = [
    ['owner', 'text'],
    ['parked_until', 'bigint'],
    ['waiting_since', 'bigint'],
    ['claimed_at', 'bigint'],
    ['taken_at', 'bigint'],
    ['answered_at', 'bigint'],
    ['close_reason', 'text'],
    ['tags', types.bytes],
  ];
  for (const [name, type] of optional) await db.schema.alterTable('cases').addColumn(name, type).execute();
  const counted = ['lease_until', 'counted', 'version'] as const;
  for (const name of counted) {
    await db.schema
      .alterTable('cases')
      .addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
  }
  await db.schema
    .alterTable('cases')
    .addColumn('team_id', 'text', (column) => column.notNull().defaultTo('default'))
    .execute();
  await sql`update cases set waiting_since = opened_at where state <> 'closed'`.execute(db);
  await sql`create index cases_taken on cases (lease_until) where state = 'taken'`.execute(db);
  await sql`create index cases_parked on cases (parked_until) where state = 'parked'`.execute(db);
  await sql`create index cases_closed on cases (closed_at) where state = 'closed'`.execute(db);
}

async function growOutbox(db: Kysely<unknown>): Promise<void> {
  for (const name of ['agent_id', 'case_id', 'client_key']) {
    await db.schema.alterTable('outbox').addColumn(name, 'text').execute();
  }
  // A click sends once, however often its request comes.
  await sql`create unique index outbox_clicks on outbox (case_id, agent_id, client_key)
    where client_key is not null`.execute(db);
  await sql`create index outbox_put_by on outbox (contact_id) where state = 'parked'`.execute(db);
}

/**
 * Anew, because the last event of a case that is erased must outlive it: open consoles learn from it that it is gone.
 * Nobody has read the events of earlier versions.
 */
async function recreateCaseEvents(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema.dropTable('case_events').execute();
  await db.schema
    .createTable('case_events')
    .addColumn('seq', types.sequence, (column) => types.asSequence(column.primaryKey()))
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text')
    .addColumn('inbox_seq', 'bigint')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('case_events_case').on('case_events').columns(['case_id', 'seq']).execute();
  await types.showInOrder(db, 'case_events');
}

async function createWork(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('case_notes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id').onDelete('cascade'))
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('body', types.bytes, (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('case_notes_case').on('case_notes').column('case_id').execute();

  await db.schema
    .createTable('canned_replies')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text', (column) => column.references('teams.id').onDelete('cascade'))
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('body', types.bytes, (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();

  // A day instead of a time, and no case: what is proposed does not lead to who asked.
  await db.schema
    .createTable('proposals')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('fact', 'text')
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('body', types.bytes, (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text', (column) => column.notNull())
    .addColumn('proposed_at', 'bigint', (column) => column.notNull())
    .execute();

  // What remains of a case: a week, codes and minutes. No id, so that it is nobody's.
  await db.schema
    .createTable('case_figures')
    .addColumn('week', 'bigint', (column) => column.notNull())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('topic', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('waited_minutes', 'integer')
    .addColumn('answered_minutes', 'integer')
    .execute();
  await db.schema.createIndex('case_figures_week').on('case_figures').column('week').execute();
}
