/**
 * How this browser shows the console. Nothing here is about a person or a case, so it may stay in the browser; computers
 * are shared, so nothing else does.
 */
import { CONSOLE_LANGUAGES } from './phrases.ts';
import type { ConsoleLanguage } from './phrases.ts';
import { Watched } from './watched.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  readonly language: ConsoleLanguage;
  readonly theme: Theme;
  readonly sound: boolean;
  /** Single letters as shortcuts: who dictates, or types by accident, turns them off (WCAG 2.1.4). */
  readonly shortcuts: boolean;
}

const KEY = 'faro-desk-look';

export const preferences = new Watched<Preferences>(read());
preferences.watch(() => {
  apply(preferences.value);
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.value));
  } catch {
    // A browser that keeps nothing still shows it until it is closed.
  }
});

export function changePreferences(change: Partial<Preferences>): void {
  preferences.update((before) => ({ ...before, ...change }));
}

export function apply({ language, theme }: Preferences): void {
  const { dataset } = document.documentElement;
  document.documentElement.lang = language;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}

function read(): Preferences {
  const kept = readKept();
  return {
    language: CONSOLE_LANGUAGES.find((one) => one === kept['language']) ?? guessLanguage(),
    theme: THEMES.find((one) => one === kept['theme']) ?? 'system',
    sound: kept['sound'] !== false,
    shortcuts: kept['shortcuts'] !== false,
  };
}

function readKept(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}

/** Spanish unless the browser asks for English before it. */
function guessLanguage(): ConsoleLanguage {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return CONSOLE_LANGUAGES.find((one) => one === wanted.find((tag) => tag === 'es' || tag === 'en')) ?? 'es';
}
