/** Tells people at the time they were told that they still wait. What they were promised, they hear. */
import type { DueReminder } from '../core/notice.ts';
import type { Reply } from '../core/reply.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Store } from '../store/store.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

/** Times are said in whole minutes: so late nobody notices. */
const POLL_MS = 10_000;

export interface ReminderParts {
  readonly store: { readonly reminders: Pick<Store['reminders'], 'areDue' | 'sendDue'> };
  readonly telemetry: Telemetry;
  readonly compose: (due: DueReminder) => Reply;
  /** Called when something was put into the outbox. */
  readonly onQueued: () => void;
}

export function createReminderLoop(parts: ReminderParts): Loop {
  return createLoop({ name: 'reminders', pollMs: POLL_MS, telemetry: parts.telemetry, round: () => remind(parts) });
}

/** @returns true when there may be more to do at once */
async function remind({ store, telemetry, compose, onQueued }: ReminderParts): Promise<boolean> {
  if (!(await store.reminders.areDue())) return false;
  const reminded = await store.reminders.sendDue(compose);
  for (const { channel, outcome } of reminded) telemetry.record({ event: 'reminder_due', channel, outcome });
  if (reminded.some(({ outcome }) => outcome === 'sent')) onQueued();
  return reminded.length > 0;
}
