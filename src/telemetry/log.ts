/**
 * Log lines, by allow-list: an event of `core/telemetry.ts` and its fields, nothing else. Redacting free text afterwards
 * was tried elsewhere and leaks; here there is no free text.
 */
import { pino } from 'pino';
import type { Level } from 'pino';
import { SEND_ERRORS } from '../core/errors.ts';
import type { EventName, FaroEvent } from '../core/telemetry.ts';

const LEVELS: Readonly<Partial<Record<EventName, Level>>> = {
  webhook_refused: 'warn',
  intake_failed: 'error',
  sms_catch_up_failed: 'warn',
  turn_failed: 'error',
  reply_failed: 'warn',
  provider_opened: 'error',
  dialogs_restarted: 'warn',
  bot_lost: 'error',
  fact_left_out: 'error',
  pathway_left_out: 'error',
  place_left_out: 'error',
  work_postponed: 'warn',
  bug: 'error',
  webhook_accepted: 'debug',
  turn_taken: 'debug',
  reply_accepted: 'debug',
  alert_queued: 'debug',
  sms_limit_near: 'warn',
  sms_withheld: 'debug',
  desk_sign_in: 'debug',
  // A log line has a time, which a rumour report must not have: only where somebody asks for every turn.
  rumour_reported: 'debug',
  question_reported: 'debug',
  feedback_noted: 'debug',
};

/** Some refusals only the person who runs the service can cure. */
function levelOf(event: FaroEvent): Level {
  if (event.event === 'reply_failed' && SEND_ERRORS[event.code].report) return 'error';
  return LEVELS[event.event] ?? 'info';
}

export interface LogSettings {
  readonly level: Level | 'silent';
  /** Where lines go; standard output unless a test listens. */
  readonly write?: (line: string) => void;
}

export function createLog(settings: LogSettings): (event: FaroEvent) => void {
  const options = { level: settings.level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  const { write } = settings;
  const logger = write === undefined ? pino(options) : pino(options, { write });
  return (event) => {
    logger[levelOf(event)](event);
  };
}
