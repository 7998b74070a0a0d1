/** How a fake Twilio is set up. */
import { systemClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../random.ts';
import type { StatusPlan } from '../status-plan.ts';

const TWILIO_STEPS = ['queued', 'sent', 'delivered'] as const;
type TwilioStep = (typeof TWILIO_STEPS)[number];
export type TwilioStatusPlan = StatusPlan<TwilioStep>;

/** Addresses under `publicBaseUrl` are signed as they are, and brought to `localBaseUrl`: the proxy of a real set-up. */
export interface PublicAddress {
  readonly publicBaseUrl: string;
  readonly localBaseUrl: string;
}

export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** The service's number, E.164. */
  readonly phone: string;
  /** `MG…`, when messages are sent through a Messaging Service. */
  readonly messagingServiceSid: string | null;
  /** As it would stand in Twilio's console, a fragment with overrides included; null until `deliverTo`. */
  readonly webhookUrl: string | null;
  readonly publicAddress: PublicAddress | null;
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly statuses: Partial<TwilioStatusPlan>;
  /** `advanced` marks the webhook with OptOutType; `default` does the same without a mark; `off` leaves words alone. */
  readonly optOut: 'advanced' | 'default' | 'off';
  /** Words added to STOP in Advanced Opt-Out, in capitals. */
  readonly ownStopWords: readonly string[];
  /** How exact the date filters of the list are: Twilio's pages speak of days, its libraries send seconds. */
  readonly listsBy: 'second' | 'day';
  readonly latencyMs: number;
  /** How much of what happened stays in memory; 0 for benchmarks. */
  readonly keep: number;
  readonly retryDelaysMs: readonly number[];
  readonly answerTimeoutMs: number;
}

export type FakeTwilioOptions = Partial<TwilioSettings>;

export function toTwilioSettings(options: FakeTwilioOptions): TwilioSettings {
  return {
    accountSid: 'AC00000000000000000000000000000000',
    authToken: 'practice-auth-token',
    phone: '+12025550190',
    messagingServiceSid: null,
    webhookUrl: null,
    publicAddress: null,
    port: 0,
    clock: systemClock,
    random: Math.random,
    statuses: {},
    optOut: 'advanced',
    ownStopWords: [],
    listsBy: 'second',
    latencyMs: 0,
    keep: 10_000,
    retryDelaysMs: [100, 400, 1_600, 6_400],
    answerTimeoutMs: 15_000,
    ...options,
  };
}

export function toTwilioStatusPlan(statuses: Partial<TwilioStatusPlan>): TwilioStatusPlan {
  return { steps: TWILIO_STEPS, delayMs: 5, order: 'in_order', times: 1, ...statuses };
}
