/**
 * `content/register.yaml`: every figure and every programme's state that answers state, each once, with the answers that
 * state it. Whoever changes a figure changes it here, and is told which texts say another.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES } from '../../core/language.ts';
import { line, slug } from '../fact-schema.ts';
import { readContentFile } from '../yaml-file.ts';
import { findFigures } from './find-figures.ts';

export const REGISTER_FILE = 'register.yaml';

/** A value is written in English, as an answer would say it: "29 May 2026", "100 dollars", "1-877-382-4357". */
const value = line.refine((text) => findFigures('en', text).length > 0, {
  error: 'holds no figure; write it in English, like "29 May 2026", "100 dollars" or "30 working days"',
});

const partialDay = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/, {
  error: 'is not a day, a month or a year; write it like 2026-04-28, 2026-04 or 2026',
});

const tellers = { facts: z.array(slug).default([]), pathways: z.array(slug).default([]) };

const registerSchema = z.strictObject({
  figures: z.array(
    z.strictObject({
      /** What the figure is of, once in the whole file. */
      subject: line,
      value,
      ...tellers,
      /** Languages whose texts leave it out on purpose, as when it concerns other readers. */
      leftOutIn: z.array(z.enum(LANGUAGES)).default([]),
    }),
  ),
  programmes: z.array(
    z.strictObject({
      programme: line,
      state: z.enum(['open', 'closed', 'unsettled']),
      /** When it became so. Not of what is open. */
      since: partialDay.optional(),
      ...tellers,
    }),
  ),
});

export type Register = z.infer<typeof registerSchema>;
export type FigureEntry = Register['figures'][number];
export type ProgrammeEntry = Register['programmes'][number];

export interface LoadedRegister {
  readonly register: Register;
  readonly path: string;
  /** The line of an entry, from 1. */
  readonly lineOf: (list: keyof Register, index: number) => number;
}

/** @throws {ContentError} naming line and cure when it is missing or has another shape */
export function loadRegister(contentDir: string): LoadedRegister {
  const path = join(contentDir, REGISTER_FILE);
  const { value: register, lineOf } = readContentFile(path, registerSchema, 'correct it as the other entries are');
  return { register, path, lineOf: (list, index) => lineOf([list, index]) };
}
