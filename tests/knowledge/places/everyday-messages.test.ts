/** What people write about anything: hardly ever may a place be read into it that nobody named. */
import { expect, test } from 'vitest';
import { fold } from '../../../src/knowledge/fold.ts';
import { countryNames } from '../../../src/knowledge/places/country-names.ts';
import { loadPlaces } from '../../../src/knowledge/places/load-places.ts';
import { isEverydayName } from '../../../src/knowledge/places/place-words.ts';
import { createPlaces } from '../../../src/knowledge/places/places.ts';
import { loadQuestionBank, splitOf } from '../../eval/question-bank.ts';
import { CONTENT_DIR } from '../content-folder.ts';
import { HELD_OUT_MESSAGES } from '../held-out-messages.ts';

const loaded = loadPlaces(CONTENT_DIR, { today: '2026-11-21' });
const { places, countries } = createPlaces({ contentDir: CONTENT_DIR, cacheDir: null });

const names = [...countryNames(loaded.countries)].map(([words, { by }]) => ({ name: words.join(' '), by }));
const cityNames = loaded.cities.flatMap(({ city, also }) => [city.name, ...also].map(fold));
const ofPlaces = [...names.flatMap(({ name, by }) => (by === 'name' ? [name] : [])), ...cityNames];
const ofCountries = names.map(({ name }) => name);

const MESSAGES = [
  ...loadQuestionBank().filter((row) => splitOf(row) === 'dev'),
  ...Object.values(HELD_OUT_MESSAGES).flatMap((texts) => texts.map((text) => ({ text }))),
].map(({ text }) => text);

/** Messages that bear none of these names as they are written; those that are words of every day do not count as names. */
function without(these: readonly string[]): readonly string[] {
  const telling = these.filter((name) => !isEverydayName(name));
  return MESSAGES.filter((text) => {
    const folded = ` ${fold(text)} `;
    return !telling.some((name) => folded.includes(` ${name} `));
  });
}

/** What is left over and does name a place: misspelt, or by a name that is a word of every day too. */
const MEANT = /kankoun|springfild|guatimala|arisona|[Ff]lorid|Chile|Quito|en quito|USA|in usa/;

test('a message that names no place gets none, but for one in a hundred', () => {
  const ordinary = without(ofPlaces).filter((text) => !MEANT.test(text));
  const misread = ordinary.filter((text) => places.locate(text).kind !== 'none');

  expect(ordinary.length).toBeGreaterThan(600);
  expect(misread.length / ordinary.length, misread.join('\n')).toBeLessThanOrEqual(0.01);
});

test('a message that names no country and no people gets no nationality, but for one in a hundred', () => {
  const ordinary = without(ofCountries).filter((text) => !MEANT.test(text));
  const misread = ordinary.filter((text) => countries.nationality(text) !== null);

  expect(ordinary.length).toBeGreaterThan(600);
  expect(misread.length / ordinary.length, misread.join('\n')).toBeLessThanOrEqual(0.01);
});

test('one slip in the long name of a city is repaired nine times in ten', () => {
  const typed = loaded.cities
    .map(({ city }) => ({ city, name: fold(city.name) }))
    .filter(({ name }) => /^[a-z]{7,}$/.test(name))
    .flatMap(({ city, name }) => [
      { city, text: name.slice(0, 3) + name.slice(4) },
      { city, text: name.slice(0, 4) + name.slice(3) },
      { city, text: name.slice(0, 2) + name.charAt(3) + name.charAt(2) + name.slice(4) },
      { city, text: `${name.slice(0, -2)}x${name.slice(-1)}` },
    ]);
  const found = typed.filter(({ city, text }) => {
    const meant = places.locate(`estoy en ${text}`);
    return meant.kind === 'city' && meant.city.id === city.id;
  });

  expect(typed.length).toBeGreaterThan(200);
  expect(found.length / typed.length).toBeGreaterThan(0.9);
});
