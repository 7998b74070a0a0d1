/**
 * Moments as people say them: "mañana a las 9:00". Written out here like the days of `dates.ts`, for the same reason:
 * `Intl` knows no Haitian Creole.
 */
import type { Language } from '../core/language.ts';
import { WEEKDAYS } from '../core/place.ts';
import type { Weekday } from '../core/place.ts';
import { addDays, localTime, weekdayOf } from '../core/zoned-time.ts';
import { formatDayOfYear } from './dates.ts';

interface MomentWords {
  /** Of the clock, with what its language says before or after it. */
  readonly time: (hours: number, minutes: string) => string;
  readonly today: string;
  readonly tomorrow: string;
  readonly weekdays: Readonly<Record<Weekday, string>>;
  /** A day and a time that `time` wrote. */
  readonly at: (day: string, time: string) => string;
  /** A day of the calendar as it stands before a time. */
  readonly on: (day: string) => string;
}

const MINUTES_PER_HOUR = 60;
const NOON = 12;

const WORDS = {
  es: {
    time: (hours, minutes) => `${hours === 1 ? 'la' : 'las'} ${hours}:${minutes}`,
    today: 'hoy',
    tomorrow: 'mañana',
    weekdays: nameDays('el lunes, el martes, el miércoles, el jueves, el viernes, el sábado, el domingo'),
    at: (day, time) => `${day} a ${time}`,
    on: (day) => `el ${day}`,
  },
  en: {
    time: (hours, minutes) => `${hours % NOON === 0 ? NOON : hours % NOON}:${minutes} ${hours < NOON ? 'am' : 'pm'}`,
    today: 'today',
    tomorrow: 'tomorrow',
    weekdays: nameDays('on Monday, on Tuesday, on Wednesday, on Thursday, on Friday, on Saturday, on Sunday'),
    at: (day, time) => `${day} at ${time}`,
    on: (day) => `on ${day}`,
  },
  pt: {
    time: (hours, minutes) => `${hours === 1 ? 'à' : 'às'} ${hours}:${minutes}`,
    today: 'hoje',
    tomorrow: 'amanhã',
    weekdays: nameDays('na segunda, na terça, na quarta, na quinta, na sexta, no sábado, no domingo'),
    at: (day, time) => `${day} ${time}`,
    on: (day) => `em ${day}`,
  },
  fr: {
    time: (hours, minutes) => `${hours} h${minutes === '00' ? '' : ` ${minutes}`}`,
    today: "aujourd'hui",
    tomorrow: 'demain',
    weekdays: nameDays('lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche'),
    at: (day, time) => `${day} à ${time}`,
    on: (day) => `le ${day}`,
  },
  ht: {
    time: (hours, minutes) => `${hours}:${minutes}`,
    today: 'jodi a',
    tomorrow: 'demen',
    weekdays: nameDays('lendi, madi, mèkredi, jedi, vandredi, samdi, dimanch'),
    at: (day, time) => `${day} a ${time}`,
    on: (day) => day,
  },
} as const satisfies Record<Language, MomentWords>;

/** "On Monday" means the coming one for so many days; after that the date is said. */
const DAYS_BY_NAME = 6;

/**
 * A moment in the near future, by the clocks of a time zone. Which zone, is for the caller to say.
 *
 * @example formatMoment('es', opensAtMs, nowMs, 'America/Mexico_City') // 'mañana a las 9:00', 'el lunes a las 9:00'
 */
export function formatMoment(language: Language, atMs: number, nowMs: number, timeZone: string): string {
  const words: MomentWords = WORDS[language];
  return words.at(nameDay(language, atMs, nowMs, timeZone), formatTime(language, atMs, timeZone));
}

/**
 * The end of something that is going on: the time alone when it is today's.
 *
 * @example formatUntil('es', closesAtMs, nowMs, 'America/Mexico_City') // 'las 18:00', 'mañana a las 2:00'
 */
export function formatUntil(language: Language, atMs: number, nowMs: number, timeZone: string): string {
  const isToday = localTime(atMs, timeZone).day === localTime(nowMs, timeZone).day;
  return isToday ? formatTime(language, atMs, timeZone) : formatMoment(language, atMs, nowMs, timeZone);
}

function formatTime(language: Language, atMs: number, timeZone: string): string {
  const { minutes } = localTime(atMs, timeZone);
  const words: MomentWords = WORDS[language];
  return words.time(Math.floor(minutes / MINUTES_PER_HOUR), String(minutes % MINUTES_PER_HOUR).padStart(2, '0'));
}

function nameDay(language: Language, atMs: number, nowMs: number, timeZone: string): string {
  const { day } = localTime(atMs, timeZone);
  const today = localTime(nowMs, timeZone).day;
  const words: MomentWords = WORDS[language];
  if (day === today) return words.today;
  if (day === addDays(today, 1)) return words.tomorrow;
  if (day > today && day <= addDays(today, DAYS_BY_NAME)) return words.weekdays[weekdayOf(day)];
  return words.on(formatDayOfYear(language, day));
}

function nameDays(names: string): Readonly<Record<Weekday, string>> {
  const list = names.split(', ');
  // The tests read every day of every language.
  return Object.fromEntries(WEEKDAYS.map((day, index) => [day, list[index] ?? ''])) as Record<Weekday, string>;
}
