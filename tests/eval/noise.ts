/** The bank's rows as people type them in a hurry. The same row always comes out the same. */
import { createHash } from 'node:crypto';
import type { Language } from '../../src/core/language.ts';
import { seededRandom } from '../../src/dev/random.ts';
import type { Random } from '../../src/dev/random.ts';
import { ABBREVIATIONS } from './abbreviations.ts';
import { splitOf } from './question-bank.ts';
import type { Row } from './question-bank.ts';

/** One word for certain, and each other with this chance. */
const TYPO_CHANCE = 0.25;
const SHORTEST_MISSPELT = 4;
const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

export interface Noise {
  readonly name: string;
  /** Whether the message stays in one language. */
  readonly oneLanguage: boolean;
  readonly apply: (row: Row) => Row;
}

/** Chance that belongs to a row, whatever other rows there are. */
function randomOf(row: Row, use: string): Random {
  return seededRandom(createHash('sha256').update(`${use} ${row.id}`).digest().readUInt32BE());
}

export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}

function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

function neighbourOf(letter: string, random: Random): string {
  const keys = KEYBOARD.find((line) => line.includes(letter)) ?? letter;
  const at = keys.indexOf(letter);
  return keys[at + (random() < 0.5 ? -1 : 1)] ?? letter;
}

/** Leaves a letter out, doubles it, swaps it with the next or hits the key beside it. The first letter stays. */
function misspell(word: string, random: Random): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
  const edits = [
    () => before + after,
    () => before + letter + letter + after,
    () => before + after.charAt(0) + letter + after.slice(1),
    () => before + neighbourOf(letter, random) + after,
  ];
  return pick(edits, random)?.() ?? word;
}

export function withTypos(text: string, random: Random): string {
  const words = text.split(' ');
  const long = words.flatMap((word, index) => (word.length >= SHORTEST_MISSPELT ? [index] : []));
  const sure = pick(long, random);
  return words
    .map((word, index) =>
      index === sure || (long.includes(index) && random() < TYPO_CHANCE) ? misspell(word, random) : word,
    )
    .join(' ');
}

/** Shortens what can be shortened, and leaves accents and signs out, as on a phone. */
export function inSmsWords(text: string, language: Language): string {
  const short: Readonly<Record<string, string>> = ABBREVIATIONS[language];
  const plain = withoutAccents(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}$?]+/gu, ' ')
    .trim();
  const keys = Object.keys(short).sort((one, other) => other.length - one.length);
  const known = new RegExp(`(?<![\\p{L}\\p{N}])(?:${keys.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
  return plain.replaceAll(known, (words) => short[words] ?? words);
}

/**
 * The first half of the row's words, then the second half of a question of another language that wants the same: of
 * the same scenario where there is one, else of the same kind, else any. A row without such a partner stays as it is.
 */
function inTwoLanguages(row: Row, bank: readonly Row[]): Row {
  const partners = bank.filter(
    (other) => other.language !== row.language && other.gold === row.gold && splitOf(other) === splitOf(row),
  );
  const preferred = [
    partners.filter(({ id, kind }) => id.slice(2) === row.id.slice(2) && kind === row.kind),
    partners.filter(({ kind }) => kind === row.kind),
    partners,
  ].find((choice) => choice.length > 0);
  const partner = pick(preferred ?? [], randomOf(row, 'switch'));
  if (partner === undefined) return row;
  const words = row.text.split(' ');
  const others = partner.text.split(' ');
  const text = [...words.slice(0, Math.ceil(words.length / 2)), ...others.slice(Math.floor(others.length / 2))].join(
    ' ',
  );
  return { ...row, text, also: [...new Set([...row.also, ...partner.also])] };
}

/** All kinds of noise, each with the rows it finds partners among. */
export function noisesOf(bank: readonly Row[]): readonly Noise[] {
  const typos = (row: Row): Row => ({ ...row, text: withTypos(row.text, randomOf(row, 'typos')) });
  const sms = (row: Row): Row => ({ ...row, text: inSmsWords(row.text, row.language) });
  const accents = (row: Row): Row => ({ ...row, text: withoutAccents(row.text) });
  return [
    { name: 'none', oneLanguage: true, apply: (row) => row },
    { name: 'no accents', oneLanguage: true, apply: accents },
    { name: 'typos', oneLanguage: true, apply: typos },
    { name: 'SMS words', oneLanguage: true, apply: sms },
    { name: 'two languages', oneLanguage: false, apply: (row) => inTwoLanguages(row, bank) },
    { name: 'accents, typos, SMS', oneLanguage: true, apply: (row) => typos(sms(accents(row))) },
  ];
}
