/** What the parts of one fake Twilio share. */
import { startCourier } from '../courier.ts';
import type { Courier } from '../courier.ts';
import { createHistory } from '../history.ts';
import type { History } from '../history.ts';
import type { TwilioEvents } from './events.ts';
import { createTwilioMail } from './mail.ts';
import type { TwilioMail } from './mail.ts';
import type { TwilioSettings } from './options.ts';

/** What somebody texted, whether or not its webhook was taken. */
export interface InboundSms {
  /** The message sid. */
  readonly id: string;
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly { readonly url: string; readonly contentType: string }[];
}

export interface TwilioState {
  readonly settings: TwilioSettings;
  readonly courier: Courier;
  readonly mail: TwilioMail;
  /** Numbers that said STOP and not START since. */
  readonly optedOut: Set<string>;
  readonly inbound: History<InboundSms>;
  readonly happened: { readonly [Name in keyof TwilioEvents]: History<TwilioEvents[Name]> };
}

const CONNECTIONS = 64;

export function createTwilioState(settings: TwilioSettings): TwilioState {
  const courier = startCourier({ answerTimeoutMs: settings.answerTimeoutMs, connections: CONNECTIONS });
  const mail = createTwilioMail(courier, settings);
  if (settings.webhookUrl !== null) mail.deliverTo(settings.webhookUrl);
  return {
    settings,
    courier,
    mail,
    optedOut: new Set(),
    inbound: createHistory('inbound message', settings.keep),
    happened: {
      accepted: createHistory('accepted message', settings.keep),
      refused: createHistory('refused request', settings.keep),
      status: createHistory('report', 0),
      carrier_reply: createHistory('reply of the carrier', 0),
    },
  };
}
