/** The narrow door: what came through it is on disk, what did not is counted. */
import type { ChannelName } from '../core/contact.ts';
import { WebhookError } from '../core/errors.ts';
import type { ParsedWebhook } from '../core/message.ts';
import { errorReason } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Store } from '../store/store.ts';

export interface Intake {
  /** Runs checks, and counts what they refuse. */
  guard<T>(channel: ChannelName, check: () => T): T;
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
}

export function createIntake({ store, telemetry, onArrival }: IntakeParts): Intake {
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
    store: async (channel, parsed, startedMs) => {
      try {
        const receipt = await store.inbox.receive(channel, parsed);
        if (receipt.accepted > 0) onArrival();
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
        throw error;
      }
    },
  };
}
