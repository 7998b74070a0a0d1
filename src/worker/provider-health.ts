/**
 * What each provider can take now: nothing while it asked for a pause, a probe while it is in trouble, otherwise as much
 * as its pace allows. Kept in memory; of several processes each sees for itself.
 */
import type { ChannelName } from '../core/contact.ts';
import type { SendErrorCode } from '../core/errors.ts';
import type { ContactId } from '../core/ids.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { Pacer } from './pacer.ts';
import type { PaceLimit } from './pacer.ts';
import { PairPace } from './pair-pace.ts';

/** The provider is at fault, not the message. "Too fast" is counted apart, once for each pause. */
const TROUBLE: readonly SendErrorCode[] = ['unreachable', 'provider_failed', 'timed_out', 'unreadable_answer'];

/** One call to a provider, from before it begins. Exactly one of these ends it. */
export interface ProviderCall {
  accepted(): void;
  /** @param pauseMs - when the provider said "too fast": how long nothing more is sent to it */
  refused(code: SendErrorCode, pauseMs: number): void;
  notMade(): void;
}

export interface ProviderHealthParts {
  /** Milliseconds that only go forward: setting the machine's clock must not open or close anything. */
  readonly elapsedMs: () => number;
  readonly telemetry: Telemetry;
  readonly paces: Readonly<Record<ChannelName, PaceLimit>>;
}

export class ProviderHealth {
  readonly #providers: Readonly<Record<ChannelName, Provider>>;
  readonly #pairs: PairPace;
  readonly #elapsedMs: () => number;

  constructor(parts: ProviderHealthParts) {
    this.#elapsedMs = parts.elapsedMs;
    this.#pairs = new PairPace(parts.paces.whatsapp.fromTheStart);
    this.#providers = {
      whatsapp: new Provider('whatsapp', parts, this.#pairs),
      sms: new Provider('sms', parts, this.#pairs),
    };
  }

  /** How many calls may begin now; may be infinite. */
  free(channel: ChannelName): number {
    return this.#providers[channel].free();
  }

  begin(channel: ChannelName): ProviderCall {
    return this.#providers[channel].begin();
  }

  /** On WhatsApp: counts a message to this person, or says how many milliseconds it must wait. */
  takeTurnOf(contactId: ContactId): number {
    return this.#pairs.take(contactId, this.#elapsedMs());
  }

  /** Whether this provider is in trouble: what can be left out is not sent to it. */
  isOpen(channel: ChannelName): boolean {
    return this.#providers[channel].isOpen;
  }
}

class Provider {
  readonly #channel: ChannelName;
  readonly #parts: ProviderHealthParts;
  readonly #breaker = new CircuitBreaker();
  readonly #pacer: Pacer;
  readonly #pairs: PairPace;
  /** The last pause it asked for. */
  #pause = { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.NEGATIVE_INFINITY };

  constructor(channel: ChannelName, parts: ProviderHealthParts, pairs: PairPace) {
    this.#channel = channel;
    this.#pairs = pairs;
    this.#parts = parts;
    this.#pacer = new Pacer(parts.paces[channel]);
  }

  get isOpen(): boolean {
    return this.#breaker.isOpen;
  }

  free(): number {
    const nowMs = this.#parts.elapsedMs();
    if (nowMs < this.#pause.untilMs || !this.#breaker.mayCall(nowMs)) return 0;
    return Math.min(this.#pacer.free(nowMs), this.#breaker.isOpen ? 1 : Number.POSITIVE_INFINITY);
  }

  begin(): ProviderCall {
    const startedMs = this.#parts.elapsedMs();
    this.#breaker.begin(startedMs);
    this.#pacer.take(startedMs);
    return {
      accepted: () => this.#succeed(),
      refused: (code, pauseMs) => {
        if (code === 'pair_rate_limited') this.#pairs.noteRefusal(this.#parts.elapsedMs());
        if (code === 'rate_limited') this.#rest(startedMs, pauseMs);
        else if (TROUBLE.includes(code)) this.#fail(startedMs);
        else this.#succeed(); // it answered: what it refused was this one message
      },
      notMade: () => {
        this.#breaker.takeBack();
        this.#pacer.giveBack(this.#parts.elapsedMs());
      },
    };
  }

  #rest(startedMs: number, pauseMs: number): void {
    const nowMs = this.#parts.elapsedMs();
    const isNew = startedMs >= this.#pause.fromMs;
    this.#pause = {
      fromMs: isNew ? nowMs : this.#pause.fromMs,
      untilMs: Math.max(this.#pause.untilMs, nowMs + pauseMs),
    };
    // Calls that were under way together hear of the same limit: it counts once.
    if (!isNew) return;
    this.#pacer.slowDown(nowMs);
    this.#fail(startedMs);
  }

  #fail(startedMs: number): void {
    if (this.#breaker.failed(startedMs, this.#parts.elapsedMs()))
      this.#parts.telemetry.record({ event: 'provider_opened', channel: this.#channel });
  }

  #succeed(): void {
    const openForMs = this.#breaker.succeeded(this.#parts.elapsedMs());
    if (openForMs !== null)
      this.#parts.telemetry.record({ event: 'provider_closed', channel: this.#channel, ms: openForMs });
  }
}
