import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/core/language.ts';
import type { Language } from '../../../src/core/language.ts';
import { formatDay } from '../../../src/language/dates.ts';
import { agree, describeFigure } from '../../../src/knowledge/register/figure.ts';
import type { Figure } from '../../../src/knowledge/register/figure.ts';
import { findFigures } from '../../../src/knowledge/register/find-figures.ts';

function figuresOf(language: Language, text: string): readonly string[] {
  return findFigures(language, text).map(({ figure }) => describeFigure(figure));
}

describe('figures', () => {
  test.each([
    ['en', 'It costs US$1,200 a year.', ['1200 dollars']],
    ['en', 'They charged US$200 to US$1,000.', ['200 dollars', '1000 dollars']],
    ['en', 'Up to $5000 or 6 months in jail.', ['5000 dollars', '6 months']],
    ['en', 'They paid 12 to 15 thousand dollars.', ['12000 dollars', '15000 dollars']],
    ['en', 'Within 30 working days, or 540 extra days.', ['30 working days', '540 days']],
    ['en', 'The bars of 3, 5, 10 or more years.', ['3 years', '5 years', '10 years']],
    ['en', 'After a year pending; 10,000 are given a year.', ['1 years', '10000']],
    ['en', 'Since 29 May 2026, and on 12 June.', ['2026-05-29', '?-06-12']],
    ['en', 'From October 2024 to January 2025, in fiscal year 2026.', ['2024-10', '2025-01', '2026']],
    ['en', 'May 29, 2026 or 2026-05-29.', ['2026-05-29', '2026-05-29']],
    ['en', 'Call 911, 089 or 1-877-382-4357.', ['911', '089', '18773824357']],
    ['en', 'The 2nd, 3rd and 6th reject it; people under 18, under-18s.', ['2', '3', '6', '18', '18']],
    ['en', '7:00 to 15:00', ['07:00', '15:00']],
    ['es', 'Cuesta 1.200 dólares o 1,200 pesos.', ['1200 dollars', '1200 pesos']],
    ['es', 'En 30 días hábiles, o después de un año.', ['30 working days', '1 years']],
    ['es', 'Ni con cinco, ni con veinte años.', ['5 years', '20 years']],
    ['es', 'El 1 de enero de 2026, en abril del 2025.', ['2026-01-01', '2025-04']],
    ['es', 'Desde el 20-ene-2025 y el 25/6.', ['2025-01-20', '?-06-25']],
    ['es', 'Un día le dicen que sí.', []],
    ['pt', 'Em até 45 dias úteis, com 30 % do resto.', ['45 working days', '30 percent']],
    ['pt', 'Desde 1º de janeiro de 2026, por R$ nada.', ['2026-01-01']],
    ['fr', 'Cela coûte 1 200 $ US ou 100 $ US.', ['1200 dollars', '100 dollars']],
    ['fr', 'Sous 30 jours ouvrables, dans un délai d’un an.', ['30 working days', '1 years']],
    ['fr', 'Le 1er mai 2026, de 7 h à 15 h.', ['2026-05-01', '07:00', '15:00']],
    ['ht', 'Nan 30 jou ouvrab, apre en an oswa dizan.', ['30 working days', '1 years', '10 years']],
    ['ht', '29,259 an avril 2024, yon kat ak 2,000 peso.', ['29259', '2024-04', '2000 pesos']],
    ['ht', '7è rive 15è; yo di nan 24 è.', ['07:00', '15:00', '24 hours']],
  ] as const)('are found in %s: %s', (language, text, figures) => {
    expect(figuresOf(language, text)).toEqual(figures);
  });

  test.each([
    'Form I-589, G-325R, EOIR-33, c(8), SB4, H-2A, Bill C-12.',
    'The law is 8 USC 1326; Title 42 is over.',
    'See uscis.gov/i-765, i94.cbp.dhs.gov and help.unhcr.org/2026.',
    '7a Avenida 14-44, Zona 9, office 15B, km 233.',
    'Do not pay. Source: www1.funcionpublica.gov.co, as of 2026-01-23.',
    'You can search yourself. As of 2025-10-23.',
  ])('are not taken from names, addresses and the closing line: %s', (text) => {
    expect(figuresOf('en', text)).toEqual([]);
  });

  test('are given as they are written, in the order of the text', () => {
    expect(findFigures('es', 'Páguela en 30 días: US$102, no más.').map(({ text }) => text)).toEqual([
      '30 días',
      'US$102',
    ]);
  });

  test('are read from every day as we write it ourselves', () => {
    const days = fc.date({ min: new Date('1950-01-01'), max: new Date('2059-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), days, (language, date) => {
        const day = date.toISOString().slice(0, 10);
        expect(figuresOf(language, `(${formatDay(language, day)})`)).toEqual([day]);
      }),
    );
  });

  test('are read from every amount of money, however its thousands are grouped', () => {
    const amounts = fc.integer({ min: 1, max: 999_999 }).filter((amount) => amount < 1900 || amount > 2100);
    const groups = fc.constantFrom(',', '.', ' ', '');
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), amounts, groups, (language, amount, separator) => {
        const written = String(amount).replaceAll(/\B(?=(?:\d{3})+$)/g, separator);
        expect(figuresOf(language, `US$${written}`)).toEqual([`${amount} dollars`]);
      }),
    );
  });

  test('are looked for in any text without failing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), fc.string({ unit: 'binary', maxLength: 200 }), (language, text) => {
        for (const { figure } of findFigures(language, text)) expect(agree(figure, figure)).toBe(true);
      }),
    );
  });
});

describe('two figures', () => {
  const amount = (value: number, unit: 'none' | 'days' | 'years'): Figure => ({ kind: 'amount', amount: value, unit });
  const date = (year: number | null, month: number | null, day: number | null): Figure => ({
    kind: 'date',
    year,
    month,
    day,
  });

  test.each([
    [amount(21, 'years'), amount(21, 'none'), true],
    [amount(21, 'years'), amount(21, 'days'), false],
    [amount(21, 'years'), amount(20, 'years'), false],
    [date(2026, 6, 25), date(2026, 6, null), true],
    [date(2026, 6, 25), date(null, 6, 25), true],
    [date(2026, 6, 25), date(2026, 6, 24), false],
    [date(2026, null, null), amount(2026, 'none'), false],
  ] as const)('agree when they say the same, one perhaps less exactly (%j, %j)', (left, right, expected) => {
    expect(agree(left, right)).toBe(expected);
    expect(agree(right, left)).toBe(expected);
  });
});
