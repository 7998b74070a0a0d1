/**
 * Looks for people's numbers, names and words in what a service wrote: as they are, and decoded from base64, hex, URL
 * and JSON escapes, reversed, and with separators between the digits.
 */

/** @returns which of the canaries were found, and how they were hidden */
export function findCanaries(text: string, canaries: readonly string[]): readonly string[] {
  const readings = readAllWays(text);
  const digits = joinDigits(text);
  return canaries.flatMap((canary) => {
    const found = readings
      .filter(({ words }) => words.includes(canary.toLowerCase()))
      .map(({ way }) => `${way}: ${canary}`);
    const number = canary.replaceAll(/\D/g, '');
    const isNumber = number.length >= 10 && /^[+\d\s().-]+$/.test(canary);
    return isNumber && digits.includes(number) ? [...found, `digits: ${canary}`] : found;
  });
}

interface Reading {
  readonly way: string;
  readonly words: string;
}

function readAllWays(text: string): readonly Reading[] {
  const plain: readonly (readonly [string, string])[] = [
    ['plain', text],
    ['reversed', text.split('').toReversed().join('')],
    ['url', decodeUrl(text)],
    ['escapes', decodeEscapes(text)],
    ['base64', decodeTokens(text, /[A-Za-z0-9+/_-]{8,}={0,2}/g, decodeBase64)],
    ['hex', decodeTokens(text, /(?:[0-9a-fA-F]{2}){6,}/g, (token) => Buffer.from(token, 'hex').toString('latin1'))],
  ];
  return plain.map(([way, words]) => ({ way, words: words.toLowerCase() }));
}

function decodeTokens(text: string, pattern: RegExp, decode: (token: string) => string): string {
  return [...text.matchAll(pattern)].map(([token]) => decode(token)).join('\n');
}

/** A token may begin in the middle of a longer word, so each of the four alignments is tried, as text and as UTF-8. */
function decodeBase64(token: string): string {
  return [0, 1, 2, 3]
    .map((start) => Buffer.from(token.slice(start), 'base64'))
    .flatMap((bytes) => [bytes.toString('latin1'), bytes.toString('utf8')])
    .join('\n');
}

function decodeUrl(text: string): string {
  return text.replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (escaped) =>
    Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

function decodeEscapes(text: string): string {
  return text.replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

function joinDigits(text: string): string {
  return text.replaceAll(/(?<=\d)[\s().-]{1,2}(?=\d)/g, '');
}
