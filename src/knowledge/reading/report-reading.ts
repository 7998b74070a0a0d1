/** What `npm run facts` prints of how easily answers read, and what it refuses. */
import { readFileSync } from 'node:fs';
import { LANGUAGES, LANGUAGE_NAMES } from '../../core/language.ts';
import type { Language } from '../../core/language.ts';
import type { LoadedFact } from '../load.ts';
import type { Problem } from '../problem.ts';
import { parseYaml } from '../yaml-file.ts';
import { FORMULAS } from './formulas.ts';
import { readLevel } from './reading-level.ts';
import type { ReadingLevel } from './reading-level.ts';

const TEXTS = ['whatsapp', 'sms'] as const;
const WORST = 5;

/** One text with how it reads. Texts of too few words are not among them. */
export interface ReadText {
  readonly id: string;
  readonly path: string;
  readonly language: Language;
  readonly text: (typeof TEXTS)[number];
  readonly level: ReadingLevel;
}

export function readTexts(facts: readonly LoadedFact[]): readonly ReadText[] {
  return facts.flatMap(({ fact, path }) =>
    LANGUAGES.flatMap((language) =>
      TEXTS.flatMap((text): ReadText[] => {
        const level = readLevel(language, fact.text[language]?.[text] ?? '');
        return level === null ? [] : [{ id: fact.id, path, language, text, level }];
      }),
    ),
  );
}

/** Two lines for each language: the middle text and the share within the limit, and the five hardest. */
export function reportReading(texts: readonly ReadText[]): readonly string[] {
  return [
    'reading level: the median text and the share that a twelve-year-old follows; then the five hardest',
    ...LANGUAGES.flatMap((language) => {
      const theirs = texts.filter((one) => one.language === language);
      return theirs.length === 0 ? [] : languageLines(language, theirs);
    }),
  ];
}

function languageLines(language: Language, texts: readonly ReadText[]): readonly string[] {
  const { name, isEase, limit } = FORMULAS[language];
  const hardest = texts.toSorted(({ level: left }, { level: right }) =>
    isEase ? left.score - right.score : right.score - left.score,
  );
  const easy = texts.filter(({ level }) => level.isEasy).length;
  const middle = median(texts.map(({ level }) => level.score)).toFixed(1);
  const words = median(texts.map(({ level }) => level.wordsPerSentence)).toFixed(0);
  const worst = hardest.slice(0, WORST).map(({ id, text, level }) => `${id} ${text} ${level.score.toFixed(0)}`);
  const share = ((100 * easy) / texts.length).toFixed(0);
  return [
    `${LANGUAGE_NAMES[language].padEnd(10)} ${name} ${middle} (${isEase ? 'at least' : 'at most'} ${limit}), ` +
      `${words} words a sentence, ${share} % of ${texts.length} texts`,
    `  ${worst.join(', ')}`,
  ];
}

/** The texts that nobody should have to read. */
export function findTooHard(texts: readonly ReadText[]): readonly Problem[] {
  return texts
    .filter(({ level }) => level.isTooHard)
    .map(({ path, language, text, level }) => {
      const message =
        `"text.${language}.${text}" is too hard to read (${FORMULAS[language].name} ${level.score.toFixed(0)}, ` +
        `LIX ${level.lix.toFixed(0)}); use shorter sentences and plainer words`;
      const line = parseYaml(readFileSync(path, 'utf8')).lineOf(['text', language, text]);
      return { file: path, line, code: 'too_hard', message };
    });
}

/** The middle value, the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
