/**
 * When a fact goes stale.
 *
 * Two errors pull against each other. Serving an old fact can mislead; serving nothing sends a person to whoever
 * answers next, which is the smuggler. So an old fact is served for a good while *with* its date, a warning and the
 * official address (`due`), and only then not at all (`expired`).
 *
 * - `dueAfterDays` is the rhythm of checking plus some grace: a missed check shows at once in `npm run facts` and in
 *   every reply.
 * - `expiresAfterDays` is how long such a matter can stay true unchecked, at the most:
 *   weekly facts hang on courts, whose term is a year; monthly facts on budgets and programmes, set by the fiscal
 *   year, so two; half-yearly facts on statutes and old tricks, which outlast one term of office (four years) at best.
 */
import { DAY_MS } from '../core/clock.ts';
import type { Cadence, Day, Freshness } from '../core/fact.ts';

export const FRESHNESS_LIMITS = {
  weekly: { dueAfterDays: 14, expiresAfterDays: 365 },
  monthly: { dueAfterDays: 45, expiresAfterDays: 730 },
  'half-yearly': { dueAfterDays: 200, expiresAfterDays: 1461 },
} as const satisfies Record<Cadence, { dueAfterDays: number; expiresAfterDays: number }>;

/** Whole days (UTC) since the evidence. */
export function ageInDays(verifiedOn: Day, nowMs: number): number {
  return Math.floor((nowMs - Date.parse(verifiedOn)) / DAY_MS);
}

/** Both limits are the last day that still counts: due from the day after `dueAfterDays`. */
export function freshnessOf(fact: { readonly verifiedOn: Day; readonly cadence: Cadence }, nowMs: number): Freshness {
  const age = ageInDays(fact.verifiedOn, nowMs);
  const limits = FRESHNESS_LIMITS[fact.cadence];
  if (age > limits.expiresAfterDays) return 'expired';
  return age > limits.dueAfterDays ? 'due' : 'fresh';
}

/** The calendar day (UTC) of a moment. */
export function dayOf(nowMs: number): Day {
  return new Date(nowMs).toISOString().slice(0, 10);
}
