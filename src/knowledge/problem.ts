/** Something wrong in `content/`, said so that an editor can mend it: where, what, and the cure. */

export type ProblemCode =
  | 'unreadable_file'
  | 'wrong_shape'
  | 'wrong_place'
  | 'unknown_topic'
  | 'duplicate_id'
  | 'duplicate_question'
  | 'unknown_related'
  | 'bad_source'
  | 'bad_date'
  | 'too_long'
  | 'unknown_country'
  | 'unknown_city'
  | 'bad_contact'
  | 'bad_point'
  | 'too_old'
  | 'unregistered_figure'
  | 'figure_drift'
  | 'contradiction'
  | 'too_hard'
  | 'locale_gap'
  | 'rumour_incomplete'
  | 'unknown_fact'
  | 'contradicts_fact'
  | 'promise';

export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly code: ProblemCode;
  /** What is wrong, then what to do about it. */
  readonly message: string;
}

/** `content/facts/danger/x.yaml:12 …`, which terminals and editors open at the line. */
export function describeProblem(problem: Problem): string {
  return `${problem.file}:${problem.line} ${problem.message}`;
}
