/**
 * Sends what is in the outbox. Retries live in the database: this only decides, after each call, whether the message
 * went out, goes again, is held because it may have gone out, or is given up.
 */
import { DAY_MS, HOUR_MS, SECOND_MS } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import { CHANNELS } from '../core/contact.ts';
import type { ChannelName } from '../core/contact.ts';
import type { Channel } from '../core/channel.ts';
import { isStoreTrouble, RenderError, SendError } from '../core/errors.ts';
import type { SendErrorCode } from '../core/errors.ts';
import { toFailure } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { SendOutcome, Sending } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import type { ProviderCall, ProviderHealth } from './provider-health.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

/** Calls under way at once to one provider: one that hangs must not hold up the other. */
const MAX_CALLS_PER_CHANNEL = 64;
/** While so few more can be made, it is not worth a transaction: each call that ends makes room. */
const FEWEST_PER_CLAIM = 16;
/** How often to look for messages that a dead process left half sent. */
const ABANDONED_EVERY_MS = 1_000;
const POLL_MS = 500;
/** The longest wait between two tries. */
const MAX_RETRY_MS = HOUR_MS;
/** A message is tried for this long before it is given up. */
const GIVE_UP_AFTER_MS = DAY_MS;
/** A message that met a provider in trouble is among the next probes: what waits longer would not see it come back. */
const MAX_RETRY_IN_TROUBLE_MS = 5 * SECOND_MS;
/** How soon to look again when a provider can take nothing at the moment. */
const PACE_POLL_MS = 50;
/** How soon to try again to write down how a call ended. */
const KEEP_AGAIN_MS = 500;
/** Meta asks to wait 4^n seconds when one person gets too much. */
const PAIR_LIMIT_BASE_MS = 4_000;

export interface SenderParts {
  readonly store: Pick<Store, 'outbox'>;
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>;
  readonly health: ProviderHealth;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** What the first retry waits at most. */
  readonly retryBaseMs: number;
  readonly holdMs: number;
  /** Whether it is night where people are: then alerts stay where they are. */
  readonly isQuiet: (nowMs: number) => boolean;
  /** From 0 up to 1; spreads retries so that they do not come in waves. */
  readonly random: () => number;
  /** Called when there may be more than this sender takes at once. */
  readonly onFull?: () => void;
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
  #lookedForAbandonedMs = Number.NEGATIVE_INFINITY;
  /** Calls whose end is known here and not on disk, because the database is away. */
  #unkept = 0;
  #isStopping = false;
  #paceTimer: NodeJS.Timeout | undefined;

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
    // What we know and could not write down yet comes first: others would be sent what has arrived long ago.
    if (this.#unkept > 0) return false;
    await this.#holdAbandoned();
    const withAlerts = !this.#parts.isQuiet(this.#parts.clock.nowMs());
    // Each by itself: what one can take must not limit the other.
    const free = this.#freeCalls();
    const claims = await Promise.allSettled(
      free.map(([channel, calls]) => this.#parts.store.outbox.claim(calls, [channel], withAlerts)),
    );
    const due = claims.flatMap((claim) => (claim.status === 'fulfilled' ? claim.value : []));
    for (const sending of due) this.#start(sending);
    if (this.#calls.size >= MAX_CALLS_PER_CHANNEL) this.#parts.onFull?.();
    for (const claim of claims) if (claim.status === 'rejected') throw claim.reason;
    return claims.some((claim, index) => claim.status === 'fulfilled' && claim.value.length === free[index]?.[1]);
  }

  /** Resolves when no call is under way. */
  async drained(): Promise<void> {
    this.#isStopping = true;
    while (this.#calls.size > 0) await Promise.all(this.#calls.keys());
    clearTimeout(this.#paceTimer);
  }

  async #holdAbandoned(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#lookedForAbandonedMs < ABANDONED_EVERY_MS) return;
    this.#lookedForAbandonedMs = nowMs;
    await this.#parts.store.outbox.holdAbandoned();
  }

  /** How many more calls each channel can take now; a channel that rests or is full is left out. */
  #freeCalls(): readonly (readonly [ChannelName, number])[] {
    const { channels, health } = this.#parts;
    return CHANNELS.filter((name) => channels[name] !== undefined).flatMap((name) => {
      const busy = this.#calls
        .values()
        .filter((channel) => channel === name)
        .toArray().length;
      const allowed = health.free(name);
      const free = MAX_CALLS_PER_CHANNEL - busy;
      const calls = free < FEWEST_PER_CLAIM ? 0 : Math.min(free, allowed);
      if (allowed < 1) this.#lookSoon();
      return calls > 0 ? [[name, calls] as const] : [];
    });
  }

  /** The next ones may go in a moment, and nobody calls then. */
  #lookSoon(): void {
    this.#paceTimer ??= setTimeout(() => {
      this.#paceTimer = undefined;
      this.#onFree();
    }, PACE_POLL_MS);
  }

  #start(sending: Sending): void {
    const call = this.#send(sending, this.#parts.health.begin(sending.channel))
      .catch((error: unknown) => {
        this.#parts.telemetry.record(toFailure('sender', error));
      })
      .finally(() => {
        this.#calls.delete(call);
        this.#onFree();
      });
    this.#calls.set(call, sending.channel);
  }

  async #send(sending: Sending, call: ProviderCall): Promise<void> {
    const obstacle = this.#findObstacle(sending);
    if (obstacle !== null) call.notMade();
    const outcome = obstacle ?? (await this.#call(sending, call));
    if (outcome.kind !== 'accepted' && outcome.kind !== 'wait') this.#report(sending, outcome);
    await this.#keep(sending, outcome);
  }

  /** How a call ended is not forgotten because the database is away for a while: the message would go out again. */
  async #keep(sending: Sending, outcome: SendOutcome): Promise<void> {
    try {
      await this.#parts.store.outbox.finish(sending, outcome);
      return;
    } catch (error) {
      if (!isStoreTrouble(error)) throw error;
    }
    this.#unkept += 1;
    try {
      while (!(await this.#keepNow(sending, outcome))) {
        await new Promise((resolve) => setTimeout(resolve, KEEP_AGAIN_MS));
      }
    } finally {
      this.#unkept -= 1;
    }
  }

  /** @returns false when the database is still away */
  async #keepNow(sending: Sending, outcome: SendOutcome): Promise<boolean> {
    try {
      await this.#parts.store.outbox.finish(sending, outcome);
      return true;
    } catch (error) {
      if (!isStoreTrouble(error) || this.#isStopping) throw error;
      return false;
    }
  }

  /** Why there should be no call at all; null when there is no reason. */
  #findObstacle({ channel, contactId, windowClosesAtMs }: Sending): SendOutcome | null {
    const nowMs = this.#parts.clock.nowMs();
    if (windowClosesAtMs !== null && nowMs >= windowClosesAtMs) return GIVE_UP_WINDOW;
    if (channel !== 'whatsapp') return null;
    const waitMs = this.#parts.health.takeTurnOf(contactId);
    return waitMs === 0 ? null : { kind: 'wait', atMs: nowMs + waitMs };
  }

  async #call(sending: Sending, call: ProviderCall): Promise<SendOutcome> {
    const channel = this.#parts.channels[sending.channel];
    if (channel === undefined) throw new TypeError('Expected only messages of channels that are on.');
    const startedMs = performance.now();
    try {
      const { providerId } = await channel.send(sending.to, sending.reply, sending.id);
      const ms = performance.now() - startedMs;
      this.#parts.telemetry.record({ event: 'reply_accepted', channel: sending.channel, attempt: sending.attempt, ms });
      call.accepted();
      return { kind: 'accepted', providerId };
    } catch (error) {
      return this.#decide(sending, call, toSendError(error));
    }
  }

  #decide(sending: Sending, call: ProviderCall, failed: SendError): SendOutcome {
    const { code, providerCode } = failed;
    const { retryAfterMs } = failed;
    const backOffMs = this.#backOffMs(sending.attempt, code);
    call.refused(code, Math.max(retryAfterMs ?? 0, backOffMs));
    const nowMs = this.#parts.clock.nowMs();
    const tooOld = nowMs - sending.createdAtMs > GIVE_UP_AFTER_MS;
    if (!failed.retryable || tooOld) return { kind: 'give_up', code, providerCode };
    const isTrouble = this.#parts.health.isOpen(sending.channel);
    const waitMs = Math.max(retryAfterMs ?? 0, isTrouble ? Math.min(backOffMs, MAX_RETRY_IN_TROUBLE_MS) : backOffMs);
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

  #report(sending: Sending, outcome: Exclude<SendOutcome, { kind: 'accepted' | 'wait' }>): void {
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
