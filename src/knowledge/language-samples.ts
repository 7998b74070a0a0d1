/** What the languages are learnt from: nothing but our own text, so that there is nothing to download or to license. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError } from '../core/errors.ts';
import type { Fact } from '../core/fact.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';

export interface LanguageSample {
  readonly language: Language;
  readonly text: string;
}

/** What a fact teaches about each language: its phrasings and answers. */
export function samplesOf(facts: readonly Fact[]): readonly LanguageSample[] {
  return facts.flatMap((fact) =>
    LANGUAGES.flatMap((language) => {
      const text = fact.text[language];
      if (text === undefined) return [];
      return [...text.questions, text.whatsapp].map((sample) => ({ language, text: sample }));
    }),
  );
}

/**
 * The everyday lines of `content/language`.
 *
 * @throws {ContentError} when a language has none
 */
export function loadEverydayLines(contentDir: string): readonly LanguageSample[] {
  return LANGUAGES.flatMap((language) => {
    const path = join(contentDir, 'language', `${language}.txt`);
    const lines = readLines(path).filter((line) => line !== '' && !line.startsWith('#'));
    if (lines.length === 0) throw new ContentError(`${path}:1 holds no line; write everyday messages, one a line`);
    return lines.map((text) => ({ language, text }));
  });
}

/**
 * Reads the everyday lines of `content/language`, and the messages and short phrases of `content/intents` and
 * `content/words`.
 *
 * @throws {ContentError} when a language has no everyday lines; who else needs the other files says so if they are missing
 */
export function loadLanguageSamples(contentDir: string): readonly LanguageSample[] {
  const others = LANGUAGES.flatMap((language) => {
    const intents = readItems(join(contentDir, 'intents', `${language}.yaml`));
    const phrases = readItems(join(contentDir, 'words', `${language}.yaml`));
    return [...intents, ...phrases.filter(isPlain)].map((text) => ({ language, text }));
  });
  return [...loadEverydayLines(contentDir), ...others];
}

/**
 * The items of a file's lists, taken by their lines: quotes and escapes do not matter where only letters are counted,
 * and reading YAML takes longer than all the learning.
 */
function readItems(path: string): readonly string[] {
  return (existsSync(path) ? readLines(path) : []).flatMap((line) => /^- (.*)$/.exec(line)?.[1] ?? []);
}

/** Not a pattern such as `secuestrad*` or `a|b`: half a word would teach that words end there. */
function isPlain(phrase: string): boolean {
  return !/[*|]/.test(phrase);
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim());
  } catch (cause) {
    throw new ContentError(`${path}:1 cannot be read; restore it from the repository`, { cause });
  }
}
