/** Lists of `content/`: each entry is checked by itself, so that a broken one is left out and its neighbours stay. */
import type { z } from 'zod';
import { toShapeIssues } from '../fact-schema.ts';
import type { Violation } from '../fact-rules.ts';
import type { Problem } from '../problem.ts';

/** A list of a file that was read, before its entries are checked. */
export interface EntryList {
  readonly file: string;
  /** Where in the file the list stands: empty when the file is the list. */
  readonly at: readonly PropertyKey[];
  readonly items: readonly unknown[];
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** A problem, and the name of the entry or file it is in. */
export interface EntryProblem extends Problem {
  readonly name: string;
}

export interface Entry<Shape> {
  readonly value: Shape;
  readonly file: string;
  /** Says something wrong with this entry, naming its line. */
  readonly toProblem: (violation: Violation) => EntryProblem;
}

export interface CheckedEntries<Shape> {
  readonly entries: readonly Entry<Shape>[];
  readonly problems: readonly EntryProblem[];
}

/** @param nameKey - the field that tells one entry from another: messages begin with it */
export function checkEntries<Shape>(list: EntryList, shape: z.ZodType<Shape>, nameKey: string): CheckedEntries<Shape> {
  const entries: Entry<Shape>[] = [];
  const problems: EntryProblem[] = [];
  for (const [index, item] of list.items.entries()) {
    const name = nameOf(item, nameKey) ?? `entry ${index + 1}`;
    const toProblem = ({ path, code, message }: Violation): EntryProblem => {
      const line = list.lineOf([...list.at, index, ...path]);
      return { file: list.file, line, code, name, message: `${name} ${message.replace(/^the file /, '')}` };
    };
    const parsed = shape.safeParse(item, { reportInput: true });
    if (parsed.success) entries.push({ value: parsed.data, file: list.file, toProblem });
    else problems.push(...toShapeIssues(parsed.error).map((issue) => toProblem({ ...issue, code: 'wrong_shape' })));
  }
  return { entries, problems };
}

function nameOf(item: unknown, key: string): string | null {
  if (typeof item !== 'object' || item === null) return null;
  const name: unknown = Reflect.get(item, key);
  return typeof name === 'string' && name !== '' ? name : null;
}

/**
 * Splits entries into those that keep the rules and the problems of the others. What has one name twice is left out
 * twice: nobody can say which is right.
 */
export function keepSound<Shape>(
  checked: CheckedEntries<Shape>,
  nameKey: keyof Shape & string,
  violationsOf: (value: Shape) => readonly Violation[],
): CheckedEntries<Shape> {
  const count = new Map<unknown, number>();
  for (const { value } of checked.entries) count.set(value[nameKey], (count.get(value[nameKey]) ?? 0) + 1);
  const entries: Entry<Shape>[] = [];
  const problems = [...checked.problems];
  for (const entry of checked.entries) {
    const violations = [...violationsOf(entry.value)];
    if ((count.get(entry.value[nameKey]) ?? 0) > 1) {
      const message = `"${nameKey}" stands here and elsewhere; rename or remove one`;
      violations.push({ path: [nameKey], code: 'duplicate_id', message });
    }
    if (violations.every(({ code }) => !leavesOut(code))) entries.push(entry);
    problems.push(...violations.map(entry.toProblem));
  }
  return { entries, problems };
}

/** A place whose evidence is too old is shown to agents and sent to nobody, so it need not be left out. */
export function leavesOut(code: Problem['code']): boolean {
  return code !== 'too_old';
}
