/**
 * Twilio for one SMS number, on this machine: takes and refuses messages, keeps STOP, reports what became of them, and
 * brings what people text, all as signed forms. Like the fake Graph, a second reading that shares no code with
 * `src/channels`.
 */
import { startProviderServer } from './provider-server.ts';
import type { AcceptedSms, RefusedSms, TwilioEvents } from './twilio/events.ts';
import { toTwilioSettings } from './twilio/options.ts';
import type { FakeTwilioOptions, PublicAddress } from './twilio/options.ts';
import { createTwilioReceiving } from './twilio/receiving.ts';
import type { TwilioReceiving } from './twilio/receiving.ts';
import { createTwilioSending } from './twilio/sending.ts';
import type { TwilioSending } from './twilio/sending.ts';
import { createTwilioState } from './twilio/state.ts';

export type { FakeTwilioOptions } from './twilio/options.ts';

export interface FakeTwilio
  extends Pick<TwilioReceiving, 'receive'>, Pick<TwilioSending, 'planStatuses' | 'failNext' | 'heal'> {
  /** What `TWILIO_BASE_URL` must be. */
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** The service's number, E.164: what `TWILIO_FROM` may be. */
  readonly phone: string;
  readonly accepted: readonly AcceptedSms[];
  readonly refused: readonly RefusedSms[];
  /** How many there were in all, kept in memory or not. */
  readonly totals: Readonly<Record<keyof TwilioEvents, number>>;
  /**
   * Inbound texts go there from now on. On this machine only, unless `publicAddress` says where the public address is served
   * on this machine; that holds for status callbacks too.
   */
  deliverTo(webhookUrl: string, publicAddress?: PublicAddress | null): void;
  isOptedOut(phone: string): boolean;
  /** @returns a function that stops listening */
  on<Name extends keyof TwilioEvents>(name: Name, listener: (event: TwilioEvents[Name]) => void): () => void;
  waitFor(predicate: (sms: AcceptedSms) => boolean, timeoutMs: number): Promise<AcceptedSms>;
  /** Resolves when no webhook is on its way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a fake Twilio on 127.0.0.1. */
export async function startFakeTwilio(options: FakeTwilioOptions = {}): Promise<FakeTwilio> {
  const settings = toTwilioSettings(options);
  const state = createTwilioState(settings);
  const { happened, mail, courier } = state;
  const sending = createTwilioSending(state);
  const server = await startProviderServer((request) => sending.answer(request), settings);
  return {
    ...createTwilioReceiving(state),
    url: server.url,
    accountSid: settings.accountSid,
    authToken: settings.authToken,
    phone: settings.phone,
    accepted: happened.accepted.kept,
    refused: happened.refused.kept,
    get totals() {
      const { accepted, refused, status, carrier_reply: carrierReply } = happened;
      return {
        accepted: accepted.total,
        refused: refused.total,
        status: status.total,
        carrier_reply: carrierReply.total,
      };
    },
    deliverTo: (webhookUrl, publicAddress) => mail.deliverTo(webhookUrl, publicAddress),
    isOptedOut: (phone) => state.optedOut.has(phone),
    planStatuses: (plan) => sending.planStatuses(plan),
    failNext: (fault, times, requests) => sending.failNext(fault, times, requests),
    heal: () => sending.heal(),
    on: (name, listener) => happened[name].listen(listener),
    waitFor: (predicate, timeoutMs) => happened.accepted.waitFor(predicate, timeoutMs),
    settled: () => courier.settled(),
    async stop() {
      courier.stop();
      await server.stop();
    },
  };
}
