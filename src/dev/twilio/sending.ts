/** The service's side: `POST …/Messages.json`, taken or refused as Twilio does, and the lists. */
import type { Receipt } from '../courier.ts';
import { createFaultQueue, jsonAnswer } from '../provider-server.ts';
import type { Answer, Fault, FaultName, ProviderRequest, Refusals } from '../provider-server.ts';
import { randomHex } from '../random.ts';
import { reportSteps } from '../status-plan.ts';
import { twilioError } from './errors.ts';
import type { AcceptedSms, TwilioStatus } from './events.ts';
import { listMedia, listMessages, toTwilioDate } from './listing.ts';
import { toTwilioStatusPlan } from './options.ts';
import type { TwilioSettings, TwilioStatusPlan } from './options.ts';
import { countTwilioSegments } from './segments.ts';
import type { Form } from './signature.ts';
import type { TwilioState } from './state.ts';

const MESSAGES_PATH = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\.json$/;
const MEDIA_PATH = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\/([A-Z]{2}[0-9a-zA-Z]{32})\/Media\.json$/;
const BODY_MAX = 1_600;
const E164 = /^\+[1-9]\d{6,14}$/;

export interface TwilioSending {
  answer(request: ProviderRequest): Answer;
  planStatuses(plan: Partial<TwilioStatusPlan>): void;
  failNext(fault: Fault | FaultName, times?: number, requests?: 'send' | 'list'): void;
  heal(): void;
}

export function createTwilioSending(state: TwilioState): TwilioSending {
  const { settings, happened, optedOut } = state;
  const { accountSid, authToken, clock } = settings;
  const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  let plan = toTwilioStatusPlan(settings.statuses);
  const refusals: Refusals = {
    code: (code) => twilioError(code),
    serverError: (status) => twilioError(status === 503 ? 20503 : 20500, status),
    rateLimited: () => twilioError(20429),
    expiredToken: () => twilioError(20003),
  };
  const faults = { send: createFaultQueue(refusals), list: createFaultQueue(refusals) };

  const findObstacle = ({ To: to = '', StatusCallback: callback }: Form): number | null => {
    if (callback !== undefined && !state.mail.canReach(callback)) return 21609;
    return optedOut.has(to) ? 21610 : null;
  };

  const refuse = (code: number): Answer => {
    happened.refused.add({ atMs: clock.nowMs(), code });
    return twilioError(code);
  };

  const take = (form: Form, lateFailure: number | null): Answer => {
    const code = findMistake(form, settings) ?? findObstacle(form);
    if (code !== null) return refuse(code);
    const sms = toAccepted(form, settings);
    happened.accepted.add(sms);
    const steps = lateFailure === null ? plan.steps : (['queued', 'sent', 'undelivered'] as const);
    state.courier.track(
      reportSteps(steps, plan, settings.random, state.courier.pause, (status) =>
        bringReport(state, sms, status, lateFailure),
      ),
    );
    return jsonAnswer(201, toResource(sms, settings));
  };

  return {
    answer(request) {
      if (request.headers.authorization !== basic) return refuse(20003);
      const [, account, message] = MESSAGES_PATH.exec(request.path) ?? MEDIA_PATH.exec(request.path) ?? [];
      if (account === undefined) return refuse(20404);
      if (account !== accountSid) return refuse(20003);
      if (request.method === 'GET')
        return faults.list.through(() =>
          message === undefined ? listMessages(state, request) : listMedia(state, message),
        );
      if (request.method !== 'POST' || message !== undefined) return refuse(20404);
      const form = Object.fromEntries(new URLSearchParams(request.body.toString('utf8')));
      return faults.send.through((lateFailure) => take(form, lateFailure));
    },
    planStatuses(statuses) {
      plan = toTwilioStatusPlan(statuses);
    },
    failNext: (fault, times, requests = 'send') => faults[requests].failNext(fault, times),
    heal() {
      faults.send.heal();
      faults.list.heal();
    },
  };
}

/** The code of the first thing that is wrong with a form, or null. */
function findMistake(form: Form, settings: TwilioSettings): number | null {
  const { To: to = '', From: from = '', MessagingServiceSid: service = '', Body: body = '' } = form;
  if (to === '') return 21604;
  if (from === '' && service === '') return 21603;
  if (service !== '' && service !== settings.messagingServiceSid) return 21701;
  if (service === '' && from !== settings.phone) return 21606;
  if (!E164.test(to)) return 21211;
  if (to === settings.phone) return 21266;
  if (body === '') return 21602;
  return Array.from(body).length > BODY_MAX ? 21617 : null;
}

function toAccepted(form: Form, settings: TwilioSettings): AcceptedSms {
  const body = form['Body'] ?? '';
  const statusCallback = form['StatusCallback'] ?? null;
  return {
    id: `SM${randomHex(settings.random, 32).toLowerCase()}`,
    atMs: settings.clock.nowMs(),
    to: form['To'] ?? '',
    body,
    segments: countTwilioSegments(body),
    statusCallback,
    outboxId: statusCallback === null ? null : lastPathPart(statusCallback),
    form,
  };
}

function lastPathPart(address: string): string | null {
  const part = new URL(address).pathname.split('/').at(-1);
  return part === undefined || part === '' ? null : decodeURIComponent(part);
}

async function bringReport(
  state: TwilioState,
  sms: AcceptedSms,
  status: TwilioStatus,
  lateFailure: number | null,
): Promise<Receipt | null> {
  const { settings } = state;
  state.happened.status.add({ id: sms.id, to: sms.to, status });
  if (sms.statusCallback === null) return null;
  const failed = status === 'undelivered' && lateFailure !== null;
  return state.mail.postReport(sms.statusCallback, {
    ApiVersion: '2010-04-01',
    AccountSid: settings.accountSid,
    From: settings.phone,
    To: sms.to,
    MessageSid: sms.id,
    SmsSid: sms.id,
    MessageStatus: status,
    SmsStatus: status,
    ...(settings.messagingServiceSid === null ? {} : { MessagingServiceSid: settings.messagingServiceSid }),
    ...(failed ? { ErrorCode: String(lateFailure) } : {}),
  });
}

/** The message resource, all of its fields. With a Messaging Service the sender is not chosen yet, so nothing is counted. */
function toResource(sms: AcceptedSms, settings: TwilioSettings): unknown {
  const viaService = sms.form['MessagingServiceSid'] !== undefined;
  const date = toTwilioDate(sms.atMs);
  const uri = `/2010-04-01/Accounts/${settings.accountSid}/Messages/${sms.id}`;
  return {
    account_sid: settings.accountSid,
    api_version: '2010-04-01',
    body: sms.body,
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: viaService ? null : settings.phone,
    messaging_service_sid: viaService ? settings.messagingServiceSid : null,
    num_media: '0',
    num_segments: viaService ? '0' : String(sms.segments),
    price: null,
    price_unit: null,
    sid: sms.id,
    status: viaService ? 'accepted' : 'queued',
    subresource_uris: { media: `${uri}/Media.json` },
    to: sms.to,
    uri: `${uri}.json`,
  };
}
