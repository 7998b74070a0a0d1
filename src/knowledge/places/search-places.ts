/**
 * Search for agents, who know what they look for: also what is closed or not confirmed, which no person is sent to, so that
 * an agent can say so.
 */
import type { CountryCode } from '../../core/country.ts';
import type { City, Place, Places, Point, Service } from '../../core/place.ts';
import { NEAR_KM } from '../../core/place.ts';
import { fold, wordsOf } from '../fold.ts';
import { distanceKm } from './distance.ts';
import { isExpired } from './evidence-age.ts';

export interface PlaceSearch {
  /** A city, a country, the name of a place, or several of these. */
  readonly query: string;
  readonly service: Service | null;
  readonly limit: number;
  readonly nowMs: number;
}

export interface PlacesFound {
  readonly cities: readonly City[];
  /** Of the cities, or the one that was named alone. */
  readonly countries: readonly CountryCode[];
  /** Those that people are sent to first, then by distance. */
  readonly places: readonly PlaceFound[];
  readonly lines: readonly Place[];
}

export interface PlaceFound {
  readonly place: Place;
  /** As the crow flies, rounded; null where no city was named. */
  readonly km: number | null;
}

export function searchPlaces(places: Places, { query, service, limit, nowMs }: PlaceSearch): PlacesFound {
  const { cities, countries } = locate(places, query);
  const names = wordsOf(fold(query));
  const fits = (place: Place): boolean => service === null || place.services.includes(service);
  const all = places.all.filter(fits);
  const near = cities.flatMap((city) => findNear(all, city));
  const named = all.filter((place) => bearsName(place, names)).map((place) => ({ place, km: null }));
  const inCountry = cities.length > 0 ? [] : all.filter((place) => isIn(place, countries)).map(withoutWay);
  const found = [...near, ...named, ...inCountry].filter(({ place }) => place.city !== null);
  return {
    cities,
    countries,
    places: distinct(found.toSorted((a, b) => rank(a, nowMs) - rank(b, nowMs) || (a.km ?? 0) - (b.km ?? 0))).slice(
      0,
      limit,
    ),
    lines: [...named.map(({ place }) => place), ...all.filter((place) => isIn(place, countries))]
      .filter((place, index, some) => place.city === null && some.indexOf(place) === index)
      .toSorted((a, b) => rank({ place: a }, nowMs) - rank({ place: b }, nowMs))
      .slice(0, limit),
  };
}

function locate(places: Places, query: string): Pick<PlacesFound, 'cities' | 'countries'> {
  const found = places.locate(query);
  switch (found.kind) {
    case 'city':
      return { cities: [found.city], countries: [found.city.country] };
    case 'cities':
      return { cities: found.cities, countries: [...new Set(found.cities.map(({ country }) => country))] };
    case 'country':
      return { cities: [], countries: [found.country] };
    case 'none':
      return { cities: [], countries: [] };
  }
}

/** Not across a border, which people may be unable to cross. */
function findNear(all: readonly Place[], city: City): readonly PlaceFound[] {
  return all.flatMap((place) => {
    if (place.country !== city.country || place.point === null) return [];
    const km = place.city?.id === city.id ? 0 : Math.round(distanceKm(city satisfies Point, place.point));
    return km <= NEAR_KM ? [{ place, km }] : [];
  });
}

/** Shorter words are in the names of half of all places. */
const SHORTEST_NAME = 4;

function bearsName({ name }: Place, words: readonly string[]): boolean {
  const wanted = words.filter(({ length }) => length >= SHORTEST_NAME);
  const own = new Set(wordsOf(fold(name)));
  return wanted.length > 0 && wanted.every((word) => own.has(word));
}

function isIn({ country }: Place, countries: readonly CountryCode[]): boolean {
  return countries.includes(country);
}

function withoutWay(place: Place): PlaceFound {
  return { place, km: null };
}

function rank({ place }: Pick<PlaceFound, 'place'>, nowMs: number): number {
  if (isOffered(place, nowMs)) return 0;
  return place.state === 'open' || place.state === 'unconfirmed' ? 1 : 2;
}

/** Whether people are sent there. */
export function isOffered({ state, verifiedOn }: Pick<Place, 'state' | 'verifiedOn'>, nowMs: number): boolean {
  return state === 'open' && !isExpired(verifiedOn, nowMs);
}

/** Each place once, where it stands first. */
function distinct(found: readonly PlaceFound[]): readonly PlaceFound[] {
  return found.filter(({ place }, index) => found.findIndex((one) => one.place.id === place.id) === index);
}
