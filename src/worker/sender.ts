/**
 * Sends what is in the outbox. Retries live in the database: this only decides, after each call, whether the message
 * went out, goes again, is held because it may have gone out, or is given up.
 */
import { DAY_MS, HOUR_MS } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import { CHANNELS } from '../core/contact.ts';
import type { ChannelName } from '../core/contact.ts';
import type { Channel } from '../core/channel.ts';
import { RenderError, SendError } from '../core/errors.ts';
import type { SendErrorCode } from '../core/errors.ts';
import { errorReason } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { SendOutcome, Sending } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

/** Calls under way at once to one provider: one that hangs must not hold up the other. */
const MAX_CALLS_PER_CHANNEL = 64;
/** How often to look for messages that a dead process left half sent. */
const ABANDONED_EVERY_MS = 1_000;
const POLL_MS = 500;
/** The longest wait between two tries. */
const MAX_RETRY_MS = HOUR_MS;
/** A message is tried for this long before it is given up. */
const GIVE_UP_AFTER_MS = DAY_MS;
/** Meta asks to wait 4^n seconds when one person gets too much. */
const PAIR_LIMIT_BASE_MS = 4_000;

export interface SenderParts {
  readonly store: Pick<Store, 'outbox'>;
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** What the first retry waits at most. */
  readonly retryBaseMs: number;
  readonly holdMs: number;
  /** Whether it is night where people are: then alerts stay where they are. */
  readonly isQuiet: (nowMs: number) => boolean;
  /** From 0 up to 1; spreads retries so that they do not come in waves. */
  readonly random: () => number;
}

export function createSender(parts: SenderParts): Loop {
  const sender = new Sender(parts, () => loop.wake());
  const loop = createLoop({
    name: 'sender',
    pollMs: POLL_MS,
    telemetry: parts.telemetry,
    round: () => sender.startDue(),
  });
  return {
    ...loop,
    stop: async () => {
      await loop.stop();
      await sender.drained();
    },
  };
}

class Sender {
  readonly #parts: SenderParts;
  readonly #onFree: () => void;
  readonly #calls = new Map<Promise<void>, ChannelName>();
  /** A provider that said "too fast" gets a rest, for all people at once. */
  readonly #pausedUntilMs = new Map<ChannelName, number>();
  #lookedForAbandonedMs = 0;

  /** @param onFree - called whenever a call has ended */
  constructor(parts: SenderParts, onFree: () => void) {
    this.#parts = parts;
    this.#onFree = onFree;
  }

  /**
   * Starts what is due, and does not wait for it.
   *
   * @returns true when there may be more to start at once
   */
  async startDue(): Promise<boolean> {
    await this.#holdAbandoned();
    const free = this.#freeCalls();
    const open = [...free.keys()];
    if (open.length === 0) return false;
    const withAlerts = !this.#parts.isQuiet(this.#parts.clock.nowMs());
    const due = await this.#parts.store.outbox.claim(Math.min(...free.values()), open, withAlerts);
    for (const sending of due) this.#start(sending);
    return due.length > 0;
  }

  /** Resolves when no call is under way. */
  async drained(): Promise<void> {
    while (this.#calls.size > 0) await Promise.all(this.#calls.keys());
  }

  async #holdAbandoned(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#lookedForAbandonedMs < ABANDONED_EVERY_MS) return;
    this.#lookedForAbandonedMs = nowMs;
    await this.#parts.store.outbox.holdAbandoned();
  }

  /** How many more calls each channel can take now; a channel that rests or is full is left out. */
  #freeCalls(): ReadonlyMap<ChannelName, number> {
    const nowMs = this.#parts.clock.nowMs();
    const free = new Map<ChannelName, number>();
    for (const name of CHANNELS) {
      if (this.#parts.channels[name] === undefined || (this.#pausedUntilMs.get(name) ?? 0) > nowMs) continue;
      const busy = this.#calls
        .values()
        .filter((channel) => channel === name)
        .toArray().length;
      if (busy < MAX_CALLS_PER_CHANNEL) free.set(name, MAX_CALLS_PER_CHANNEL - busy);
    }
    return free;
  }

  #start(sending: Sending): void {
    const call = this.#send(sending)
      .catch((error: unknown) => {
        this.#parts.telemetry.record({ event: 'bug', where: 'sender', reason: errorReason(error) });
      })
      .finally(() => {
        this.#calls.delete(call);
        this.#onFree();
      });
    this.#calls.set(call, sending.channel);
  }

  async #send(sending: Sending): Promise<void> {
    const outcome = (await this.#parts.store.outbox.isWindowOpen(sending)) ? await this.#call(sending) : GIVE_UP_WINDOW;
    if (outcome.kind !== 'accepted') this.#report(sending, outcome);
    await this.#parts.store.outbox.finish(sending, outcome);
  }

  async #call(sending: Sending): Promise<SendOutcome> {
    const channel = this.#parts.channels[sending.channel];
    if (channel === undefined) throw new TypeError('Expected only messages of channels that are on.');
    const startedMs = performance.now();
    try {
      const { providerId } = await channel.send(sending.to, sending.reply, sending.id);
      const ms = performance.now() - startedMs;
      this.#parts.telemetry.record({ event: 'reply_accepted', channel: sending.channel, attempt: sending.attempt, ms });
      return { kind: 'accepted', providerId };
    } catch (error) {
      return this.#decide(sending, error);
    }
  }

  #decide(sending: Sending, error: unknown): SendOutcome {
    const failed = toSendError(error);
    const { code, providerCode } = failed;
    const nowMs = this.#parts.clock.nowMs();
    const tooOld = nowMs - sending.createdAtMs > GIVE_UP_AFTER_MS;
    if (!failed.retryable || tooOld) return { kind: 'give_up', code, providerCode };
    const waitMs = Math.max(failed.retryAfterMs ?? 0, this.#backOffMs(sending.attempt, code));
    if (code === 'rate_limited') this.#pausedUntilMs.set(sending.channel, nowMs + waitMs);
    if (failed.ambiguous) {
      return { kind: 'hold', code, providerCode, untilMs: nowMs + Math.max(waitMs, this.#parts.holdMs) };
    }
    return { kind: 'retry', code, providerCode, atMs: nowMs + waitMs };
  }

  /** Full jitter: anything from nothing to a doubling limit. */
  #backOffMs(attempt: number, code: SendErrorCode): number {
    if (code === 'pair_rate_limited') return Math.min(PAIR_LIMIT_BASE_MS * 4 ** (attempt - 1), MAX_RETRY_MS);
    const limitMs = Math.min(this.#parts.retryBaseMs * 2 ** (attempt - 1), MAX_RETRY_MS);
    return Math.ceil(this.#parts.random() * limitMs);
  }

  #report(sending: Sending, outcome: Exclude<SendOutcome, { kind: 'accepted' }>): void {
    const next = outcome.kind === 'give_up' ? 'dead' : outcome.kind;
    const { code, providerCode } = outcome;
    const { channel, attempt } = sending;
    this.#parts.telemetry.record({ event: 'reply_failed', channel, code, providerCode, attempt, next });
  }
}

const GIVE_UP_WINDOW = { kind: 'give_up', code: 'window_closed', providerCode: null } as const satisfies SendOutcome;

/** What is not in the table is a bug of ours: the message may have gone out, so it is held like a call that broke off. */
function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof RenderError)
    return new SendError('message_refused', 'It does not fit the channel.', { cause: error });
  return new SendError('unreadable_answer', 'The call broke off in a way we do not know.', { cause: error });
}
