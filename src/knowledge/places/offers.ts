/** Which places people are sent to: open ones, whose evidence is not too old, near enough to reach in a day. */
import type { CountryCode } from '../../core/country.ts';
import { NEAR_KM } from '../../core/place.ts';
import type { City, NearCity, NearPlace, Place, PlaceQuery, Point } from '../../core/place.ts';
import { distanceKm } from './distance.ts';
import { isExpired } from './evidence-age.ts';

/** Beyond a day's travel the nearest city says nothing about where somebody is. */
const REACH_KM = 300;

/** Nearest first, the most useful first where several are as near. */
export function findNear(places: readonly Place[], from: Point, query: PlaceQuery): readonly NearPlace[] {
  const near = offered(places, query).flatMap((place) => {
    const distance = place.point === null ? Infinity : distanceTo(place, place.point, from);
    return distance <= NEAR_KM ? [{ place, distance }] : [];
  });
  near.sort((one, other) => one.distance - other.distance || byUse(one.place, other.place));
  return take(near, query.limit).map(({ place, distance }) => ({ place, km: Math.round(distance) }));
}

/** Who names a city is in it as a whole: its places are all as near as can be said. */
function distanceTo({ city }: Place, point: Point, from: Point): number {
  const isInCity = city !== null && city.latitude === from.latitude && city.longitude === from.longitude;
  return isInCity ? 0 : distanceKm(from, point);
}

export function findLines(places: readonly Place[], country: CountryCode, query: PlaceQuery): readonly Place[] {
  const lines = offered(places, query).filter((place) => place.city === null && place.country === country);
  return take(lines.sort(byUse), query.limit);
}

/** One city of each country, the nearest first. */
export function findNearestCities(cities: readonly City[], from: Point): readonly NearCity[] {
  const nearest = new Map<CountryCode, { readonly city: City; readonly distance: number }>();
  for (const city of cities) {
    const distance = distanceKm(from, city);
    const least = nearest.get(city.country)?.distance ?? Infinity;
    if (distance <= REACH_KM && distance < least) nearest.set(city.country, { city, distance });
  }
  return [...nearest.values()]
    .toSorted((one, other) => one.distance - other.distance)
    .map(({ city, distance }) => ({ city, km: Math.round(distance) }));
}

/** Nobody is ever sent to another. */
function offered(places: readonly Place[], { service, country, nowMs }: PlaceQuery): Place[] {
  return places.filter(
    (place) =>
      place.state === 'open' &&
      (service === undefined || place.services.includes(service)) &&
      (country === undefined || place.country === country) &&
      !isExpired(place.verifiedOn, nowMs),
  );
}

/** For everybody before for some; by day and night first; on its own word first; then the newest evidence. */
function byUse(one: Place, other: Place): number {
  return (
    one.nationals.length - other.nationals.length ||
    one.audience.length - other.audience.length ||
    Number(other.hours?.kind === 'always') - Number(one.hours?.kind === 'always') ||
    Number(other.evidence === 'own') - Number(one.evidence === 'own') ||
    compare(other.verifiedOn, one.verifiedOn) ||
    compare(one.id, other.id)
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function take<Item>(items: readonly Item[], limit: number): readonly Item[] {
  return items.slice(0, Math.max(0, limit));
}
