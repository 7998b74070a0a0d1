/**
 * Reads countries, cities and `content/places`, and says what is wrong with them.
 *
 * A broken entry is left out by itself. What to do about problems is the caller's choice: `npm run facts` fails, the
 * running service goes on without the entry and raises an alarm.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ContentError } from '../../core/errors.ts';
import type { Day } from '../../core/fact.ts';
import type { PlaceId } from '../../core/ids.ts';
import type { City, Place, Point } from '../../core/place.ts';
import { toShapeIssues } from '../fact-schema.ts';
import type { Owner } from '../fact-schema.ts';
import type { Problem } from '../problem.ts';
import { parseYaml } from '../yaml-file.ts';
import { checkEntries, keepSound } from './entries.ts';
import type { CheckedEntries, EntryProblem } from './entries.ts';
import { loadCities } from './load-cities.ts';
import type { LoadedCity } from './load-cities.ts';
import { loadCountries } from './load-countries.ts';
import type { LoadedCountry } from './load-countries.ts';
import { checkPlace } from './place-rules.ts';
import { placeEntry, placeFile } from './place-schema.ts';
import type { PlaceEntry } from './place-schema.ts';

/** A place with what only editors need to know of it. */
export interface LoadedPlace {
  readonly place: Place;
  readonly file: string;
  readonly owner: Owner;
  readonly verifiedBy: string;
}

export interface LoadedPlaces {
  readonly countries: readonly LoadedCountry[];
  readonly cities: readonly LoadedCity[];
  readonly places: readonly LoadedPlace[];
  readonly problems: readonly EntryProblem[];
}

/** @throws {ContentError} when the lists of countries or cities, or the folder of places, are missing */
export function loadPlaces(contentDir: string, options: { readonly today: Day }): LoadedPlaces {
  const { countries, problems: ofCountries } = loadCountries(contentDir, options.today);
  const codes = new Set(countries.map(({ country }) => country.code));
  const { cities, problems: ofCities } = loadCities(contentDir, codes);
  const byId = new Map<string, City>(cities.map(({ city }) => [city.id, city]));
  const context = { ...options, countries: codes, cities: byId };
  const read = gather(listFiles(contentDir).map(readPlaceFile));
  const { entries, problems } = keepSound(read, 'id', (entry) => checkPlace(entry, context));
  return {
    countries,
    cities,
    places: entries.map(({ value, file }) => ({
      place: toPlace(value, byId),
      file,
      owner: value.owner,
      verifiedBy: value.verifiedBy,
    })),
    problems: [...ofCountries, ...ofCities, ...problems],
  };
}

function listFiles(contentDir: string): readonly string[] {
  const folder = join(contentDir, 'places');
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new ContentError(`${folder} cannot be read; restore it from the repository`, { cause });
  }
}

function readPlaceFile(path: string): CheckedEntries<PlaceEntry> {
  const broken = (line: number, code: Problem['code'], message: string): CheckedEntries<PlaceEntry> => ({
    entries: [],
    problems: [{ file: path, line, code, name: basename(path), message }],
  });
  if (!path.endsWith('.yaml')) return broken(1, 'wrong_place', 'is not a .yaml file; rename it or move it elsewhere');
  const yaml = parseYaml(readFileSync(path, 'utf8'));
  if (yaml.error !== null) {
    return broken(yaml.error.line, 'unreadable_file', `is not YAML: ${yaml.error.message}; correct it here`);
  }
  const parsed = placeFile.safeParse(yaml.value, { reportInput: true });
  if (!parsed.success) {
    const [issue] = toShapeIssues(parsed.error);
    return broken(yaml.lineOf(issue?.path ?? []), 'wrong_shape', `${issue?.message ?? ''}; write one list, "places"`);
  }
  return checkEntries({ file: path, at: ['places'], items: parsed.data.places, lineOf: yaml.lineOf }, placeEntry, 'id');
}

/** All files are one list: an id may stand in one of them only. */
function gather(files: readonly CheckedEntries<PlaceEntry>[]): CheckedEntries<PlaceEntry> {
  return { entries: files.flatMap((file) => file.entries), problems: files.flatMap((file) => file.problems) };
}

function toPlace(entry: PlaceEntry, cities: ReadonlyMap<string, City>): Place {
  const city = entry.city === null ? null : (cities.get(entry.city) ?? null);
  const { id, name, country, audience, nationals, phones, state, evidence, verified } = entry;
  return {
    id: id as PlaceId, // a checked slug; branded here and nowhere else
    name,
    country,
    city,
    point: pointOf(entry, city),
    services: atLeastOne(entry.services, id),
    audience,
    nationals,
    hours: entry.hours ?? null,
    phones,
    whatsapp: entry.whatsapp ?? null,
    website: entry.website ?? null,
    address: entry.address ?? null,
    note: entry.note ?? null,
    state,
    evidence,
    sources: atLeastOne(entry.sources, id),
    verifiedOn: verified,
  };
}

function pointOf({ latitude, longitude }: PlaceEntry, city: City | null): Point | null {
  if (latitude !== undefined && longitude !== undefined) return { latitude, longitude };
  return city === null ? null : { latitude: city.latitude, longitude: city.longitude };
}

function atLeastOne<Item>([first, ...others]: readonly Item[], id: string): readonly [Item, ...Item[]] {
  if (first === undefined) throw new ContentError(`${id} was not checked before use`);
  return [first, ...others];
}
