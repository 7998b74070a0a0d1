/** Whether the files of `locales/` can say every phrase in every language. */
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { listPhrases } from './phrases.ts';

/** What one file lacks, said so that a translator can mend it. */
export interface LocaleGap {
  readonly language: Language;
  readonly key: string;
  readonly message: string;
}

/** All categories of CLDR: what may stand behind the last underscore of a phrase that is counted. */
const PLURAL_FORM = /^(?<name>.*)_(?:zero|one|two|few|many|other)$/;

/** Every gap, by language; empty when the files agree. Spanish is the measure of which phrases there are. */
export function findLocaleGaps(locales: Readonly<Record<Language, object>>): readonly LocaleGap[] {
  return LANGUAGES.flatMap((language) => [
    ...findMissing(locales, language),
    ...findUnknown(locales, language),
    ...findMissingForms(locales, language),
    ...findSpoilt(locales, language),
  ]);
}

function findMissing(locales: Readonly<Record<Language, object>>, language: Language): readonly LocaleGap[] {
  const there = new Set(listPhrases(locales[language]));
  return listPhrases(locales.es)
    .filter((key) => !there.has(key))
    .map((key) => ({ language, key, message: `lacks ${key}; translate it from es.json` }));
}

function findUnknown(locales: Readonly<Record<Language, object>>, language: Language): readonly LocaleGap[] {
  const known = new Set(listPhrases(locales.es));
  return listPhrases(locales[language])
    .filter((key) => !known.has(key))
    .map((key) => ({ language, key, message: `has ${key}, which es.json has not; remove it or add it there` }));
}

function findMissingForms(locales: Readonly<Record<Language, object>>, language: Language): readonly LocaleGap[] {
  const keys = new Set(listPhrases(locales[language]));
  const counted = new Set([...keys].flatMap((key) => PLURAL_FORM.exec(key)?.groups?.['name'] ?? []));
  return [...counted].flatMap((name) =>
    pluralFormsOf(language)
      .map((form) => `${name}_${form}`)
      .filter((key) => !keys.has(key))
      .map((key) => ({ language, key, message: `lacks ${key}, a plural form that the language needs; add it` })),
  );
}

/** ICU knows no rules for Haitian Creole and would silently take those of the machine's own language. */
function pluralFormsOf(language: Language): readonly string[] {
  return language === 'ht' ? ['one', 'other'] : new Intl.PluralRules(language).resolvedOptions().pluralCategories;
}

function findSpoilt(locales: Readonly<Record<Language, object>>, language: Language): readonly LocaleGap[] {
  return listPhrases(locales.es).flatMap((key): readonly LocaleGap[] => {
    const text = textOf(locales[language], key);
    if (text === null) return [];
    if (text.trim() === '') return [{ language, key, message: `says nothing at ${key}; translate it from es.json` }];
    const wanted = variablesOf(textOf(locales.es, key) ?? '');
    const found = variablesOf(text);
    if (wanted === found) return [];
    const message = `has ${found || 'no variable'} at ${key}, but es.json has ${wanted || 'none'}; make them equal`;
    return [{ language, key, message }];
  });
}

function textOf(tree: object, key: string): string | null {
  let node: unknown = tree;
  for (const part of key.split('.')) {
    if (typeof node !== 'object' || node === null) return null;
    node = (node as Readonly<Record<string, unknown>>)[part]; // a tree of phrases, read step by step
  }
  return typeof node === 'string' ? node : null;
}

function variablesOf(text: string): string {
  return (text.match(/\{\{\w+\}\}/g) ?? []).sort().join(' ');
}
