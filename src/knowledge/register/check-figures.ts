/** Whether all answers state the figures of the register, in every language, and no others. */
import type { Problem } from '../problem.ts';
import { agree, describeFigure } from './figure.ts';
import type { Figure } from './figure.ts';
import { findFigures } from './find-figures.ts';
import type { FigureEntry, LoadedRegister } from './register-file.ts';
import type { Teller, TellerText } from './teller.ts';

interface Entry extends FigureEntry {
  readonly figures: readonly Figure[];
  readonly line: number;
}

/** Every figure that is unregistered, missing, told differently or registered twice. */
export function checkFigures(loaded: LoadedRegister, tellers: readonly Teller[]): readonly Problem[] {
  const entries = loaded.register.figures.map((entry, index): Entry => ({
    ...entry,
    figures: findFigures('en', entry.value).map(({ figure }) => figure),
    line: loaded.lineOf('figures', index),
  }));
  return [
    ...findDoubleSubjects(entries, loaded.path),
    ...tellers.flatMap((teller) => {
      const theirs = entries.filter((entry) => entry[teller.kind].includes(teller.id));
      return [...findUnregistered(teller, theirs), ...theirs.flatMap((entry) => findDrift(teller, entry))];
    }),
  ];
}

function findDoubleSubjects(entries: readonly Entry[], path: string): readonly Problem[] {
  return entries.flatMap((entry, index): Problem[] => {
    const first = entries.findIndex((other) => isSameSubject(other.subject, entry.subject));
    const other = entries[first];
    if (other === undefined || first === index) return [];
    const message = `"${entry.subject}" is also on line ${other.line}, with ${other.value}; keep one value for it`;
    return [{ file: path, line: entry.line, code: 'contradiction', message }];
  });
}

function isSameSubject(left: string, right: string): boolean {
  return left.localeCompare(right, 'en', { sensitivity: 'base', ignorePunctuation: true }) === 0;
}

/** One problem for each figure, whatever the number of languages that say it. */
function findUnregistered(teller: Teller, entries: readonly Entry[]): readonly Problem[] {
  const known = entries.flatMap(({ figures }) => figures);
  const told = teller.texts.flatMap(({ language, figures, shortFigures }) =>
    [...figures, ...shortFigures].map(({ figure, text }) => ({ language, figure, text: text.trim() })),
  );
  const unknown = told.filter(({ figure }) => !known.some((one) => agree(one, figure)));
  return Object.entries(Object.groupBy(unknown, ({ figure }) => describeFigure(figure))).flatMap(
    ([name, found = []]): Problem[] => {
      const [first] = found;
      if (first === undefined) return [];
      const languages = [...new Set(found.map(({ language }) => language))].join(', ');
      const message =
        `says "${first.text}" (${name}) in ${languages}, which no entry of register.yaml gives ${teller.id}; ` +
        `correct the text, or add ${teller.id} to the entry of that subject`;
      const line = teller.lineOf(first.language);
      return [{ file: teller.path, line, code: 'unregistered_figure', message }];
    },
  );
}

function findDrift(teller: Teller, entry: Entry): readonly Problem[] {
  const texts = teller.texts.filter(({ language }) => !entry.leftOutIn.includes(language));
  return entry.figures.flatMap((figure) => {
    const told = texts.map((text) => ({ text, exact: tellsHowExactly(text, figure) }));
    const most = Math.max(...told.map(({ exact }) => exact));
    return told
      .filter(({ exact }) => exact < Math.max(most, 1))
      .map(({ text: { language }, exact }): Problem => {
        const lack = exact === 0 ? 'does not say' : 'says less exactly than the other languages';
        const message =
          `${lack} ${describeFigure(figure)} (${entry.subject}) in ${language}; ` +
          `write ${entry.value} there, or correct register.yaml:${entry.line}`;
        return { file: teller.path, line: teller.lineOf(language), code: 'figure_drift', message };
      });
  });
}

/** 0 when it is not told; for a date how many of year, month and day are. */
function tellsHowExactly({ figures }: TellerText, figure: Figure): number {
  return Math.max(0, ...figures.filter((found) => agree(found.figure, figure)).map((found) => exactness(found.figure)));
}

function exactness(figure: Figure): number {
  if (figure.kind !== 'date') return 1;
  return [figure.year, figure.month, figure.day].filter((part) => part !== null).length;
}
