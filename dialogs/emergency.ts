/** The numbers to dial in an emergency: those of the country a person is in, where they said so and we hold them. */
import type { Country, CountryCode, EmergencyNumber } from '../src/core/country.ts';
import type { Knowledge } from '../src/core/knowledge.ts';
import { phrase } from './talk.ts';
import type { Voice } from './talk.ts';

export interface Caller extends Voice {
  readonly knowledge: { readonly countries: Pick<Knowledge['countries'], 'find'> };
  /** Where they are, as far as they said. */
  readonly country: CountryCode | null;
}

/** What a country's sentence needs. */
interface NumbersThere {
  readonly numbers: string;
  readonly country: string;
  /** So that the phrase takes variables of any name. */
  readonly [variable: string]: string;
}

/** More than these nobody dials in need: the first is the one to try. */
const MAX_NUMBERS = 2;

/** Null where they did not say, or where we hold no number that was checked. */
export function numbersThere(caller: Caller, limit = MAX_NUMBERS): NumbersThere | null {
  const country: Country | null = caller.country === null ? null : caller.knowledge.countries.find(caller.country);
  if (country === null || country.emergency.length === 0) return null;
  const numbers = country.emergency.slice(0, limit).map((one) => nameNumber(caller, one));
  return { numbers: numbers.join(', '), country: country.names[caller.language] };
}

/** One sentence, under anything that is said to somebody who may not be safe. */
export function emergencyLine(caller: Caller): string {
  const there = numbersThere(caller);
  return there === null ? phrase(caller, 'human.emergency') : phrase(caller, 'human.emergency_in', there);
}

/** The same where every letter costs. */
export function shortEmergencyLine(caller: Caller): string {
  const there = numbersThere(caller, 1);
  return there === null ? phrase(caller, 'human.emergency_sms') : phrase(caller, 'human.emergency_sms_in', there);
}

function nameNumber(voice: Voice, { number, for: what }: EmergencyNumber): string {
  return what === 'everything' ? number : phrase(voice, `human.number.${what}`, { number });
}
