/** Messages that are no questions to a fact, by what they are: `content/intents`, one file per language. */
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES } from '../core/language.ts';
import { loadEverydayLines } from './language-samples.ts';
import { readContentFile } from './yaml-file.ts';

const messages = z.array(z.string().min(1)).min(1);
const intentFile = z.strictObject({
  /** Somebody is in danger now, by kind of danger. */
  danger: z.record(z.string(), messages),
  /** The same words, but no emergency. */
  near_danger: messages,
  /** A person's own case, which no general fact answers. */
  personal: messages,
  /** Greetings, thanks, who are you. */
  chat: messages,
  /** Questions Faro has no fact for. */
  off_topic: messages,
});

export const INTENTS = ['question', 'danger', 'personal', 'chat', 'off_topic'] as const;
export type Intent = (typeof INTENTS)[number];

export interface IntentSample {
  readonly intent: Intent;
  readonly text: string;
}

/**
 * Reads the messages of all languages. `near_danger` counts as `question`: what matters is that it is calm.
 *
 * @throws {ContentError} naming the file, the line and the cure
 */
export function loadIntents(contentDir: string): readonly IntentSample[] {
  return LANGUAGES.flatMap((language) => {
    const path = join(contentDir, 'intents', `${language}.yaml`);
    const { value: file } = readContentFile(path, intentFile, 'every list holds messages, one a line');
    return [
      ...samplesOf('danger', Object.values(file.danger).flat()),
      ...samplesOf('question', file.near_danger),
      ...samplesOf('personal', file.personal),
      ...samplesOf('chat', file.chat),
      ...samplesOf('off_topic', file.off_topic),
    ];
  });
}

/** Everyday talk, written to tell languages apart, is also what no alarm and no answer should follow. */
export function loadEveryday(contentDir: string): readonly IntentSample[] {
  return loadEverydayLines(contentDir).map(({ text }) => ({ intent: 'off_topic', text }));
}

function samplesOf(intent: Intent, texts: readonly string[]): readonly IntentSample[] {
  return texts.map((text) => ({ intent, text }));
}
