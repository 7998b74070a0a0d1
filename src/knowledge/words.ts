/** The word lists of `content/words`, one file per language, read as one list: people mix languages. */
import { join } from 'node:path';
import { z } from 'zod';
import { ContentError } from '../core/errors.ts';
import { LANGUAGES } from '../core/language.ts';
import { compilePhrases } from './phrases.ts';
import type { Phrases } from './phrases.ts';
import { readContentFile } from './yaml-file.ts';

const wordFile = z.strictObject({
  chat: z.array(z.string().min(1)).min(1),
  handoff: z.array(z.string().min(1)).min(1),
  danger: z.array(z.string().min(1)).min(1),
  danger_unless_doubt: z.array(z.string().min(1)).min(1),
  doubt: z.array(z.string().min(1)).min(1),
});

type WordFile = z.infer<typeof wordFile>;
type ListName = keyof WordFile;

const LIST_NAMES: readonly ListName[] = ['chat', 'handoff', 'danger', 'danger_unless_doubt', 'doubt'];

export interface Words {
  /** Greetings, thanks, menu words, commands: a message made of these only. */
  isChat(words: readonly string[]): boolean;
  /** The person's own case, or a wish for a human. */
  isPersonal(words: readonly string[]): boolean;
  /** Somebody may be in danger now. */
  isDanger(words: readonly string[]): boolean;
  /** Words of a question, a story or a film rather than of an emergency. */
  isDoubt(words: readonly string[]): boolean;
  /** The same in plain words, and nothing in the message sounds like a question about it. */
  isPlainDanger(words: readonly string[]): boolean;
}

/**
 * Reads the word lists of all languages.
 *
 * @throws {ContentError} when one is missing or broken: without them nobody's danger would be seen
 */
export function loadWords(contentDir: string): Words {
  const files = LANGUAGES.map((language) => readWordFile(join(contentDir, 'words', `${language}.yaml`)));
  const all = (name: ListName): Phrases => compilePhrases(files.flatMap((file) => file[name]));
  const [chat, handoff, danger, likely, doubt] = [
    all('chat'),
    all('handoff'),
    all('danger'),
    all('danger_unless_doubt'),
    all('doubt'),
  ];
  return {
    isChat: (words) => isMadeOf(chat, words),
    isPersonal: (words) => handoff.occursIn(words),
    isDoubt: (words) => doubt.occursIn(words),
    isPlainDanger: (words) => danger.occursIn(words) && !doubt.occursIn(words),
    isDanger: (words) => danger.occursIn(words) || (likely.occursIn(words) && !doubt.occursIn(words)),
  };
}

/** A number of one or two digits is the answer to a menu. */
function isMadeOf(phrases: Phrases, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  let at = 0;
  while (at < words.length) {
    const taken = /^\d{1,2}$/.test(words[at] ?? '') ? 1 : phrases.lengthAt(words, at);
    if (taken === 0) return false;
    at += taken;
  }
  return true;
}

function readWordFile(path: string): WordFile {
  const cure = 'the phrases are written as src/knowledge/phrases.ts says';
  const { value, lineOf } = readContentFile(path, wordFile, cure);
  for (const name of LIST_NAMES) checkPhrases(path, lineOf, name, value[name]);
  return value;
}

function checkPhrases(
  path: string,
  lineOf: (at: readonly PropertyKey[]) => number,
  name: ListName,
  phrases: readonly string[],
): void {
  for (const [index, phrase] of phrases.entries()) {
    try {
      compilePhrases([phrase]);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'cannot be read';
      throw new ContentError(`${path}:${lineOf([name, index])} ${reason}; write it as src/knowledge/phrases.ts says`, {
        cause,
      });
    }
  }
}
