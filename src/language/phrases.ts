/**
 * Every sentence that Faro says of its own accord, in five languages, over the files of `locales/`.
 *
 * One i18next for the whole process, loaded once and never told to change its language: which language to answer in is
 * said with each phrase, so two people's turns cannot disturb each other.
 */
import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import en from '../../locales/en.json' with { type: 'json' };
import es from '../../locales/es.json' with { type: 'json' };
import fr from '../../locales/fr.json' with { type: 'json' };
import ht from '../../locales/ht.json' with { type: 'json' };
import pt from '../../locales/pt.json' with { type: 'json' };
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { FALLBACK_LANGUAGES } from './fallbacks.ts';

type Spanish = typeof es;

/** Spanish is the measure. What another file lacks is an error here; what it has too much, a test finds. */
export const LOCALES = { es, en, pt, fr, ht } as const satisfies Record<Language, Spanish>;

type PluralForm = 'one' | 'many' | 'other';
type WithoutForm<Key extends string> = Key extends `${infer Base}_${PluralForm}` ? Base : Key;
type KeysOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? WithoutForm<Key> : `${Key}.${KeysOf<Tree[Key]>}`;
}[keyof Tree & string];

/** The name of a phrase, for example `menu.title.human`. A phrase that is counted is named without its plural form. */
export type MessageKey = KeysOf<Spanish>;

export type PhraseVariables = Readonly<Record<string, string | number>>;

export interface Phrases {
  /**
   * Says a phrase in a language. Never gives back a key or a `{{variable}}`: what a file lacks is said in the language
   * that its readers know best after their own, and a variable that was forgotten is left out.
   *
   * @param variables - `count`, when it is a number, also picks the plural form
   * @example say('en', 'ask.which', { count: 2 }) // 'I found 2 possible answers. Which one is your question?'
   */
  say(language: Language, key: MessageKey, variables?: PhraseVariables): string;
}

/** Something the files or a caller lack: said by tests, never to a person. */
export type Lack =
  | { readonly kind: 'phrase'; readonly language: Language; readonly key: string }
  | { readonly kind: 'variable'; readonly variable: string };

export interface PhraseOptions {
  /** Another set of files, for tests of what happens when one lacks something. */
  readonly locales?: Readonly<Record<Language, object>>;
  readonly onLack?: (lack: Lack) => void;
}

export function createPhrases({ locales = LOCALES, onLack = () => {} }: PhraseOptions = {}): Phrases {
  const instance = startI18next(locales, onLack);
  const speak = eachLanguage((language) => instance.getFixedT(language));
  const rules = eachLanguage(createPluralRule);
  const names = eachLanguage((language) => new Set(listPhrases(locales[language])));

  const plain = eachLanguage(() => new Map<MessageKey, string>());

  function sayWith(language: Language, key: MessageKey, variables: PhraseVariables): string {
    const { count } = variables;
    const counted = typeof count === 'number';
    const name = counted ? `${key}_${rules[language](count)}` : key;
    if (!names[language].has(name)) onLack({ kind: 'phrase', language, key: name });
    // As a string, `count` is only a variable: i18next then leaves the plural form to us.
    return speak[language](name, counted ? { ...variables, count: String(count) } : variables);
  }

  /** Most phrases have no variables and are said over and over: i18next is asked once. */
  function sayPlain(language: Language, key: MessageKey): string {
    const said = plain[language].get(key) ?? sayWith(language, key, {});
    plain[language].set(key, said);
    return said;
  }

  return {
    say(language, key, variables) {
      return variables === undefined ? sayPlain(language, key) : sayWith(language, key, variables);
    },
  };
}

function startI18next(locales: Readonly<Record<Language, object>>, onLack: (lack: Lack) => void): i18n {
  const instance = createInstance();
  void instance.init({
    initAsync: false,
    resources: eachLanguage((language) => ({ translation: { ...locales[language] } })),
    supportedLngs: [...LANGUAGES],
    fallbackLng: eachLanguage((language) => [...FALLBACK_LANGUAGES[language]]),
    nsSeparator: false, // a colon in a phrase's name or text means nothing
    returnNull: false,
    returnEmptyString: false,
    interpolation: { escapeValue: false }, // chats are plain text, not HTML
    missingInterpolationHandler: (_text: string, match: RegExpExecArray) => {
      onLack({ kind: 'variable', variable: match[1] ?? '' });
      return '';
    },
    parseMissingKeyHandler: () => '',
  });
  return instance;
}

/** The names of all phrases of a file, plural forms included: `ask.which_one`, `ask.which_other`, … */
export function listPhrases(tree: object, prefix = ''): readonly string[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? listPhrases(value, `${prefix}${name}.`) : `${prefix}${name}`,
  );
}

/**
 * The plural forms are chosen here and not by i18next: ICU knows no rules for Haitian Creole and would silently take
 * those of the machine's own language.
 */
function createPluralRule(language: Language): (count: number) => PluralForm {
  if (language === 'ht') return (count) => (count === 1 ? 'one' : 'other');
  const rules = new Intl.PluralRules(language);
  return (count) => {
    const form = rules.select(count);
    return form === 'one' || form === 'many' ? form : 'other';
  };
}

function eachLanguage<Value>(make: (language: Language) => Value): Record<Language, Value> {
  return { es: make('es'), en: make('en'), pt: make('pt'), fr: make('fr'), ht: make('ht') };
}
