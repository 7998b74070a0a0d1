/**
 * The shape of one fact file, `content/facts/<area>/<id>.yaml`.
 *
 * What can be said of a file by itself stands here; what needs its name, its neighbours or the day stands in
 * `fact-rules.ts`. Messages read on after the field's name: `"sms" has 412 characters; …`.
 */
import { z } from 'zod';
import { CADENCES, ESCALATIONS, VERDICTS } from '../core/fact.ts';

export const MAX_TITLE_CHARACTERS = 24; // the most a row of a WhatsApp list shows
const MAX_WHATSAPP_CHARACTERS = 700; // about one screen of a cheap phone, without scrolling
const MIN_QUESTIONS = 12; // each doubling of phrasings finds more than any choice of algorithm did

/** Whom a fact concerns, so that editors and agents can filter. */
const AUDIENCES = [
  'everyone',
  'before-travel',
  'at-the-border',
  'in-us',
  'in-mexico',
  'in-canada',
  'families',
] as const;

/** Who checks a fact again when it is due. Roles, never people. */
export const OWNERS = ['editors-us', 'editors-mexico', 'editors-canada', 'editors-region', 'editors-safety'] as const;
export type Owner = (typeof OWNERS)[number];

function isCalendarDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && isSameDay(text);
}

/** 2026-02-30 parses in some engines, as a day of March. */
function isSameDay(text: string): boolean {
  return new Date(text).toISOString().startsWith(text);
}

export const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
  error: 'is not a slug; use lower-case letters, digits and single hyphens, like us-asylum-fees',
});

export const day = z.string().refine(isCalendarDay, { error: 'is not a calendar day; write it like 2026-04-28' });

export const line = z.string().trim().min(1, { error: 'is empty; write something or remove it' });

export function atMost(characters: number): z.ZodString {
  return line.max(characters, {
    error: (issue) => {
      const length = typeof issue.input === 'string' ? issue.input.length : 0;
      return `has ${length} characters; at most ${characters} fit, so cut ${length - characters}`;
    },
  });
}

const factText = z.strictObject({
  title: atMost(MAX_TITLE_CHARACTERS),
  /** `reviewed` once a person who speaks the language has compared it with the evidence. */
  status: z.enum(['draft', 'reviewed']),
  /** The `verified` day of the version that this text says in its language. */
  follows: day,
  whatsapp: atMost(MAX_WHATSAPP_CHARACTERS),
  sms: line,
  questions: z.array(line).min(MIN_QUESTIONS, {
    error: (issue) => {
      const count = Array.isArray(issue.input) ? issue.input.length : 0;
      return `lists ${count} phrasings; write at least ${MIN_QUESTIONS}, the way people really ask`;
    },
  }),
});

export const source = z.strictObject({
  publisher: line,
  title: line,
  url: z.url({ protocol: /^https$/, error: 'is not an https address; give the full address, starting with https://' }),
  pageDate: day.nullable(),
  official: z.boolean(),
});

const languages = <Shape extends z.ZodType>(shape: Shape) =>
  z.strictObject({
    es: shape,
    en: shape,
    pt: shape.optional(),
    fr: shape.optional(),
    ht: shape.optional(),
  });

const factFile = z.strictObject({
  id: slug,
  topic: slug,
  kind: z.enum(['fact', 'rumour']),
  verdict: z.enum(VERDICTS).optional(),
  /** What is said, in one sentence; only of a rumour. */
  claim: languages(line).optional(),
  jurisdiction: z.string().regex(/^(?:[A-Z]{2}(?:\/[A-Z]{2})*|all)$/, {
    error: 'is not a jurisdiction; write two-letter countries joined by a slash, like US/MX, or all',
  }),
  audience: z.array(z.enum(AUDIENCES)).min(1, { error: 'is empty; name at least one audience' }),
  owner: z.enum(OWNERS),
  cadence: z.enum(CADENCES),
  escalate: z.enum(ESCALATIONS),
  /** The day of the newest evidence, never the day of writing. */
  verified: day,
  /** The address of the source that this day comes from. */
  verifiedBy: z.string(),
  /** The first one is shown to people. */
  sources: z.array(source).min(1, { error: 'is empty; a fact without a source is not served, so add one' }),
  /** False while the last change was only one of wording: those who wait for changes are not told. */
  announce: z.boolean().default(true),
  related: z.array(slug).default([]),
  places: z.array(slug).default([]),
  pathways: z.array(slug).default([]),
  text: languages(factText),
});

export type FactFile = z.infer<typeof factFile>;

/** The same shape for editors' programs, which then complete fields and mark mistakes while somebody writes. */
export function toJsonSchema(): object {
  // What a regular expression or our own check says more exactly is left to `npm run facts`.
  return { ...z.toJSONSchema(factFile, { io: 'input', unrepresentable: 'any' }), title: 'A verified fact of Faro' };
}

const PLAIN_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a group of fields',
  boolean: 'true or false',
};

/** What a structural issue says to an editor; our own messages above pass through. */
function explain(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing; add it (${PLAIN_NAMES[issue.expected] ?? issue.expected})`
        : `must be ${PLAIN_NAMES[issue.expected] ?? issue.expected}; change it`;
    case 'unrecognized_keys':
      return `has a field nobody reads (${issue.keys.join(', ')}); correct its spelling or remove it`;
    case 'invalid_value':
      return issue.input === undefined
        ? `is missing; add one of ${issue.values.join(', ')}`
        : `must be one of ${issue.values.join(', ')}`;
    default:
      return issue.message;
  }
}

export interface ShapeIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is wrong with a file's shape, said to an editor. */
export function toShapeIssues(error: z.ZodError): readonly ShapeIssue[] {
  return error.issues.map((issue) => {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
    const name = issue.path.length === 0 ? 'the file' : `"${issue.path.join('.')}"`;
    return { path, message: `${name} ${explain(issue)}` };
  });
}

export type ParsedFact =
  | { readonly ok: true; readonly file: FactFile }
  | { readonly ok: false; readonly issues: readonly ShapeIssue[] };

/** Checks the shape of one file's content. */
export function parseFact(content: unknown): ParsedFact {
  const result = factFile.safeParse(content, { reportInput: true });
  return result.success ? { ok: true, file: result.data } : { ok: false, issues: toShapeIssues(result.error) };
}
