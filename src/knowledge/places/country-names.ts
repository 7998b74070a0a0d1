/** Every way to name a country or its people, as folded words. */
import type { CountryCode } from '../../core/country.ts';
import { fold, wordsOf } from '../fold.ts';
import type { LoadedCountry } from './load-countries.ts';

export interface CountryName {
  readonly code: CountryCode;
  /** Whether it is the country's own name, or what its people are called. */
  readonly by: 'name' | 'people';
}

export function* countryNames(
  loaded: readonly LoadedCountry[],
): Generator<readonly [words: readonly string[], name: CountryName]> {
  for (const { country, also, people } of loaded) {
    const own: CountryName = { code: country.code, by: 'name' };
    const theirs: CountryName = { code: country.code, by: 'people' };
    for (const name of [...Object.values(country.names), ...also]) yield [wordsOf(fold(name)), own];
    for (const name of people.flatMap(withPlural)) yield [wordsOf(fold(name)), theirs];
  }
}

/** In Spanish, Portuguese, French and English alike most of these words end in s when there are several. */
function withPlural(name: string): readonly string[] {
  return name.endsWith('s') ? [name] : [name, `${name}s`];
}
