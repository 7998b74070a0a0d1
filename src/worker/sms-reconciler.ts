/**
 * Brings in the SMS that met a closed door. Meta brings a message again for days; Twilio tries a few times within
 * seconds, and then only its list has it. The list is read after every start, while and after webhooks could not be
 * stored, and every few minutes, for a window that overlaps. A message that came through both doors acts once.
 */
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import type { Inbound } from '../core/message.ts';
import { errorReason } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { ListedSms, SmsList } from '../channels/sms/list.ts';
import type { Reading } from '../store/catch-up.ts';
import type { Store } from '../store/store.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

const POLL_MS = SECOND_MS;
/** How often to look when nothing is known to be wrong: a tunnel may have been down without our knowing. */
const EVERY_MS = 5 * MINUTE_MS;
/** How often, and for how long, after something was wrong. */
const SOON_MS = 10 * SECOND_MS;
const TROUBLE_LASTS_MS = MINUTE_MS;
/** A message this young may still come by itself, and its webhook says more than the list does. */
const GRACE_MS = 5 * SECOND_MS;
/** What stands in the list late is found by a later look. */
const OVERLAP_MS = 10 * MINUTE_MS;
/** As long as Meta would bring a message again. */
const LOOK_BACK_MS = 7 * DAY_MS;
/** The oldest so many are brought in by one look; the next one follows at once. */
const MOST_AT_ONCE = 5_000;
/** A million messages: whatever ends a list that does not end. */
const MOST_PAGES = 5_000;
/** Brought in together: live webhooks must not wait long behind them. */
const STORED_TOGETHER = 50;

export interface SmsReconcilerParts {
  readonly store: Pick<Store, 'catchUp' | 'inbox'>;
  readonly list: SmsList;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Called when new messages wait for a turn. */
  readonly onArrival: () => void;
}

export interface SmsReconciler extends Loop {
  /** A webhook was not stored, so others may have been lost too. */
  noteTrouble(): void;
}

export function createSmsReconciler(parts: SmsReconcilerParts): SmsReconciler {
  const { clock, telemetry } = parts;
  // A start is trouble: nobody knows for how long we were away.
  let troubleUntilMs = clock.nowMs() + TROUBLE_LASTS_MS;
  let dueMs = Number.NEGATIVE_INFINITY;
  let failures = 0;

  async function round(): Promise<boolean> {
    const nowMs = clock.nowMs();
    if (nowMs < dueMs) return false;
    const isTrouble = nowMs < troubleUntilMs;
    dueMs = nowMs + (isTrouble ? SOON_MS : EVERY_MS);
    try {
      const isMore = await catchUp(parts, nowMs);
      if (isMore) dueMs = nowMs;
      failures = 0;
      return isMore;
    } catch (error) {
      telemetry.record({ event: 'sms_catch_up_failed', reason: errorReason(error) });
      failures += 1;
      dueMs = nowMs + Math.min(SOON_MS * 2 ** (failures - 1), EVERY_MS);
      troubleUntilMs = dueMs + TROUBLE_LASTS_MS;
      return false;
    }
  }

  const loop = createLoop({ name: 'sms-reconciler', pollMs: POLL_MS, telemetry, round });
  return {
    ...loop,
    noteTrouble: () => {
      const nowMs = clock.nowMs();
      troubleUntilMs = nowMs + TROUBLE_LASTS_MS;
      dueMs = Math.min(dueMs, nowMs + SOON_MS);
    },
  };
}

/**
 * One look.
 *
 * @returns whether there is more to bring in
 */
async function catchUp(parts: SmsReconcilerParts, nowMs: number): Promise<boolean> {
  const reading = await parts.store.catchUp.begin('sms');
  if (reading === null) return false; // another process is at it
  let knownToMs: number | null = null;
  try {
    const { missing, isAll } = await findMissing(parts, reading, nowMs);
    await bringIn(parts, reading, missing);
    if (isAll) knownToMs = nowMs - GRACE_MS - OVERLAP_MS;
    return !isAll;
  } finally {
    await reading.end(knownToMs);
  }
}

interface Missing {
  /** Oldest first. */
  readonly missing: readonly ListedSms[];
  readonly isAll: boolean;
}

/** Twilio lists the newest first; all pages are read, so that what was written first is brought in first. */
async function findMissing({ store, list }: SmsReconcilerParts, reading: Reading, nowMs: number): Promise<Missing> {
  // A mark from a clock that was ahead says nothing: then a day is long enough.
  const fromMs = reading.fromMs > nowMs ? nowMs - DAY_MS : reading.fromMs;
  const sinceMs = Math.max(fromMs, nowMs - LOOK_BACK_MS);
  let missing: readonly ListedSms[] = [];
  let isAll = true;
  let next: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await list.read(sinceMs, next);
    const ripe = page.messages.filter(({ sentAtMs }) => sentAtMs <= nowMs - GRACE_MS);
    const unknown = await store.catchUp.findUnknown(
      'sms',
      ripe.map(({ providerId }) => providerId),
    );
    const found = [...missing, ...ripe.filter(({ providerId }) => unknown.has(providerId))];
    if (found.length > MOST_AT_ONCE) isAll = false;
    missing = found.slice(-MOST_AT_ONCE);
    next = page.next;
    if (next === null || !(await reading.keep())) break;
  }
  return { missing: missing.toReversed(), isAll: isAll && next === null };
}

async function bringIn(
  { store, list, telemetry, onArrival }: SmsReconcilerParts,
  reading: Reading,
  missing: readonly ListedSms[],
): Promise<void> {
  for (let start = 0; start < missing.length; start += STORED_TOGETHER) {
    if (start > 0 && !(await reading.keep())) return;
    const messages: Inbound[] = [];
    for (const sms of missing.slice(start, start + STORED_TOGETHER)) messages.push(...(await list.open(sms)));
    const { accepted } = await store.inbox.receive('sms', { messages, statuses: [], unreadable: [], ignored: 0 });
    if (accepted === 0) continue;
    telemetry.record({ event: 'sms_caught_up', messages: accepted });
    onArrival();
  }
}
