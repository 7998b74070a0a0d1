/**
 * Where somebody stands in the questions about legal pathways. Pure. What they answered is kept only until they see the
 * result, and no longer than three days; between turns it goes through the database, so it is read back with suspicion.
 */
import { HOUR_MS, MINUTE_MS } from '../src/core/clock.ts';
import { INTERVIEW, INTERVIEW_QUESTIONS } from '../src/core/pathway.ts';
import type { InterviewAnswers, InterviewQuestion, Pathways } from '../src/core/pathway.ts';

/** A question that was asked. */
export interface InterviewStep {
  readonly question: InterviewQuestion;
  /** Null: they would rather not say. */
  readonly answer: string | null;
}

export interface Interview {
  /** In the order in which they were asked, each question once. */
  readonly steps: readonly InterviewStep[];
  /** When it was last spoken of. */
  readonly atMs: number;
  /** Messages in a row that were no answer to the question. */
  readonly misses: number;
  /** Whether somebody who left it for another matter was offered to go on. */
  readonly offered: boolean;
}

/** From here on somebody else may hold the phone, or they may have forgotten what was asked. */
const SILENCE_MS = 30 * MINUTE_MS;
const KEPT_MS = 72 * HOUR_MS;

export function beginInterview(nowMs: number, steps: readonly InterviewStep[] = []): Interview {
  return { steps, atMs: nowMs, misses: 0, offered: false };
}

export function isSilent({ atMs }: Interview, nowMs: number): boolean {
  return nowMs - atMs > SILENCE_MS;
}

/** The interview as far as it may still be known at this time. */
export function keptInterview(interview: Interview | null, nowMs: number): Interview | null {
  return interview === null || nowMs - interview.atMs > KEPT_MS ? null : interview;
}

/** With this answer, in place of another one to the same question. */
export function withAnswer({ steps }: Interview, step: InterviewStep): readonly InterviewStep[] {
  const isKnown = steps.some(({ question }) => question === step.question);
  return isKnown ? steps.map((old) => (old.question === step.question ? step : old)) : [...steps, step];
}

export function answersOf({ steps }: Pick<Interview, 'steps'>): InterviewAnswers {
  return Object.fromEntries(steps.flatMap(({ question, answer }) => (answer === null ? [] : [[question, answer]])));
}

export interface NextQuestion {
  readonly question: InterviewQuestion;
  /** Its place, from 1. */
  readonly number: number;
  /** How many there are at the most: later answers may spare some. */
  readonly total: number;
}

/** The first question that was not asked and can still change the result; null when there is none. */
export function nextQuestion(pathways: Pathways, { steps }: Pick<Interview, 'steps'>): NextQuestion | null {
  const answers = answersOf({ steps });
  const open = INTERVIEW_QUESTIONS.filter(
    (question) => steps.every((step) => step.question !== question) && pathways.matters(question, answers),
  );
  const [question] = open;
  if (question === undefined) return null;
  return { question, number: steps.length + 1, total: steps.length + open.length };
}

/** @returns null for what is not one of the question's answers */
export function parseAnswer(question: InterviewQuestion, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (question === 'nationality') return /^[A-Z]{2}$/.test(value) ? value : null;
  const possible: readonly string[] = INTERVIEW[question];
  return possible.includes(value) ? value : null;
}

export function parseQuestion(value: unknown): InterviewQuestion | null {
  return INTERVIEW_QUESTIONS.find((question) => question === value) ?? null;
}

/** @returns null when a part of it was not written by us: half an interview would give another result */
export function parseInterview(value: unknown): Interview | null {
  if (!isRecord(value)) return null;
  const { steps, atMs, misses, offered } = value;
  if (!Array.isArray(steps) || typeof atMs !== 'number' || typeof misses !== 'number') return null;
  const read = steps.flatMap((step) => parseStep(step) ?? []);
  const isWhole = read.length === steps.length && new Set(read.map(({ question }) => question)).size === read.length;
  return isWhole ? { steps: read, atMs, misses, offered: offered === true } : null;
}

function parseStep(value: unknown): InterviewStep | null {
  if (!isRecord(value)) return null;
  const question = parseQuestion(value['question']);
  if (question === null) return null;
  const answer = parseAnswer(question, value['answer']);
  return answer === null && value['answer'] !== null ? null : { question, answer };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
