/** What the console says of its own accord, in Spanish and English, over `locales/desk.*.json`. */
import { createContext, useContext } from 'react';
import type es from '../../../locales/desk.es.json';

export const CONSOLE_LANGUAGES = ['es', 'en'] as const;
export type ConsoleLanguage = (typeof CONSOLE_LANGUAGES)[number];

type Phrases = Readonly<Record<keyof typeof es, string>>;
/** A phrase with forms for one and for many is asked for without the ending. */
type BaseOf<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;
export type PhraseKey = BaseOf<keyof typeof es>;

export type Say = (key: PhraseKey, values?: Readonly<Record<string, string | number>>) => string;

/** Both are small, but only one is needed. */
export async function loadPhrases(language: ConsoleLanguage): Promise<Say> {
  const phrases: Phrases =
    language === 'es'
      ? (await import('../../../locales/desk.es.json')).default
      : (await import('../../../locales/desk.en.json')).default;
  const plurals = new Intl.PluralRules(language);
  const table: Readonly<Record<string, string>> = phrases;
  return (key, values = {}) => {
    const { count } = values;
    const form = typeof count === 'number' ? `${key}_${plurals.select(count) === 'one' ? 'one' : 'other'}` : key;
    const phrase = table[form] ?? table[key] ?? key;
    return phrase.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(values[name] ?? ''));
  };
}

export interface Speech {
  readonly language: ConsoleLanguage;
  readonly say: Say;
}

const SpeechContext = createContext<Speech | null>(null);
export const SpeechProvider = SpeechContext.Provider;

/** @throws {Error} outside of the console: a mistake of ours */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('Expected to be inside a SpeechProvider.');
  return speech;
}

export function useSay(): Say {
  return useSpeech().say;
}
