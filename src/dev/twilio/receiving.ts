/** The people's side: their texts become signed forms; STOP, START and HELP are acted on before. */
import type { Receipt } from '../courier.ts';
import { randomHex } from '../random.ts';
import { CARRIER_ANSWERS, findCarrierKeyword } from './keywords.ts';
import type { CarrierKeyword } from './keywords.ts';
import { countTwilioSegments } from './segments.ts';
import type { Form } from './signature.ts';
import type { InboundSms, TwilioState } from './state.ts';

interface SmsExtra {
  /** The message sid. */
  readonly id?: string;
  readonly media?: InboundSms['media'];
  /** Parameters besides or instead of the usual ones; Twilio adds new ones without notice. */
  readonly form?: Form;
  /** How often the same message is brought; default once. */
  readonly times?: number;
  readonly atOnce?: boolean;
  /** Signs with another token, to see it refused. */
  readonly signWith?: string;
}

interface ReceivedSms {
  readonly id: string;
  /** What the carrier acted on and answered itself. */
  readonly keyword: CarrierKeyword | null;
  /** One for each time it was brought. */
  readonly receipts: readonly Receipt[];
}

export interface TwilioReceiving {
  /** Somebody texts. Resolves when the service answered or Twilio would give up. */
  receive(from: string, body: string, extra?: SmsExtra): Promise<ReceivedSms>;
}

export function createTwilioReceiving(state: TwilioState): TwilioReceiving {
  const { settings, mail } = state;
  return {
    async receive(from, body, extra = {}) {
      const keyword = settings.optOut === 'off' ? null : findCarrierKeyword(body, settings.ownStopWords);
      if (keyword !== null) actOn(keyword, from, state);
      const id = extra.id ?? `SM${randomHex(settings.random, 32).toLowerCase()}`;
      const form = { ...toForm(id, from, body, keyword, extra, state), ...extra.form };
      const isKnown = extra.id !== undefined && state.inbound.kept.some((sms) => sms.id === id);
      if (extra.signWith === undefined && !isKnown) remember(id, form, extra.media ?? [], state);
      const post = (): Promise<Receipt> => mail.postInbound(form, extra.signWith);
      const times = Array.from({ length: extra.times ?? 1 });
      if (extra.atOnce === true) return { id, keyword, receipts: await Promise.all(times.map(post)) };
      const receipts: Receipt[] = [];
      for (const _ of times) receipts.push(await post());
      return { id, keyword, receipts };
    },
  };
}

function remember(id: string, form: Form, media: InboundSms['media'], { inbound, settings }: TwilioState): void {
  const { From: from = '', To: to = '', Body: body = '' } = form;
  inbound.add({ id, atMs: settings.clock.nowMs(), from, to, body, media });
}

function actOn(keyword: CarrierKeyword, from: string, state: TwilioState): void {
  if (keyword === 'STOP') state.optedOut.add(from);
  if (keyword === 'START') state.optedOut.delete(from);
  state.happened.carrier_reply.add({ to: from, keyword, text: CARRIER_ANSWERS[keyword] });
}

function toForm(
  id: string,
  from: string,
  body: string,
  keyword: CarrierKeyword | null,
  { media = [] }: SmsExtra,
  { settings }: TwilioState,
): Form {
  const attachments = media.map(({ url, contentType }, index) => [
    [`MediaUrl${index}`, url],
    [`MediaContentType${index}`, contentType],
  ]);
  return {
    ToCountry: 'US',
    ToState: 'DC',
    FromCountry: 'US',
    FromState: 'DC',
    MessageSid: id,
    SmsSid: id,
    SmsMessageSid: id,
    AccountSid: settings.accountSid,
    From: from,
    To: settings.phone,
    Body: body,
    NumMedia: String(media.length),
    NumSegments: String(countTwilioSegments(body)),
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...(settings.messagingServiceSid === null ? {} : { MessagingServiceSid: settings.messagingServiceSid }),
    ...(keyword !== null && settings.optOut === 'advanced' ? { OptOutType: keyword } : {}),
    ...Object.fromEntries(attachments.flat()),
  };
}
