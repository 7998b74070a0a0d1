/**
 * How a fake Graph is set up. Everything has a default, so that `startFakeGraph()` alone gives a strict one. Its ids are
 * those of the saved webhooks under tests/webhooks, so that these can be replayed to a service in simulator mode.
 */
import { systemClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../random.ts';
import type { StatusPlan } from '../status-plan.ts';
import type { PairLimit } from './limits.ts';
import type { FakeTemplate } from './message-rules.ts';
import { STATUS_STEPS } from './webhook.ts';

type GraphStatusStep = (typeof STATUS_STEPS)[number];

export interface GraphStatusPlan extends StatusPlan<GraphStatusStep> {
  /** Up to so many reports share one POST. */
  readonly perPost: number;
}

export interface GraphSettings {
  /** The id in the address; not the number. */
  readonly phoneNumberId: string;
  /** The business account (WABA) in `entry[].id`. */
  readonly accountId: string;
  /** The business's own number, E.164. */
  readonly phone: string;
  readonly accessToken: string;
  readonly appSecret: string;
  /** Where webhooks go; null until `deliverTo`. */
  readonly webhookUrl: string | null;
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly statuses: Partial<GraphStatusPlan>;
  /** False lets everything out at any time. */
  readonly window: boolean;
  readonly pairLimit: PairLimit;
  /** Null means no limit; Meta starts at 80. */
  readonly throughputPerSecond: number | null;
  /** Null takes any template name. */
  readonly templates: readonly FakeTemplate[] | null;
  /** Replies inside the window that are not billed (Meta: 1,000 a month; the fake counts its own life). */
  readonly freeReplies: number;
  readonly latencyMs: number;
  /** How much of what happened stays in memory; 0 for benchmarks. */
  readonly keep: number;
  /** Meta goes on for seven days; a test does not. */
  readonly retryDelaysMs: readonly number[];
  readonly answerTimeoutMs: number;
}

export type FakeGraphOptions = Partial<GraphSettings>;

export function toGraphSettings(options: FakeGraphOptions): GraphSettings {
  return {
    phoneNumberId: '106540352242922',
    accountId: '102290129340398',
    phone: '+12025550199',
    accessToken: 'practice-access-token',
    appSecret: 'practice-app-secret',
    webhookUrl: null,
    port: 0,
    clock: systemClock,
    random: Math.random,
    statuses: {},
    window: true,
    pairLimit: 'bucket',
    throughputPerSecond: null,
    templates: null,
    freeReplies: 1_000,
    latencyMs: 0,
    keep: 10_000,
    retryDelaysMs: [0, 100, 400, 1_600, 6_400, 25_600],
    answerTimeoutMs: 15_000,
    ...options,
  };
}

export function toGraphStatusPlan(statuses: Partial<GraphStatusPlan>): GraphStatusPlan {
  return { steps: STATUS_STEPS, delayMs: 5, order: 'in_order', times: 1, perPost: 1, ...statuses };
}
