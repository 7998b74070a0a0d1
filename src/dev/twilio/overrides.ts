/**
 * Twilio's connection overrides: a fragment behind a webhook address says how often to try again, and after what.
 * By default it tries once more, and only when it could not connect: an answer of 500 loses the message.
 *
 * @see twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
import type { Attempt, RetryPolicy } from '../courier.ts';

const MOST_RETRIES = 5;

export interface WebhookTarget {
  /** Without the fragment: this is what is signed and requested. */
  readonly url: string;
  readonly policy: RetryPolicy;
}

/** @param delaysMs - the pauses to use; the last one is repeated when there are more retries */
export function parseTarget(address: string, delaysMs: readonly number[]): WebhookTarget {
  const [url = '', fragment = ''] = address.split('#', 2);
  const overrides = new URLSearchParams(fragment);
  const retries = Math.min(Number(overrides.get('rc') ?? 1), MOST_RETRIES);
  const reasons = (overrides.get('rp') ?? 'ct').split(',');
  return {
    url,
    policy: {
      delaysMs: Array.from({ length: retries }, (_, index) => delaysMs[index] ?? delaysMs.at(-1) ?? 0),
      again: (attempt) => reasonsOf(attempt).some((reason) => reasons.includes(reason)),
    },
  };
}

function reasonsOf(attempt: Attempt): readonly string[] {
  switch (attempt.kind) {
    case 'unreachable':
      return ['ct', 'all'];
    case 'timed_out':
      return ['rt', 'all'];
    case 'answered':
      if (attempt.status >= 500) return ['5xx', 'all'];
      return attempt.status >= 400 ? ['4xx', 'all'] : [];
  }
}
