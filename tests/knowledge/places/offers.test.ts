import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CityId, PlaceId } from '../../../src/core/ids.ts';
import { NEAR_KM, PLACE_STATES, SERVICES } from '../../../src/core/place.ts';
import type { City, Place, PlaceQuery, Point } from '../../../src/core/place.ts';
import { distanceKm } from '../../../src/knowledge/places/distance.ts';
import { findLines, findNear, findNearestCities } from '../../../src/knowledge/places/offers.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const ALL: PlaceQuery = { limit: 100, nowMs: NOW_MS };

const TAPACHULA: City = {
  id: 'mx-tapachula' as CityId, // an id of a test is made where it is used
  name: 'Tapachula',
  country: 'MX',
  latitude: 14.908,
  longitude: -92.263,
};

/** An open place in Tapachula with fresh evidence, but for what a test says. */
function place(id: string, parts: Partial<Place> = {}): Place {
  return {
    id: id as PlaceId, // as above
    name: id,
    country: 'MX',
    city: TAPACHULA,
    point: TAPACHULA,
    services: ['shelter'],
    audience: [],
    nationals: [],
    hours: null,
    phones: ['+1 202 555 0100'],
    whatsapp: null,
    website: null,
    address: null,
    note: null,
    state: 'open',
    evidence: 'own',
    sources: [{ publisher: id, title: id, url: 'https://casa.example/', pageDate: '2026-05-29', official: false }],
    verifiedOn: '2026-05-29',
    ...parts,
  };
}

function idsOf(places: readonly { readonly place: Place }[]): readonly string[] {
  return places.map((near) => near.place.id);
}

describe('a distance', () => {
  test.each([
    ['of Tapachula from itself', TAPACHULA, TAPACHULA, 0],
    // Each as an atlas gives it, to the kilometre.
    ['of one degree along a meridian', { latitude: 0, longitude: -80 }, { latitude: 1, longitude: -80 }, 111],
    ['of one degree along 60° north', { latitude: 60, longitude: -80 }, { latitude: 60, longitude: -79 }, 56],
    ['of the poles', { latitude: 90, longitude: 0 }, { latitude: -90, longitude: 0 }, 20_015],
    ['over the date line', { latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 }, 111],
  ])('%s', (_what, one, other, km) => {
    expect(Math.round(distanceKm(one, other))).toBe(km);
    expect(Math.round(distanceKm(other, one))).toBe(km);
  });

  test('is the same as by the law of cosines', () => {
    const point = fc.record({
      latitude: fc.double({ min: -56, max: 84, noNaN: true }),
      longitude: fc.double({ min: -170, max: -34, noNaN: true }),
    });
    fc.assert(
      fc.property(point, point, (one, other) => {
        const [latitude, to] = [one.latitude, other.latitude].map((degrees) => (degrees / 180) * Math.PI) as [
          number,
          number,
        ]; // two in, two out
        const turn = ((other.longitude - one.longitude) / 180) * Math.PI;
        const cosine = Math.sin(latitude) * Math.sin(to) + Math.cos(latitude) * Math.cos(to) * Math.cos(turn);
        expect(Math.abs(distanceKm(one, other) - 6_371.0088 * Math.acos(Math.min(1, cosine)))).toBeLessThan(0.5);
      }),
    );
  });
});

describe('near a point', () => {
  test('the nearest comes first, within a day on the bus', () => {
    const at = (latitude: number): Point => ({ latitude, longitude: TAPACHULA.longitude });
    const places = [
      place('far', { point: at(16.4) }),
      place('two', { point: at(15.2) }),
      place('one', { point: at(14.95) }),
      place('too-far', { point: at(17) }),
    ];

    expect(findNear(places, at(15), ALL).map(({ place: { id }, km }) => [id, km])).toEqual([
      ['one', 6],
      ['two', 22],
    ]);
    expect(idsOf(findNear(places, at(15.1), ALL))).toEqual(['two', 'one', 'far']);
  });

  test('who names a city is as near to everything in it, and gets first what serves them all', () => {
    const places = [
      place('for-women', { audience: ['women'] }),
      place('of-honduras', { nationals: ['HN'] }),
      place('heard-of', { evidence: 'third_party' }),
      place('out-of-town', { point: { latitude: 15, longitude: -92.3 } }),
      place('older', { verifiedOn: '2025-01-01' }),
      place('by-night', { hours: { kind: 'always' }, verifiedOn: '2024-01-01' }),
    ];
    const found = findNear(places, TAPACHULA, ALL);

    expect(found.map(({ km }) => km)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(idsOf(found)).toEqual(['by-night', 'out-of-town', 'older', 'heard-of', 'for-women', 'of-honduras']);
  });

  test('a service that is asked for', () => {
    const places = [place('bed'), place('lawyer', { services: ['legal', 'documents'] })];

    expect(idsOf(findNear(places, TAPACHULA, { ...ALL, service: 'documents' }))).toEqual(['lawyer']);
    expect(idsOf(findNear(places, TAPACHULA, { ...ALL, service: 'health' }))).toEqual([]);
  });

  test('a country that is asked for: what lies over the border is as if it were not there', () => {
    const places = [place('there', { country: 'GT' }), place('here', { point: { latitude: 15.1, longitude: -92.3 } })];

    expect(idsOf(findNear(places, { latitude: 14.9, longitude: -92.2 }, { ...ALL, limit: 1 }))).toEqual(['there']);
    const here: PlaceQuery = { ...ALL, limit: 1, country: 'MX' };
    expect(idsOf(findNear(places, { latitude: 14.9, longitude: -92.2 }, here))).toEqual(['here']);
  });

  test('no more than asked for, and none for a limit of none', () => {
    const places = [place('one'), place('two'), place('three')];

    expect(idsOf(findNear(places, TAPACHULA, { ...ALL, limit: 2 }))).toEqual(['one', 'three']);
    expect(findNear(places, TAPACHULA, { ...ALL, limit: 0 })).toEqual([]);
    expect(findNear(places, TAPACHULA, { ...ALL, limit: -1 })).toEqual([]);
  });

  test('a place whose evidence is three years old is offered to its last day, and then no more', () => {
    const old = [place('old', { verifiedOn: '2023-11-21' })];

    expect(idsOf(findNear(old, TAPACHULA, ALL))).toEqual(['old']);
    expect(findNear(old, TAPACHULA, { ...ALL, nowMs: Date.UTC(2026, 10, 22) })).toEqual([]);
  });

  test('a line that serves the whole country is near to nobody', () => {
    expect(findNear([place('line', { city: null, point: null })], TAPACHULA, ALL)).toEqual([]);
  });

  test('a point that is none finds nothing', () => {
    expect(findNear([place('one')], { latitude: Number.NaN, longitude: 0 }, ALL)).toEqual([]);
    expect(findNearestCities([TAPACHULA], { latitude: Number.NaN, longitude: 0 })).toEqual([]);
  });
});

describe('lines', () => {
  const line = (id: string, parts: Partial<Place> = {}): Place => place(id, { city: null, point: null, ...parts });

  test('of this country only, the most useful first', () => {
    const lines = [line('weekdays'), line('always', { hours: { kind: 'always' } }), line('other', { country: 'US' })];

    expect(findLines([...lines, place('house')], 'MX', ALL).map(({ id }) => String(id))).toEqual([
      'always',
      'weekdays',
    ]);
    expect(findLines(lines, 'MX', { ...ALL, service: 'fraud' })).toEqual([]);
    expect(findLines(lines, 'CA', ALL)).toEqual([]);
  });
});

const anyPlace = fc
  .record({
    latitude: fc.double({ min: 10, max: 18, noNaN: true }),
    longitude: fc.double({ min: -96, max: -88, noNaN: true }),
    state: fc.constantFrom(...PLACE_STATES),
    service: fc.constantFrom(...SERVICES),
    year: fc.integer({ min: 2019, max: 2026 }),
    isLine: fc.boolean(),
  })
  .map(({ latitude, longitude, state, service, year, isLine }) => ({
    state,
    services: [service] as const,
    verifiedOn: `${year}-06-15`,
    ...(isLine ? { city: null, point: null } : { point: { latitude, longitude } }),
  }));
const anyPlaces = fc
  .array(anyPlace, { maxLength: 30 })
  .map((all) => all.map((parts, index) => place(`p${index}`, parts)));
const anyPoint = fc.record({
  latitude: fc.double({ min: 10, max: 18, noNaN: true }),
  longitude: fc.double({ min: -96, max: -88, noNaN: true }),
});
const anyQuery = fc.record(
  {
    service: fc.constantFrom(...SERVICES),
    limit: fc.integer({ min: 0, max: 10 }),
    nowMs: fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2031, 0, 1) }),
  },
  { requiredKeys: ['limit', 'nowMs'] },
);

describe('whatever is asked', () => {
  test('nobody is sent where it is closed, paused, unconfirmed or long unchecked', () => {
    fc.assert(
      fc.property(anyPlaces, anyPoint, anyQuery, (places, point, query) => {
        const sent = [...findNear(places, point, query).map((near) => near.place), ...findLines(places, 'MX', query)];
        for (const { state, verifiedOn, services } of sent) {
          expect(state).toBe('open');
          const threeYearsLater = Date.UTC(Number(verifiedOn.slice(0, 4)) + 3, 5, 16) + 86_400_000; // one more for the leap day
          expect(query.nowMs).toBeLessThan(threeYearsLater);
          if (query.service !== undefined) expect(services).toContain(query.service);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the places are those that trying each of them gives', () => {
    fc.assert(
      fc.property(anyPlaces, anyPoint, fc.integer({ min: 0, max: 10 }), (places, point, limit) => {
        const distances = places
          .filter((one) => one.state === 'open' && one.verifiedOn >= '2023-11-21')
          .flatMap((one) => (one.point === null ? [] : [distanceKm(one.point, point)]))
          .filter((km) => km <= NEAR_KM)
          .toSorted((one, other) => one - other);
        const found = findNear(places, point, { limit, nowMs: NOW_MS });
        expect(found.map(({ km }) => km)).toEqual(distances.slice(0, limit).map(Math.round));
      }),
      { numRuns: 500 },
    );
  });

  test('the nearest city of each country is the one that trying each of them gives', () => {
    const anyCities = fc.array(fc.tuple(anyPoint, fc.constantFrom('MX', 'GT', 'BZ')), { maxLength: 20 });
    fc.assert(
      fc.property(anyCities, anyPoint, (placed, from) => {
        const cities = placed.map(([point, country], index) => {
          const id = `x-${index}` as CityId; // as above
          return { ...TAPACHULA, ...point, country, id };
        });
        const found = findNearestCities(cities, from);
        for (const country of ['MX', 'GT', 'BZ']) {
          const distances = cities.filter((city) => city.country === country).map((city) => distanceKm(city, from));
          const least = Math.min(...distances);
          const nearest = found.filter(({ city }) => city.country === country);
          expect(nearest.map(({ km }) => km)).toEqual(least <= 300 ? [Math.round(least)] : []);
          for (const { city } of nearest) expect(distanceKm(city, from)).toBe(least);
        }
        const distances = found.map(({ city }) => distanceKm(city, from));
        expect(distances).toEqual(distances.toSorted((one, other) => one - other));
      }),
      { numRuns: 500 },
    );
  });

  test('the same question gets the same answer in whatever order the places were read', () => {
    fc.assert(
      fc.property(anyPlaces, anyPoint, anyQuery, (places, point, query) => {
        const backwards = places.toReversed();
        expect(findNear(backwards, point, query)).toEqual(findNear(places, point, query));
        expect(findLines(backwards, 'MX', query)).toEqual(findLines(places, 'MX', query));
      }),
    );
  });
});
