/**
 * What SMS through Twilio can do in each country, by Twilio's own pages. Two things hang on it: where a STOP cannot come
 * back nothing is sent unasked, and where long messages are not joined again a reply is one segment.
 */
import type { CountryCode } from '../../core/country.ts';
import type { SmsReach } from '../../core/desk.ts';
import type { Day } from '../../core/fact.ts';
import { originOf } from './calling-codes.ts';

/**
 * - `yes`: people answer to the number that wrote to them.
 * - `unsure`: Twilio says yes, but not with every sender; a number of another country is replaced, or we did not read it.
 * - `no`: what people answer goes nowhere. They reach us only by writing to our number themselves.
 */
export const TWO_WAY = ['yes', 'unsure', 'no'] as const;
export type TwoWay = (typeof TWO_WAY)[number];

export interface SmsCountry {
  readonly code: CountryCode;
  readonly twoWay: TwoWay;
  /** Whether a message of several segments arrives as one. */
  readonly joinsSegments: boolean;
  /** Whether a name may stand as the sender; null where Twilio's page was not read for it. A name cannot be answered. */
  readonly namedSender: boolean | null;
  /** Whether Twilio itself acts on STOP there, in English, before we hear of it. */
  readonly carrierStops: boolean;
  /** What an operator should know; empty when there is nothing. */
  readonly note: string;
  readonly source: string;
  /** The day on which the source was read. */
  readonly readOn: Day;
}

const READ_ON: Day = '2026-11-21';

type Row = Pick<SmsCountry, 'code' | 'twoWay'> & Partial<Omit<SmsCountry, 'source' | 'readOn'>>;

/** In the order of the way: north first. */
const ROWS: readonly Row[] = [
  {
    code: 'US',
    twoWay: 'yes',
    namedSender: false,
    carrierStops: true,
    note: 'Register the number (10DLC, or verify a toll-free one) before the first message.',
  },
  {
    code: 'CA',
    twoWay: 'yes',
    carrierStops: true,
    note: 'Carriers filter strictly: a short code or a verified toll-free number arrives best.',
  },
  {
    code: 'MX',
    twoWay: 'unsure',
    note: 'A number from abroad is replaced, so an answer does not come back; only a Mexican short code is truly two-way.',
  },
  {
    code: 'GT',
    twoWay: 'no',
    joinsSegments: false,
    note: 'The sender is replaced. Long messages are not joined.',
  },
  { code: 'SV', twoWay: 'no' },
  { code: 'HN', twoWay: 'no' },
  { code: 'NI', twoWay: 'no' },
  { code: 'CR', twoWay: 'no', joinsSegments: false, note: 'Parts of a long message arrive in any order.' },
  { code: 'CU', twoWay: 'no', joinsSegments: false },
  { code: 'HT', twoWay: 'no' },
  { code: 'CO', twoWay: 'unsure', note: 'Which senders can be answered was not read.' },
  {
    code: 'BR',
    twoWay: 'unsure',
    note: 'Which senders can be answered was not read. Several carriers replace accents, some cannot show Unicode.',
  },
  { code: 'AR', twoWay: 'unsure', note: 'Which senders can be answered was not read.' },
  { code: 'GF', twoWay: 'no', joinsSegments: false },
  { code: 'AG', twoWay: 'no' },
  { code: 'AS', twoWay: 'no' },
  { code: 'BM', twoWay: 'no' },
  { code: 'KY', twoWay: 'no' },
  { code: 'TC', twoWay: 'no' },
];

export const SMS_COUNTRIES: readonly SmsCountry[] = ROWS.map((row) => ({
  joinsSegments: true,
  namedSender: null,
  carrierStops: false,
  note: '',
  ...row,
  source: `https://www.twilio.com/en-us/guidelines/${row.code.toLowerCase()}/sms`,
  readOn: READ_ON,
}));

const BY_CODE: ReadonlyMap<CountryCode, SmsCountry> = new Map(SMS_COUNTRIES.map((country) => [country.code, country]));

/**
 * Null for a country whose page was not read.
 *
 * @param phone - E.164 with its plus sign
 */
export function smsCountryOf(phone: string): SmsCountry | null {
  const { country } = originOf(phone);
  return country === null ? null : (BY_CODE.get(country) ?? null);
}

/** The same for agents; null as above. */
export function smsReachOf(phone: string): SmsReach | null {
  const country = smsCountryOf(phone);
  return country === null ? null : { maxSegments: maxSegmentsTo(phone), twoWay: country.twoWay };
}

/** Whether somebody there could end what we send unasked. Where nobody has read it, they could not. */
export function canStopBySms(phone: string): boolean {
  return smsCountryOf(phone)?.twoWay === 'yes';
}

/** How many segments arrive as one message. */
export function maxSegmentsTo(phone: string): 1 | 2 {
  return smsCountryOf(phone)?.joinsSegments === false ? 1 : 2;
}
