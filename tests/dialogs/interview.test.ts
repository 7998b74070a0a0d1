/** Where somebody stands in the interview: what counts as an answer, what is read back, and for how long. */
import { describe, expect, test } from 'vitest';
import {
  answersOf,
  beginInterview,
  isSilent,
  keptInterview,
  nextQuestion,
  parseInterview,
  withAnswer,
} from '../../dialogs/interview.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import { INTERVIEW_QUESTIONS } from '../../src/core/pathway.ts';
import type { Pathways } from '../../src/core/pathway.ts';
import { TODAY_MS } from '../fakes/knowledge.ts';
import { TEST_PATHWAYS } from '../fakes/pathways.ts';

const STEPS = [
  { question: 'destination', answer: 'US' },
  { question: 'location', answer: null },
] as const;

test('an answer replaces the one that was given before, in its place', () => {
  const steps = withAnswer(beginInterview(TODAY_MS, STEPS), { question: 'destination', answer: 'CA' });
  expect(steps).toEqual([
    { question: 'destination', answer: 'CA' },
    { question: 'location', answer: null },
  ]);
});

test('what was skipped is no answer', () => {
  expect(answersOf({ steps: STEPS })).toEqual({ destination: 'US' });
});

describe('the next question', () => {
  test('is the first in order that was not asked', () => {
    expect(nextQuestion(TEST_PATHWAYS, { steps: STEPS })).toEqual({ question: 'nationality', number: 3, total: 7 });
  });

  test('is none that cannot change the result, and those are not counted', () => {
    const pathways: Pathways = { ...TEST_PATHWAYS, matters: (question) => ['fear', 'family'].includes(question) };
    expect(nextQuestion(pathways, { steps: [] })).toEqual({ question: 'fear', number: 1, total: 2 });
    const steps = [
      { question: 'fear', answer: null },
      { question: 'family', answer: 'none' },
    ] as const;
    expect(nextQuestion(pathways, { steps })).toBeNull();
  });
});

describe('an interview that is read back', () => {
  const kept = beginInterview(TODAY_MS, STEPS);

  test('is the one that was written', () => {
    expect(parseInterview(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  test.each([
    ['nothing', null],
    ['a text', 'steps'],
    ['no steps', { ...kept, steps: null }],
    ['no time', { ...kept, atMs: 'now' }],
    ['a question that we do not ask', { ...kept, steps: [{ question: 'name', answer: 'x' }] }],
    ['an answer that we do not offer', { ...kept, steps: [{ question: 'fear', answer: 'maybe' }] }],
    ['a country that is none', { ...kept, steps: [{ question: 'nationality', answer: 'Honduras' }] }],
    ['a question twice', { ...kept, steps: [STEPS[0], STEPS[0]] }],
    ['a step that is none', { ...kept, steps: ['destination'] }],
  ])('is none when it holds %s', (_what, value) => {
    expect(parseInterview(value)).toBeNull();
  });

  test('is kept for 72 hours, and not a moment longer', () => {
    expect(keptInterview(kept, TODAY_MS + 72 * HOUR_MS)).toBe(kept);
    expect(keptInterview(kept, TODAY_MS + 72 * HOUR_MS + 1)).toBeNull();
  });

  test('is silent after half an hour', () => {
    expect(isSilent(kept, TODAY_MS + 30 * MINUTE_MS)).toBe(false);
    expect(isSilent(kept, TODAY_MS + 30 * MINUTE_MS + 1)).toBe(true);
  });
});

test('there are never more than seven questions', () => {
  expect(INTERVIEW_QUESTIONS.length).toBeLessThanOrEqual(7);
});
