/** The question bank of `tests/questions`: what a row is, and which half it belongs to. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';

/** What a message wants when it does not want a fact. */
const OTHER_WANTS = ['none', 'handoff', 'danger', 'chat'] as const;

export const SPLITS = ['test', 'dev', 'all'] as const;
export type Split = (typeof SPLITS)[number];

const rowSchema = z.strictObject({
  id: z.string().regex(/^[a-z]{2}-\d+$/),
  text: z.string().min(1),
  gold: z.string().min(1),
  kind: z.string().min(1),
  also: z.array(z.string()).optional(),
});

export interface Row {
  readonly id: string;
  readonly language: Language;
  readonly text: string;
  readonly wants: 'fact' | (typeof OTHER_WANTS)[number];
  /** A topic's slug, or the same word as `wants`. */
  readonly gold: string;
  /** Other topics whose facts answer the message just as well. */
  readonly also: readonly string[];
  readonly kind: string;
}

/**
 * Reads one file of the bank.
 *
 * @param lines - the file's text, one JSON object a line
 * @throws {Error} naming the line that is no row
 */
export function parseRows(lines: string, language: Language): readonly Row[] {
  return lines
    .trim()
    .split('\n')
    .map((line, index) => {
      const parsed = rowSchema.safeParse(jsonOf(line));
      if (!parsed.success)
        throw new Error(`tests/questions/${language}.jsonl:${index + 1} is not a row; see README.md`);
      const { also = [], ...row } = parsed.data;
      return { ...row, also, language, wants: OTHER_WANTS.find((want) => want === row.gold) ?? 'fact' };
    });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** All rows of all languages, in the order of the files. */
export function loadQuestionBank(): readonly Row[] {
  return LANGUAGES.flatMap((language) =>
    parseRows(readFileSync(new URL(`../questions/${language}.jsonl`, import.meta.url), 'utf8'), language),
  );
}

/** Odd numbers are for tuning by hand; even ones are looked at to report, never to choose. */
export function splitOf(row: Row): 'dev' | 'test' {
  return Number(row.id.slice(row.id.indexOf('-') + 1)) % 2 === 1 ? 'dev' : 'test';
}
