import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import { formatDay } from '../../src/language/dates.ts';

describe('a day in words', () => {
  test.each([
    ['es', '12 de marzo de 2026'],
    ['en', 'March 12, 2026'],
    ['pt', '12 de março de 2026'],
    ['fr', '12 mars 2026'],
    ['ht', '12 mas 2026'],
  ] as const)('reads naturally in %s', (language, words) => {
    expect(formatDay(language, '2026-03-12')).toBe(words);
  });

  test.each([
    ['es', '1 de enero de 2027'],
    ['en', 'January 1, 2027'],
    ['pt', '1º de janeiro de 2027'],
    ['fr', '1er janvier 2027'],
    ['ht', '1ye janvye 2027'],
  ] as const)('has its own first of the month in %s', (language, words) => {
    expect(formatDay(language, '2027-01-01')).toBe(words);
  });

  test.each(['es', 'en', 'pt', 'fr'] as const)('names every month as ICU does in %s', (language) => {
    const icu = new Intl.DateTimeFormat(language === 'pt' ? 'pt-BR' : language, { month: 'long', timeZone: 'UTC' });
    for (let month = 0; month < 12; month += 1) {
      const day = new Date(Date.UTC(2026, month, 15));
      expect(formatDay(language, day.toISOString().slice(0, 10))).toContain(icu.format(day));
    }
  });

  test('has twelve different months in every language', () => {
    for (const language of LANGUAGES) {
      const months = Array.from({ length: 12 }, (_, month) =>
        formatDay(language, `2026-${String(month + 1).padStart(2, '0')}-15`),
      );
      expect(new Set(months).size).toBe(12);
      expect(months.every((month) => !month.startsWith('2026-'))).toBe(true);
    }
  });

  test.each(['', 'yesterday', '2026-13-01', '2026-00-10'])('that is none ("%s") stays as it was', (day) => {
    expect(formatDay('es', day)).toBe(day);
  });
});
