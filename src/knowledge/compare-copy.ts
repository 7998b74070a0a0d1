/**
 * Whether a text that somebody was passed is what we said, word for word.
 *
 * What the way from phone to phone does to a text does not count: capitals, accents, line breaks, other quotation marks,
 * invisible signs, bold and quoted lines, the sender's name before a copied message. Everything else does, punctuation
 * too: "No, pague" and "No pague" are two things, and so are two addresses with a full stop and a slash.
 */

export interface OurWords {
  /** What we say of it, each way: per language and channel. */
  readonly texts: readonly string[];
  /** The lines that stand around it in our own messages: source, date, warnings, greeting. */
  readonly around: readonly string[];
  /** What may be picked under it; by SMS with a number before it. */
  readonly titles: readonly string[];
}

/**
 * - `alone`: nothing but, at most, our own lines.
 * - `verbatim`: the whole of one of our texts, and nothing but our own lines beside it.
 * - `changed`: a good part of one of our texts, with something else, more or less.
 * - `others`: other words.
 */
export type CopyVerdict = 'alone' | 'verbatim' | 'changed' | 'others';

type Words = readonly string[];

/** Of one of our texts, to be taken for a copy of it. */
const MIN_SHARE_OF_OURS = 0.4;
/** Of what was written, when it is a piece of ours. */
const MIN_SHARE_OF_THEIRS = 0.6;
const MIN_WORDS = 6;

/** Stands for the code in a copy, so that what was apart does not come together. */
export const CODE_PLACE = 'farocode';

/** @param copy - what was passed on, with `CODE_PLACE` for its code */
export function compareCopy(copy: string, ours: OurWords): CopyVerdict {
  const words = wordsOf(copy);
  const around = ours.around.map(wordsOf).filter((line) => line.length > 0);
  const titles = ours.titles.map(wordsOf).filter((line) => line.length > 0);
  if (isOurs(words, around, titles)) return 'alone';
  const texts = ours.texts.map(wordsOf);
  const whole = withoutPageLines(words, around);
  const isVerbatim = texts.some((text) => [words, whole].some((said) => says(said, text, around, titles)));
  if (isVerbatim || isFoldedCopy(copy, ours.texts)) return 'verbatim';
  return texts.some((text) => isMostly(words, text)) ? 'changed' : 'others';
}

/** Whether the text stands there in one piece, and all before and after it is ours too. */
function says(words: Words, text: Words, around: readonly Words[], titles: readonly Words[]): boolean {
  const starts = words.flatMap((_, start) => (stands(words, text, start) ? [start] : []));
  return starts.some(
    (start) =>
      isOurs(words.slice(0, start), around, titles) && isOurs(words.slice(start + text.length), around, titles),
  );
}

function stands(words: Words, text: Words, start: number): boolean {
  return text.every((word, index) => words[start + index] === word);
}

/** Whether the words are our own lines, one after the other. */
function isOurs(words: Words, around: readonly Words[], titles: readonly Words[]): boolean {
  const reached = new Set([0]);
  for (const [start, word] of words.entries()) {
    if (!reached.has(start)) continue;
    for (const line of around) if (stands(words, line, start)) reached.add(start + line.length);
    const numbered = /^\d{1,2}$/.test(word) ? start + 1 : start;
    for (const title of titles) if (stands(words, title, numbered)) reached.add(numbered + title.length);
  }
  return reached.has(words.length);
}

/** A long answer by SMS is cut into pages: their last lines may stand in the middle of the text. */
function withoutPageLines(words: Words, around: readonly Words[]): Words {
  const pageLines = around
    .filter((line) => line.at(-1) === PAGE_OF)
    .toSorted((one, other) => other.length - one.length);
  const kept: string[] = [];
  let start = 0;
  while (start < words.length) {
    const line = pageLines.find((candidate) => stands(words, candidate, start));
    if (line === undefined) kept.push(words[start] ?? '');
    start += line?.length ?? 1;
  }
  return kept;
}

/** Copied by hand on a phone without signs: all punctuation is gone, and none was put elsewhere. */
function isFoldedCopy(copy: string, texts: readonly string[]): boolean {
  if (/[\p{P}\p{S}]/u.test(copy)) return false;
  const plain = wordsOf(copy.replaceAll(CODE_PLACE, ' ')).join(' ');
  return plain !== '' && texts.some((text) => wordsOf(text.replaceAll(/[\p{P}\p{S}]+/gu, ' ')).join(' ') === plain);
}

function isMostly(words: Words, text: Words): boolean {
  const left = new Map<string, number>();
  for (const word of text) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    shared += 1;
    left.set(word, count - 1);
  }
  const isPiece = words.length >= MIN_WORDS && shared >= words.length * MIN_SHARE_OF_THEIRS;
  return isPiece || shared >= text.length * MIN_SHARE_OF_OURS;
}

/** Instead of "(1/2)", whichever page it was. */
const PAGE_OF = '(n/n)';

const QUOTED = /^[ \t]*(?:>[ \t]?)+/gm;
/** "[21/11/26, 10:15] Faro: ", as WhatsApp writes before each of several messages that are copied together. */
const SENDER = /^\[[\d/.,:\s\-apm]{6,30}\]\s(?:faro|\+?[\d\s().-]{7,20}):\s/gim;
/** Accents over, under and beside letters. A stroke through a letter is not here: it takes back what it strikes. */
const ACCENTS = /[\u0300-\u0315\u031B\u0323-\u0328]/g;
/** Joiners, marks of direction, soft hyphens. What turns the order of letters round is not here: it changes what is read. */
const INVISIBLE = /\u00AD|[\u200B-\u200F]|\u2060|\uFE0E|\uFE0F|\uFEFF/g;

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚‛′´ʼʻ]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/[‐‑‒–—―−•·]/g, '-'],
  [/…/g, '...'],
  [/º/g, 'o'],
  [/ª/g, 'a'],
  [/œ/g, 'oe'],
  [/æ/g, 'ae'],
  [/[*`]/g, ''],
];

function wordsOf(text: string): Words {
  let plain = text.replaceAll(QUOTED, '').normalize('NFD').replaceAll(SENDER, '');
  plain = plain.replaceAll(ACCENTS, '').replaceAll(INVISIBLE, '').toLowerCase();
  for (const [signs, replacement] of REPLACEMENTS) plain = plain.replaceAll(signs, replacement);
  return plain
    .split(/\s+/)
    .map((word) => word.replace(/^_+|_+$/g, '').replace(/^\(\d\/\d\)$/, PAGE_OF))
    .filter((word) => word !== '');
}
