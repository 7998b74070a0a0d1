/** Small checks of one field each, worded as Meta's refusals. They return what is wrong, or null. */
import { isObject, toList } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { GraphRefusal } from './errors.ts';

const MISSING = 131008;
const INVALID = 131009;

export type Wrong = GraphRefusal | null;

export function missing(where: string): GraphRefusal {
  return { code: MISSING, details: `Required: ${where}.` };
}

export function invalid(where: string, rule: string): GraphRefusal {
  return { code: INVALID, details: `${where} must be ${rule}.` };
}

/** Meta counts characters, taken here as code points. */
export function checkLength(value: unknown, where: string, max: number, code: number = INVALID): Wrong {
  if (value === undefined || value === null) return missing(where);
  if (typeof value !== 'string') return { code, details: `${where} must be text.` };
  // Code points are never more than UTF-16 units, so most texts need no counting.
  const fits = value.length <= max || Array.from(value).length <= max;
  return value !== '' && fits ? null : { code, details: `${where} must have 1 to ${max} characters.` };
}

export function checkKeys(object: JsonObject, allowed: readonly string[], where: string): Wrong {
  const unknown = Object.keys(object).find((key) => !allowed.includes(key));
  return unknown === undefined ? null : { code: INVALID, details: `Unexpected key in ${where}.` };
}

/** The first thing that is wrong in any of the items. */
export function checkEach(items: readonly unknown[], check: (item: JsonObject) => Wrong, where: string): Wrong {
  for (const item of items) {
    const wrong = isObject(item) ? check(item) : invalid(where, 'a list of objects');
    if (wrong !== null) return wrong;
  }
  return null;
}

export function checkCount(value: unknown, where: string, max: number): Wrong {
  if (value === undefined) return missing(where);
  const { length } = toList(value);
  return length >= 1 && length <= max ? null : invalid(where, `1 to ${max} items`);
}

export function checkUnique(values: readonly unknown[], where: string): Wrong {
  return new Set(values).size === values.length ? null : invalid(where, 'different from each other');
}

export function checkWebAddress(value: unknown, where: string): Wrong {
  if (value === undefined) return missing(where);
  const fits = typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value);
  return fits ? null : invalid(where, 'an address that begins with http:// or https://');
}
