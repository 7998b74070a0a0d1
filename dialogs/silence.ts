/** What is said once where a program seems to answer us, before nothing is said for a while; and by SMS where there is no more. */
import type { SmsPeriod } from '../src/core/spend.ts';
import { shortEmergencyLine } from './emergency.ts';
import type { Caller } from './emergency.ts';
import { phrase } from './talk.ts';

/** How long nothing is said: ten minutes, an hour, a day. */
export type SilenceLength = 'minutes' | 'hour' | 'day';

/**
 * In one segment of SMS, and with whom to call: it may be the last word for hours.
 *
 * @param mayReturn - whether a word of theirs ends it
 */
export function saySilence(caller: Caller, length: SilenceLength, mayReturn: boolean): string {
  const time = phrase(caller, `silence.time.${length}`);
  const why = phrase(caller, mayReturn ? 'silence.program' : 'silence.program_last', { time });
  return `${why} ${shortEmergencyLine(caller)}`;
}

/** @param whatsAppNumber - where people write for nothing; null where we have none to name */
export function sayNoMoreSms(caller: Caller, period: SmsPeriod, whatsAppNumber: string | null): string {
  const free = whatsAppNumber === null ? [] : [phrase(caller, 'silence.whatsapp', { number: whatsAppNumber })];
  return [phrase(caller, `silence.sms.${period}`), ...free, shortEmergencyLine(caller)].join(' ');
}
