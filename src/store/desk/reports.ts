/** What the work of the desk comes to, by week, from rows that lead to nobody; small counts are hidden here already. */
import { SMALLEST_SHOWN } from '../../core/desk-figures.ts';
import type { HeardText, Spread, WeekOfCases, WeekOfHearing } from '../../core/desk-figures.ts';
import type { Rumour } from '../../core/effect.ts';
import type { Claim } from '../../core/knowledge.ts';
import { startOfWeek, weekName } from '../../core/week.ts';
import { decrypt } from '../cipher.ts';
import type { CaseFiguresTable, RumourReportsTable } from '../schema.ts';
import type { DeskParts } from './parts.ts';
import { countSlices, shown } from './small-counts.ts';
import { median, quantile } from './spread.ts';

/** The words of a report; a question has neither place nor price. */
type Said = Pick<Rumour, 'text'> & Partial<Claim>;

type HeardRow = Pick<RumourReportsTable, 'id' | 'kind' | 'text_key' | 'language' | 'body' | 'reported_at'> & {
  readonly count: number;
};

export class Reports {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** The cases that were closed, by week, newest first; weeks without one are left out. */
  async cases(fromMs: number, untilMs: number): Promise<readonly WeekOfCases[]> {
    const rows = await this.#parts.database.db
      .selectFrom('case_figures')
      .selectAll()
      .where('week', '>=', startOfWeek(fromMs))
      .where('week', '<', untilMs)
      .execute();
    return byWeek(rows, ({ week }) => week).map(([week, closed]) => toWeekOfCases(week, closed));
  }

  /** What was claimed and asked without a fact to answer it, by week, newest first. */
  async heard(fromMs: number, untilMs: number): Promise<readonly WeekOfHearing[]> {
    const rows = await this.#parts.database.db
      .selectFrom('rumour_reports')
      .select(['id', 'kind', 'text_key', 'language', 'body', 'count', 'reported_at'])
      .where('reported_at', '>=', startOfWeek(fromMs))
      .where('reported_at', '<', untilMs)
      .execute();
    return byWeek(rows, ({ reported_at }) => reported_at).map(([week, reports]) => ({
      week,
      rumours: this.#toTexts(reports.filter(({ kind }) => kind === 'rumour')),
      questions: this.#toTexts(reports.filter(({ kind }) => kind === 'question')),
    }));
  }

  /** The same text of several days is one; what was heard less often than can be shown comes in no telling order. */
  #toTexts(reports: readonly HeardRow[]): readonly HeardText[] {
    return Map.groupBy(reports, ({ text_key }) => text_key)
      .values()
      .map((same) => this.#toText(same))
      .filter((text) => text !== null)
      .toArray()
      .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0) || a.text.localeCompare(b.text));
  }

  #toText(same: readonly HeardRow[]): HeardText | null {
    const [first] = same;
    if (first === undefined) return null;
    const plain = decrypt(this.#parts.ring.houseKey, `rumour_reports|body|${first.id}`, first.body).toString();
    const { text, place = null, price = null } = JSON.parse(plain) as Said; // sealed by us
    const count = shown(same.reduce((sum, report) => sum + report.count, 0));
    return { language: first.language, text, place, price, count };
  }
}

function byWeek<Row>(
  rows: readonly Row[],
  timeOf: (row: Row) => number,
): readonly (readonly [string, readonly Row[]])[] {
  return Map.groupBy(rows, (row) => startOfWeek(timeOf(row)))
    .entries()
    .toArray()
    .toSorted(([a], [b]) => b - a)
    .map(([startMs, all]) => [weekName(startMs), all] as const);
}

function toWeekOfCases(week: string, rows: readonly CaseFiguresTable[]): WeekOfCases {
  const closed = shown(rows.length);
  // Of so few nothing is told, not even which kinds there were.
  if (closed === null) return { week, closed, ...NOTHING_TOLD };
  return {
    week,
    closed,
    waiting: toSpread(rows.map(({ waited_minutes }) => waited_minutes)),
    answering: toSpread(rows.map(({ answered_minutes }) => answered_minutes)),
    byTopic: countSlices(rows.map(({ topic }) => topic)),
    byLanguage: countSlices(rows.map(({ language }) => language)),
    byChannel: countSlices(rows.map(({ channel }) => channel)),
    byReason: countSlices(rows.map(({ reason }) => reason)),
    byOutcome: countSlices(rows.map(({ outcome }) => outcome)),
  };
}

const NOTHING_TOLD = {
  waiting: null,
  answering: null,
  byTopic: [],
  byLanguage: [],
  byChannel: [],
  byReason: [],
  byOutcome: [],
} as const satisfies Partial<WeekOfCases>;

function toSpread(minutes: readonly (number | null)[]): Spread | null {
  const known = minutes.filter((one) => one !== null);
  if (known.length < SMALLEST_SHOWN) return null;
  return { median: median(known), p90: quantile(known, 0.9) };
}
