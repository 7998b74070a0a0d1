/** The first tables: contacts, inbox, conversations, outbox, cases. */
import { sql } from 'kysely';
import type { CreateTableBuilder, Kysely } from 'kysely';
import type { ColumnTypes } from '../dialect.ts';

export async function createSpine(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const withSeq = (table: string): CreateTableBuilder<string, 'seq'> =>
    db.schema.createTable(table).addColumn('seq', types.sequence, (column) => types.asSequence(column.primaryKey()));

  await db.schema
    .createTable('contacts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('address', types.bytes, (column) => column.notNull())
    .addColumn('data_key', types.bytes, (column) => column.notNull())
    .addColumn('language', 'text')
    .addColumn('opted_out_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_inbound_at', 'bigint', (column) => column.notNull())
    .addColumn('waiting_seq', 'bigint')
    .addColumn('not_before', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('lease_token', 'text')
    .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('erasing_since', 'bigint')
    .execute();
  // Only who waits stands in these indexes, so claiming costs the same with ten people and with a million.
  await sql`create index contacts_waiting on contacts (waiting_seq) where waiting_seq is not null`.execute(db);
  await sql`create index contacts_erasing on contacts (erasing_since) where erasing_since is not null`.execute(db);
  await db.schema.createIndex('contacts_last_inbound').on('contacts').column('last_inbound_at').execute();

  await db.schema
    .createTable('address_keys')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contacts.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('address_keys_contact').on('address_keys').column('contact_id').execute();

  await withSeq('inbox')
    .addColumn('message_key', 'text', (column) => column.notNull().unique())
    .addColumn('contact_id', 'text', (column) => column.references('contacts.id').onDelete('set null'))
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', types.bytes)
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('reason', 'text')
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('inbox_contact').on('inbox').columns(['contact_id', 'seq']).execute();
  await sql`create index inbox_parked on inbox (seq) where state = 'parked'`.execute(db);

  await withSeq('unreadable')
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('body', types.bytes, (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('unreadable_received').on('unreadable').column('received_at').execute();

  await db.schema
    .createTable('conversations')
    .addColumn('contact_id', 'text', (column) => column.primaryKey().references('contacts.id').onDelete('cascade'))
    .addColumn('snapshot', types.bytes, (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('conversations_updated').on('conversations').column('updated_at').execute();

  await withSeq('outbox')
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contacts.id').onDelete('cascade'))
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('inbox_seq', 'bigint')
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('body', types.bytes)
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_token', 'text')
    .addColumn('lease_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('provider_key', 'text')
    .addColumn('error_code', 'text')
    .addColumn('provider_code', 'integer')
    .addColumn('billed', 'integer')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await sql`create unique index outbox_answers on outbox (inbox_seq) where inbox_seq is not null`.execute(db);
  await sql`create index outbox_due on outbox (next_at, seq) where state in ('queued', 'held')`.execute(db);
  await sql`create index outbox_sending on outbox (lease_until) where state = 'sending'`.execute(db);
  await sql`create index outbox_unsent on outbox (contact_id, seq) where state in ('queued', 'sending')`.execute(db);
  await sql`create index outbox_given_up on outbox (seq) where state in ('dead', 'failed')`.execute(db);
  await db.schema.createIndex('outbox_contact').on('outbox').columns(['contact_id', 'seq']).execute();
  await sql`create index outbox_provider on outbox (provider_key) where provider_key is not null`.execute(db);

  await db.schema
    .createTable('cases')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contacts.id').onDelete('cascade'))
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('urgency', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('topic', 'text')
    .addColumn('summary', types.bytes, (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .execute();
  // One open case a person: a second request while one waits must not open another, whatever the timing.
  await sql`create unique index cases_open on cases (contact_id) where state <> 'closed'`.execute(db);
  await sql`create index cases_queue on cases (urgency, opened_at) where state = 'waiting'`.execute(db);
  await db.schema.createIndex('cases_contact').on('cases').column('contact_id').execute();

  await withSeq('case_events')
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('inbox_seq', 'bigint')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('case_events_case').on('case_events').column('case_id').execute();

  await db.schema
    .createTable('sweeps')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('erasures')
    .addColumn('contact_id', 'text', (column) => column.primaryKey())
    .addColumn('receipt', 'text', (column) => column.notNull())
    .addColumn('erased_at', 'bigint', (column) => column.notNull())
    .execute();
}
