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
