/**
 * Nothing is kept longer than it is needed. What the bot needs to talk is short-lived; what remains longest is a memory
 * of message ids that cannot be read or linked to anybody.
 */
import { DAY_MS, HOUR_MS } from '../core/clock.ts';
import type { OpenDatabase } from './dialect.ts';

/** How long each kind of thing is kept. */
export const RETENTION_MS = {
  /** What people and we wrote. */
  body: 7 * DAY_MS,
  /** Parts of webhooks that could not be read: long enough for somebody to look. */
  unreadable: 7 * DAY_MS,
  /** After this much silence whoever holds the phone finds no earlier conversation. */
  conversation: 72 * HOUR_MS,
  /** After a person's last message: their address and everything else. */
  contact: 30 * DAY_MS,
  closedCase: 30 * DAY_MS,
} as const;

export interface Swept {
  readonly bodies: number;
  readonly contacts: number;
  readonly tombstones: number;
}

export async function sweep(database: OpenDatabase, nowMs: number): Promise<Swept> {
  const swept = await database.write(async (db) => {
    const inbox = await db
      .updateTable('inbox')
      .set({ body: null })
      .where('body', 'is not', null)
      .where('received_at', '<=', nowMs - RETENTION_MS.body)
      .where('state', '<>', 'waiting')
      .executeTakeFirst();
    const outbox = await db
      .updateTable('outbox')
      .set({ body: null })
      .where('body', 'is not', null)
      .where('updated_at', '<=', nowMs - RETENTION_MS.body)
      .where('state', 'not in', ['queued', 'sending', 'held'])
      .executeTakeFirst();
    const unreadable = await db
      .deleteFrom('unreadable')
      .where('received_at', '<=', nowMs - RETENTION_MS.unreadable)
      .executeTakeFirst();
    await db
      .deleteFrom('conversations')
      .where('updated_at', '<=', nowMs - RETENTION_MS.conversation)
      .execute();
    await db
      .deleteFrom('cases')
      .where('closed_at', '<=', nowMs - RETENTION_MS.closedCase)
      .execute();
    const contacts = await db
      .deleteFrom('contacts')
      .where('last_inbound_at', '<=', nowMs - RETENTION_MS.contact)
      .where('waiting_since', 'is', null)
      // Somebody an agent still cares for is not forgotten yet.
      .where('id', 'not in', (eb) => eb.selectFrom('cases').select('contact_id').where('state', '<>', 'closed'))
      .executeTakeFirst();
    const tombstones = await db
      .deleteFrom('inbox')
      .where('forget_at', '<=', nowMs)
      .where('state', '<>', 'waiting')
      .executeTakeFirst();
    return {
      bodies: Number(inbox.numUpdatedRows) + Number(outbox.numUpdatedRows) + Number(unreadable.numDeletedRows),
      contacts: Number(contacts.numDeletedRows),
      tombstones: Number(tombstones.numDeletedRows),
    };
  });
  if (swept.bodies + swept.contacts + swept.tombstones > 0) await database.wipe();
  return swept;
}
