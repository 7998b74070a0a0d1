/** Cases: what a human should take. */
import type { NewCase } from '../core/case.ts';
import type { ChannelName } from '../core/contact.ts';
import type { CaseId, ContactId } from '../core/ids.ts';
import { encrypt } from './cipher.ts';
import type { DataKey } from './cipher.ts';
import type { Db } from './dialect.ts';

export interface CaseToOpen extends NewCase {
  readonly id: CaseId;
  readonly contactId: ContactId;
  readonly channel: ChannelName;
  readonly dataKey: DataKey;
}

/**
 * Opens a case, unless one is open already: then that one only becomes urgent if the new one is.
 *
 * @returns the new case's id, or null when one was open
 */
export async function openCase(db: Db, wanted: CaseToOpen, nowMs: number): Promise<CaseId | null> {
  const open = await db
    .selectFrom('cases')
    .select(['id', 'urgency'])
    .where('contact_id', '=', wanted.contactId)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  if (open !== undefined) {
    if (wanted.urgency === 'urgent' && open.urgency !== 'urgent') {
      await db
        .updateTable('cases')
        .set({ urgency: 'urgent', reason: wanted.reason })
        .where('id', '=', open.id)
        .execute();
    }
    return null;
  }
  await db
    .insertInto('cases')
    .values({
      id: wanted.id,
      contact_id: wanted.contactId,
      channel: wanted.channel,
      state: 'waiting',
      reason: wanted.reason,
      urgency: wanted.urgency,
      language: wanted.language,
      topic: wanted.topic,
      summary: encrypt(wanted.dataKey, `cases|summary|${wanted.id}`, wanted.summary),
      opened_at: nowMs,
      closed_at: null,
    })
    .execute();
  await db
    .insertInto('case_events')
    .values({ case_id: wanted.id, kind: 'opened', inbox_seq: null, at: nowMs })
    .execute();
  return wanted.id;
}
