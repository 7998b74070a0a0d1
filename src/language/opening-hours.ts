/** Opening hours as people say them, short enough for one line. Written out here like the days of `dates.ts`. */
import type { Language } from '../core/language.ts';
import { WEEKDAYS } from '../core/place.ts';
import type { OpeningHours, Weekday } from '../core/place.ts';

type Weekly = Extract<OpeningHours, { kind: 'weekly' }>;

const DAYS = {
  es: nameDays('lun mar mié jue vie sáb dom'),
  en: nameDays('Mon Tue Wed Thu Fri Sat Sun'),
  pt: nameDays('seg ter qua qui sex sáb dom'),
  fr: nameDays('lun mar mer jeu ven sam dim'),
  ht: nameDays('len mad mèk jed van sam dim'),
} as const satisfies Record<Language, Readonly<Record<Weekday, string>>>;

const NOON = 12;

/** @example formatWeeklyHours('es', { kind: 'weekly', days: ['mon', 'tue', 'wed'], from: '08:00', to: '17:00' }) // 'lun-mié 8:00-17:00' */
export function formatWeeklyHours(language: Language, { days, from, to }: Weekly): string {
  const spans = spansOf(days).map((span) => nameSpan(language, span));
  return `${spans.join(', ')} ${formatTime(language, from)}-${formatTime(language, to)}`;
}

/** Days that follow each other, in the week's order: a week that is open from Saturday to Monday is two spans. */
function spansOf(days: readonly Weekday[]): readonly (readonly Weekday[])[] {
  const spans: Weekday[][] = [];
  let last = -1;
  for (const [index, day] of WEEKDAYS.entries()) {
    if (!days.includes(day)) continue;
    if (last === index - 1 && spans.length > 0) spans.at(-1)?.push(day);
    else spans.push([day]);
    last = index;
  }
  return spans;
}

function nameSpan(language: Language, span: readonly Weekday[]): string {
  const names = span.map((day) => DAYS[language][day]);
  const [first = '', last = first] = [names[0], names.at(-1)];
  if (names.length === 1) return first;
  return names.length === 2 ? `${first}, ${last}` : `${first}-${last}`;
}

/** Twelve hours in English, twenty-four in the others; `24:00` is midnight as an end. */
function formatTime(language: Language, time: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const rest = String(minutes).padStart(2, '0');
  if (language !== 'en') return `${hours}:${rest}`;
  const hour = hours % NOON === 0 ? NOON : hours % NOON;
  return `${hour}:${rest} ${hours % (2 * NOON) < NOON ? 'am' : 'pm'}`;
}

function nameDays(names: string): Readonly<Record<Weekday, string>> {
  const list = names.split(' ');
  // The tests read every day of every language.
  return Object.fromEntries(WEEKDAYS.map((day, index) => [day, list[index] ?? ''])) as Record<Weekday, string>;
}
