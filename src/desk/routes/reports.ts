/** What the work of the desk comes to, to be read or to be taken along. Small counts are hidden by the store already. */
import type { Response } from 'express';
import { DAY_MS } from '../../core/clock.ts';
import type { CaseReport, HeardReport } from '../../core/desk-cases-api.ts';
import { SMALLEST_SHOWN } from '../../core/desk-figures.ts';
import type { HeardText, ShownCount, Slice, WeekOfCases, WeekOfHearing } from '../../core/desk-figures.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { toCsv } from '../csv.ts';
import { ok, signedIn, stream } from '../route.ts';
import type { Answer, Routes } from '../route.ts';

type ReportRoutes = Pick<
  Routes,
  'GET /reports/cases' | 'GET /reports/cases.csv' | 'GET /reports/heard' | 'GET /reports/heard.csv'
>;

/** Half a year. */
const REPORTED_MS = 26 * 7 * DAY_MS;

type Row = readonly (string | number | null)[];

export function createReportRoutes({ store: { reports, audit } }: Pick<CaseDeskParts, 'store'>): ReportRoutes {
  return {
    'GET /reports/cases': signedIn({}, async ({ nowMs }) => {
      const answer: CaseReport = { weeks: await reports.cases(nowMs - REPORTED_MS, nowMs) };
      return ok(answer);
    }),

    'GET /reports/cases.csv': signedIn({}, async (call) => {
      const weeks = await reports.cases(call.nowMs - REPORTED_MS, call.nowMs);
      await audit.append(call.audit(null, 'report=cases'));
      return file('faro-cases.csv', [['week', 'figure', 'of', 'value'], ...weeks.flatMap(toCaseRows)]);
    }),

    'GET /reports/heard': signedIn({}, async ({ nowMs }) => {
      const answer: HeardReport = { weeks: await reports.heard(nowMs - REPORTED_MS, nowMs) };
      return ok(answer);
    }),

    'GET /reports/heard.csv': signedIn({}, async (call) => {
      const weeks = await reports.heard(call.nowMs - REPORTED_MS, call.nowMs);
      await audit.append(call.audit(null, 'report=heard'));
      const names = ['week', 'kind', 'language', 'count', 'text', 'place', 'price'];
      return file('faro-heard.csv', [names, ...weeks.flatMap(toHeardRows)]);
    }),
  };
}

function file(name: string, rows: readonly Row[]): Answer {
  return stream((response: Response) => {
    response.status(200).set('Content-Disposition', `attachment; filename="${name}"`);
    response.type('text/csv; charset=utf-8').send(toCsv(rows));
  });
}

/** One figure a line: whoever wants another table, makes it from these. */
function toCaseRows(week: WeekOfCases): readonly Row[] {
  const { week: name, waiting, answering } = week;
  const slices = (figure: string, all: readonly Slice[]): readonly Row[] =>
    all.map((slice) => [name, figure, slice.name ?? '', show(slice.count)]);
  return [
    [name, 'closed', '', show(week.closed)],
    [name, 'minutes until taken', 'median', waiting?.median ?? null],
    [name, 'minutes until taken', 'nine of ten', waiting?.p90 ?? null],
    [name, 'minutes until answered', 'median', answering?.median ?? null],
    [name, 'minutes until answered', 'nine of ten', answering?.p90 ?? null],
    ...slices('topic', week.byTopic),
    ...slices('language', week.byLanguage),
    ...slices('channel', week.byChannel),
    ...slices('reason', week.byReason),
    ...slices('outcome', week.byOutcome),
  ];
}

function toHeardRows({ week, rumours, questions }: WeekOfHearing): readonly Row[] {
  const rows = (kind: string, texts: readonly HeardText[]): readonly Row[] =>
    texts.map(({ language, count, text, place, price }) => [week, kind, language, show(count), text, place, price]);
  return [...rows('rumour', rumours), ...rows('question', questions)];
}

function show(count: ShownCount): string | number {
  return count ?? `under ${SMALLEST_SHOWN} or hidden`;
}
