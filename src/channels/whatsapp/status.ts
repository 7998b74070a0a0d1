/** One delivery report of a webhook, in our own words. */
import type { OutboxId } from '../../core/ids.ts';
import type { DeliveryState, StatusReport } from '../../core/message.ts';
import { toSendErrorCode } from './errors.ts';
import { UnreadableItem } from './unreadable.ts';
import { isFields, readFields, readId, readList, readNumber, readSecondsAsMs } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

/** `played` (voice notes, since March 2026) says that the person has taken it in, as `read` does. */
const STATES: ReadonlyMap<string, DeliveryState> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
]);

/**
 * @returns the report, or null when its state asks nothing of us (one that is new to us)
 * @throws {UnreadableItem} when it has no id, state or time
 */
export function parseStatus(status: unknown): StatusReport | null {
  if (!isFields(status)) throw new UnreadableItem('not_an_object');
  const providerId = readId(status, 'id');
  if (providerId === undefined) throw new UnreadableItem('no_id');
  const word = readId(status, 'status');
  if (word === undefined) throw new UnreadableItem('no_state');
  const atMs = readSecondsAsMs(status, 'timestamp');
  if (atMs === undefined) throw new UnreadableItem('bad_timestamp');
  const state = STATES.get(word);
  if (state === undefined) return null;
  const outboxId = readOutboxId(status);
  const errorCode = state === 'failed' ? readErrorCode(status) : undefined;
  const billed = readBilled(status);
  return {
    providerId,
    state,
    atMs,
    ...(outboxId === undefined ? {} : { outboxId }),
    ...(errorCode === undefined ? {} : { errorCode, ...reasonOf(errorCode) }),
    ...(billed === undefined ? {} : { billed }),
  };
}

/** Another system may send from the same number with callback ids of its own: those cannot be mistaken for ours. */
function readOutboxId(status: Fields): OutboxId | undefined {
  const id = readId(status, 'biz_opaque_callback_data');
  if (id === undefined || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) return undefined;
  return id as OutboxId; // its shape was just checked; whether such a row exists, the store says
}

function readErrorCode(status: Fields): number | undefined {
  const error = readList(status, 'errors').find(isFields);
  const code = error && readNumber(error, 'code');
  return code !== undefined && Number.isSafeInteger(code) ? code : undefined;
}

function reasonOf(errorCode: number): Pick<StatusReport, 'reason'> {
  const reason = toSendErrorCode(errorCode);
  return reason === null ? {} : { reason };
}

/** `type` says it since October 2026 (`regular`, `free_customer_service`, `free_entry_point`); `billable` is going away. */
function readBilled(status: Fields): boolean | undefined {
  const pricing = readFields(status, 'pricing');
  if (pricing === undefined) return undefined;
  const type = readId(pricing, 'type');
  if (type === 'regular') return true;
  if (type?.startsWith('free_') === true) return false;
  return typeof pricing['billable'] === 'boolean' ? pricing['billable'] : undefined;
}
