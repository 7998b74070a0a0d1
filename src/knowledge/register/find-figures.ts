/**
 * Finds the figures of an answer: "US$1,200", "1.250 pesos", "30 jours ouvrables", "un an", "5 de junio de 2026", "911".
 *
 * Tolerant: any of the ways in which five languages group thousands, order dates and place currencies. What was read is
 * blanked out, step by step from the most to the least certain, so that nothing is read twice.
 */
import type { Language } from '../../core/language.ts';
import { FIGURE_WORDS, FUSED_YEARS } from './figure-words.ts';
import type { FigureWords } from './figure-words.ts';
import type { Figure, FoundFigure, Unit } from './figure.ts';

interface Finding extends FoundFigure {
  readonly at: number;
}

/** The text with what was read so far blanked out, and what was read. */
interface Reading {
  readonly rest: string;
  readonly found: readonly Finding[];
}

type Step = (reading: Reading) => Reading;

const START = String.raw`(?<![\p{L}\p{N}])`;
const END = String.raw`(?![\p{L}\p{N}])`;
const DIGITS = String.raw`\d{1,3}(?:[., ]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)`;

/** Read first, so that nothing in them is taken for a day. */
const ADDRESSES: readonly RegExp[] = [
  /(?:source|fuente|fonte|sous) ?: .*$|(?:as of|al|em|au|dat) \d{4}-\d{2}-\d{2}\.?$/gu,
  /(?:https?:\/\/\S+|[\w.-]+@[\w.-]+|[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}(?:\/[^\s,;)]*)?)/gu,
];
/** What holds digits and is no figure: forms, paragraphs, streets. */
const CODES: readonly RegExp[] = [
  /\d+ usc \d+/gu,
  /(?:title|titulo|titre|tit) \d+/gu,
  /\d+(?:a|e)? avenida [\d-]+|(?:zona|km|zon) \d+/gu,
  /(?<![\p{L}\p{N}])(?!under-)\p{L}+-?\d+[\p{L}\d-]*|(?<![\p{L}\p{N}])\p{L}\(\d+\)/gu, // I-589, SB4, H-2A, c(8)
  /\d+-?[a-z](?![\p{L}\p{N}])(?<!\d[aoehms])/gu, // 15B, but not 1o, 7h
];
const PHONE = /(?<![\p{L}\p{N}])(?:\+?\d{1,4}|\(\d{3}\))(?:[- ]\d{2,7}){1,4}(?!\d)/gu;
const HOURS_OPEN = /(?<!\d)(?<from>\d{1,2})-(?<to>\d{1,2}) ?[he](?![\p{L}\p{N}])/gu;
const TIME = /(?<!\d)(?<hour>\d{1,2})(?::(?<minute>\d{2})| ?h(?: ?(?<minutes>\d{2}))?)(?![\p{L}\p{N}])/gu;
/** "7è" is a time of day, "24 è" as long as a day. Folded. */
const CREOLE_TIME = /(?<!\d)(?<hour>\d{1,2})e(?![\p{L}\p{N}])/gu;
const ISO_DAY = /(?<!\d)(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)/gu;
/** Short in an SMS, the day first in all five languages: "22-12-2025", "22/12/2025", "25/6". */
const NUMERIC_DAY =
  /(?<![\d/-])(?<day>\d{1,2})(?:-(?<month>\d{1,2})-|\/(?<months>\d{1,2})\/)(?<year>\d{4})(?![\d/-])/gu;
const NUMERIC_SHORT = /(?<![\d/])(?<day>\d{1,2})\/(?<month>\d{1,2})(?![\d/])/gu;
const YEAR = /(?<![\p{L}\p{N}$.,-])(?<year>(?:19|20)\d{2})(?![\p{L}\p{N}%]|[.,-]\d)/gu;

/** @returns the figures in the order of the text; the same figure as often as it is said */
export function findFigures(language: Language, text: string): readonly FoundFigure[] {
  const flat = flatten(text);
  const words = FIGURE_WORDS[language];
  const steps: readonly Step[] = [
    ...ADDRESSES.map((pattern) => blank(pattern)),
    take(ISO_DAY, ({ year, month, day }) => [toDate(year, month, day)]),
    take(NUMERIC_DAY, ({ year, month, months, day }) => [toDate(year, month ?? months, day)]),
    take(NUMERIC_SHORT, ({ month, day }) => [toDate(undefined, month, day)]),
    ...dateSteps(words),
    ...[...CODES, ...words.sayings].map((pattern) => blank(pattern)),
    take(PHONE, (_, written) => toPhone(written)),
    take(YEAR, ({ year }) => [toDate(year)]),
    take(HOURS_OPEN, ({ from, to }) => [...toTime({ hour: from }), ...toTime({ hour: to })]),
    ...(language === 'ht' ? [fusedYears(), take(CREOLE_TIME, toTime)] : []),
    ...amountSteps(words),
    take(TIME, toTime),
    take(new RegExp(`${START}(?:${DIGITS})(?:[aos]|er|de|da|nd|rd|th|st|e|em|yem|ye)?${END}`, 'gu'), (_, written) => [
      toPlain(written.replace(/[a-z]+$/, '')),
    ]),
  ];
  const { found } = steps.reduce<Reading>((reading, step) => step(reading), { rest: flat, found: [] });
  return found
    .toSorted((left, right) => left.at - right.at)
    .map(({ figure, at, text: written }) => ({ figure, text: text.normalize('NFC').slice(at, at + written.length) }));
}

/** Folded letter by letter, so that places in it are places in the text. */
function flatten(text: string): string {
  return text.normalize('NFC').replaceAll(/./gsu, (letter) => (letter.length === 1 ? foldLetter(letter) : '  '));
}

function foldLetter(letter: string): string {
  if (/\s/u.test(letter)) return ' ';
  if (letter === 'º' || letter === '°') return 'o';
  if (letter === 'ª') return 'a';
  const folded = letter.normalize('NFD').charAt(0).toLowerCase();
  return folded.length === 1 ? folded : letter;
}

function blank(pattern: RegExp): Step {
  return ({ rest, found }) => ({ rest: rest.replaceAll(pattern, (written) => '\0'.repeat(written.length)), found });
}

type Groups = Readonly<Record<string, string | undefined>>;

/** @param read - the figures of one match; none leaves it in place for a later step */
function take(pattern: RegExp, read: (groups: Groups, written: string) => readonly Figure[]): Step {
  return (reading) => {
    const found = [...reading.found];
    const rest = reading.rest.replaceAll(pattern, (written: string, ...others: unknown[]) => {
      const groups = others.at(-1);
      const at = others.findLast((other) => typeof other === 'number');
      const figures = read(isGroups(groups) ? groups : {}, written);
      for (const figure of figures) found.push({ figure, text: written, at: typeof at === 'number' ? at : 0 });
      return figures.length === 0 ? written : '\0'.repeat(written.length);
    });
    return { rest, found };
  };
}

function isGroups(value: unknown): value is Groups {
  return typeof value === 'object' && value !== null;
}

function dateSteps(words: FigureWords): readonly Step[] {
  const month = `(?<month>${words.months.flat().toSorted(byLength).join('|')})\\.?`;
  const link = words.dateLinks.length === 0 ? ' ' : ` (?:(?:${words.dateLinks.join('|')}) )?`;
  const day = String.raw`(?<day>\d{1,2})(?:er|ye|o|a|st|nd|rd|th)?`;
  const year = String.raw`(?<year>(?:19|20)\d{2})`;
  const monthOf = (name: string | undefined): string =>
    String(words.months.findIndex((names) => names.includes(name ?? '')) + 1);
  return [
    `${day}(?:${link}|-)${month}(?:${link}|-)${year}`,
    `${month} ${day},? ${year}`,
    `${month}${link}${year}`,
    `${day}${link}${month}`,
  ].map((pattern) =>
    take(new RegExp(`${START}${pattern}${END}`, 'gu'), (groups) => [
      toDate(groups['year'], monthOf(groups['month']), groups['day']),
    ]),
  );
}

function amountSteps(words: FigureWords): readonly Step[] {
  const spelt = `(?:${Object.keys(words.numbers).toSorted(byLength).join('|')})`;
  const joiner = `(?: ?[,–-] ?|,? (?:${words.joiners.join('|')}) )`;
  const currency = String.raw`(?:us\$|c\$|\$|usd|cad) ?`;
  // All in digits or all in words: in Creole "kat" is four, and a card.
  const several = `(?<numbers>(?:${DIGITS})(?:${joiner}(?:${DIGITS}))*|${spelt}(?:${joiner}${spelt})*)`;
  const prices = `(?<numbers>(?:${DIGITS})(?:${joiner}(?:${currency}(?:${DIGITS})|(?=[\\d., ]{4})(?:${DIGITS})))*)`;
  const thousand = `(?: (?<thousand>${words.thousands.join('|')}))?`;
  const filler = `(?:[ -](?:${words.fillers.join('|')})(?=[ -]))?`;
  const read = (unit: Unit) => (groups: Groups) => toAmounts(groups, unit, words);
  return [
    take(new RegExp(`(?<![\\p{L}])${currency}${prices}${END}`, 'gu'), read('dollars')),
    ...words.units.map(([written, unit]) =>
      take(new RegExp(`${START}${several}${thousand}${filler}[ -]?${written}${END}`, 'gu'), read(unit)),
    ),
  ];
}

function fusedYears(): Step {
  return take(new RegExp(`${START}(?:${Object.keys(FUSED_YEARS).join('|')})${END}`, 'gu'), (_, written) => [
    { kind: 'amount', amount: FUSED_YEARS[written] ?? 0, unit: 'years' },
  ]);
}

function toAmounts(groups: Groups, unit: Unit, words: FigureWords): readonly Figure[] {
  const number = new RegExp(`${START}(?:${DIGITS}|[a-z]+)${END}`, 'gu');
  const factor = groups['thousand'] === undefined ? 1 : 1000;
  return [...(groups['numbers'] ?? '').matchAll(number)].flatMap(([written]): Figure[] => {
    const amount = words.numbers[written] ?? (/\d/.test(written) ? toNumber(written) : null);
    return amount === null ? [] : [{ kind: 'amount', amount: amount * factor, unit }];
  });
}

/** A number that starts with 0 is dialled, not counted: 089. */
function toPlain(written: string): Figure {
  return /^0\d/.test(written)
    ? { kind: 'phone', digits: written }
    : { kind: 'amount', amount: toNumber(written), unit: 'none' };
}

/** A separator before exactly three digits groups thousands in all five languages; any other is a decimal point. */
function toNumber(written: string): number {
  return Number(written.replaceAll(/[., ](?=\d{3}(?!\d))/g, '').replace(',', '.'));
}

/** Seven digits or more, or short ones with a hyphen; groups of three are a number with thousands. */
function toPhone(written: string): readonly Figure[] {
  const digits = written.replaceAll(/\D/g, '');
  const isThousands = /^\d{1,3}(?: \d{3})+$/.test(written);
  return digits.length >= 7 && !isThousands ? [{ kind: 'phone', digits }] : [];
}

function toTime({ hour, minute, minutes }: Groups): readonly Figure[] {
  return [{ kind: 'time', hour: Number(hour), minute: Number(minute ?? minutes ?? 0) }];
}

function toDate(year?: string, month?: string, day?: string): Figure {
  return { kind: 'date', year: toPart(year), month: toPart(month), day: toPart(day) };
}

function toPart(written: string | undefined): number | null {
  return written === undefined ? null : Number(written);
}

function byLength(left: string, right: string): number {
  return right.length - left.length;
}
