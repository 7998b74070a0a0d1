import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import { formatMoment, formatUntil } from '../../src/language/moments.ts';

const ZONE = 'America/Mexico_City';
/** A Saturday, six in the morning there. */
const NOW = Date.parse('2026-11-21T12:00:00Z');
const at = (text: string): number => Date.parse(`${text}-06:00`);

describe.each<[Language, readonly string[]]>([
  ['es', ['hoy a las 9:00', 'mañana a la 1:05', 'el lunes a las 15:00', 'el 4 de diciembre a las 0:30', 'las 18:00']],
  ['en', ['today at 9:00 am', 'tomorrow at 1:05 am', 'on Monday at 3:00 pm', 'on December 4 at 12:30 am', '6:00 pm']],
  ['pt', ['hoje às 9:00', 'amanhã à 1:05', 'na segunda às 15:00', 'em 4 de dezembro às 0:30', 'às 18:00']],
  ['fr', ["aujourd'hui à 9 h", 'demain à 1 h 05', 'lundi à 15 h', 'le 4 décembre à 0 h 30', '18 h']],
  ['ht', ['jodi a a 9:00', 'demen a 1:05', 'lendi a 15:00', '4 desanm a 0:30', '18:00']],
])('in %s', (language, [today, tomorrow, weekday, date, until]) => {
  test('a moment is named by how far away it is', () => {
    const said = ['2026-11-21T09:00', '2026-11-22T01:05', '2026-11-23T15:00', '2026-12-04T00:30'].map((text) =>
      formatMoment(language, at(text), NOW, ZONE),
    );
    expect(said).toEqual([today, tomorrow, weekday, date]);
  });

  test('an end is its time alone, or a moment when it is not today', () => {
    expect(formatUntil(language, at('2026-11-21T18:00'), NOW, ZONE)).toBe(until);
    expect(formatUntil(language, at('2026-11-22T01:05'), NOW, ZONE)).toBe(tomorrow);
  });
});

test('midnight and noon are told apart in English', () => {
  expect(formatUntil('en', at('2026-11-21T12:00'), NOW, ZONE)).toBe('12:00 pm');
  expect(formatMoment('en', at('2026-11-22T00:00'), NOW, ZONE)).toBe('tomorrow at 12:00 am');
});

test('today is what the clocks of the zone say, not those of this machine', () => {
  const lateEvening = at('2026-11-21T23:30');
  expect(formatMoment('es', at('2026-11-22T09:00'), lateEvening, ZONE)).toBe('mañana a las 9:00');
});

test('every day of the coming week has a name in every language', () => {
  for (const language of LANGUAGES)
    for (let ahead = 2; ahead <= 6; ahead += 1) {
      const said = formatMoment(language, NOW + ahead * 86_400_000, NOW, ZONE);
      expect(said).toMatch(/^\p{L}[\p{L} ]* .*6/u);
    }
});

test('a week from now it is the date, for "on Saturday" would be today', () => {
  expect(formatMoment('es', at('2026-11-28T09:00'), NOW, ZONE)).toBe('el 28 de noviembre a las 9:00');
});
