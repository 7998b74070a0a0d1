import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/core/language.ts';
import { loadFacts } from '../../../src/knowledge/load.ts';
import { FORMULAS, lix } from '../../../src/knowledge/reading/formulas.ts';
import { readLevel } from '../../../src/knowledge/reading/reading-level.ts';
import { findTooHard, median, readTexts, reportReading } from '../../../src/knowledge/reading/report-reading.ts';
import { CONTENT_DIR } from '../content-folder.ts';

describe('the formulas', () => {
  /** Ten words a sentence, two syllables a word, a fifth of the words long. */
  const counts = { sentences: 10, words: 100, syllables: 200, longWords: 20 };

  test.each([
    ['en', 0.39 * 10 + 11.8 * 2 - 15.59],
    ['es', 206.835 - 62.3 * 2 - 10],
    ['pt', 248.835 - 1.015 * 10 - 84.6 * 2],
    ['fr', 207 - 1.015 * 10 - 73.6 * 2],
    ['ht', 30],
  ] as const)('are those of their sources (%s)', (language, score) => {
    expect(FORMULAS[language].score(counts)).toBeCloseTo(score, 6);
  });

  test('call longer sentences and longer words harder', () => {
    for (const language of LANGUAGES) {
      const { score, isEase } = FORMULAS[language];
      const sign = isEase ? 1 : -1;
      const harder = { sentences: 5, words: 100, syllables: 260, longWords: 40 };
      expect(sign * score(harder)).toBeLessThan(sign * score(counts));
    }
    expect(lix({ ...counts, longWords: 40 })).toBe(50);
  });

  test('have an absolute limit beyond the first one', () => {
    for (const { isEase, limit, absolute } of Object.values(FORMULAS)) {
      expect(isEase ? absolute < limit : absolute > limit).toBe(true);
    }
  });
});

describe('the reading level', () => {
  const easy =
    'You can ask for help. It is free. Do not pay the man who calls you. Go to the office with your papers. A lawyer may help you there.';
  const hard =
    'Notwithstanding the aforementioned jurisdictional considerations, individuals experiencing humanitarian emergencies are encouraged to obtain professional representation immediately, considering administrative complexities and continuing international uncertainties.';

  test('is easy for plain words and too hard for official ones', () => {
    expect(readLevel('en', easy)).toMatchObject({ isEasy: true, isTooHard: false });
    expect(readLevel('en', hard)).toMatchObject({ isEasy: false, isTooHard: true });
  });

  test('is not measured of a few words', () => {
    expect(readLevel('en', 'Call 911. Colombia 123. Ecuador 911.')).toBeNull();
  });
});

describe('the shipped answers', () => {
  const { facts } = loadFacts(CONTENT_DIR, { today: '2026-11-21' });
  const texts = readTexts(facts);

  test.each(LANGUAGES)('are read by a twelve-year-old, the middle one and nearly all (%s)', (language) => {
    const theirs = texts.filter((text) => text.language === language);
    const { isEase, limit } = FORMULAS[language];
    const middle = median(theirs.map(({ level }) => level.score));
    expect(theirs.length).toBeGreaterThan(1.9 * facts.length);
    expect(isEase ? middle >= limit : middle <= limit).toBe(true);
    expect(theirs.filter(({ level }) => level.isEasy).length / theirs.length).toBeGreaterThanOrEqual(0.95);
  });

  test('are never beyond the absolute limit', () => {
    expect(findTooHard(texts).map(({ message }) => message)).toEqual([]);
  });

  test('are reported with their middle, their share and the five hardest', () => {
    const lines = reportReading(texts);
    expect(lines).toHaveLength(1 + 2 * LANGUAGES.length);
    expect(lines[1]).toMatch(/^Español +INFLESZ \d+\.\d \(at least 65\), \d+ words a sentence, \d+ % of \d+ texts$/);
    expect(lines[2]?.split(', ')).toHaveLength(5);
  });
});

test('what is too hard is reported with its line, its score and the cure', () => {
  const level = { score: 18, lix: 70, wordsPerSentence: 23, isEasy: false, isTooHard: true };
  const path = `${CONTENT_DIR}/facts/danger/darien.yaml`;
  const [problem] = findTooHard([{ id: 'darien', path, language: 'en', text: 'sms', level }]);
  expect(problem).toMatchObject({ file: path, code: 'too_hard' });
  expect(problem?.line).toBeGreaterThan(1);
  expect(problem?.message).toBe(
    '"text.en.sms" is too hard to read (Flesch-Kincaid 18, LIX 70); use shorter sentences and plainer words',
  );
});

test('the median of an even number is between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBe(0);
});
