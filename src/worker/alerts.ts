/**
 * Tells people that an answer has changed: compares the answers at the start and once a day (facts expire by the day),
 * and lets what is due into the outbox a few at a time, by day, so that nobody's reply waits behind it.
 */
import { DAY_MS, SECOND_MS } from '../core/clock.ts';
import type { Clock } from '../core/clock.ts';
import type { Address, ChannelName } from '../core/contact.ts';
import type { DueAlert } from '../core/edition.ts';
import type { Knowledge } from '../core/knowledge.ts';
import type { Reply } from '../core/reply.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Store } from '../store/store.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

export interface AlertWorkerParts {
  readonly store: Pick<Store, 'alerts'>;
  readonly knowledge: Pick<Knowledge, 'editions'>;
  readonly channels: readonly ChannelName[];
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Puts an alert into words. */
  readonly compose: (alert: DueAlert) => Reply;
  /** Whether somebody with this address may be written to unasked. */
  readonly mayBeAlerted: (address: Address) => boolean;
  /** Whether there is money left for SMS that nobody asked for just now. */
  readonly maySpendSms: () => boolean | Promise<boolean>;
  readonly isQuiet: (nowMs: number) => boolean;
  readonly perSecond: number;
  /** Called when something was put into the outbox. */
  readonly onQueued: () => void;
}

export function createAlertWorker(parts: AlertWorkerParts): Loop {
  let comparedDay = Number.NaN;

  async function round(): Promise<boolean> {
    const nowMs = parts.clock.nowMs();
    const day = Math.floor(nowMs / DAY_MS);
    if (day !== comparedDay) await compare(parts, nowMs);
    comparedDay = day;
    if (!parts.isQuiet(nowMs) && (await parts.store.alerts.areDue())) await queueSome(parts, nowMs);
    return false; // more than this only in the next second
  }

  return createLoop({ name: 'alerts', pollMs: SECOND_MS, telemetry: parts.telemetry, round });
}

async function compare({ store, knowledge, telemetry }: AlertWorkerParts, nowMs: number): Promise<void> {
  const announced = await store.alerts.announce(knowledge.editions(nowMs));
  if (announced.changed + announced.withdrawn > 0) telemetry.record({ event: 'facts_changed', ...announced });
}

async function queueSome(parts: AlertWorkerParts, nowMs: number): Promise<void> {
  const { mayBeAlerted, compose, perSecond } = parts;
  const queued = await parts.store.alerts.queueDue({
    perSecond,
    channels: await channelsNow(parts),
    editions: parts.knowledge.editions(nowMs),
    mayBeAlerted,
    compose,
  });
  for (const channel of queued) parts.telemetry.record({ event: 'alert_queued', channel });
  if (queued.length > 0) parts.onQueued();
}

/** What SMS cannot pay for today is told tomorrow. */
async function channelsNow({ channels, maySpendSms }: AlertWorkerParts): Promise<readonly ChannelName[]> {
  if (!channels.includes('sms') || (await maySpendSms())) return channels;
  return channels.filter((channel) => channel !== 'sms');
}
