import { describe, expect, test } from 'vitest';
import type { Language, UnservedLanguage } from '../../src/core/language.ts';
import { decideLanguage, isBeyondUs } from '../../src/language/decide.ts';
import type { LanguageState } from '../../src/language/decide.ts';
import { pickLanguage } from '../../src/language/fallbacks.ts';

const NEW: LanguageState = { language: null, chosen: false, other: null };

function hear(start: LanguageState, ...guesses: readonly (Language | UnservedLanguage | null)[]): Language | null {
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

describe('a language that we do not speak', () => {
  const settled: LanguageState = { language: 'es', chosen: false, other: null };

  test('never becomes the language of the chat', () => {
    expect(hear(NEW, 'ar', 'ar')).toBe(null);
    expect(hear(settled, 'ar', 'ar', 'de', 'de')).toBe('es');
  });

  test('stands between two messages in another of ours, which then are not in a row', () => {
    expect(hear(settled, 'en', 'de', 'en')).toBe('es');
    expect(hear(settled, 'en', 'en')).toBe('en');
  });

  test('is told of at once by its letters, whatever the chat is in', () => {
    expect(isBeyondUs(NEW, 'ar')).toBe(true);
    expect(isBeyondUs(settled, 'zh')).toBe(true);
    expect(isBeyondUs({ ...settled, chosen: true }, 'am')).toBe(true);
  });

  test('is told of by its words to somebody new, or the second time in a row', () => {
    expect(isBeyondUs(NEW, 'de')).toBe(true);
    expect(isBeyondUs(settled, 'de')).toBe(false);
    expect(isBeyondUs(decideLanguage(settled, 'de'), 'de')).toBe(true);
    expect(isBeyondUs(decideLanguage(settled, 'tr'), 'de')).toBe(false);
    expect(isBeyondUs(decideLanguage(decideLanguage(settled, 'de'), 'es'), 'de')).toBe(false);
  });

  test('is not told of by its words to somebody who picked theirs', () => {
    const picked: LanguageState = { language: 'en', chosen: true, other: null };
    expect(isBeyondUs(decideLanguage(picked, 'so'), 'so')).toBe(false);
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
