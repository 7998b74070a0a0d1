/** What Faro holds of countries: their names, whose citizen somebody says to be, and what to dial there. */
import type { Countries, CountryCode } from '../../core/country.ts';
import { fold, wordsOf } from '../fold.ts';
import { countryNames } from './country-names.ts';
import type { LoadedCountry } from './load-countries.ts';
import { createNameIndex } from './name-index.ts';
import { isEverydayName, roleOf } from './place-words.ts';

export function createCountries(loaded: readonly LoadedCountry[]): Countries {
  const all = loaded.map(({ country }) => country);
  const byCode = new Map(all.map((country) => [country.code, country]));
  const index = createNameIndex(countryNames(loaded));

  function nationality(text: string): CountryCode | null {
    const words = wordsOf(fold(text));
    const mentions = index.find(words).map(({ name, targets, start, length, certainty }) => ({
      targets,
      role: roleOf(words, start),
      isAlone: length === words.length,
      isDoubtful: certainty === 'vague' || isEverydayName(name),
    }));
    const meant = mentions.filter(({ role, isAlone, isDoubtful }) => !isDoubtful || isAlone || role !== null);
    const people = meant.flatMap(({ targets }) => targets.filter(({ by }) => by === 'people'));
    const origins = meant.flatMap(({ targets, role }) => (role === 'origin' ? targets : []));
    // Where they are, or want to go, is not whose citizens they are.
    const plain = meant.flatMap(({ targets, role }) => (role === null ? targets : []));
    const named = [people, origins, plain].find((group) => group.length > 0) ?? [];
    const [code, ...others] = new Set(named.map((target) => target.code));
    return code !== undefined && others.length === 0 ? code : null;
  }

  return {
    find: (code) => byCode.get(code) ?? null,
    nationality,
    emergency: (code) => byCode.get(code)?.emergency ?? [],
    all,
  };
}
