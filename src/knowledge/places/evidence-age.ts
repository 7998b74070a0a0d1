/**
 * How old the evidence of a place may be. A shelter that closed is a night on the street, a number that changed hands may
 * belong to a smuggler: after three years nobody is sent there any more, whatever its state says.
 */
import { DAY_MS } from '../../core/clock.ts';
import type { Day } from '../../core/fact.ts';
import { ageInDays } from '../freshness.ts';

/** Three years, one of them a leap year. The last day still counts. */
export const EXPIRES_AFTER_DAYS = 1_096;
/** What is soon to expire is named in time for somebody to look. */
export const DUE_AFTER_DAYS = 913;
/** After half a year more nobody looks after it: its state has to be changed, and `npm run facts` fails until it is. */
const NEGLECTED_AFTER_DAYS = EXPIRES_AFTER_DAYS + 183;

export function isExpired(verifiedOn: Day, nowMs: number): boolean {
  return ageInDays(verifiedOn, nowMs) > EXPIRES_AFTER_DAYS;
}

export function isNeglected(verifiedOn: Day, today: Day): boolean {
  return (Date.parse(today) - Date.parse(verifiedOn)) / DAY_MS > NEGLECTED_AFTER_DAYS;
}
