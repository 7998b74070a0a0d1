/** Prices as people write them: "$800", "3 mil dólares", "500 USD", "tres mil dólares", "cobra 8000". */

export interface PriceWords {
  /** Before or after a number: "$". */
  readonly symbols: readonly string[];
  /** After a number: "dólares". */
  readonly currencies: readonly string[];
  /** "mil", "k". */
  readonly thousands: readonly string[];
  readonly number_words: readonly string[];
  /** Before a bare number: "cobra 8000". */
  readonly asking: readonly string[];
}

/** Longer texts are read to here. */
const MAX_READ_CHARACTERS = 4_096;
const MAX_PRICE_CHARACTERS = 60;

/** Up to nine digits, or groups of three: more is a telephone number and no price. */
const NUMBER = String.raw`\p{Nd}{1,3}(?:[., ]\p{Nd}{3}){1,3}(?:[.,]\p{Nd}{1,2})?|\p{Nd}{1,9}(?:[.,]\p{Nd}{1,2})?`;
/** Without a currency: no year, and not so short or so long that it counts people or is a telephone number. */
const BARE_NUMBER = String.raw`\p{Nd}{1,3}(?:[.,]\p{Nd}{3}){1,2}|(?!20[12]\p{Nd}(?!\p{Nd}))\p{Nd}{3,6}`;
const START = String.raw`(?<![\p{L}\p{N}$€])(?<!\p{N}[.,])`;
const END = String.raw`(?![\p{L}\p{N}])`;

/** @returns a function that gives the first price of a text, as it was written, or null */
export function createPriceReader(words: PriceWords): (text: string) => string | null {
  const [symbol, currency, thousand, word, asking] = [
    oneOf(words.symbols),
    oneOf(words.currencies),
    oneOf(words.thousands),
    oneOf([...words.number_words, ...words.thousands]),
    oneOf(words.asking),
  ];
  const amount = `(?:${NUMBER})(?: ?${thousand}${END})?`;
  const inWords = `${word}(?: (?:y |e |and |et )?${word}){0,5}`;
  const unit = `(?: (?:de |d'|d’)?${currency}${END}| ?${currency}${END}| ?${symbol}${END})`;
  const written = new RegExp(
    `${START}(?:${symbol} ?${amount}${END}(?: ${currency}${END})?|${amount}${unit}|${inWords}${unit})`,
    'iu',
  );
  const bare = `(?:${BARE_NUMBER})(?: ?${thousand})?|\\p{Nd}{1,3} ?${thousand}`;
  const asked = new RegExp(`${START}${asking}(?: \\p{L}{1,6}){0,2} (?<price>${bare})${END}`, 'iu');
  return (text) => {
    const read = text.slice(0, MAX_READ_CHARACTERS).normalize('NFC').replaceAll(/\s+/gu, ' ');
    const found = written.exec(read)?.[0] ?? asked.exec(read)?.groups?.['price'];
    return found === undefined ? null : found.slice(0, MAX_PRICE_CHARACTERS).trim();
  };
}

/** The longest first: "US$" before "$". */
function oneOf(words: readonly string[]): string {
  const escaped = words.toSorted((left, right) => right.length - left.length).map((word) => RegExp.escape(word));
  return `(?:${escaped.join('|')})`;
}
