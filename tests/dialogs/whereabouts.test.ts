import { describe, expect, test } from 'vitest';
import { namedPlace, statedPlace } from '../../dialogs/whereabouts.ts';
import type { Atlas } from '../../dialogs/whereabouts.ts';
import type { FoundLocation } from '../../src/core/place.ts';
import { createPlaces } from '../../src/knowledge/places/places.ts';
import { CONTENT_DIR } from '../knowledge/content-folder.ts';

const ATLAS = { knowledge: createPlaces({ contentDir: CONTENT_DIR, cacheDir: null }) };

/** Of a text that names this. */
function naming(found: FoundLocation): Atlas {
  const { countries, places } = ATLAS.knowledge;
  return { knowledge: { countries, places: { ...places, locate: () => found } } };
}

describe('a place that is named', () => {
  const { places } = ATLAS.knowledge;
  const found = places.locate('Tapachula');
  if (found.kind !== 'city') throw new Error('expected a city');
  const { city } = found;

  test('is a country, with the city when it was said', () => {
    expect(namedPlace(ATLAS, 'Tapachula')).toMatchObject({ country: { code: 'MX' }, city });
    expect(namedPlace(ATLAS, 'Guatemala')).toMatchObject({ country: { code: 'GT' }, city: null });
  });

  test('is a country also when there are several such cities in it, and nothing when they are in several', () => {
    const other = { ...city, name: 'Other' };
    const abroad = { ...city, country: 'GT' };
    expect(namedPlace(naming({ kind: 'cities', cities: [city, other] }), 'x')).toMatchObject({
      country: { code: 'MX' },
      city: null,
    });
    expect(namedPlace(naming({ kind: 'cities', cities: [city, abroad] }), 'x')).toBeNull();
  });

  test('is nothing where no known country is named', () => {
    expect(namedPlace(ATLAS, 'hola')).toBeNull();
    expect(namedPlace(naming({ kind: 'country', country: 'ZZ' }), 'x')).toBeNull();
  });

  test.each([
    ['soy de Colombia, me tienen secuestrado en Tapachula', 'MX'],
    ['estoy en Guatemala y me quieren matar', 'GT'],
    ['i am from Venezuela, they hold us in Reynosa', 'MX'],
    ['mwen nan Tijuana, y ap menase m', 'MX'],
  ])('"%s": where they are, not where they come from', (text, code) => {
    expect(namedPlace(ATLAS, text)?.country.code).toBe(code);
  });
});

describe('where somebody says they are', () => {
  test.each([
    ['Estoy en Tapachula con mis hijos', 'MX'],
    ['llegamos a Ciudad Juárez ayer', 'MX'],
    ['soy de Honduras y estoy en Guatemala', 'GT'],
    ['I am in Tijuana, what can I do', 'MX'],
    ["we're stuck in Reynosa", 'MX'],
    ['estou em Monterrey com a minha família', 'MX'],
    ['je suis à Montréal depuis mai', 'CA'],
    ['mwen nan Tijuana', 'MX'],
    ['m rete nan Tapachula', 'MX'],
  ])('"%s" is %s', (text, code) => {
    expect(statedPlace(ATLAS, text)?.country.code).toBe(code);
  });

  test.each([
    '¿cuánto cuesta la visa de Canadá?',
    'quiero ir a Estados Unidos',
    'mi hermano vive en Houston',
    'how do I get to Canada',
    'é verdade que o México deporta?',
    'comment demander l’asile au Canada',
    'kijan pou m ale Kanada',
    'hola',
    '',
    'x'.repeat(5_000),
  ])('"%s" says nothing of it', (text) => {
    expect(statedPlace(ATLAS, text)).toBeNull();
  });
});
