/** What `npm run facts` prints of places, cities and countries: how much there is, what is stale and whose it is. */
import type { Day } from '../../core/fact.ts';
import { PLACE_STATES } from '../../core/place.ts';
import { OWNERS } from '../fact-schema.ts';
import { ageInDays } from '../freshness.ts';
import { DUE_AFTER_DAYS, EXPIRES_AFTER_DAYS, isExpired } from './evidence-age.ts';
import type { LoadedPlace, LoadedPlaces } from './load-places.ts';

/** The lines of the report, ready to be printed. */
export function reportPlaces(loaded: LoadedPlaces, nowMs: number): readonly string[] {
  return [
    ...placeLines(loaded.places, nowMs),
    '',
    ...countryLines(loaded),
    '',
    ...staleLines(
      loaded.places.filter(({ place }) => place.state === 'open'),
      nowMs,
    ),
  ];
}

function placeLines(places: readonly LoadedPlace[], nowMs: number): readonly string[] {
  const offered = places.filter(({ place }) => place.state === 'open' && !isExpired(place.verifiedOn, nowMs));
  const countries = [...new Set(places.map(({ place }) => place.country))].sort();
  return [
    `${places.length} places, ${offered.length} of them offered (${countStates(places)})`,
    ...countries.map((code) => {
      const there = places.filter(({ place }) => place.country === code);
      const lines = there.filter(({ place }) => place.city === null).length;
      return `  ${code} ${there.length} places, ${lines} of them for the whole country (${countStates(there)})`;
    }),
  ];
}

function countStates(places: readonly LoadedPlace[]): string {
  return PLACE_STATES.map((state) => `${places.filter(({ place }) => place.state === state).length} ${state}`).join(
    ', ',
  );
}

function countryLines({ cities, countries }: LoadedPlaces): readonly string[] {
  const without = countries.filter(({ country }) => country.emergency.length === 0).map(({ country }) => country.code);
  const homes = new Set(cities.map(({ city }) => city.country));
  return [
    `${cities.length} cities in ${homes.size} countries`,
    `${countries.length} countries, ${countries.length - without.length} of them with an emergency number`,
    ...(without.length === 0 ? [] : [`  without: ${without.join(' ')}`]),
  ];
}

function staleLines(open: readonly LoadedPlace[], nowMs: number): readonly string[] {
  const limits = `due after ${DUE_AFTER_DAYS} days, not offered after ${EXPIRES_AFTER_DAYS}`;
  const stale = open.filter(({ place }) => ageInDays(place.verifiedOn, nowMs) > DUE_AFTER_DAYS);
  if (stale.length === 0) return [`no place is due (${limits})`];
  return OWNERS.flatMap((owner) => {
    const theirs = stale
      .filter((one) => one.owner === owner)
      .toSorted((one, other) => one.place.verifiedOn.localeCompare(other.place.verifiedOn));
    if (theirs.length === 0) return [];
    return [`${owner} has to check these places again (${limits}):`, ...theirs.map((one) => staleLine(one, nowMs))];
  });
}

function staleLine({ place, verifiedBy }: LoadedPlace, nowMs: number): string {
  const state = stateOf(place.verifiedOn, nowMs).padEnd(7);
  return `  ${state} ${place.id}, evidence of ${place.verifiedOn} (${ageInDays(place.verifiedOn, nowMs)} days): ${verifiedBy}`;
}

function stateOf(verifiedOn: Day, nowMs: number): 'due' | 'expired' {
  return isExpired(verifiedOn, nowMs) ? 'expired' : 'due';
}
