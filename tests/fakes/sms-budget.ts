/** Limits small enough to reach, and a meter that reads the price from the text: "xx" costs two segments. */
import type { Address } from '../../src/core/contact.ts';
import { originOf } from '../../src/channels/sms/calling-codes.ts';
import type { SmsBudget, SmsLimits } from '../../src/core/spend.ts';

export const SMALL_LIMITS: SmsLimits = { personHourly: 10, personDaily: 24, prefixDaily: 60, daily: 100 };

export function budgetOf(limits: Partial<SmsLimits> = {}): SmsBudget {
  return {
    limits: { ...SMALL_LIMITS, ...limits },
    meter: {
      segmentsOf: ({ text }) => text.split('x').length - 1,
      prefixOf: ({ phone }: Address) => (phone === undefined ? null : originOf(phone).prefix),
    },
  };
}

/** So many people with numbers that belong to nobody: no two share one. */
export function strangers(count: number, from = 10): readonly Address[] {
  return Array.from({ length: count }, (_, index) => ({ channel: 'sms', phone: `+120255501${String(from + index)}` }));
}
