/**
 * Days as people say them. Written out here and not left to `Intl`, which knows no Haitian Creole and would silently
 * write the month in the language of the machine.
 */
import type { Day } from '../core/fact.ts';
import type { Language } from '../core/language.ts';

type Twelve<Item> = readonly [Item, Item, Item, Item, Item, Item, Item, Item, Item, Item, Item, Item];

interface DateWords {
  readonly months: Twelve<string>;
  readonly write: (day: number, month: string, year: string) => string;
  /** Without the year, for days that are near. */
  readonly short: (day: number, month: string) => string;
}

const WORDS = {
  es: {
    months: twelve('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
    write: (day, month, year) => `${day} de ${month} de ${year}`,
    short: (day, month) => `${day} de ${month}`,
  },
  en: {
    months: twelve('January February March April May June July August September October November December'),
    write: (day, month, year) => `${month} ${day}, ${year}`,
    short: (day, month) => `${month} ${day}`,
  },
  pt: {
    months: twelve('janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'),
    write: (day, month, year) => `${day === 1 ? '1º' : day} de ${month} de ${year}`,
    short: (day, month) => `${day === 1 ? '1º' : day} de ${month}`,
  },
  fr: {
    months: twelve('janvier février mars avril mai juin juillet août septembre octobre novembre décembre'),
    write: (day, month, year) => `${day === 1 ? '1er' : day} ${month} ${year}`,
    short: (day, month) => `${day === 1 ? '1er' : day} ${month}`,
  },
  ht: {
    months: twelve('janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm'),
    write: (day, month, year) => `${day === 1 ? '1ye' : day} ${month} ${year}`,
    short: (day, month) => `${day === 1 ? '1ye' : day} ${month}`,
  },
} as const satisfies Record<Language, DateWords>;

/**
 * A calendar day in words. What is not a day comes back as it was: a strange date in an answer is better than none.
 *
 * @param day - `YYYY-MM-DD`
 * @example formatDay('es', '2026-03-12') // '12 de marzo de 2026'
 */
export function formatDay(language: Language, day: Day): string {
  const { year, name, date } = readDay(language, day);
  return name === undefined ? day : WORDS[language].write(date, name, year);
}

/** The same without its year: "4 de enero". */
export function formatDayOfYear(language: Language, day: Day): string {
  const { name, date } = readDay(language, day);
  return name === undefined ? day : WORDS[language].short(date, name);
}

function readDay(
  language: Language,
  day: Day,
): { readonly year: string; readonly name?: string; readonly date: number } {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  const name = WORDS[language].months[Number(month) - 1];
  return { year, date: Number(date), ...(name === undefined ? {} : { name }) };
}

function twelve(words: string): Twelve<string> {
  return words.split(' ') as unknown as Twelve<string>; // the tests read every month of every language
}
