/**
 * Where a person is, by their own words: for the number to dial there, for places near them, and for whoever reads their
 * case. A country that is only asked about ("a visa for Canada") is not where they are.
 */
import type { CountryCode } from '../src/core/country.ts';
import type { FoundLocation, Whereabouts } from '../src/core/place.ts';
import type { Knowledge } from '../src/core/knowledge.ts';
import type { Talk } from './talk.ts';

export interface Atlas {
  readonly knowledge: Pick<Knowledge, 'places' | 'countries'>;
}

/** Longer texts are stories: what they name at their end is as likely somewhere else. */
const MAX_READ = 1_000;

/** The place that a text says its writer is in; null when it does not say so. */
export function statedPlace(atlas: Atlas, text: string): Whereabouts | null {
  return whereaboutsOf(atlas, atlas.knowledge.places.locate(text.slice(0, MAX_READ), 'here'));
}

/** Of somebody in danger any place that they name is worth its number, unless they only come from there. */
export function namedPlace(atlas: Atlas, text: string): Whereabouts | null {
  return whereaboutsOf(atlas, atlas.knowledge.places.locate(text.slice(0, MAX_READ)));
}

/** The country when there are several such cities in it; null when they are in several countries, or in none we know. */
function whereaboutsOf({ knowledge }: Atlas, found: FoundLocation): Whereabouts | null {
  const code = countryOf(found);
  const country = code === null ? null : knowledge.countries.find(code);
  return country === null ? null : { country, city: found.kind === 'city' ? found.city : null };
}

function countryOf(found: FoundLocation): CountryCode | null {
  switch (found.kind) {
    case 'city':
      return found.city.country;
    case 'cities': {
      const [code, ...others] = new Set(found.cities.map(({ country }) => country));
      return code !== undefined && others.length === 0 ? code : null;
    }
    case 'country':
      return found.country;
    case 'none':
      return null;
  }
}

/** Keeps it for this conversation, so that nobody has to say it twice. What they said before is forgotten. */
export function rememberPlace(talk: Talk, place: Whereabouts | null): void {
  if (place === null) return;
  const { country, city } = place;
  talk.memory.city = city?.id ?? (country.code === talk.memory.country ? talk.memory.city : null);
  talk.memory.country = country.code;
}

/** Where they said they are, in this conversation. */
export function knownPlace({ memory, knowledge }: Talk): Whereabouts | null {
  const country = memory.country === null ? null : knowledge.countries.find(memory.country);
  if (country === null) return null;
  const city = memory.city === null ? null : knowledge.places.city(memory.city);
  return { country, city: city?.country === country.code ? city : null };
}
