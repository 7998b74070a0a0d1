/** Status reports move a message forward only: sent, delivered, read; failed only over what has not arrived. */
import type { ChannelName } from '../core/contact.ts';
import type { CaseId } from '../core/ids.ts';
import type { DeliveryState, StatusReport } from '../core/message.ts';
import type { KeyRing } from './cipher.ts';
import type { Db } from './dialect.ts';
import type { OutboxState } from './schema.ts';

/** Which states a report may be applied over. A report can come before our own call has returned. */
const APPLIES_OVER = {
  sent: ['queued', 'sending', 'held'],
  delivered: ['queued', 'sending', 'held', 'sent'],
  read: ['queued', 'sending', 'held', 'sent', 'delivered'],
  failed: ['sending', 'held', 'sent'],
} as const satisfies Record<DeliveryState, readonly OutboxState[]>;

export interface AppliedStatuses {
  /** How many of the reports belong to a message of ours. */
  readonly known: number;
  /** The cases whose messages have moved, as rows of the outbox name them. */
  readonly moved: readonly { readonly case_id: CaseId | null }[];
}

export async function applyStatuses(
  db: Db,
  channel: ChannelName,
  reports: readonly StatusReport[],
  ring: KeyRing,
  nowMs: number,
): Promise<AppliedStatuses> {
  let known = 0;
  const moved: { case_id: CaseId | null }[] = [];
  for (const report of reports) {
    const rows = await applyStatus(db, channel, report, ring, nowMs);
    if (rows === null) continue;
    known += 1;
    moved.push(...rows);
  }
  return { known, moved };
}

/** @returns the row if the report moved it; null when it belongs to no message of ours */
async function applyStatus(
  db: Db,
  channel: ChannelName,
  report: StatusReport,
  ring: KeyRing,
  nowMs: number,
): Promise<AppliedStatuses['moved'] | null> {
  const row = await findRow(db, channel, report, ring);
  if (row === undefined) return null;
  const over: readonly OutboxState[] = APPLIES_OVER[report.state];
  const moves = over.includes(row.state);
  const billed = report.billed === undefined ? {} : { billed: report.billed ? 1 : 0 };
  if (!moves && report.billed === undefined) return [];
  const changed = await db
    .updateTable('outbox')
    .set({
      ...billed,
      ...(moves ? { state: report.state, updated_at: nowMs, lease_token: null } : {}),
      ...(moves && report.state === 'failed'
        ? { error_code: report.reason ?? ('recipient_unreachable' as const), provider_code: report.errorCode ?? null }
        : {}),
      ...(row.provider_key === null ? { provider_key: ring.messageKey(channel, report.providerId) } : {}),
    })
    .where('seq', '=', row.seq)
    // Another process may have moved it further since we looked: then only the bill is noted.
    .where((eb) => (moves ? eb('state', 'in', over) : eb.lit(true)))
    .returning('case_id')
    .execute();
  return moves ? changed : [];
}

async function findRow(db: Db, channel: ChannelName, report: StatusReport, ring: KeyRing) {
  const rows = db.selectFrom('outbox').select(['seq', 'state', 'provider_key']);
  if (report.outboxId !== undefined) {
    const row = await rows.where('id', '=', report.outboxId).where('channel', '=', channel).executeTakeFirst();
    if (row !== undefined) return row;
  }
  return rows.where('provider_key', '=', ring.messageKey(channel, report.providerId)).executeTakeFirst();
}
