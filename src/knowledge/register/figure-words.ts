/** The words around figures, in each language. Folded: lower case, no accents. */
import type { Language } from '../../core/language.ts';
import type { Unit } from './figure.ts';

export interface FigureWords {
  /** Months in order, each with its short forms. */
  readonly months: readonly (readonly string[])[];
  /** Number words that stand before a unit. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What may stand between a number and its unit. */
  readonly fillers: readonly string[];
  /** The longest first. */
  readonly units: readonly (readonly [written: string, unit: Unit])[];
  /** Between two numbers that share a unit: "3, 5 and 10 years". */
  readonly joiners: readonly string[];
  /** Between the parts of a date: "5 de junio de 2026". */
  readonly dateLinks: readonly string[];
  readonly thousands: readonly string[];
  /** Phrases that look like a figure and are none: "one day you will …". */
  readonly sayings: readonly RegExp[];
}

const MONEY: FigureWords['units'] = [
  ['us\\$', 'dollars'],
  ['\\$ ?us', 'dollars'],
  ['usd', 'dollars'],
  ['\\$', 'dollars'],
  ['%', 'percent'],
  ['pesos?', 'pesos'],
];

export const FIGURE_WORDS: Readonly<Record<Language, FigureWords>> = {
  en: {
    months: months(
      'january,jan february,feb march,mar april,apr may june,jun july,jul august,aug september,sept,sep october,oct november,nov december,dec',
    ),
    numbers: numbers('one,a two three four five six seven eight nine ten eleven twelve', { twenty: 20, thirty: 30 }),
    fillers: ['or more', 'more', 'extra', 'full'],
    units: [
      ['working days?', 'working days'],
      ['business days?', 'working days'],
      ['hours?', 'hours'],
      ['days?', 'days'],
      ['weeks?', 'weeks'],
      ['months?', 'months'],
      ['years?', 'years'],
      ['(?:canadian )?dollars?', 'dollars'],
      ['percent', 'percent'],
      ...MONEY,
    ],
    joiners: ['to', 'or', 'and', 'nor after', 'up to'],
    dateLinks: ['of'],
    thousands: ['thousand'],
    // "a year" is one year after these words; else it means each year.
    sayings: [
      /(?<!(?:than|after|over|within|lasts?|of|for|about|up to|[;,]) )(?<!\p{L})a (?=(?:year|month|week)(?! or more))/gu,
      /(?<!\p{L})an? (?=day|hour|dollar)/gu,
    ],
  },
  es: {
    months: months(
      'enero,ene febrero,feb marzo,mar abril,abr mayo,may junio,jun julio,jul agosto,ago septiembre,setiembre,sept,sep octubre,oct noviembre,nov diciembre,dic',
    ),
    numbers: numbers('un,una,uno dos tres cuatro cinco seis siete ocho nueve diez once doce', {
      veinte: 20,
      treinta: 30,
    }),
    fillers: ['o mas', 'de', 'mas'],
    units: [
      ['dias? habil(?:es)?', 'working days'],
      ['dias? laborables?', 'working days'],
      ['horas?', 'hours'],
      ['dias?', 'days'],
      ['semanas?', 'weeks'],
      ['mes(?:es)?', 'months'],
      ['anos?', 'years'],
      ['dolar(?:es)?', 'dollars'],
      ['por ciento', 'percent'],
      ...MONEY,
    ],
    joiners: ['ni con', 'a', 'o', 'u', 'y', 'e', 'hasta'],
    dateLinks: ['de', 'del'],
    thousands: ['mil'],
    sayings: [/(?<!\p{L})un dia(?!\p{L})/gu],
  },
  pt: {
    months: months(
      'janeiro,jan fevereiro,fev marco,mar abril,abr maio junho,jun julho,jul agosto,ago setembro,set outubro,out novembro,nov dezembro,dez',
    ),
    numbers: numbers('um,uma dois,duas tres quatro cinco seis sete oito nove dez onze doze', { vinte: 20, trinta: 30 }),
    fillers: ['ou mais', 'de', 'mais'],
    units: [
      ['dias? ute?i?s', 'working days'],
      ['horas?', 'hours'],
      ['dias?', 'days'],
      ['semanas?', 'weeks'],
      ['mes(?:es)?', 'months'],
      ['anos?', 'years'],
      ['dolar(?:es)?', 'dollars'],
      ['por cento', 'percent'],
      ...MONEY,
    ],
    joiners: ['nem com', 'a', 'ou', 'e', 'ate'],
    dateLinks: ['de', 'do'],
    thousands: ['mil'],
    sayings: [/(?<!\p{L})um dia(?!\p{L})/gu],
  },
  fr: {
    months: months(
      'janvier,janv,jan fevrier,fevr,fev mars avril,avr mai juin juillet,juil aout septembre,sept octobre,oct novembre,nov decembre,dec',
    ),
    numbers: numbers('un,une deux trois quatre cinq six sept huit neuf dix onze douze', { vingt: 20, trente: 30 }),
    fillers: ['ou plus', 'de', 'dernieres', 'derniers'],
    units: [
      ['jours? ouvr(?:ables?|es?)', 'working days'],
      ['heures?', 'hours'],
      ['jours?', 'days'],
      ['semaines?', 'weeks'],
      ['mois', 'months'],
      ['annees?', 'years'],
      ['ans?', 'years'],
      ['dollars?', 'dollars'],
      ['pour ?cent', 'percent'],
      ...MONEY,
    ],
    joiners: ['ni apres', 'a', 'ou', 'et'],
    dateLinks: [],
    thousands: ['mille'],
    sayings: [/(?<!\p{L})un jour(?!\p{L})/gu],
  },
  ht: {
    months: months(
      'janvye,janv fevriye,fev mas avril,avr me jen jiye out septanm,sept oktob,okt novanm,nov desanm,des',
    ),
    numbers: numbers('yon,en,youn de twa kat senk sis set uit nef dis onz douz', { ven: 20, trant: 30 }),
    fillers: ['oswa plis', 'plis', 'sel', 'denye'],
    units: [
      ['jou (?:travay|ouvrab)', 'working days'],
      ['(?:ed ?tan|e)', 'hours'],
      ['jou', 'days'],
      ['semen', 'weeks'],
      ['mwa', 'months'],
      ['z?an(?:e)?', 'years'],
      ['dola(?: us| kanadyen)?', 'dollars'],
      ['pousan', 'percent'],
      ...MONEY,
    ],
    joiners: ['ni apre', 'a', 'oswa', 'ou', 'ak', 'rive', 'jiska'],
    dateLinks: [],
    thousands: ['mil'],
    sayings: [/(?<!\p{L})yon jou(?!\p{L})/gu, /(?<=\d )an(?= \0)/gu],
  },
};

/** Creole writes some numbers and years in one word: "dezan", "dizan". */
export const FUSED_YEARS: Readonly<Record<string, number>> = {
  dezan: 2,
  twazan: 3,
  katran: 4,
  senkan: 5,
  sizan: 6,
  setan: 7,
  uitan: 8,
  dizan: 10,
  ventan: 20,
};

function months(list: string): readonly (readonly string[])[] {
  return list.split(' ').map((names) => names.split(','));
}

function numbers(list: string, more: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const counted = list.split(' ').flatMap((names, index) => names.split(',').map((name) => [name, index + 1] as const));
  return { ...Object.fromEntries(counted), ...more };
}
