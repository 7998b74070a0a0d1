/** What Faro writes of its own accord, and to whom it may: nobody who asked us not to, and never into a closed window. */
import type { Selectable } from 'kysely';
import { DAY_MS, MINUTE_MS } from '../core/clock.ts';
import type { ChannelName } from '../core/contact.ts';
import type { ContactId, FactId, OutboxId } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import { encrypt } from './cipher.ts';
import type { DataKey } from './cipher.ts';
import type { Db } from './dialect.ts';
import type { ContactsTable } from './schema.ts';

/** WhatsApp's window has to stay open a little longer than it takes to send, with a retry. */
const WINDOW_MS = DAY_MS - 10 * MINUTE_MS;

export type MayWrite = 'yes' | 'opted_out' | 'hidden' | 'window_closed' | 'sms_limit';

/** The columns that say whether somebody may be written to: select them all. */
export const UNASKED_COLUMNS = ['channel', 'opted_out_at', 'erasing_since', 'hidden_at', 'last_inbound_at'] as const;

type Recipient = Pick<Selectable<ContactsTable>, (typeof UNASKED_COLUMNS)[number]>;

export function mayWriteTo(recipient: Recipient, nowMs: number): MayWrite {
  const { opted_out_at, erasing_since, hidden_at } = recipient;
  if (opted_out_at !== null || erasing_since !== null) return 'opted_out';
  if (hidden_at !== null) return 'hidden';
  return nowMs < (windowEnd(recipient) ?? Number.POSITIVE_INFINITY) ? 'yes' : 'window_closed';
}

/** Until when a message that is written now still reaches them; null where there is no such limit. */
export function windowEnd({ channel, last_inbound_at }: Pick<Recipient, 'channel' | 'last_inbound_at'>): number | null {
  return channel === 'whatsapp' ? last_inbound_at + WINDOW_MS : null;
}

export interface UnaskedMessage {
  readonly id: OutboxId;
  readonly contactId: ContactId;
  readonly channel: ChannelName;
  readonly dataKey: DataKey;
  readonly reply: Reply;
  /** Of an alert: the fact that changed. */
  readonly alertFact?: FactId;
}

export async function queueUnasked(db: Db, message: UnaskedMessage, nowMs: number): Promise<void> {
  const { id, contactId, channel, dataKey, reply, alertFact = null } = message;
  await db
    .insertInto('outbox')
    .values({
      id,
      contact_id: contactId,
      channel,
      inbox_seq: null,
      author: 'system',
      alert_fact: alertFact,
      body: encrypt(dataKey, `outbox|body|${id}`, JSON.stringify(reply)),
      state: 'queued',
      next_at: nowMs,
      lease_token: null,
      provider_key: null,
      error_code: null,
      provider_code: null,
      billed: null,
      created_at: nowMs,
      updated_at: nowMs,
    })
    .execute();
}
