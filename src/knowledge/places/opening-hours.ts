/** Opening hours as editors write them: `always`, or days and times like `Mon-Fri 08:00-17:00`. */
import { WEEKDAYS } from '../../core/place.ts';
import type { OpeningHours, Weekday } from '../../core/place.ts';

const WRITTEN = /^(?<days>[A-Za-z,-]+) (?<from>\d\d:\d\d)-(?<to>\d\d:\d\d)$/;

/**
 * Days are single or joined by a hyphen, with commas in between: `Mon-Thu,Sat`. A span may go over Sunday (`Sun-Thu`), and
 * times over midnight (`18:00-07:00`), as night shelters do.
 *
 * @returns null when it is not written so
 */
export function parseOpeningHours(text: string): OpeningHours | null {
  if (text === 'always') return { kind: 'always' };
  const { days: span = '', from = '', to = '' } = WRITTEN.exec(text)?.groups ?? {};
  const days = parseDays(span);
  if (days === null || !isTime(from) || !(isTime(to) || to === '24:00') || from === to) return null;
  return { kind: 'weekly', days, from, to };
}

function parseDays(text: string): readonly Weekday[] | null {
  const spans = text.split(',').map(parseSpan);
  if (spans.some((span) => span.length === 0)) return null;
  const open = new Set(spans.flat());
  return WEEKDAYS.filter((day) => open.has(day));
}

/** @returns no day when it is none */
function parseSpan(text: string): readonly Weekday[] {
  const ends = text.split('-').map((name) => WEEKDAYS.findIndex((day) => day === name.toLowerCase()));
  const [first = -1, last = first, ...others] = ends;
  if (first < 0 || last < 0 || others.length > 0) return [];
  const count = ((last - first + WEEKDAYS.length) % WEEKDAYS.length) + 1;
  return [...WEEKDAYS, ...WEEKDAYS].slice(first, first + count);
}

function isTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
}
