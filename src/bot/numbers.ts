/** "2", "2.", "(2)", "opción 2", "２", "2️⃣", "dos": the number of a choice, as people type it on any phone. */
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { fold } from './words.ts';

const NUMBER_WORDS = {
  es: 'uno dos tres cuatro cinco seis siete ocho nueve diez',
  en: 'one two three four five six seven eight nine ten',
  pt: 'um dois tres quatro cinco seis sete oito nove dez',
  fr: 'un deux trois quatre cinq six sept huit neuf dix',
  ht: 'youn de twa kat senk sis set uit nef dis',
} as const satisfies Record<Language, string>;

const TYPED = /^(?:opcion|option|opcao|opsyon|chwa|numero|number|nimewo|no|n|la|el|le|the|a|o)? ?(\d{1,2})$/;

/**
 * The number that a whole message is, or null. Number words count in the language of the chat, and in the others where
 * they are no common word of it ("de" is two in Creole and "of" in Spanish).
 */
export function readNumber(text: string, language: Language): number | null {
  const folded = fold(text);
  const digits = TYPED.exec(folded)?.[1];
  if (digits !== undefined) return Number(digits);
  return BY_LANGUAGE[language].get(folded) ?? ANY_LANGUAGE.get(folded) ?? null;
}

const BY_LANGUAGE = {
  es: indexNumbers('es'),
  en: indexNumbers('en'),
  pt: indexNumbers('pt'),
  fr: indexNumbers('fr'),
  ht: indexNumbers('ht'),
} as const satisfies Record<Language, ReadonlyMap<string, number>>;

const ANY_LANGUAGE: ReadonlyMap<string, number> = new Map(
  LANGUAGES.filter((language) => language !== 'ht').flatMap((language) => [...BY_LANGUAGE[language]]),
);

function indexNumbers(language: Language): ReadonlyMap<string, number> {
  return new Map(NUMBER_WORDS[language].split(' ').map((word, index) => [word, index + 1]));
}
