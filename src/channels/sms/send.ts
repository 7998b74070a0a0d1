/**
 * SMS through Twilio. The room's one idea: a form comes in and is checked (`verify`) and read (`parse`); a reply goes out
 * as one text (`render`) that costs as few segments as it can (`transliterate`, `segments`), and its fate comes back to the
 * address that carries our id.
 */
import twilio from 'twilio';
import type { Channel } from '../../core/channel.ts';
import { SendError } from '../../core/errors.ts';
import { renderSms } from './render.ts';
import { FetchClient } from './rest-client.ts';

export interface SmsSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** Our number in E.164, or the id of a Messaging Service (`MG…`). */
  readonly from: string;
  /** `https://api.twilio.com`, or a fake of it. */
  readonly baseUrl: string;
  /** How Twilio reaches us; null when it cannot, and then no status comes back. */
  readonly statusCallbackBaseUrl: string | null;
  /** For the whole exchange, the answer's body included. */
  readonly timeoutMs: number;
  readonly transliterate: boolean;
}

/**
 * Makes the channel. `send` throws a `RenderError` for a reply that no SMS can hold (a mistake of ours), and a
 * `SendError` for everything that happens on the way.
 *
 * @throws {Error} when `accountSid` does not begin with `AC`, or `baseUrl` is not an address
 */
export function createSmsChannel(settings: SmsSettings): Channel {
  const { accountSid, authToken, from, transliterate } = settings;
  const client = twilio(accountSid, authToken, { httpClient: new FetchClient(settings) });
  const sender = from.startsWith('MG') ? { messagingServiceSid: from } : { from };
  return {
    name: 'sms',
    async send(to, reply, outboxId) {
      if (to.channel !== 'sms') throw new SendError('message_refused', 'an address of another channel');
      const body = renderSms(reply, { transliterate });
      const message = { to: to.phone, body, ...sender, ...statusCallback(settings, outboxId) };
      const { sid } = await client.messages.create(message);
      return { providerId: sid };
    },
    async showTyping() {}, // SMS has nothing of the kind
  };
}

/** Twilio has no field for an id of ours, so it travels in the address that statuses come to. */
function statusCallback(settings: SmsSettings, outboxId: string): { readonly statusCallback?: string } {
  if (settings.statusCallbackBaseUrl === null) return {};
  const base = settings.statusCallbackBaseUrl.replace(/\/+$/, '');
  return { statusCallback: `${base}/webhooks/sms/status/${encodeURIComponent(outboxId)}` };
}
