/**
 * The shape of one pathway file, `content/pathways/<destination>/<id>.yaml`.
 *
 * What can be said of a file by itself stands here; what needs its name, the facts or the day stands in
 * `pathway-rules.ts`. Shapes that facts have too are the facts' own.
 */
import { z } from 'zod';
import { CADENCES } from '../../core/fact.ts';
import { DESTINATIONS, INTERVIEW, PATHWAY_KINDS } from '../../core/pathway.ts';
import { MAX_TITLE_CHARACTERS, OWNERS, atMost, day, line, slug, source, toShapeIssues } from '../fact-schema.ts';
import type { ShapeIssue } from '../fact-schema.ts';

/** Four parts and a title make one screen of a cheap phone. */
const MAX_PART_CHARACTERS = 200;
const MAX_COST_CHARACTERS = 160;

const COUNTRY_NAMES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Two letters of ISO 3166-1 that are in use today: neither `XX` nor, for the United Kingdom, `UK`. */
function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || COUNTRY_NAMES.of(code) === undefined) return false;
  return new Intl.Locale(`und-${code}`).region === code;
}

const country = z.string().refine(isCountry, { error: 'is no country; write its two letters of ISO 3166-1, like HT' });

const atLeastOne = <Shape extends z.ZodType>(shape: Shape) =>
  z.array(shape).min(1, { error: 'is empty; name at least one, or remove it' });

/** All of it must hold. What is not named does not matter. */
const condition = z
  .strictObject({
    location: atLeastOne(z.enum(INTERVIEW.location)).optional(),
    nationality: atLeastOne(country).optional(),
    notNationality: atLeastOne(country).optional(),
    fear: atLeastOne(z.enum(INTERVIEW.fear)).optional(),
    family: atLeastOne(z.enum(INTERVIEW.family)).optional(),
    offer: atLeastOne(z.enum(INTERVIEW.offer)).optional(),
    situation: atLeastOne(z.enum(INTERVIEW.situation)).optional(),
  })
  .refine((given) => Object.keys(given).length > 0, {
    error: 'names no condition, so it fits everybody; name at least one',
  })
  .refine((given) => given.nationality === undefined || given.notNationality === undefined, {
    error: 'names both "nationality" and "notNationality"; keep one',
  });

export type Condition = Readonly<z.infer<typeof condition>>;

const state = z.union([z.literal('open'), z.strictObject({ closed: day }), z.strictObject({ unsettled: day })], {
  error: 'must be open, or {closed: <day>}, or {unsettled: <day>}, with a day like 2026-04-28',
});

const text = z.strictObject({
  title: atMost(MAX_TITLE_CHARACTERS),
  who: atMost(MAX_PART_CHARACTERS),
  needs: atMost(MAX_PART_CHARACTERS),
  cost: atMost(MAX_COST_CHARACTERS),
  first: atMost(MAX_PART_CHARACTERS),
  sms: line,
  /** `reviewed` once a person who speaks the language has compared it with the evidence. */
  status: z.enum(['draft', 'reviewed']),
  /** The `verified` day of the version that this text says in its language. */
  follows: day,
});

const pathwayFile = z.strictObject({
  id: slug,
  destination: z.enum(DESTINATIONS),
  kind: z.enum(PATHWAY_KINDS),
  state,
  lawyerFirst: z.boolean(),
  /** Any of these is enough. */
  when: atLeastOne(condition),
  closedFor: z.array(z.strictObject({ nationality: atLeastOne(country), since: day, fact: slug })).default([]),
  url: z.url({ protocol: /^https$/, error: 'is not an https address; give the full address, starting with https://' }),
  facts: atLeastOne(slug),
  owner: z.enum(OWNERS),
  cadence: z.enum(CADENCES),
  /** The day of the newest evidence, never the day of writing. */
  verified: day,
  /** The address of the source that this day comes from. */
  verifiedBy: z.string(),
  /** The first one is shown to people. */
  sources: z.array(source).min(1, { error: 'is empty; a pathway without a source is not shown, so add one' }),
  text: z.strictObject({ es: text, en: text, pt: text, fr: text, ht: text }),
});

export type PathwayFile = z.infer<typeof pathwayFile>;

export type ParsedPathway =
  | { readonly ok: true; readonly file: PathwayFile }
  | { readonly ok: false; readonly issues: readonly ShapeIssue[] };

/** Checks the shape of one file's content. */
export function parsePathway(content: unknown): ParsedPathway {
  const result = pathwayFile.safeParse(content, { reportInput: true });
  return result.success ? { ok: true, file: result.data } : { ok: false, issues: toShapeIssues(result.error) };
}
