/** Checks what pages send, and says what is wrong with it: what was expected and what kind of thing came, never the thing. */
import { z } from 'zod';
import type { FieldProblem } from '../core/desk-refusal.ts';
import { Refusal } from './refusal.ts';

/** More than that, nobody mends at once. */
const MAX_PROBLEMS = 10;

/** Text that somebody typed: trimmed, not empty, well-formed, without control characters but line ends and tabs. */
export function words(maxCharacters: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maxCharacters)
    .refine((text) => text.isWellFormed() && !CONTROL.test(text), { error: 'text without control characters' });
}

/** One line of text. */
export function line(maxCharacters: number) {
  return words(maxCharacters).refine((text) => !/[\n\r\t]/.test(text), { error: 'one line of text' });
}

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** @throws {Refusal} `bad_input`, with a line for each field */
export function checkInput(schema: z.ZodType, value: unknown): unknown {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const fields = checked.error.issues.slice(0, MAX_PROBLEMS).map((issue) => explain(issue, value));
  throw new Refusal('bad_input', { fields });
}

function explain(issue: z.core.$ZodIssue, value: unknown): FieldProblem {
  return {
    field: issue.path.map(String).join('.'),
    expected: expectation(issue),
    got: kindOf(issue.code === 'unrecognized_keys' ? issue.keys : valueAt(value, issue.path), issue.code),
  };
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${article(issue.expected)} ${issue.expected}`;
    case 'too_big':
      return `at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'too_small':
      return `at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return `text in the form of ${FORMATS[issue.format] ?? issue.format}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return 'only the fields that this request has';
    case 'custom':
      return issue.message;
    default:
      return 'something else';
  }
}

const FORMATS: Readonly<Record<string, string>> = { email: 'name@example.org', regex: 'its pattern' };

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' || origin === 'set' ? ' entries' : '';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    // Looked up by a path that zod found in it.
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function kindOf(value: unknown, code: string): string {
  if (code === 'unrecognized_keys') return `${Array.isArray(value) ? value.length : 0} more`;
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return value === '' ? 'empty text' : `text of ${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
