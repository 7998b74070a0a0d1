/** Every place, city and country that is shipped keeps its promises. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/core/language.ts';
import { SERVICES } from '../../../src/core/place.ts';
import type { FoundLocation } from '../../../src/core/place.ts';
import { fold } from '../../../src/knowledge/fold.ts';
import { countryNames } from '../../../src/knowledge/places/country-names.ts';
import { loadPlaces } from '../../../src/knowledge/places/load-places.ts';
import { createPlaces } from '../../../src/knowledge/places/places.ts';
import { describeProblem } from '../../../src/knowledge/problem.ts';
import { CONTENT_DIR } from '../content-folder.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const loaded = loadPlaces(CONTENT_DIR, { today: '2026-11-21' });
const { places, countries } = createPlaces({
  contentDir: CONTENT_DIR,
  clock: { nowMs: () => NOW_MS },
  cacheDir: null,
});

function idsOf(found: FoundLocation): readonly string[] {
  if (found.kind === 'city') return [found.city.id];
  return found.kind === 'cities' ? found.cities.map(({ id }) => id) : [];
}

test('the shipped places have no problem', () => {
  expect(loaded.problems.map(describeProblem)).toEqual([]);
  expect(loaded.cities.length).toBeGreaterThanOrEqual(180);
  expect(places.all.length).toBeGreaterThanOrEqual(60);
});

test('every country where people are sent has a line that serves all of it', () => {
  const without = ['US', 'MX', 'CA', 'GT', 'CR', 'CO', 'PA'].filter(
    (code) => places.lines(code, { limit: 1, nowMs: NOW_MS }).length === 0,
  );

  expect(without).toEqual([]);
});

test('every city is found by each of its names', () => {
  const ofCountries = new Set([...countryNames(loaded.countries)].map(([words]) => words.join(' ')));
  const missed = loaded.cities.flatMap(({ city, also }) =>
    [city.name, ...also].filter(
      (name) => !ofCountries.has(fold(name)) && !idsOf(places.locate(name)).includes(city.id),
    ),
  );

  expect(missed).toEqual([]);
});

test('every country is found by its names and its people’s, unless they are another’s too', () => {
  const bearers = new Map<string, Set<string>>();
  for (const [words, { code }] of countryNames(loaded.countries)) {
    const name = words.join(' ');
    bearers.set(name, (bearers.get(name) ?? new Set()).add(code));
  }
  const missed = [...bearers].flatMap(([name, codes]) => {
    const [code = null] = codes.size === 1 ? codes : [];
    return countries.nationality(name) === code ? [] : [name];
  });

  expect(missed).toEqual([]);
});

describe('where people say they are', () => {
  test.each([
    ['estoy en tapachula buscando albergue', 'mx-tapachula'],
    ['tapachulla', 'mx-tapachula'],
    ['sidad juares', 'mx-ciudad-juarez'],
    ['juarez', 'mx-ciudad-juarez'],
    ['tihuana', 'mx-tijuana'],
    ['reinosa', 'mx-reynosa'],
    ['matamoro', 'mx-matamoros'],
    ['el pazo', 'us-el-paso'],
    ['managwa', 'ni-managua'],
    ['nuevo laredo', 'mx-nuevo-laredo'],
    ['cdmx', 'mx-mexico-city'],
    ['mwen okap', 'ht-cap-haitien'],
    ['je suis à montreal', 'ca-montreal'],
    ['to em sao paulo', 'br-sao-paulo'],
  ])('%s', (text, id) => {
    expect(idsOf(places.locate(text))).toEqual([id]);
  });

  test.each(['san jose', 'santa ana', 'leon', 'santiago'])('%s: several, so they are asked', (text) => {
    expect(places.locate(text).kind).toBe('cities');
  });
});

test('whatever is asked, nobody is sent where it is closed, unconfirmed or long unchecked', () => {
  const point = fc.oneof(
    fc.constantFrom(...loaded.cities.map(({ city }) => city)),
    fc.record({
      latitude: fc.double({ min: -56, max: 84, noNaN: true }),
      longitude: fc.double({ min: -170, max: -34, noNaN: true }),
    }),
  );
  const query = fc.record({
    service: fc.option(fc.constantFrom(...SERVICES), { nil: undefined }),
    nowMs: fc.integer({ min: NOW_MS, max: Date.UTC(2032, 0, 1) }),
    country: fc.constantFrom(...countries.all.map(({ code }) => code)),
  });
  fc.assert(
    fc.property(point, query, (from, { service, nowMs, country }) => {
      const asked = { limit: 50, nowMs, ...(service === undefined ? {} : { service }) };
      const sent = [...places.near(from, asked).map(({ place }) => place), ...places.lines(country, asked)];
      for (const { state, verifiedOn, phones, whatsapp, website, address } of sent) {
        expect(state).toBe('open');
        expect((nowMs - Date.parse(verifiedOn)) / 86_400_000).toBeLessThan(1_097);
        expect([...phones, whatsapp, website, address].some((contact) => contact !== null)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test('a note says something in every language, and fits a line', () => {
  for (const { note } of places.all) {
    for (const language of note === null ? [] : LANGUAGES) expect(note?.[language].length).toBeLessThanOrEqual(120);
  }
});
