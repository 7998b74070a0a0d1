/** Countries of the route, and what a person in danger dials there. */
import type { Day, Source } from './fact.ts';
import type { Language } from './language.ts';

/** Two letters of ISO 3166-1, for example `MX`. */
export type CountryCode = string;

export interface EmergencyNumber {
  /** As it is dialled there. */
  readonly number: string;
  readonly for: 'everything' | 'police' | 'ambulance' | 'fire';
  readonly source: Source;
  readonly verifiedOn: Day;
}

export interface Country {
  readonly code: CountryCode;
  readonly names: Readonly<Record<Language, string>>;
  /** The one to dial first stands first. Empty when we hold none that was checked. */
  readonly emergency: readonly EmergencyNumber[];
}

/** What Faro holds of countries; it never guesses one. */
export interface Countries {
  find(code: CountryCode): Country | null;
  /**
   * The country whose citizen a text says somebody is ("soy venezolana", "from Haiti"), misspelt by a letter too; null
   * when it names none or several. Bounded time.
   */
  nationality(text: string): CountryCode | null;
  /** What to dial there, the first to try first; empty when none was checked. */
  emergency(code: CountryCode): readonly EmergencyNumber[];
  readonly all: readonly Country[];
}
