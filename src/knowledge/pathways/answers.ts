/** How a person's answers meet what a pathway asks for. What was skipped rules nothing out. */
import { INTERVIEW, INTERVIEW_QUESTIONS } from '../../core/pathway.ts';
import type { InterviewAnswers, InterviewQuestion } from '../../core/pathway.ts';
import type { Condition } from './pathway-schema.ts';

/** All questions but the destination, which is a pathway's own. */
const CONDITIONS = ['location', 'nationality', 'fear', 'family', 'offer', 'situation'] as const;

/** The answers that can be understood. Any other is taken as skipped: it must not hide a way from anybody. */
export function readAnswers(answers: InterviewAnswers): InterviewAnswers {
  const read: Partial<Record<InterviewQuestion, string>> = {};
  for (const question of INTERVIEW_QUESTIONS) {
    const answer = answers[question];
    if (answer !== undefined && isAnswer(question, answer)) read[question] = answer;
  }
  return read;
}

function isAnswer(question: InterviewQuestion, answer: string): boolean {
  if (question === 'nationality') return /^[A-Z]{2}$/.test(answer);
  const possible: readonly string[] = INTERVIEW[question];
  return possible.includes(answer);
}

/**
 * How well the best alternative fits.
 *
 * @returns how many of the answers it names, or null when the answers rule out every alternative
 */
export function fit(when: readonly Condition[], answers: InterviewAnswers): number | null {
  const fits = when.filter((condition) => holds(condition, answers)).map((condition) => countNamed(condition, answers));
  return fits.length === 0 ? null : Math.max(...fits);
}

function holds(condition: Condition, answers: InterviewAnswers): boolean {
  const { nationality } = answers;
  if (nationality !== undefined && condition.notNationality?.includes(nationality) === true) return false;
  return CONDITIONS.every((question) => {
    const accepted: readonly string[] | undefined = condition[question];
    const answer = answers[question];
    return accepted === undefined || answer === undefined || accepted.includes(answer);
  });
}

function countNamed(condition: Condition, answers: InterviewAnswers): number {
  return CONDITIONS.filter((question) => condition[question] !== undefined && answers[question] !== undefined).length;
}
