/**
 * The judges and their thresholds: computed by `npm run calibrate` from messages left out of training, never set by
 * hand. The file says for which content it was computed; with other content it still works, a little less exactly, and
 * `npm run facts` asks for a new one.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ContentError } from '../core/errors.ts';
import { LANGUAGES } from '../core/language.ts';

const judgeSchema = z.object({ weights: z.array(z.number()).readonly() });

const calibrationSchema = z.object({
  /** Of the files it was computed from. */
  content: z.string(),
  scale: z.object({ means: z.array(z.number()).readonly(), deviations: z.array(z.number()).readonly() }),
  danger: judgeSchema,
  personal: judgeSchema,
  chat: judgeSchema,
  answer: judgeSchema,
  thresholds: z.object({
    /** From here on it is taken for danger, a personal case, small talk. */
    danger: z.number(),
    personal: z.number(),
    chat: z.number(),
    /** From here on the best fact is sent at once. */
    answer: z.number(),
    /** The best fact's share among the facts of its topic; below it, they are offered instead. */
    withinTopic: z.number(),
    /** From here on facts are offered. */
    menu: z.number(),
  }),
  /** What was seen on the left-out messages. */
  seen: z.record(z.string(), z.number()),
  /** How left-out phrasings of each language fared among all facts: shares of those asked. */
  leftOut: z.record(z.enum(LANGUAGES), z.object({ asked: z.number(), first: z.number(), amongThree: z.number() })),
});

export type Calibration = z.infer<typeof calibrationSchema>;

export const CALIBRATION_FILE = 'calibration.json';

/** @throws {ContentError} when there is none: without it nothing may be answered */
export function loadCalibration(contentDir: string): Calibration {
  const path = join(contentDir, CALIBRATION_FILE);
  try {
    return calibrationSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new ContentError(`${path}:1 cannot be read; make it anew with "npm run calibrate"`, { cause });
  }
}

/** Read by the matcher's neighbours only: nothing is learnt from it. */
const NOT_LEARNT = new Set(['claims.yaml']);

/** A hash of every file that training reads, with its name. */
export function hashContent(contentDir: string): string {
  const hash = createHash('sha256');
  for (const folder of ['facts', 'intents', 'language', 'words']) {
    const names = readdirSync(join(contentDir, folder), { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.(yaml|txt)$/.test(name) && !NOT_LEARNT.has(name),
    );
    for (const name of names.toSorted()) {
      hash.update(`${folder}/${name.replaceAll('\\', '/')}\n`);
      hash.update(readFileSync(join(contentDir, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
