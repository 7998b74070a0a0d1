/**
 * Small readers for JSON that somebody else wrote. They look one step deep, never recurse and never throw, so neither
 * depth nor size of the input can hurt. Wrong types read as "not there".
 */
import { INBOUND_LIMITS } from './limits.ts';

/** A JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for JSON objects, not for lists. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at `key`. */
export function readFields(from: Fields, key: string): Fields | undefined {
  const value = from[key];
  return isFields(value) ? value : undefined;
}

/** The list at `key`; empty when there is none. */
export function readList(from: Fields, key: string): readonly unknown[] {
  const value: unknown = from[key];
  return Array.isArray(value) ? value : [];
}

/** The string at `key`, cut to `maxLength` UTF-16 code units. */
export function readText(from: Fields, key: string, maxLength: number): string | undefined {
  const value = from[key];
  return typeof value === 'string' ? cutText(value, maxLength) : undefined;
}

/** An id: a non-empty string of bearable length, or a whole number (Meta has sent both for numeric ids). */
export function readId(from: Fields, key: string): string | undefined {
  const value = from[key];
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  return value.length > 0 && value.length <= INBOUND_LIMITS.idMax ? value : undefined;
}

/** A finite number, also when it came as a decimal string. */
export function readNumber(from: Fields, key: string): number | undefined {
  const value = from[key];
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,16}(\.\d{1,20})?$/.test(value)) return undefined;
  return Number(value);
}

/** A time in whole unix seconds (Meta writes it as a string) as milliseconds. Eleven digits reach the year 5138. */
export function readSecondsAsMs(from: Fields, key: string): number | undefined {
  const digits = readId(from, key);
  return digits !== undefined && /^\d{1,11}$/.test(digits) ? Number(digits) * 1_000 : undefined;
}

/** Cuts without leaving half a surrogate pair, and replaces halves that were there: those survive no UTF-8. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text.toWellFormed();
  const endsInHalfAPair = (text.charCodeAt(maxLength - 1) & 0xfc00) === 0xd800;
  return text.slice(0, endsInHalfAPair ? maxLength - 1 : maxLength).toWellFormed();
}
