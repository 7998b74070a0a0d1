/** The languages Faro speaks, in the order they are offered. */
export const LANGUAGES = ['es', 'en', 'pt', 'fr', 'ht'] as const;
export type Language = (typeof LANGUAGES)[number];

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && (LANGUAGES as readonly string[]).includes(value);
}

/** Each language's own name for itself: a person must find theirs without reading another. */
export const LANGUAGE_NAMES = {
  es: 'Español',
  en: 'English',
  pt: 'Português',
  fr: 'Français',
  ht: 'Kreyòl',
} as const satisfies Record<Language, string>;

/** Languages Faro does not speak but knows by their letters: nothing else on this road is written with those. */
export const UNSERVED_BY_SCRIPT = [
  'ar',
  'fa',
  'ur',
  'ps',
  'zh',
  'ja',
  'ko',
  'ru',
  'uk',
  'hi',
  'ne',
  'bn',
  'pa',
  'gu',
  'ta',
  'te',
  'am',
  'ti',
  'ka',
  'hy',
] as const;

/**
 * And those it knows by their commonest words. The last ones are first languages of the Americas: K'iche', Mam, Q'eqchi',
 * Q'anjob'al, Nahuatl, Quechua, Garifuna.
 */
export const UNSERVED_BY_WORDS = [
  'de',
  'it',
  'tr',
  'vi',
  'so',
  'uz',
  'wo',
  'ln',
  'sw',
  'ro',
  'pl',
  'nl',
  'quc',
  'mam',
  'kek',
  'kjb',
  'nah',
  'qu',
  'cab',
] as const;

export type UnservedLanguage = (typeof UNSERVED_BY_SCRIPT)[number] | (typeof UNSERVED_BY_WORDS)[number];

/** Whether its letters alone tell it, so that one message is enough to be sure. */
export function isForeignScript(language: UnservedLanguage): boolean {
  return (UNSERVED_BY_SCRIPT as readonly string[]).includes(language);
}

export function isUnservedLanguage(value: unknown): value is UnservedLanguage {
  return ([...UNSERVED_BY_SCRIPT, ...UNSERVED_BY_WORDS] as readonly unknown[]).includes(value);
}
