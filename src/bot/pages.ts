/**
 * A turn never costs more than two segments of SMS, or one where a network does not join them again. What is longer is
 * cut into pages: the first is sent, the rest waits for the word MORE. Numbers that stand on a later page can be picked
 * from the first one on.
 *
 * Where to cut: between lines, so that an answer stays with its code, and a question with what may be picked; else after a
 * sentence; else between words. No part of an answer is sent without its source and its date: they are said on the page on
 * which it begins, and again where they stand.
 */
import type { Rest, Together } from '../../dialogs/talk.ts';
import { SEGMENT_UNITS } from '../channels/sms/limits.ts';
import { writeSms } from '../channels/sms/render.ts';
import { countSegments } from '../channels/sms/segments.ts';
import type { Reply } from '../core/reply.ts';

export const MAX_PAGE_SEGMENTS = 2;

export interface PageStyle {
  /** As in the channel that sends it: accents that would double the price are left out. */
  readonly transliterate: boolean;
  /** What one page may cost; {@link MAX_PAGE_SEGMENTS} where nothing is said. */
  readonly maxSegments?: 1 | 2;
  /** The last line of a page that is not the last: "MORE: read on (1/2)". */
  readonly moreLine: (page: number, pages: number) => string;
}

interface Cut {
  readonly page: string;
  readonly rest: string;
}

export interface Page {
  readonly reply: Reply;
  readonly rest: Rest | null;
}

/**
 * @param pagesSent - of the same text, before this one
 * @param together - what must not be read without what
 */
export function takePage(reply: Reply, pagesSent: number, style: PageStyle, together: Together | null = null): Page {
  const body = writeSms(reply, style);
  if (fits(body, style)) return { reply, rest: null };
  const line = (page: number, pages: number): string => `\n${write(style.moreLine(page, pages), style)}`;
  const widest = line(10, 10); // the room is kept for it, so that every line fits
  const whole = together && writeAll(together, style);
  const { page, rest } = cutTogether(body, widest, whole, style);
  const later = whole !== null && rest.includes(whole.start) ? whole : null;
  const pages = pagesSent + 1 + countPages(rest, widest, later, style);
  const text = page + line(pagesSent + 1, pages);
  const unread: Rest = { text: rest, pagesSent: pagesSent + 1, ...(later === null ? {} : { together: later }) };
  return { reply: { kind: 'text', text }, rest: unread };
}

function writeAll({ start, end, endApart }: Together, style: PageStyle): Together {
  return { start: write(start, style), end: write(end, style), endApart: write(endApart, style) };
}

function cutTogether(body: string, line: string, together: Together | null, style: PageStyle): Cut {
  const cut = cutPage(body, line, style);
  const start = together === null ? -1 : body.indexOf(together.start);
  if (together === null || start === -1 || cut.page.length <= start || cut.page.includes(together.end)) return cut;
  const end = `\n${together.endApart}`;
  const { page, rest } = cutPage(body, end + line, style, start + 1);
  return { page: page.length > start ? page + end : page, rest };
}

function write(text: string, style: PageStyle): string {
  return writeSms({ kind: 'text', text }, style);
}

/** In the steps in which they will be read: a text without its one foreign letter is written with fewer accents. */
function countPages(text: string, line: string, together: Together | null, style: PageStyle): number {
  let pages = 1;
  let rest = write(text, style);
  while (!fits(rest, style)) {
    rest = write(cutTogether(rest, line, together, style).rest, style);
    pages += 1;
  }
  return pages;
}

function fits(text: string, { maxSegments = MAX_PAGE_SEGMENTS }: PageStyle): boolean {
  return countSegments(text).segments <= maxSegments;
}

/**
 * @param line - stands under the page and takes its room
 * @param least - the page is no shorter, if there is room for so much
 */
function cutPage(body: string, line: string, style: PageStyle, least = 1): Cut {
  const longest = findLongest(body, line, style);
  const filled = Math.max(longest * MIN_FILLED, least);
  const cut =
    lastCut(body, LINE_END, filled, longest) ??
    lastCut(body, SENTENCE_END, filled, longest) ??
    lastCut(body, ANY_LINE_END, filled, longest) ??
    lastCut(body, SPACE, least, longest) ??
    longest;
  return { page: body.slice(0, cut).trimEnd(), rest: body.slice(cut).trimStart() };
}

/** A page that is cut at a better place may be this much emptier. */
const MIN_FILLED = 0.5;
/** Not before the numbered lines of a menu: they stay with their question. */
const LINE_END = /\n+(?!\n|\d{1,2} )/g;
/** A sentence ends with a word or number before its full stop, not with "EE. UU." or "U.S.". */
const SENTENCE_END = /(?<=(?:[\p{L}\p{N}]{3}|\p{N}|[)"'])[.!?]["')]?)\s/gu;
/** A long menu is cut between its lines rather than within one. */
const ANY_LINE_END = /\n/g;
const SPACE = /\s/g;

/** Where the last match begins between these two places, or null. */
function lastCut(text: string, pattern: RegExp, from: number, to: number): number | null {
  const matches = [...text.matchAll(pattern)].filter(({ index }) => index >= from && index <= to);
  return matches.at(-1)?.index ?? null;
}

/** No alphabet puts more characters into a page. */
const MAX_PAGE_CHARACTERS = MAX_PAGE_SEGMENTS * SEGMENT_UNITS['GSM-7'].alone;

/** The most characters of the beginning that fit with the line. More never take less room, so halving finds it. */
function findLongest(body: string, line: string, style: PageStyle): number {
  let good = 1;
  let bad = Math.min(body.length, MAX_PAGE_CHARACTERS) + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fits(body.slice(0, middle) + line, style)) good = middle;
    else bad = middle;
  }
  return /[\uD800-\uDBFF]/.test(body.charAt(good - 1)) ? good - 1 : good;
}
