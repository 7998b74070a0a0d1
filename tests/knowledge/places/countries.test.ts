import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCountries } from '../../../src/knowledge/places/countries.ts';
import { loadPlaces } from '../../../src/knowledge/places/load-places.ts';
import { ATLAS } from './places-folder.ts';

const loaded = loadPlaces(ATLAS, { today: '2026-11-21' }).countries;
const countries = createCountries(loaded);

describe('a nationality', () => {
  test.each([
    ['soy venezolana', 'VE'],
    ['Venezolanos', 'VE'],
    ['benesolano', 'VE'],
    ['chamo', 'VE'],
    ['somos catrachas', 'HN'],
    ['mwen se ayisien', 'HT'],
    ['catracho', 'HN'],
    ['ayisyen', 'HT'],
    ['je suis haïtien', 'HT'],
    ['Honduras', 'HN'],
    ['onduras', 'HN'],
    ['soy de El Salvador', 'SV'],
    ['I am from Nicaragua', 'NI'],
    ['gwatemala', 'GT'],
    ['Costa Rican', 'CR'],
    ['soy salvadoreño y estoy en México', 'SV'],
    ['soy de honduras, vivo en guatemala y voy a estados unidos', 'HN'],
    ['mwen soti Ayiti, mwen nan Meksik', 'HT'],
    ['irán', 'IR'],
    ['soy de irán', 'IR'],
    ['niger', 'NE'],
    ['nigeria', 'NG'],
  ])('%s', (text, code) => {
    expect(countries.nationality(text)).toBe(code);
  });

  test.each([
    ['nothing', ''],
    ['a word of no country', 'soy carpintero'],
    ['two', 'soy hondureño y mi esposa guatemalteca'],
    ['two that one slip leads to', 'soy nigerieno'],
    ['where they are', 'estoy en México'],
    ['where they want to go', 'quiero ir a Canadá'],
    ['a verb like a country', 'ellos irán mañana'],
    ['a verb like a nickname', 'ela chama a polícia'],
    ['a name too short to be misspelt', 'soy hati'],
  ])('none in %s: "%s"', (_what, text) => {
    expect(countries.nationality(text)).toBeNull();
  });

  test('is one of the list or none, whatever is written', () => {
    const codes = new Set([null, ...countries.all.map(({ code }) => code)]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
        expect(codes).toContain(countries.nationality(text));
      }),
    );
  });

  test('every country is found by each of its names and its people’s', () => {
    for (const { country, also, people } of loaded) {
      const names = [...Object.values(country.names), ...also, ...people].filter((name) => name.length > 2);
      expect(names.filter((name) => countries.nationality(name) !== country.code)).toEqual([]);
    }
  });
});

describe('what to dial', () => {
  test('the number for everything first', () => {
    expect(countries.emergency('MX').map(({ number }) => number)).toEqual(['0101', '0103']);
    expect(countries.find('MX')?.emergency).toEqual(countries.emergency('MX'));
  });

  test('nothing where none was checked, nor for a country that we do not hold', () => {
    expect(countries.emergency('HN')).toEqual([]);
    expect(countries.emergency('ZZ')).toEqual([]);
    expect(countries.find('ZZ')).toBeNull();
  });
});
