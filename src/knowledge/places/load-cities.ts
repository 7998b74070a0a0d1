/** Reads `content/cities.yaml`: the cities of the route, where they are, and how people write them. */
import { join } from 'node:path';
import { z } from 'zod';
import type { CountryCode } from '../../core/country.ts';
import type { CityId } from '../../core/ids.ts';
import type { City } from '../../core/place.ts';
import type { Violation } from '../fact-rules.ts';
import { line, slug } from '../fact-schema.ts';
import { readContentFile } from '../yaml-file.ts';
import { checkEntries, keepSound } from './entries.ts';
import type { EntryProblem } from './entries.ts';
import { countryCode, latitude, longitude } from './fields.ts';

const city = z.strictObject({
  id: slug,
  name: line,
  country: countryCode,
  latitude,
  longitude,
  /** Misspellings, nicknames and other languages' names, in any spelling. */
  also: z.array(line).default([]),
});

type CityEntry = z.infer<typeof city>;

export interface LoadedCity {
  readonly city: City;
  readonly also: readonly string[];
}

export interface LoadedCities {
  readonly cities: readonly LoadedCity[];
  readonly problems: readonly EntryProblem[];
}

/** @throws {ContentError} when there is no such list: without it nobody could say where they are */
export function loadCities(contentDir: string, countries: ReadonlySet<CountryCode>): LoadedCities {
  const path = join(contentDir, 'cities.yaml');
  const file = readContentFile(path, z.array(z.unknown()).min(1), 'write a list of cities');
  const list = { file: path, at: [], items: file.value, lineOf: file.lineOf };
  const { entries, problems } = keepSound(checkEntries(list, city, 'id'), 'id', (entry) => [
    ...idNamesCountry(entry),
    ...countryIsListed(entry, countries),
  ]);
  return { cities: entries.map(({ value }) => toLoadedCity(value)), problems };
}

function idNamesCountry({ id, country }: CityEntry): readonly Violation[] {
  const start = `${country.toLowerCase()}-`;
  if (id.startsWith(start)) return [];
  return [
    { path: ['id'], code: 'wrong_place', message: `"id" does not begin with ${start}, its country; correct one` },
  ];
}

function countryIsListed({ country }: CityEntry, countries: ReadonlySet<CountryCode>): readonly Violation[] {
  if (countries.has(country)) return [];
  const message = `"country" ${country} is not in countries.yaml; correct it, or add the country there`;
  return [{ path: ['country'], code: 'unknown_country', message }];
}

function toLoadedCity({ id, name, country, latitude, longitude, also }: CityEntry): LoadedCity {
  return { city: { id: id as CityId, name, country, latitude, longitude }, also }; // branded here and nowhere else
}
