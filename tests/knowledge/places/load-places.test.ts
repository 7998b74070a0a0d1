import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ContentError } from '../../../src/core/errors.ts';
import type { FaroEvent } from '../../../src/core/telemetry.ts';
import { loadPlaces } from '../../../src/knowledge/places/load-places.ts';
import { createPlaces } from '../../../src/knowledge/places/places.ts';
import { describeProblem } from '../../../src/knowledge/problem.ts';
import { PLACE_YAML, placesFolder } from './places-folder.ts';

const TODAY = { today: '2026-11-21' };
const NOW = { nowMs: () => Date.UTC(2026, 10, 21) };

/** A second place, sound, to see that it outlives its neighbour. */
const NEIGHBOUR = PLACE_YAML.replaceAll('mx-casa-ejemplo', 'mx-vecina');

/** Replaces exactly one place; a test that replaces nothing would prove nothing. */
function spoil(yaml: string, from: string, to: string): string {
  expect(yaml.split(from)).toHaveLength(2);
  return yaml.replace(from, to);
}

test('an entry without a fault loads, with every field in its place', () => {
  const { places, problems } = loadPlaces(placesFolder({ places: PLACE_YAML }), TODAY);

  expect(problems).toEqual([]);
  expect(places).toEqual([
    {
      file: expect.stringMatching(/mx-sur\.yaml$/),
      owner: 'editors-mexico',
      verifiedBy: 'https://casa.example/',
      place: {
        id: 'mx-casa-ejemplo',
        name: 'Casa Ejemplo',
        country: 'MX',
        city: { id: 'mx-tapachula', name: 'Tapachula', country: 'MX', latitude: 14.908, longitude: -92.263 },
        point: { latitude: 14.91, longitude: -92.26 },
        services: ['shelter', 'legal'],
        audience: ['families'],
        nationals: ['HN'],
        hours: { kind: 'weekly', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '17:00' },
        phones: ['+1 202 555 0100'],
        whatsapp: '+1 202 555 0101',
        website: 'https://casa.example/',
        address: 'Calle 1',
        note: { es: 'Llame antes', en: 'Call first', pt: 'Ligue antes', fr: 'Appelez avant', ht: 'Rele anvan' },
        state: 'open',
        evidence: 'own',
        sources: [
          {
            publisher: 'Casa Ejemplo',
            title: 'Quiénes somos',
            url: 'https://casa.example/',
            pageDate: '2026-05-29',
            official: false,
          },
        ],
        verifiedOn: '2026-05-29',
      },
    },
  ]);
});

test('what need not be said is left out of an entry: hours, contacts, note, its own coordinates', () => {
  const short = PLACE_YAML.replaceAll(
    /^ {4}(?:latitude|longitude|audience|nationals|hours|phones|whatsapp|address|note):.*\n/gm,
    '',
  );
  const { places, problems } = loadPlaces(placesFolder({ places: short }), TODAY);

  expect(problems).toEqual([]);
  expect(places[0]?.place).toMatchObject({
    point: { latitude: 14.908, longitude: -92.263 },
    audience: [],
    nationals: [],
    hours: null,
    phones: [],
    whatsapp: null,
    address: null,
    note: null,
  });
});

test('a line for a whole country has no city and no point', () => {
  const line = PLACE_YAML.replace('city: mx-tapachula', 'city: null').replaceAll(/ {4}l\w+itude:.*\n/g, '');
  const { places } = loadPlaces(placesFolder({ places: line }), TODAY);

  expect(places[0]?.place).toMatchObject({ city: null, point: null });
});

const FAULTS: readonly {
  readonly fault: string;
  readonly from: string;
  readonly to: string;
  readonly code: string;
  /** A part of the file that stands on the line to be named. */
  readonly at: string;
  readonly says: RegExp;
}[] = [
  {
    fault: 'a source without encryption',
    from: 'url: https://',
    to: 'url: http://',
    code: 'wrong_shape',
    at: 'url: http:',
    says: /"sources\.0\.url" is not an https address; give the full address/,
  },
  {
    fault: 'a source that imitates an authority',
    from: PLACE_YAML.slice(PLACE_YAML.indexOf('verifiedBy:'), PLACE_YAML.indexOf('        pageDate')),
    to: PLACE_YAML.slice(PLACE_YAML.indexOf('verifiedBy:'), PLACE_YAML.indexOf('        pageDate')).replaceAll(
      'casa.example/',
      'usciss.us/casa',
    ),
    code: 'bad_source',
    at: 'url: https://usciss.us',
    says: /"sources\.0\.url" usciss\.us copies or imitates .*cite the original/,
  },
  {
    fault: 'a source that says to be official and is not',
    from: 'official: false',
    to: 'official: true',
    code: 'bad_source',
    at: 'official: true',
    says: /casa\.example is no authority; make it false/,
  },
  {
    fault: 'a website that imitates somebody else’s',
    from: 'website: https://casa.example/',
    to: 'website: https://acnur-ayuda.example/',
    code: 'bad_source',
    at: 'website: https://acnur',
    says: /"website" acnur-ayuda\.example copies or imitates .*give the place's own/,
  },
  {
    fault: 'a date that no source bears out',
    from: 'verifiedBy: https://casa.example/',
    to: 'verifiedBy: https://casa.example/otra',
    code: 'bad_source',
    at: 'verifiedBy:',
    says: /"verifiedBy" is none of the sources; give the address/,
  },
  {
    fault: 'a date to come',
    from: 'verified: 2026-05-29',
    to: 'verified: 2027-05-29',
    code: 'bad_date',
    at: 'verified: 2027',
    says: /"verified" 2027-05-29 is in the future; give the day of the evidence/,
  },
  {
    fault: 'a date that is no day',
    from: 'verified: 2026-05-29',
    to: 'verified: 2026-02-30',
    code: 'wrong_shape',
    at: 'verified: 2026-02-30',
    says: /"verified" is not a calendar day/,
  },
  {
    fault: 'no way to reach it',
    from: PLACE_YAML.slice(PLACE_YAML.indexOf('    phones'), PLACE_YAML.indexOf('    note')),
    to: '',
    code: 'bad_contact',
    at: 'state: open',
    says: /"state" is open, but there is no contact; add a phone, whatsapp, website or address, or make it unconfirmed/,
  },
  {
    fault: 'only others to say so, and none says when',
    from: 'evidence: own\n    verified: 2026-05-29\n    verifiedBy: https://casa.example/\n    owner: editors-mexico\n    sources:\n      - publisher: Casa Ejemplo\n        title: Quiénes somos\n        url: https://casa.example/\n        pageDate: 2026-05-29',
    to: 'evidence: third_party\n    verified: 2026-05-29\n    verifiedBy: https://casa.example/\n    owner: editors-mexico\n    sources:\n      - publisher: Casa Ejemplo\n        title: Quiénes somos\n        url: https://casa.example/\n        pageDate: null',
    code: 'bad_source',
    at: 'state: open',
    says: /no source has a date or is the place's own; add one that does, or make it unconfirmed/,
  },
  {
    fault: 'no source',
    from: PLACE_YAML.slice(PLACE_YAML.indexOf('    sources:')),
    to: '    sources: []\n',
    code: 'wrong_shape',
    at: 'sources: []',
    says: /"sources" is empty; nobody is sent where no source says, so add one/,
  },
  {
    fault: 'a country that is not listed',
    from: 'nationals: [HN]',
    to: 'nationals: [HN, XX]',
    code: 'unknown_country',
    at: 'nationals:',
    says: /"nationals\.1" XX is not in countries\.yaml; correct it, or add the country there/,
  },
  {
    fault: 'a country in its own words',
    from: 'country: MX',
    to: 'country: México',
    code: 'wrong_shape',
    at: 'country: M',
    says: /"country" is no country; write its two letters, like MX/,
  },
  {
    fault: 'a city that is not listed',
    from: 'city: mx-tapachula',
    to: 'city: mx-tapachulla',
    code: 'unknown_city',
    at: 'city:',
    says: /"city" mx-tapachulla is not in cities\.yaml; correct it, or add the city there/,
  },
  {
    fault: 'a city of another country',
    from: 'city: mx-tapachula',
    to: 'city: gt-tecun-uman',
    code: 'wrong_place',
    at: 'city:',
    says: /"city" gt-tecun-uman lies in GT, but "country" is MX; correct one of them/,
  },
  {
    fault: 'coordinates in another hemisphere',
    from: 'longitude: -92.26',
    to: 'longitude: 92.26',
    code: 'wrong_shape',
    at: 'longitude: 92',
    says: /"longitude" lies outside the Americas; write degrees east, like -92\.263/,
  },
  {
    fault: 'coordinates far from its city',
    from: 'latitude: 14.91',
    to: 'latitude: 15.91',
    code: 'bad_point',
    at: 'latitude: 15',
    says: /lie 111 km from mx-tapachula; correct them, or name another city/,
  },
  {
    fault: 'half a coordinate',
    from: '    longitude: -92.26\n',
    to: '',
    code: 'bad_point',
    at: 'latitude: 14.91',
    says: /has only one of "latitude" and "longitude"; add the other or remove both/,
  },
  {
    fault: 'coordinates without a city',
    from: 'city: mx-tapachula',
    to: 'city: null',
    code: 'bad_point',
    at: 'latitude: 14.91',
    says: /stands where there is no city; name the city or remove it/,
  },
  {
    fault: 'a phone number without quotes',
    from: "phones: ['+1 202 555 0100']",
    to: 'phones: [12025550100]',
    code: 'wrong_shape',
    at: 'phones:',
    says: /"phones\.0" is no phone number; write it in quotes/,
  },
  {
    fault: 'a phone number with letters',
    from: "phones: ['+1 202 555 0100']",
    to: "phones: ['1-800-CALL-NOW']",
    code: 'wrong_shape',
    at: 'phones:',
    says: /"phones\.0" is no phone number/,
  },
  {
    fault: 'an address for mail',
    from: 'address: Calle 1',
    to: 'address: Calle 1, casa@casa.example',
    code: 'bad_contact',
    at: 'address:',
    says: /"address" holds an e-mail address; give a phone or a website instead/,
  },
  {
    fault: 'an address for mail in its note',
    from: 'en: Call first',
    to: "en: 'Write to casa@casa.example'",
    code: 'bad_contact',
    at: 'note:',
    says: /"note\.en" holds an e-mail address/,
  },
  {
    fault: 'a note that is too long',
    from: 'en: Call first',
    to: `en: ${'x'.repeat(121)}`,
    code: 'wrong_shape',
    at: 'note:',
    says: /"note\.en" has 121 characters; at most 120 fit, so cut 1/,
  },
  {
    fault: 'a note that misses a language',
    from: ', ht: Rele anvan',
    to: '',
    code: 'wrong_shape',
    at: 'note:',
    says: /"note\.ht" is missing; add it/,
  },
  {
    fault: 'hours that nobody understands',
    from: 'Mon-Fri 08:00-17:00',
    to: 'Lun-Vie 8-17',
    code: 'wrong_shape',
    at: 'hours:',
    says: /"hours" is not understood; write always, or days and times like Mon-Fri 08:00-17:00/,
  },
  {
    fault: 'a service that nobody asks for',
    from: 'services: [shelter, legal]',
    to: 'services: [shelter, lawyer]',
    code: 'wrong_shape',
    at: 'services:',
    says: /"services\.1" must be one of shelter, legal/,
  },
  {
    fault: 'a misspelt field',
    from: 'owner: editors-mexico',
    to: 'owner: editors-mexico\n    adress: Calle 2',
    code: 'wrong_shape',
    at: 'adress:',
    says: /has a field nobody reads \(adress\); correct its spelling or remove it/,
  },
];

describe('an entry with a fault is left out, its neighbour stays, and the fault is named with its line and cure', () => {
  test.each(FAULTS)('$fault', ({ from, to, code, at, says }) => {
    const text = `places:\n${spoil(PLACE_YAML, from, to)}${NEIGHBOUR}`;
    const folder = placesFolder({ places: text.replace('places:\n', '') });
    const { places, problems } = loadPlaces(folder, TODAY);

    expect(places.map(({ place }) => String(place.id))).toEqual(['mx-vecina']);
    expect(problems).toHaveLength(1);
    const line = text.slice(0, text.indexOf(at)).split('\n').length;
    expect(problems[0]).toMatchObject({ code, line });
    expect(problems.map(describeProblem).join('\n')).toMatch(
      new RegExp(`mx-sur\\.yaml:${line} mx-casa-ejemplo .*${says.source}`),
    );
  });
});

describe('what is not open needs neither contact nor date', () => {
  test.each(['unconfirmed', 'paused', 'closed'])('%s', (state) => {
    const bare = PLACE_YAML.replace('state: open', `state: ${state}`)
      .replaceAll(/^ {4}(?:phones|whatsapp|website|address):.*\n/gm, '')
      .replace('evidence: own', 'evidence: third_party')
      .replace('pageDate: 2026-05-29', 'pageDate: null')
      .replace('verified: 2026-05-29', 'verified: 2015-05-29');
    const { places, problems } = loadPlaces(placesFolder({ places: bare }), TODAY);

    expect(problems).toEqual([]);
    expect(places.map(({ place }) => place.state)).toEqual([state]);
  });
});

describe('an open place of old evidence', () => {
  const of = (day: string) =>
    loadPlaces(placesFolder({ places: PLACE_YAML.replace('verified: 2026-05-29', `verified: ${day}`) }), TODAY);

  test('is no fault for half a year after it is no longer offered: time passes without anybody doing wrong', () => {
    expect(of('2023-05-23').problems).toEqual([]);
  });

  test('is one afterwards, and is kept for agents to see', () => {
    const { places, problems } = of('2023-05-21');

    expect(places).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['too_old']);
    expect(problems[0]?.message).toMatch(/evidence is of 2023-05-21; look for newer evidence, or make it unconfirmed/);
  });
});

test('one id twice leaves out both: nobody can say which is right', () => {
  const { places, problems } = loadPlaces(placesFolder({ places: PLACE_YAML + PLACE_YAML }), TODAY);

  expect(places).toEqual([]);
  expect(problems.map(({ code, line }) => [code, line])).toEqual([
    ['duplicate_id', 2],
    ['duplicate_id', 28],
  ]);
});

describe('a broken file is left out as a whole, and the others stay', () => {
  test.each([
    ['not YAML', 'mx-norte.yaml', 'places: [', 'unreadable_file', /mx-norte\.yaml:1 is not YAML: .*correct it here/],
    [
      'no list',
      'mx-norte.yaml',
      'places: none',
      'wrong_shape',
      /mx-norte\.yaml:1 "places" must be a list.*write one list/,
    ],
    ['not named .yaml', 'mx-norte.yml', 'places: []', 'wrong_place', /mx-norte\.yml:1 is not a \.yaml file; rename it/],
    [
      'an entry that is none',
      'mx-norte.yaml',
      'places: [casa]',
      'wrong_shape',
      /mx-norte\.yaml:1 entry 1 must be a group/,
    ],
  ])('%s', (_what, name, text, code, says) => {
    const folder = placesFolder({ places: PLACE_YAML });
    writeFileSync(join(folder, 'places', name), text);
    const { places, problems } = loadPlaces(folder, TODAY);

    expect(places).toHaveLength(1);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems.map(describeProblem).join('\n')).toMatch(says);
  });
});

describe('cities', () => {
  const city = '- { id: mx-tapachula, name: Tapachula, country: MX, latitude: 14.908, longitude: -92.263 }\n';

  test.each([
    [
      'an id of another country',
      city.replace('id: mx', 'id: gt'),
      /cities\.yaml:1 gt-tapachula "id" does not begin with mx-, its country/,
    ],
    [
      'a country that is not listed',
      city.replace('MX', 'ZZ').replace('mx', 'zz'),
      /"country" ZZ is not in countries\.yaml/,
    ],
    [
      'coordinates swapped',
      city.replace('14.908', '-92.263'),
      /"latitude" lies outside the Americas; write degrees north, like 14\.908/,
    ],
    ['an empty other name', city.replace(' }', ", also: [''] }"), /"also\.0" is empty/],
    ['the same id twice', city, /"id" stands here and elsewhere; rename or remove one/],
  ])('%s', (_what, entry, says) => {
    const sound = city.replaceAll('tapachula', 'otra');
    const { cities, problems } = loadPlaces(
      placesFolder({ cities: entry + (entry === city ? city : '') + sound }),
      TODAY,
    );

    expect(cities.map((one) => String(one.city.id))).toEqual(['mx-otra']);
    expect(problems.map(describeProblem).join('\n')).toMatch(says);
  });

  test('a city that is left out takes its places along', () => {
    const cities = city.replace('14.908', '-92.263') + city.replaceAll('tapachula', 'otra');
    const { places, problems } = loadPlaces(placesFolder({ cities, places: PLACE_YAML }), TODAY);

    expect(places).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(['wrong_shape', 'unknown_city']);
  });
});

describe('countries', () => {
  const country = `- code: MX
  names: { es: México, en: Mexico, pt: México, fr: Mexique, ht: Meksik }
  emergency:
    - number: '0101'
      for: everything
      verified: 2026-03-01
      source: { publisher: Alarms, title: Dial, url: 'https://alarms.example/mx', pageDate: 2026-03-01, official: false }
`;
  const canada = '- { code: CA, names: { es: Canadá, en: Canada, pt: Canadá, fr: Canada, ht: Kanada } }\n';
  const load = (countries: string) => loadPlaces(placesFolder({ countries, cities: '- {}' }), TODAY);

  test('what to dial for everything comes first', () => {
    const { countries } = loadPlaces(placesFolder({}), TODAY);

    expect(countries[0]?.country.emergency.map((one) => one.for)).toEqual(['everything', 'fire']);
  });

  test.each([
    [
      'a number without quotes loses its zero',
      "'0101'",
      '0101',
      /:4 MX "emergency\.0\.number" is no phone number; write it in quotes/,
    ],
    ['a number that a copy gives', 'alarms.example', 'usciss.us', /:7 MX number 1: "source\.url" usciss\.us copies/],
    [
      'a number of tomorrow',
      'verified: 2026-03-01',
      'verified: 2026-12-01',
      /:6 MX number 1: "verified" 2026-12-01 is in the future/,
    ],
    ['a language that is missing', ', ht: Meksik', '', /:2 MX "names\.ht" is missing; add it/],
    ['a code of three letters', 'code: MX', 'code: MEX', /:1 MEX "code" is no country; write its two letters, like MX/],
  ])('%s', (_what, from, to, says) => {
    const { countries, problems } = load(spoil(country, from, to) + canada);

    expect(countries.map((one) => one.country.code)).toEqual(['CA']);
    expect(
      problems
        .filter(({ file }) => basename(file) === 'countries.yaml')
        .map(describeProblem)
        .join('\n'),
    ).toMatch(says);
  });
});

describe('without the lists there is no start', () => {
  test.each(['cities.yaml', 'countries.yaml', 'places'])('%s is missing', (name) => {
    const folder = placesFolder({ places: PLACE_YAML });
    rmSync(join(folder, name), { recursive: true });

    expect(() => loadPlaces(folder, TODAY)).toThrow(ContentError);
    expect(() => loadPlaces(folder, TODAY)).toThrow(/cannot be read; restore it from the repository/);
  });

  test('a list that is none names its line and cure', () => {
    expect(() => loadPlaces(placesFolder({ cities: 'cities: none' }), TODAY)).toThrow(
      /cities\.yaml:1 .*; write a list of cities/,
    );
  });
});

describe('a running service', () => {
  function start(places: string) {
    const events: FaroEvent[] = [];
    const contentDir = placesFolder({ places });
    return {
      ...createPlaces({ contentDir, clock: NOW, telemetry: { record: (event) => events.push(event) } }),
      events,
    };
  }

  test('goes on without a broken place, and says which one and why', () => {
    const { places, problems, events } = start(spoil(PLACE_YAML, 'city: mx-tapachula', 'city: mx-nada') + NEIGHBOUR);

    expect(places.all.map(({ id }) => String(id))).toEqual(['mx-vecina']);
    expect(problems).toHaveLength(1);
    expect(events).toEqual([{ event: 'place_left_out', place: 'mx-casa-ejemplo', reason: 'unknown_city' }]);
  });

  test('is silent when nothing is wrong, and about what is only old', () => {
    expect(start(PLACE_YAML).events).toEqual([]);
    const { places, events } = start(spoil(PLACE_YAML, 'verified: 2026-05-29', 'verified: 2019-05-29'));
    expect(places.all).toHaveLength(1);
    expect(events).toEqual([]);
  });

  test('keeps what it read for the next start, which reads the same', () => {
    const contentDir = placesFolder({ places: PLACE_YAML });
    const cacheDir = join(contentDir, 'cache');
    mkdirSync(cacheDir);
    const first = createPlaces({ contentDir, clock: NOW, cacheDir });
    const second = createPlaces({ contentDir, clock: NOW, cacheDir });

    expect(second.places.all).toEqual(first.places.all);
    expect(second.countries.all).toEqual(first.countries.all);
  });

  test('finds a city and a place by their ids, and none for others', () => {
    const { places } = start(PLACE_YAML);
    const [place] = places.all;

    expect(place?.city).not.toBeNull();
    if (place === undefined || place.city === null) return;
    expect(places.find(place.id)).toBe(place);
    expect(places.city(place.city.id)).toBe(place.city);
    expect(places.find('mx-nada' as typeof place.id)).toBeNull(); // an id of no place
    expect(places.city('mx-nada' as typeof place.city.id)).toBeNull(); // as above
    expect(places.near(place.city, { limit: 3, nowMs: NOW.nowMs() })).toEqual([{ place, km: 0 }]);
    expect(places.nearestCities(place.city)[0]).toEqual({ city: place.city, km: 0 });
    expect(places.lines('MX', { limit: 3, nowMs: NOW.nowMs() })).toEqual([]);
  });
});
