import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FoundLocation } from '../../../src/core/place.ts';
import { loadPlaces } from '../../../src/knowledge/places/load-places.ts';
import { createLocate } from '../../../src/knowledge/places/locate.ts';
import { ATLAS } from './places-folder.ts';

const { cities, countries } = loadPlaces(ATLAS, { today: '2026-11-21' });
const { locate, besides } = createLocate(cities, countries);

/** One id, several joined by a bar, a country's code, or a hyphen for nothing. */
function brief(found: FoundLocation): string {
  switch (found.kind) {
    case 'city':
      return found.city.id;
    case 'cities':
      return found.cities.map(({ id }) => id).join('|');
    case 'country':
      return found.country;
    case 'none':
      return '-';
  }
}

describe('a name as it is written', () => {
  test.each([
    ['tapachula', 'mx-tapachula'],
    ['¡TAPACHULA!', 'mx-tapachula'],
    ['Tapachúla', 'mx-tapachula'],
    ['estoy en tapachula buscando albergue', 'mx-tapachula'],
    ['nuevo laredo', 'mx-nuevo-laredo'],
    ['laredo', 'us-laredo'],
    ['juarez', 'mx-ciudad-juarez'],
    ['Oaxaca de Juárez', 'mx-oaxaca'],
    ['je suis à Montréal', 'ca-montreal'],
    ['estou na cidade do mexico', 'mx-ciudad-de-mexico'],
    ['mwen nan potoprens', 'ht-port-au-prince'],
    ['#nuevolaredo', 'mx-nuevo-laredo'],
    ['méxico', 'MX'],
    ['estoy en los EEUU', 'US'],
    ['etazini', 'US'],
  ])('%s', (text, meant) => {
    expect(brief(locate(text))).toBe(meant);
  });
});

describe('a name as it is misspelt', () => {
  test.each([
    ['tapchula', 'mx-tapachula'],
    ['tapachulla', 'mx-tapachula'],
    ['tapahcula', 'mx-tapachula'],
    ['sidad juares', 'mx-ciudad-juarez'],
    ['tihuana', 'mx-tijuana'],
    ['tijuna', 'mx-tijuana'],
    ['reinosa', 'mx-reynosa'],
    ['matamoro', 'mx-matamoros'],
    ['el pazo', 'us-el-paso'],
    ['managwa', 'ni-managua'],
    ['nuebo laredo', 'mx-nuevo-laredo'],
    ['estoy en nuebo laredo y quiero un abogado', 'mx-nuevo-laredo'],
    ['teguzigalpa', 'hn-tegucigalpa'],
    ['guaquillas', 'ec-huaquillas'],
    ['puerto prinsipe', 'ht-port-au-prince'],
    ['im in san pedro sulla', 'hn-san-pedro-sula'],
    ['tekun uman', 'gt-tecun-uman'],
    ['estoy en mianmi', 'us-miami'],
    ['benezuela', 'VE'],
    ['guatemla', 'GT'],
  ])('%s', (text, meant) => {
    expect(brief(locate(text))).toBe(meant);
  });
});

describe('several that bear the name: ask', () => {
  test.each([
    ['san jose', 'us-san-jose|cr-san-jose'],
    ['santa ana', 'us-santa-ana|sv-santa-ana|cr-santa-ana'],
    ['santana', 'us-santa-ana|sv-santa-ana|cr-santa-ana'],
    ['de tapachula o de oaxaca', 'mx-tapachula|mx-oaxaca'],
  ])('%s', (text, meant) => {
    expect(brief(locate(text))).toBe(meant);
  });

  test.each([
    ['san jose costa rica', 'cr-san-jose'],
    ['estoy en santa ana, el salvador', 'sv-santa-ana'],
    ['leon nicaragua', 'ni-leon'],
    ['san jose california', 'us-san-jose'],
  ])('unless they name the country: %s', (text, meant) => {
    expect(brief(locate(text))).toBe(meant);
  });

  test('never more than four', () => {
    const text = 'tapachula, tijuana, reynosa, matamoros, monterrey';

    expect(brief(locate(text)).split('|')).toHaveLength(4);
  });
});

describe('of several names, the one that they are in', () => {
  test.each([
    ['soy de honduras, estoy en tapachula y voy a tijuana', 'mx-tapachula'],
    ['voy a tijuana, estoy en tapachula', 'mx-tapachula'],
    ['estoy en mexico y quiero ir a tijuana', 'MX'],
    ['estoy en mexico, en tapachula', 'mx-tapachula'],
    ['vengo de venezuela, voy para monterrey', 'mx-monterrey'],
    ['I am from Haiti, stuck in Reynosa, want to go to Miami', 'mx-reynosa'],
    ['je viens du Honduras et je suis à Tapachula', 'mx-tapachula'],
    ['sou da Venezuela, estou em Monterrey', 'mx-monterrey'],
    ['mwen soti Ayiti, mwen nan Tijuana', 'mx-tijuana'],
    ['un bus de colombia a ecuador', '-'],
  ])('%s', (text, meant) => {
    expect(brief(locate(text))).toBe(meant);
  });
});

describe('where the writer is', () => {
  test.each([
    ['estoy en tapachula', 'mx-tapachula'],
    ['soy de honduras, estoy en tapachula y voy a tijuana', 'mx-tapachula'],
    ['estoy en santa ana, el salvador', 'sv-santa-ana'],
    ['estoy en mexico, en tapachula', 'mx-tapachula'],
    ['mwen nan Tijuana', 'mx-tijuana'],
    ['quiero ir a tijuana', '-'],
    ['¿cómo es el asilo en Canadá?', '-'],
    ['tapachula', '-'],
    ['soy de guatemala', '-'],
  ])('%s', (text, meant) => {
    expect(brief(locate(text, 'here'))).toBe(meant);
  });
});

describe('the words besides the names', () => {
  test.each([
    ['Estoy en Tapachula, México', 'estoy en'],
    ['un albergue en sidad juares, por favor', 'un albergue en por favor'],
    ['albergue para venezolanos en tijuana', 'albergue para en'],
    ['me quito el anillo', 'me quito el anillo'],
    ['tijuana', ''],
    ['', ''],
  ])('%s', (text, rest) => {
    expect(besides(text).join(' ')).toBe(rest);
  });
});

describe('a country and its capital of one name', () => {
  test.each([
    ['estoy en guatemala', 'GT'],
    ['guatemala city', 'gt-ciudad-de-guatemala'],
    ['ciudad de guatemala', 'gt-ciudad-de-guatemala'],
    ['new mexico', 'US'],
  ])('%s', (text, meant) => {
    expect(brief(locate(text))).toBe(meant);
  });
});

describe('where a person comes from, or whose citizen they are, is not where they are', () => {
  test.each(['soy de honduras', 'soy venezolano', 'albergue para venezolanos', 'I am a Colombian', 'nou se ayisyen'])(
    '%s',
    (text) => {
      expect(brief(locate(text))).toBe('-');
    },
  );
});

describe('a name that is a word of every day', () => {
  test.each([
    ['el paso siguiente', '-'],
    ['¿cuál es el paso?', '-'],
    ['me quito el anillo', '-'],
    ['ellos irán a la frontera', '-'],
    ['salsa de chile', '-'],
    ['más turbo', '-'],
    ['quiero salir mañana', '-'],
    ['estoy en el pueblo', '-'],
    ['llegó a estados unidos y se le pasó el plazo', 'US'],
    ['ya no sirve', '-'],
    ['el paso', 'us-el-paso'],
    ['estoy en el paso', 'us-el-paso'],
    ['El Paso, TX', 'us-el-paso'],
    ['llegué a quito', 'ec-quito'],
    ['albergues en quito', 'ec-quito'],
    ['quito ecuador', 'ec-quito'],
    ['turbo', 'co-turbo'],
  ])('%s: %s', (text, meant) => {
    expect(brief(locate(text))).toBe(meant);
  });
});

describe('whatever is written', () => {
  const names = cities.flatMap(({ city, also }) => [city.name, ...also]);

  test('it answers, with two to four cities where it asks', () => {
    const words = fc.array(fc.oneof(fc.constantFrom(...names, 'estoy en', 'voy a', 'soy de', 'MX'), fc.string()));
    fc.assert(
      fc.property(
        fc.oneof(
          words.map((all) => all.join(' ')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const found = locate(text);
          if (found.kind !== 'cities') return;
          expect(found.cities.length).toBeLessThanOrEqual(4);
          expect(new Set(found.cities).size).toBe(found.cities.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('every city is found by each of its names, alone or among those that share it', () => {
    const shared = new Set(['guatemala']); // the country's too
    for (const { city, also } of cities) {
      for (const name of [city.name, ...also].filter((one) => !shared.has(one))) {
        const found = locate(name);
        expect(brief(found).split('|'), name).toContain(String(city.id));
      }
    }
  });

  test('the longest text is read to its end', () => {
    const filler = 'palabra '.repeat(505);

    expect(brief(locate(`${filler}tapachula`))).toBe('mx-tapachula');
  });

  test.each([
    ['one name over and over', 'tapachula '.repeat(409), 'mx-tapachula'],
    ['one misspelt name over and over', 'tapchula '.repeat(455), 'mx-tapachula'],
    ['beginnings of names', 'san '.repeat(1_024), '-'],
    ['names of every day', 'el paso '.repeat(512), '-'],
    ['one letter', 'a'.repeat(4_096), '-'],
    ['marks without letters', `e${'\u0301'.repeat(4_095)}`, '-'],
  ])('4,096 characters of %s', (_what, text, meant) => {
    expect(brief(locate(text))).toBe(meant);
  });
});
