/**
 * Which city or country a person's words name.
 *
 * Where several are named, the words around them tell which one the person is in ("soy de Honduras, estoy en Tapachula,
 * voy a Tijuana"). What stays open is asked about: a wrong city sends somebody to a closed door.
 */
import type { CountryCode } from '../../core/country.ts';
import type { City, FoundLocation, Places } from '../../core/place.ts';
import { fold, wordsOf } from '../fold.ts';
import { countryNames } from './country-names.ts';
import type { LoadedCity } from './load-cities.ts';
import type { LoadedCountry } from './load-countries.ts';
import { createNameIndex } from './name-index.ts';
import type { Mention } from './name-index.ts';
import { isEverydayName, isPlaced, roleOf } from './place-words.ts';
import type { NameRole } from './place-words.ts';

type Target =
  | { readonly kind: 'city'; readonly city: City }
  | { readonly kind: 'country'; readonly country: CountryCode }
  /** Who "un venezolano" is says nothing about where they are; the word is known so that no place is read into it. */
  | { readonly kind: 'people' };

/** A name and what it stands for. */
interface Reading {
  readonly cities: readonly City[];
  readonly countries: readonly CountryCode[];
  readonly role: NameRole | null;
}

/** More than these would not fit a menu. */
const MOST_CITIES = 4;

/** Both take bounded time whatever the text. */
export function createLocate(
  cities: readonly LoadedCity[],
  countries: readonly LoadedCountry[],
): Pick<Places, 'locate' | 'besides'> {
  const index = createNameIndex(namesOf(cities, countries));
  /** The last text: of one message several things are asked. */
  let last: {
    readonly text: string;
    readonly words: readonly string[];
    readonly mentions: readonly Mention<Target>[];
  } = {
    text: '',
    words: [],
    mentions: [],
  };

  function find(text: string): typeof last {
    if (text === last.text) return last;
    const words = wordsOf(fold(text));
    last = { text, words, mentions: index.find(words) };
    return last;
  }

  return {
    locate(text, said) {
      const { words, mentions } = find(text);
      const readings = trust(mentions.filter(isPlace), words).map((mention) => read(mention, words));
      return decide(said === undefined ? readings : whereTheyAre(readings));
    },
    besides(text) {
      const { words, mentions } = find(text);
      const people = mentions.filter((mention) => !isPlace(mention) && mention.certainty === 'written');
      const named = [...people, ...trust(mentions.filter(isPlace), words)];
      return words.filter((_, at) => !named.some(({ start, length }) => at >= start && at < start + length));
    },
  };
}

/** What stands beside it may say which one is meant: "en San José, Costa Rica". */
function whereTheyAre(readings: readonly Reading[]): readonly Reading[] {
  const isSaid = readings.some(({ role }) => role === 'here');
  return isSaid ? readings.filter(({ role }) => role === 'here' || role === null) : [];
}

function* namesOf(
  cities: readonly LoadedCity[],
  countries: readonly LoadedCountry[],
): Generator<readonly [readonly string[], Target]> {
  const targets = new Map(
    countries.map(({ country: { code } }) => [code, { kind: 'country', country: code } as const]),
  );
  for (const [words, { code, by }] of countryNames(countries)) {
    yield [words, (by === 'name' ? targets.get(code) : undefined) ?? PEOPLE];
  }
  for (const { city, also } of cities) {
    const target: Target = { kind: 'city', city };
    for (const name of [city.name, ...also]) yield [wordsOf(fold(name)), target];
  }
}

const PEOPLE: Target = { kind: 'people' };

function isPlace({ targets }: Mention<Target>): boolean {
  return targets.some(({ kind }) => kind !== 'people');
}

/** Leaves out what is likelier to be a word of every day than a name. */
function trust(mentions: readonly Mention<Target>[], words: readonly string[]): readonly Mention<Target>[] {
  const sure = mentions.filter((mention) => !isDoubtful(mention) || isMeant(mention, mentions, words));
  const isNamed = sure.some(({ certainty }) => certainty === 'written');
  return sure.filter(
    ({ certainty, length, start }) => certainty === 'written' || !isNamed || length > 1 || isPlaced(words, start),
  );
}

function isDoubtful({ name, certainty, targets }: Mention<Target>): boolean {
  return certainty === 'vague' || isEverydayName(name) || targets.includes(PEOPLE);
}

function isMeant(mention: Mention<Target>, mentions: readonly Mention<Target>[], words: readonly string[]): boolean {
  if (mention.length === words.length || isPlaced(words, mention.start)) return true;
  const countries = new Set(mention.targets.map(countryOf));
  const end = mention.start + mention.length;
  const after = mentions.filter(({ start }) => start === end || start === end + 1); // "Quito, Ecuador", "el paso en texas"
  return after.some(({ targets }) => targets.some((other) => other.kind === 'country' && countries.has(other.country)));
}

function countryOf(target: Target): CountryCode | null {
  switch (target.kind) {
    case 'city':
      return target.city.country;
    case 'country':
      return target.country;
    case 'people':
      return null;
  }
}

/** Where a country and its capital share a name, the country is what is certain. */
function read({ targets, start }: Mention<Target>, words: readonly string[]): Reading {
  const countries = targets.flatMap((target) => (target.kind === 'country' ? [target.country] : []));
  const cities = targets.flatMap((target) => (target.kind === 'city' ? [target.city] : []));
  return { cities: countries.length === 0 ? cities : [], countries, role: roleOf(words, start) };
}

function decide(readings: readonly Reading[]): FoundLocation {
  const here = readings.filter(({ role }) => role === 'here');
  const plain = readings.filter(({ role }) => role === null);
  const going = readings.filter(({ role }) => role === 'going');
  const chosen = [here, plain, going].find((group) => group.length > 0) ?? [];
  const countries = [...new Set(chosen.flatMap((reading) => reading.countries))];
  const named = distinct(chosen);
  // "Estoy en México, en Tapachula": the country they are in, and then where in it.
  const within = named.length > 0 ? named : distinct(plain).filter(({ country }) => countries.includes(country));
  const nearby = [...countries, ...plain.flatMap((reading) => reading.countries)];
  const narrowed = within.filter(({ country }) => nearby.includes(country));
  const [first, second, ...others] = narrowed.length > 0 ? narrowed : within;
  if (first !== undefined && second === undefined) return { kind: 'city', city: first };
  if (first !== undefined && second !== undefined) {
    return { kind: 'cities', cities: [first, second, ...others.slice(0, MOST_CITIES - 2)] };
  }
  const [country] = countries;
  return country !== undefined && countries.length === 1 ? { kind: 'country', country } : { kind: 'none' };
}

function distinct(readings: readonly Reading[]): readonly City[] {
  return [...new Set(readings.flatMap(({ cities }) => cities))];
}
