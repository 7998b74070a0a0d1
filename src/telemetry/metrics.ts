/** Counters and gauges for Prometheus. Every label comes from a short list; none comes from a person. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { CHANNELS } from '../core/contact.ts';
import { SEND_ERRORS } from '../core/errors.ts';
import type { SendErrorCode } from '../core/errors.ts';
import type { Backlog } from '../core/signs.ts';
import type { FaroEvent } from '../core/telemetry.ts';
import { createGauges } from './gauges.ts';
import type { House } from './gauges.ts';

export interface Metrics {
  record(event: FaroEvent): void;
  /** Prometheus text. */
  render(): Promise<string>;
  readonly contentType: string;
}

const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

const SEND_CODES = Object.keys(SEND_ERRORS) as SendErrorCode[]; // the table's own names

/**
 * @param readBacklog - asked for at each look
 * @param house - what else is looked at then
 */
export function createMetrics(readBacklog: () => Promise<Backlog>, house?: House): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> =>
    new Counter({ name: `faro_${name}`, help, labelNames: [...labelNames], registers });
  const histogram = (name: string, help: string): Histogram<'channel'> =>
    new Histogram({ name: `faro_${name}`, help, labelNames: ['channel'], buckets: SECONDS_BUCKETS, registers });

  const inbound = counter('messages_received_total', 'Messages stored for the first time.', ['channel']);
  const duplicates = counter('messages_duplicate_total', 'Messages that had come before.', ['channel']);
  const unreadable = counter('webhook_items_unreadable_total', 'Parts of genuine webhooks put aside.', ['channel']);
  const refused = counter('webhooks_refused_total', 'Webhooks that were not genuine or not readable.', [
    'channel',
    'reason',
  ]);
  const intakeFailed = counter('intake_failed_total', 'Webhooks answered 503: nothing was kept.', ['channel']);
  const intakeSeconds = histogram('intake_seconds', 'From webhook in to durable.');
  const caughtUp = counter('sms_caught_up_total', 'SMS that Twilio could not bring, found in its list.', []);
  const catchUpFailed = counter('sms_catch_up_failed_total', "Looks into Twilio's list that failed.", []);
  const turnSeconds = histogram('turn_seconds', 'One turn of the bot, with its commit.');
  const turnsFailed = counter('turns_failed_total', 'Turns that threw.', ['channel', 'parked']);
  const restarts = counter('dialogs_restarted_total', 'Conversations restarted with an apology.', ['reason']);
  const botsLost = counter('bot_lost_total', 'Threads of the bot that ended or did not come to an end.', ['reason']);
  const replies = counter('replies_accepted_total', 'Messages a provider took.', ['channel']);
  const replySeconds = histogram('reply_seconds', 'One call to a provider.');
  const repliesFailed = counter('replies_failed_total', 'Calls a provider refused or left open.', [
    'channel',
    'code',
    'next',
  ]);
  const open = new Gauge({
    name: 'faro_provider_open',
    help: '1 while a provider is in trouble and only probes go out.',
    labelNames: ['channel'],
    registers,
  });
  for (const channel of CHANNELS) open.set({ channel }, 0);
  const cases = counter('cases_opened_total', 'Cases opened for a human.', ['reason', 'urgency']);
  const rumours = counter('rumours_reported_total', 'Claims without a fact, noted for the team.', [
    'language',
    'forwarded',
  ]);
  const alerts = counter('alerts_queued_total', 'Messages about a changed answer.', ['channel']);
  const questions = counter('questions_reported_total', 'Questions without an answer, noted for the editors.', [
    'language',
  ]);
  const feedback = counter('answers_judged_total', 'What people said of an answer.', ['language', 'helped']);
  const reminders = counter('reminders_total', 'People who still waited at the time they were told.', [
    'channel',
    'outcome',
  ]);
  const erased = counter('people_erased_total', 'People whose data was deleted on their wish.', ['channel']);
  const signIns = counter('desk_sign_ins_total', 'Tries to sign in to the desk.', ['outcome']);
  const bugs = counter('bugs_total', 'Things that should not happen.', ['where']);
  const limits = counter('sms_limits_near_total', 'Limits of SMS that came nearer, in parts of a hundred.', [
    'of',
    'percent',
  ]);
  const withheld = counter('sms_withheld_total', 'Answers that were not sent by SMS.', ['why']);
  const gauges = createGauges(registry, readBacklog, house);

  // A counter that begins at 1 has not risen, for whoever compares: what must wake somebody begins at 0.
  for (const channel of CHANNELS) {
    inbound.inc({ channel }, 0);
    intakeFailed.inc({ channel }, 0);
    for (const parked of ['true', 'false']) turnsFailed.inc({ channel, parked }, 0);
    for (const code of SEND_CODES) repliesFailed.inc({ channel, code, next: 'dead' }, 0);
    refused.inc({ channel, reason: 'bad_signature' }, 0);
  }
  for (const reason of ['ended', 'stuck']) botsLost.inc({ reason }, 0);
  for (const outcome of ['wrong_credentials', 'wrong_code', 'wrong_passkey', 'too_many_tries'])
    signIns.inc({ outcome }, 0);

  return {
    contentType: registry.contentType,
    render: async () => {
      await gauges.refresh();
      return registry.metrics();
    },
    record: (event) => {
      switch (event.event) {
        case 'webhook_accepted': {
          const { channel } = event;
          // Most webhooks bring one new message: nothing is looked up for what they do not bring.
          if (event.messages > 0) inbound.inc({ channel }, event.messages);
          if (event.duplicates > 0) duplicates.inc({ channel }, event.duplicates);
          if (event.unreadable > 0) unreadable.inc({ channel }, event.unreadable);
          intakeSeconds.observe({ channel }, event.ms / 1000);
          return;
        }
        case 'webhook_refused':
          refused.inc({ channel: event.channel, reason: event.reason });
          return;
        case 'sms_caught_up':
          inbound.inc({ channel: 'sms' }, event.messages);
          caughtUp.inc(event.messages);
          return;
        case 'sms_catch_up_failed':
          catchUpFailed.inc();
          return;
        case 'intake_failed':
          intakeFailed.inc({ channel: event.channel });
          return;
        case 'turn_taken':
          turnSeconds.observe({ channel: event.channel }, event.ms / 1000);
          return;
        case 'turn_failed':
          turnsFailed.inc({ channel: event.channel, parked: String(event.parked) });
          return;
        case 'bot_lost':
          botsLost.inc({ reason: event.reason });
          return;
        case 'dialogs_restarted':
          restarts.inc({ reason: event.reason });
          return;
        case 'reply_accepted':
          replies.inc({ channel: event.channel });
          replySeconds.observe({ channel: event.channel }, event.ms / 1000);
          return;
        case 'reply_failed':
          repliesFailed.inc({ channel: event.channel, code: event.code, next: event.next });
          return;
        case 'provider_opened':
          open.set({ channel: event.channel }, 1);
          return;
        case 'provider_closed':
          open.set({ channel: event.channel }, 0);
          return;
        case 'case_opened':
          cases.inc({ reason: event.reason, urgency: event.urgency });
          return;
        case 'rumour_reported':
          rumours.inc({ language: event.language, forwarded: event.forwarded ?? 'no' });
          return;
        case 'alert_queued':
          alerts.inc({ channel: event.channel });
          return;
        case 'question_reported':
          questions.inc({ language: event.language });
          return;
        case 'feedback_noted':
          feedback.inc({ language: event.language, helped: String(event.helped) });
          return;
        case 'reminder_due':
          reminders.inc({ channel: event.channel, outcome: event.outcome });
          return;
        case 'sms_limit_near':
          limits.inc({ of: event.prefix === null ? 'all' : 'prefix', percent: event.percent });
          return;
        case 'sms_withheld':
          withheld.inc({ why: event.why });
          return;
        case 'erased':
          erased.inc({ channel: event.channel });
          return;
        case 'desk_sign_in':
          signIns.inc({ outcome: event.outcome });
          return;
        case 'bug':
          bugs.inc({ where: event.where });
          return;
        default:
        // The others are for the log only.
      }
    },
  };
}
