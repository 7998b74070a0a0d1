/** The tables about Faro itself: headline, languages, kinds of message, noise. */
import { LANGUAGES, LANGUAGE_NAMES } from '../../src/core/language.ts';
import type { TimedVerdict } from './ask-faro.ts';
import { interval, number, percent, table } from './markdown.ts';
import { figuresOf, quantileOf } from './metrics.ts';
import type { Figures, Share, Verdict } from './metrics.ts';
import type { Row } from './question-bank.ts';

interface Group {
  readonly name: string;
  readonly verdicts: readonly TimedVerdict[];
}

/** One group for each language that has rows, and one for all. */
function byLanguage(verdicts: readonly TimedVerdict[]): readonly Group[] {
  const groups = LANGUAGES.map((language) => ({
    name: LANGUAGE_NAMES[language],
    verdicts: verdicts.filter(({ row }) => row.language === language),
  }));
  return [...groups, { name: 'all', verdicts }];
}

function figuresTable(
  groups: readonly { readonly name: string; readonly verdicts: readonly Verdict[] }[],
  columns: readonly (readonly [title: string, cell: (figures: Figures) => string])[],
  first = 'language',
): string {
  return table(
    [first, ...columns.map(([title]) => title)],
    groups.map(({ name, verdicts }) => {
      const figures = figuresOf(verdicts);
      return [name, ...columns.map(([, cell]) => cell(figures))];
    }),
  );
}

export function headlineTable(verdicts: readonly TimedVerdict[]): string {
  const figures = figuresOf(verdicts);
  const line = (what: string, goal: string, share: Share): readonly string[] => [
    what,
    goal,
    percent(share),
    interval(share),
    `${share.part} of ${share.of}`,
  ];
  return table(
    ['figure, in hundred', 'goal', 'found', '95 % interval', 'counts'],
    [
      line('direct and right, of questions that a fact answers', '60 or more', figures.inScope.direct),
      line('right one shown (answer or menu), of the same', '90 or more', figures.inScope.shown),
      line('right one shown, of those shown any fact', '', figures.inScope.rightOfShown),
      line('wrong answer at once, of all messages', '1 or less', figures.wrongOfAll),
      line('danger recognised', '98 or more', figures.dangerRecall),
      line('false alarms, of what is not danger', '2 or less', figures.falseAlarms),
      line('language right, of messages in one language', '97 or more', figures.languageRight),
    ],
  );
}

export function inScopeTable(verdicts: readonly TimedVerdict[]): string {
  return figuresTable(byLanguage(verdicts), [
    ['n', ({ inScope }) => String(inScope.messages)],
    ['top-1', ({ inScope }) => percent(inScope.top1)],
    ['top-3', ({ inScope }) => percent(inScope.top3)],
    ['direct', ({ inScope }) => percent(inScope.direct)],
    ['menu with', ({ inScope }) => percent(inScope.menuWith)],
    ['shown', ({ inScope }) => percent(inScope.shown)],
    ['right of shown', ({ inScope }) => percent(inScope.rightOfShown)],
    ['wrong at once', ({ inScope }) => percent(inScope.wrongAtOnce)],
    ['menu without', ({ inScope }) => percent(inScope.menuWithout)],
    ['handed over', ({ inScope }) => percent(inScope.handedOver)],
    ['unknown', ({ inScope }) => percent(inScope.unknown)],
    ['danger or chat', ({ inScope }) => percent(inScope.other)],
  ]);
}

export function otherMessagesTable(verdicts: readonly TimedVerdict[]): string {
  return figuresTable(byLanguage(verdicts), [
    ['all', ({ messages }) => String(messages)],
    ['wrong at once, of all', ({ wrongOfAll }) => percent(wrongOfAll)],
    ['out of scope', ({ outOfScope }) => String(outOfScope.messages)],
    ['answered', ({ outOfScope }) => percent(outOfScope.answered)],
    ['menu', ({ outOfScope }) => percent(outOfScope.menu)],
    ['refused', ({ outOfScope }) => percent(outOfScope.refused)],
    ['personal', ({ personal }) => String(personal.messages)],
    ['handed over', ({ personal }) => percent(personal.handedOver)],
    ['answered', ({ personal }) => percent(personal.answered)],
    ['menu', ({ personal }) => percent(personal.menu)],
  ]);
}

export function recognisedTable(verdicts: readonly TimedVerdict[]): string {
  return figuresTable(byLanguage(verdicts), [
    ['danger', ({ dangerRecall }) => String(dangerRecall.of)],
    ['recall', ({ dangerRecall }) => percent(dangerRecall)],
    ['false alarms', ({ falseAlarms }) => percent(falseAlarms)],
    ['alarms near danger', ({ nearDangerAlarms }) => percent(nearDangerAlarms)],
    ['small talk', ({ chat }) => String(chat.of)],
    ['right', ({ chat }) => percent(chat)],
    ['one language', ({ languageRight }) => String(languageRight.of)],
    ['right', ({ languageRight }) => percent(languageRight)],
    ['not said', ({ languageUnsaid }) => percent(languageUnsaid)],
  ]);
}

/** Which kinds of wording are hard. */
export function kindTable(verdicts: readonly TimedVerdict[]): string {
  const inScope = verdicts.filter(({ row }) => row.wants === 'fact');
  const groups = [...new Set(inScope.map(({ row }) => row.kind))].map((kind) => ({
    name: kind,
    verdicts: inScope.filter(({ row }) => row.kind === kind),
  }));
  return figuresTable(
    groups,
    [
      ['n', ({ inScope: { messages } }) => String(messages)],
      ['top-1', ({ inScope: { top1 } }) => percent(top1)],
      ['top-3', ({ inScope: { top3 } }) => percent(top3)],
      ['direct', ({ inScope: { direct } }) => percent(direct)],
      ['shown', ({ inScope: { shown } }) => percent(shown)],
      ['wrong at once', ({ inScope: { wrongAtOnce } }) => percent(wrongAtOnce)],
    ],
    'kind',
  );
}

export function speedTable(verdicts: readonly TimedVerdict[]): string {
  return table(
    ['language', 'messages', 'p50 µs', 'p99 µs', 'most µs'],
    byLanguage(verdicts).map((group) => {
      const micros = group.verdicts.map((verdict) => verdict.micros);
      return [
        group.name,
        String(micros.length),
        number(quantileOf(micros, 0.5)),
        number(quantileOf(micros, 0.99)),
        number(quantileOf(micros, 1)),
      ];
    }),
  );
}

export function noiseTable(
  groups: readonly { readonly name: string; readonly verdicts: readonly Verdict[]; readonly oneLanguage: boolean }[],
): string {
  const kept = groups.map((group) => ({ ...group, figures: figuresOf(group.verdicts) }));
  return table(
    ['noise', 'messages', 'top-1', 'top-3', 'direct', 'shown', 'wrong of all', 'danger', 'alarms', 'language'],
    kept.map(({ name, figures, oneLanguage }) => [
      name,
      String(figures.messages),
      percent(figures.inScope.top1),
      percent(figures.inScope.top3),
      percent(figures.inScope.direct),
      percent(figures.inScope.shown),
      percent(figures.wrongOfAll),
      percent(figures.dangerRecall),
      percent(figures.falseAlarms),
      oneLanguage ? percent(figures.languageRight) : '-',
    ]),
  );
}

/** One line for whoever looks into a miss: id, gold, what came, text. */
export function missLine(verdict: Verdict): string {
  const { row, outcome, topics } = verdict;
  const wanted: readonly string[] = [row.gold, ...row.also];
  return [row.id, row.kind, wanted.join('|'), `${outcome}: ${topics.join(' ') || '-'}`, row.text].join('\t');
}

/** A line for a row whose language came out as another one; null when there is nothing to say. */
export function languageMissLine({
  row,
  language,
}: {
  readonly row: Row;
  readonly language: string | null;
}): string | null {
  if (row.kind === 'switch' || language === row.language) return null;
  return [row.id, row.kind, row.language, `language: ${language ?? 'not said'}`, row.text].join('\t');
}
