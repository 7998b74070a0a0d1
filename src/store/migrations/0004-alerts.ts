/** Alerts: who wants to be told of what, what is to be told, and which answers we gave last. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';

export async function createAlerts(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('contacts').addColumn('corrections_at', 'bigint').execute();
  await db.schema.alterTable('outbox').addColumn('alert_fact', 'text').execute();
  await sql`create index outbox_alerts on outbox (created_at) where alert_fact is not null`.execute(db);

  await db.schema
    .createTable('fact_versions')
    .addColumn('fact', 'text', (column) => column.primaryKey())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('titles', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('alert_wishes')
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contacts.id').onDelete('cascade'))
    .addColumn('fact', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('wished_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('alert_wishes_key', ['contact_id', 'fact'])
    .execute();
  await db.schema.createIndex('alert_wishes_fact').on('alert_wishes').column('fact').execute();

  await db.schema
    .createTable('given_answers')
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contacts.id').onDelete('cascade'))
    .addColumn('fact', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('given_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('given_answers_key', ['contact_id', 'fact'])
    .execute();
  await db.schema.createIndex('given_answers_fact').on('given_answers').column('fact').execute();
  await db.schema.createIndex('given_answers_given').on('given_answers').column('given_at').execute();

  // One row for each person and fact: whatever changes before it is sent, only the newest goes out.
  await db.schema
    .createTable('due_alerts')
    .addColumn('contact_id', 'text', (column) => column.notNull().references('contacts.id').onDelete('cascade'))
    .addColumn('fact', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('known_version', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('due_alerts_key', ['contact_id', 'fact'])
    .execute();
  await db.schema.createIndex('due_alerts_time').on('due_alerts').column('not_before').execute();
  await db.schema.createIndex('due_alerts_fact').on('due_alerts').column('fact').execute();
}
