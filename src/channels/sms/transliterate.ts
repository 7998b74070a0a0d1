/**
 * Writes a text with the letters that cost 7 bits each. One `á` doubles the price of a Spanish SMS; people who text
 * leave such accents out themselves. `é ñ ü ¿ ¡ à è ì ò ù` are in the alphabet and stay.
 */
import { isGsm7 } from './gsm7.ts';

/**
 * What Unicode's own decompositions do not know, or would get wrong. `ç` is not here: it decomposes to `c`, which is
 * what people write; the alphabet's capital `Ç` inside a small word would look like a mistake.
 */
const REPLACEMENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // Quotes and apostrophes, with those of Mayan and Haitian spelling
    ...each('‘’‚‛′`´ʼʻʽʾʿʹˈꞌꞋ‹›', "'"),
    ...each('“”„‟″«»', '"'),
    // Dashes, bullets and the dot between words
    ...each('‐‑‒–—―−•‣▪●◦∙·■►▶', '-'),
    '…': '...',
    // Signs that carry meaning
    ...each('→➜➡⇒', '->'),
    ...each('←⬅⇐', '<-'),
    '×': 'x',
    '÷': '/',
    '⁄': '/',
    '≤': '<=',
    '≥': '>=',
    '≠': '=/=', // its decomposition drops the stroke and says the opposite
    '≈': '~',
    '±': '+/-',
    '¢': 'c',
    '©': '(c)',
    '®': '(R)',
    µ: 'u',
    '¦': '|',
    // Letters that are no accent away from a plain one: French, African and Mesoamerican spelling among them
    œ: 'oe',
    Œ: 'OE',
    ẞ: 'SS',
    ...each('đðɗ', 'd'),
    ...each('ĐÐƊ', 'D'),
    ...each('łƚ', 'l'),
    ...each('ŁȽ', 'L'),
    ...each('ħ', 'h'),
    ...each('Ħ', 'H'),
    ...each('ıɨ', 'i'),
    ...each('Ɨ', 'I'),
    ...each('ʉ', 'u'),
    ...each('Ʉ', 'U'),
    ...each('ɛəǝ', 'e'),
    ...each('ƐƏƎ', 'E'),
    ...each('ɔ', 'o'),
    ...each('Ɔ', 'O'),
    ...each('ɓƀ', 'b'),
    ...each('ƁɃ', 'B'),
    ...each('ƙĸ', 'k'),
    ...each('Ƙ', 'K'),
    ...each('ƴ', 'y'),
    ...each('Ƴ', 'Y'),
    ...each('ŋɲ', 'n'),
    ...each('ŊƝ', 'N'),
    ...each('ŧ', 't'),
    ...each('Ŧ', 'T'),
    ...each('ƒ', 'f'),
    ...each('þ', 'th'),
    ...each('Þ', 'Th'),
    // White space that is not a space
    '\t': ' ',
    '\u2028': '\n',
    '\u2029': '\n',
  }),
);

function each(characters: string, replacement: string): Record<string, string> {
  return Object.fromEntries(Array.from(characters, (character) => [character, replacement]));
}

const SPACE = /^\p{Zs}$/u;
/** Accents left over, emoji and other pictures, their joiners, control characters: the sentence says the same without. */
const ORNAMENT = /^[\p{M}\p{So}\p{Sk}\p{C}]$/u;
const LATIN_LETTER = /^\p{Script=Latin}$/u;
/** ½, ², ①: a number made of these must not grow together with the digit before it. */
const NUMBER_SIGN = /^\p{No}$/u;

/**
 * Maps a text onto the GSM-7 alphabet, keeping what it says.
 *
 * A text with letters, currency or mathematical signs that have no counterpart comes back as it was (composed): it is
 * sent as UCS-2, because a dear message is better than question marks or an amount without its currency.
 *
 * @returns GSM-7 for everything in Latin script; the same again when applied twice
 * @example toGsm7('Está aquí: “niños” 👋') // 'Esta aqui: "niños"'
 */
export function toGsm7(text: string): string {
  const composed = text.normalize('NFC');
  if (isGsm7(composed)) return composed;
  let written = '';
  for (const character of composed) {
    const counterpart = findCounterpart(character);
    if (counterpart === null) return composed;
    const wouldJoin = NUMBER_SIGN.test(character) && /[0-9]$/.test(written);
    written += wouldJoin ? ` ${counterpart}` : counterpart;
  }
  return tidySpaces(written);
}

function findCounterpart(character: string): string | null {
  if (isGsm7(character)) return character;
  const replacement = REPLACEMENTS.get(character);
  if (replacement !== undefined) return replacement;
  if (SPACE.test(character)) return ' ';
  const decomposed = character.normalize('NFKD');
  const joined = decomposed === character ? null : joinCounterparts(decomposed);
  if (joined !== null) return joined;
  if (ORNAMENT.test(character)) return '';
  return LATIN_LETTER.test(character) ? '?' : null;
}

function joinCounterparts(decomposed: string): string | null {
  let joined = '';
  for (const character of decomposed) {
    const counterpart = findCounterpart(character);
    if (counterpart === null) return null;
    joined += counterpart;
  }
  return joined;
}

/** A picture that was dropped leaves a gap behind. */
function tidySpaces(text: string): string {
  return text.replace(/ {2,}/g, ' ').replace(/^ | $/gm, '');
}
