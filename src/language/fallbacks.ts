/** Which language to take when somebody's own is missing: the one its readers most likely know, then the next. */
import type { Language } from '../core/language.ts';

export const FALLBACK_LANGUAGES = {
  es: ['en'],
  en: ['es'],
  pt: ['es', 'en'],
  fr: ['en', 'es'],
  ht: ['fr', 'en', 'es'],
} as const satisfies Record<Language, readonly Language[]>;

/** What we answer in until one message was clear enough to say: the language of most people on this road. */
export const FIRST_GUESS: Language = 'es';

/**
 * The language to take from what there is, best first.
 *
 * @returns the wanted language itself when it is there, and null when none of its fallbacks is
 * @example pickLanguage('pt', (language) => language === 'es' || language === 'en') // 'es'
 */
export function pickLanguage(wanted: Language, has: (language: Language) => boolean): Language | null {
  return [wanted, ...FALLBACK_LANGUAGES[wanted]].find(has) ?? null;
}
