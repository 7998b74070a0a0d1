/** The narrow door: what came through it is on disk, what did not is counted. */
import type { ChannelName } from '../core/contact.ts';
import { StoreError, WebhookError } from '../core/errors.ts';
import type { ParsedWebhook } from '../core/message.ts';
import { errorReason } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Store } from '../store/store.ts';

export interface Intake {
  /** Runs checks, and counts what they refuse. */
  guard<T>(channel: ChannelName, check: () => T): T;
  /** Counts a webhook that was refused before it could be checked. */
  noteRefusal(channel: ChannelName, reason: string): void;
  /**
   * Resolves once everything is on disk.
   *
   * @throws {StoreError} when it is not: the provider must send it again
   */
  store(channel: ChannelName, parsed: ParsedWebhook, startedMs: number): Promise<void>;
}

export interface IntakeParts {
  readonly store: Pick<Store, 'inbox'>;
  readonly telemetry: Telemetry;
  /** Called when new messages wait for a turn. */
  readonly onArrival: () => void;
  /** Called when something could not be stored: not every provider brings it again. */
  readonly onFailure?: (channel: ChannelName) => void;
}

/** Messages and reports that may wait for the disk at once: about 20 MB. What comes beyond is sent again later. */
const MAX_WAITING = 10_000;

export function createIntake({ store, telemetry, onArrival, onFailure }: IntakeParts): Intake {
  let waiting = 0;

  async function receive(channel: ChannelName, parsed: ParsedWebhook): ReturnType<Store['inbox']['receive']> {
    const size = 1 + parsed.messages.length + parsed.statuses.length;
    if (waiting > 0 && waiting + size > MAX_WAITING) throw new StoreError('Too many wait.', { code: 'crowded' });
    waiting += size;
    try {
      // Their turns begin while the disk is still at it; nothing is said to anybody before it has confirmed.
      return await store.inbox.receive(channel, parsed, ({ accepted }) => {
        if (accepted > 0) onArrival();
      });
    } finally {
      waiting -= size;
    }
  }

  return {
    guard: (channel, check) => {
      try {
        return check();
      } catch (error) {
        const reason = error instanceof WebhookError ? error.code : errorReason(error);
        telemetry.record({ event: 'webhook_refused', channel, reason });
        throw error;
      }
    },
    noteRefusal: (channel, reason) => telemetry.record({ event: 'webhook_refused', channel, reason }),
    store: async (channel, parsed, startedMs) => {
      try {
        const receipt = await receive(channel, parsed);
        telemetry.record({
          event: 'webhook_accepted',
          channel,
          messages: receipt.accepted,
          duplicates: receipt.duplicates,
          statuses: receipt.statuses,
          unreadable: parsed.unreadable.length,
          ignored: parsed.ignored,
          ms: performance.now() - startedMs,
        });
      } catch (error) {
        telemetry.record({ event: 'intake_failed', channel, reason: errorReason(error) });
        onFailure?.(channel);
        throw error;
      }
    },
  };
}
