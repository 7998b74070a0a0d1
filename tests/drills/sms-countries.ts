/** What SMS can do where, as a table of Markdown; a test holds README and docs/sms.md to it. */
import { SMS_COUNTRIES } from '../../src/channels/sms/countries.ts';
import type { SmsCountry, TwoWay } from '../../src/channels/sms/countries.ts';

const NAMES = new Intl.DisplayNames('en', { type: 'region' });

const ANSWERS: Readonly<Record<TwoWay, string>> = { yes: 'yes', unsure: 'not sure', no: 'no' };

export function countryTable(): string {
  return textTable(['country', 'answers reach us', 'long messages', 'STOP', 'to know'], SMS_COUNTRIES.map(toRow));
}

/** The same in short, of the countries on the way: for README. */
export function shortCountryTable(): string {
  const rows = SMS_COUNTRIES.filter(({ code }) => ON_THE_WAY.includes(code)).map((country) => [
    NAMES.of(country.code) ?? country.code,
    ANSWERS[country.twoWay],
    country.joinsSegments ? 'two segments' : 'one segment',
    country.twoWay === 'yes' ? 'yes' : 'no',
  ]);
  return textTable(['country', 'answers reach us', 'a message has at most', 'alerts'], rows);
}

const ON_THE_WAY: readonly string[] = ['US', 'CA', 'MX', 'GT', 'SV', 'HN', 'NI', 'CR', 'CU', 'HT', 'CO'];

/** Every column to the left, as the formatter leaves it. */
function textTable(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(3, title.length, ...body.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function toRow({
  code,
  twoWay,
  joinsSegments,
  namedSender,
  carrierStops,
  note,
  source,
}: SmsCountry): readonly string[] {
  return [
    `[${NAMES.of(code) ?? code}](${source})`,
    ANSWERS[twoWay],
    joinsSegments ? 'arrive as one' : 'arrive in pieces: one segment is sent',
    carrierStops ? 'Twilio acts on it, then Faro' : 'Faro acts on it',
    [note, ...(namedSender === false ? ['A name cannot be the sender.'] : [])].filter((part) => part !== '').join(' '),
  ];
}
