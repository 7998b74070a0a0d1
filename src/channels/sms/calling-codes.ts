/**
 * Which country a telephone number is of, by its longest known prefix. A small table: the Americas, where people write
 * from, and where many of them come from. Of all others only the calling code is known.
 *
 * Source: the numbering data of libphonenumber (npm libphonenumber-js 1.13.16, read 2026-11-21), which follows ITU-T E.164
 * and the North American Numbering Plan.
 */
import type { CountryCode } from '../../core/country.ts';

export interface NumberOrigin {
  /** Null where this table does not know the country. */
  readonly country: CountryCode | null;
  /** The country, else the calling code with its plus sign: what counts as one place when money is counted. */
  readonly prefix: string;
}

/** @param phone - E.164 with its plus sign */
export function originOf(phone: string): NumberOrigin {
  const digits = phone.slice(1);
  for (let length = LONGEST_PREFIX; length > 0; length -= 1) {
    const country = PREFIXES.get(digits.slice(0, length));
    if (country !== undefined) return { country, prefix: country };
  }
  return { country: null, prefix: `+${digits.slice(0, callingCodeLength(digits))}` };
}

/**
 * Numbers behind which nobody waits for an answer, or whose answer somebody earns money by: premium rate (+1 900, +1 xxx
 * 976, +979), satellite and network numbers that belong to no country (+870, +878, +881 to +883, +888), free and shared
 * cost (+800, +808).
 */
export function isNobodysNumber(phone: string): boolean {
  return /^\+(?:1900|1\d{3}976|8(?:00|08|7[08]|8[1238])|979)/.test(phone);
}

/** One calling code for many countries: each has its area codes, and what is in none of these lists is the United States. */
const NORTH_AMERICAN_AREAS: Readonly<Record<CountryCode, string>> = {
  CA: `204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468 474 506 514 519
       548 579 581 584 587 600 604 613 622 633 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905
       942`,
  PR: '787 939',
  DO: '809 829 849',
  JM: '658 876',
  AG: '268',
  AI: '264',
  AS: '684',
  BB: '246',
  BM: '441',
  BS: '242',
  DM: '767',
  GD: '473',
  GU: '671',
  KN: '869',
  KY: '345',
  LC: '758',
  MP: '670',
  MS: '664',
  SX: '721',
  TC: '649',
  TT: '868',
  VC: '784',
  VG: '284',
  VI: '340',
};

const CALLING_CODES: Readonly<Record<CountryCode, string>> = {
  US: '1',
  // Along the way and to the south of it.
  MX: '52',
  BZ: '501',
  GT: '502',
  SV: '503',
  HN: '504',
  NI: '505',
  CR: '506',
  PA: '507',
  HT: '509',
  CU: '53',
  AR: '54',
  BR: '55',
  CL: '56',
  CO: '57',
  VE: '58',
  PE: '51',
  BO: '591',
  GY: '592',
  EC: '593',
  GF: '594',
  PY: '595',
  SR: '597',
  UY: '598',
  // Other countries that many people on the way come from, or have family in.
  AO: '244',
  BD: '880',
  BF: '226',
  CD: '243',
  CG: '242',
  CI: '225',
  CM: '237',
  CN: '86',
  DE: '49',
  ER: '291',
  ES: '34',
  ET: '251',
  FR: '33',
  GB: '44',
  GH: '233',
  GN: '224',
  IN: '91',
  IT: '39',
  ML: '223',
  MR: '222',
  NG: '234',
  NP: '977',
  PK: '92',
  PT: '351',
  SN: '221',
  SO: '252',
  TR: '90',
  UA: '380',
  UZ: '998',
  AF: '93',
};

const PREFIXES: ReadonlyMap<string, CountryCode> = new Map([
  ...Object.entries(CALLING_CODES).map(([country, code]) => [code, country] as const),
  ...Object.entries(NORTH_AMERICAN_AREAS).flatMap(([country, areas]) =>
    areas.split(/\s+/).map((area) => [`1${area}`, country] as const),
  ),
]);

const LONGEST_PREFIX = Math.max(...[...PREFIXES.keys()].map(({ length }) => length));

/** Calling codes of one and of two digits; all others have three. */
const SHORT_CODES = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

function callingCodeLength(digits: string): number {
  return SHORT_CODES.exec(digits)?.[0].length ?? 3;
}
