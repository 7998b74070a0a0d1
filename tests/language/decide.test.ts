import { describe, expect, test } from 'vitest';
import type { Language } from '../../src/core/language.ts';
import { decideLanguage } from '../../src/language/decide.ts';
import type { LanguageState } from '../../src/language/decide.ts';
import { pickLanguage } from '../../src/language/fallbacks.ts';

const NEW: LanguageState = { language: null, chosen: false, other: null };

function hear(start: LanguageState, ...guesses: readonly (Language | null)[]): Language | null {
  return guesses.reduce(decideLanguage, start).language;
}

describe('the language of a chat', () => {
  test('is that of the first clear message', () => {
    expect(hear(NEW, null, null, 'ht')).toBe('ht');
  });

  test('is unknown while nothing was clear', () => {
    expect(hear(NEW, null, null)).toBe(null);
  });

  test('is not flipped by one message in another language', () => {
    expect(hear(NEW, 'es', 'en')).toBe('es');
    expect(hear(NEW, 'es', 'en', 'es', 'en')).toBe('es');
    expect(hear(NEW, 'es', 'en', 'fr', 'en', 'fr')).toBe('es');
  });

  test('changes over with the second clear message in a row, unclear ones not counted', () => {
    expect(hear(NEW, 'es', 'en', 'en')).toBe('en');
    expect(hear(NEW, 'es', 'en', null, 'en')).toBe('en');
  });

  test('stays what the person picked, whatever they write', () => {
    expect(hear({ language: 'ht', chosen: true, other: null }, 'en', 'en', 'en')).toBe('ht');
  });
});

describe('the next best language', () => {
  test('is the wanted one when it is there', () => {
    expect(pickLanguage('pt', () => true)).toBe('pt');
  });

  test.each([
    ['pt', 'es'],
    ['fr', 'en'],
    ['ht', 'en'],
    ['es', 'es'],
  ] as const)('for %s is %s where there is only Spanish and English', (wanted, next) => {
    expect(pickLanguage(wanted, (language) => language === 'es' || language === 'en')).toBe(next);
  });

  test('is none where there is none', () => {
    expect(pickLanguage('es', () => false)).toBe(null);
  });
});
