/** What SMS has cost: by day, over all and by country or calling code; and what one person was sent lately. */
import type { Kysely } from 'kysely';

export async function createSpend(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sms_days')
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('segments', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('refused', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('alarmed', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('sms_days_key', ['day', 'scope'])
    .execute();
  await db.schema
    .createTable('sms_people')
    .addColumn('contact_id', 'text', (column) => column.primaryKey().references('contacts.id').onDelete('cascade'))
    .addColumn('hour', 'bigint', (column) => column.notNull())
    .addColumn('hour_segments', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('day_segments', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('team_segments', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('told_hour', 'bigint')
    .addColumn('told_day', 'bigint')
    .addColumn('danger_at', 'bigint')
    .addColumn('deletion_at', 'bigint')
    .execute();
  await db.schema.createIndex('sms_people_day').on('sms_people').column('day').execute();
}
