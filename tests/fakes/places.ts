/**
 * A small atlas for tests: real cities and countries, found as the real room finds them, and invented places in them. The
 * numbers to dial in an emergency are those countries' own; every other number is from the range kept free for fiction.
 */
import type { CountryCode, Countries, EmergencyNumber } from '../../src/core/country.ts';
import type { Source } from '../../src/core/fact.ts';
import type { CityId, PlaceId } from '../../src/core/ids.ts';
import type { City, Place, Places } from '../../src/core/place.ts';
import { createCountries } from '../../src/knowledge/places/countries.ts';
import type { LoadedCity } from '../../src/knowledge/places/load-cities.ts';
import type { LoadedCountry } from '../../src/knowledge/places/load-countries.ts';
import { createLocate } from '../../src/knowledge/places/locate.ts';
import { findLines, findNear, findNearestCities } from '../../src/knowledge/places/offers.ts';

const SOURCE: Source = {
  publisher: 'Office of Help',
  title: 'Numbers',
  url: 'https://help.example/numbers',
  pageDate: '2026-11-01',
  official: true,
};

type Dialled = readonly [number: string, what: EmergencyNumber['for']];

function country(
  code: CountryCode,
  names: string,
  { also = '', people = '', numbers = [] }: { also?: string; people?: string; numbers?: readonly Dialled[] } = {},
): LoadedCountry {
  const [es = '', en = es, pt = es, fr = es, ht = es] = names.split(', ');
  const emergency = numbers.map(([number, what]) => ({ number, for: what, source: SOURCE, verifiedOn: '2026-11-01' }));
  const list = (text: string): readonly string[] => (text === '' ? [] : text.split(', '));
  return { country: { code, names: { es, en, pt, fr, ht }, emergency }, also: list(also), people: list(people) };
}

/** Of Cuba and Ecuador there is no number that was checked. */
const COUNTRIES: readonly LoadedCountry[] = [
  country('MX', 'México, Mexico, México, Mexique, Meksik', {
    people: 'mexicano, mexicana',
    numbers: [['911', 'everything']],
  }),
  country('GT', 'Guatemala, Guatemala, Guatemala, Guatemala, Gwatemala', {
    numbers: [
      ['110', 'police'],
      ['122', 'fire'],
      ['123', 'fire'],
    ],
  }),
  country('CU', 'Cuba, Cuba, Cuba, Cuba, Kiba', { people: 'cubano, cubana' }),
  country('US', 'Estados Unidos, United States, Estados Unidos, États-Unis, Etazini', {
    also: 'eeuu, usa',
    numbers: [['911', 'everything']],
  }),
  country('CR', 'Costa Rica', { numbers: [['911', 'everything']] }),
  country('EC', 'Ecuador, Ecuador, Equador, Équateur, Ekwatè'),
  country('HN', 'Honduras, Honduras, Honduras, Honduras, Ondiras', { people: 'hondureño, hondureña' }),
  country('HT', 'Haití, Haiti, Haiti, Haïti, Ayiti', { people: 'haitiano, haitian, ayisyen' }),
];

function city(id: string, name: string, latitude: number, longitude: number, also = ''): LoadedCity {
  const code = id.slice(0, 2).toUpperCase();
  // An id of a test is made where it is used.
  return {
    city: { id: id as CityId, name, country: code, latitude, longitude },
    also: also === '' ? [] : also.split(', '),
  };
}

const CITIES: readonly LoadedCity[] = [
  city('mx-tapachula', 'Tapachula', 14.906, -92.263),
  city('mx-ciudad-hidalgo', 'Ciudad Hidalgo', 14.679, -92.152),
  city('mx-ciudad-juarez', 'Ciudad Juárez', 31.69, -106.425, 'juarez, cd juarez'),
  city('mx-tijuana', 'Tijuana', 32.515, -117.038),
  city('gt-tecun-uman', 'Tecún Umán', 14.683, -92.143),
  city('us-el-paso', 'El Paso', 31.762, -106.485),
  city('us-san-jose', 'San José', 37.339, -121.895),
  city('cr-san-jose', 'San José', 9.928, -84.091),
  city('ec-quito', 'Quito', -0.181, -78.467),
];

function findCity(id: string): City {
  const found = CITIES.find((one) => one.city.id === id);
  if (found === undefined) throw new Error(`the atlas of the tests has no ${id}`);
  return found.city;
}

/** An open place that is for everybody, with a telephone, in a city or (null) for a whole country. */
function place(id: string, name: string, cityId: string | null, parts: Partial<Place> = {}): Place {
  const home = cityId === null ? null : findCity(cityId);
  return {
    id: id as PlaceId, // as above
    name,
    country: id.slice(0, 2).toUpperCase(),
    city: home,
    point: home,
    services: ['shelter'],
    audience: [],
    nationals: [],
    hours: null,
    phones: ['+1 202 555 0110'],
    whatsapp: null,
    website: null,
    address: null,
    note: null,
    state: 'open',
    evidence: 'own',
    sources: [SOURCE],
    verifiedOn: '2026-10-02',
    ...parts,
  };
}

const PLACES: readonly Place[] = [
  place('mx-casa-ejemplo', 'Casa Ejemplo', 'mx-tapachula', {
    services: ['shelter', 'legal'],
    audience: ['families', 'women'],
    address: 'Calle Ejemplo 1, Tapachula',
    note: {
      es: 'Muchas veces está llena.',
      en: 'Often full.',
      pt: 'Muitas vezes cheia.',
      fr: 'Souvent pleine.',
      ht: 'Li souvan plen.',
    },
  }),
  place('mx-oficina-ejemplo', 'Oficina Ejemplo', 'mx-tapachula', {
    services: ['refuge', 'information'],
    audience: ['asylum_seekers'],
    hours: { kind: 'weekly', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '07:00', to: '15:00' },
    phones: [],
    website: 'https://oficina.example/tapachula',
    address: 'Avenida Ejemplo 2, Tapachula',
    verifiedOn: '2026-09-15',
  }),
  place('mx-clinica-ejemplo', 'Clínica Ejemplo', 'mx-tapachula', {
    services: ['health'],
    hours: { kind: 'always' },
    phones: ['+1 202 555 0111', '+1 202 555 0112'],
    whatsapp: '+1 202 555 0113',
    verifiedOn: '2026-08-20',
  }),
  place('mx-albergue-del-rio', 'Albergue del Río', 'mx-ciudad-hidalgo', { phones: ['+1 202 555 0114'] }),
  place('mx-casa-cerrada', 'Casa Cerrada', 'mx-tapachula', { state: 'closed' }),
  place('mx-casa-sin-confirmar', 'Casa Sin Confirmar', 'mx-tapachula', { state: 'unconfirmed' }),
  place('mx-casa-en-pausa', 'Casa En Pausa', 'mx-tapachula', { state: 'paused' }),
  place('mx-casa-vieja', 'Casa Vieja', 'mx-tapachula', { verifiedOn: '2022-05-01' }),
  place('mx-salud-juarez', 'Consultorio Ejemplo', 'mx-ciudad-juarez', {
    services: ['health'],
    phones: ['+1 202 555 0115'],
  }),
  place('mx-linea', 'Línea Ejemplo', null, {
    services: ['information'],
    hours: { kind: 'always' },
    phones: ['+1 202 555 0190'],
  }),
  place('mx-linea-hondurenos', 'Línea Hondureños', null, {
    services: ['documents'],
    nationals: ['HN'],
    phones: ['+1 202 555 0191'],
  }),
  place('gt-casa-frontera', 'Casa Frontera', 'gt-tecun-uman', { phones: ['+1 202 555 0116'] }),
  place('us-refugio-ejemplo', 'Example House', 'us-el-paso', { phones: ['+1 202 555 0117'] }),
  place('us-help-line', 'Example Help Line', null, { services: ['legal', 'information'], phones: ['+1 202 555 0192'] }),
  place('cr-oficina', 'Oficina Josefina', 'cr-san-jose', { services: ['refuge'], phones: ['+1 202 555 0118'] }),
];

export const TEST_PLACES: Places = {
  all: PLACES,
  ...createLocate(CITIES, COUNTRIES),
  city: (id) => CITIES.find((one) => one.city.id === id)?.city ?? null,
  nearestCities: (point) =>
    findNearestCities(
      CITIES.map((one) => one.city),
      point,
    ),
  near: (point, query) => findNear(PLACES, point, query),
  lines: (code, query) => findLines(PLACES, code, query),
  find: (id) => PLACES.find((one) => one.id === id) ?? null,
};

export const TEST_COUNTRIES: Countries = createCountries(COUNTRIES);
