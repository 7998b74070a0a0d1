/**
 * Trusted places: which city or country a message names, what is open near it, whom to call from there.
 *
 * Everything is read once, at start; afterwards a question costs no I/O.
 */
import { join } from 'node:path';
import { systemClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import type { Countries } from '../../core/country.ts';
import type { Places } from '../../core/place.ts';
import { silentTelemetry } from '../../core/telemetry.ts';
import type { Telemetry } from '../../core/telemetry.ts';
import { dayOf } from '../freshness.ts';
import { cacheDirOf } from '../model-cache.ts';
import type { Problem } from '../problem.ts';
import { keepYaml, recallYaml } from '../yaml-file.ts';
import { createCountries } from './countries.ts';
import { leavesOut } from './entries.ts';
import type { EntryProblem } from './entries.ts';
import { loadPlaces } from './load-places.ts';
import { createLocate } from './locate.ts';
import { findLines, findNear, findNearestCities } from './offers.ts';

export interface PlacesRoom {
  readonly places: Places;
  readonly countries: Countries;
  readonly problems: readonly Problem[];
}

/**
 * Loads places, cities and countries of `contentDir`. A broken entry is left out and reported; the service goes on without
 * it.
 *
 * @throws {ContentError} when the lists of countries or cities, or the folder of places, are missing or unreadable
 */
export function createPlaces(parts: {
  readonly contentDir: string;
  readonly telemetry?: Telemetry;
  readonly clock?: Clock;
  /** Where what was read is kept; unless given, the shipped content's is kept beside the installed packages. */
  readonly cacheDir?: string | null;
}): PlacesRoom {
  const { contentDir, telemetry = silentTelemetry, clock = systemClock } = parts;
  const cacheDir = parts.cacheDir === undefined ? cacheDirOf(contentDir) : parts.cacheDir;
  const cachePath = cacheDir === null ? null : join(cacheDir, 'places.json');
  if (cachePath !== null) recallYaml(cachePath);
  const loaded = loadPlaces(contentDir, { today: dayOf(clock.nowMs()) });
  if (cachePath !== null) keepYaml(cachePath);
  for (const [place, reason] of leftOut(loaded.problems)) {
    telemetry.record({ event: 'place_left_out', place, reason });
  }
  const all = loaded.places.map(({ place }) => place);
  const cities = loaded.cities.map(({ city }) => city);
  const byId = new Map(all.map((place) => [place.id, place]));
  const cityById = new Map(cities.map((city) => [city.id, city]));
  return {
    places: {
      ...createLocate(loaded.cities, loaded.countries),
      city: (id) => cityById.get(id) ?? null,
      nearestCities: (point) => findNearestCities(cities, point),
      near: (point, query) => findNear(all, point, query),
      lines: (country, query) => findLines(all, country, query),
      find: (id) => byId.get(id) ?? null,
      all,
    },
    countries: createCountries(loaded.countries),
    problems: loaded.problems,
  };
}

/** Each entry once, by its name, with the first reason it was left out. */
function leftOut(problems: readonly EntryProblem[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { name, code } of problems) if (leavesOut(code) && !reasons.has(name)) reasons.set(name, code);
  return reasons;
}
