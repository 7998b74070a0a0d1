/** A figure that an answer states: an amount of something, a day, a time of day, a telephone number. */

/** What an amount counts. `none`: nothing that we follow, as in "73 people", or a short number to dial. */
export const UNITS = [
  'none',
  'percent',
  'dollars',
  'pesos',
  'hours',
  'days',
  'working days',
  'weeks',
  'months',
  'years',
] as const;
export type Unit = (typeof UNITS)[number];

export type Figure =
  | { readonly kind: 'amount'; readonly amount: number; readonly unit: Unit }
  /** As exact as it was said: "2026", "June 2026", "5 June 2026", "5 June". */
  | { readonly kind: 'date'; readonly year: number | null; readonly month: number | null; readonly day: number | null }
  | { readonly kind: 'time'; readonly hour: number; readonly minute: number }
  | { readonly kind: 'phone'; readonly digits: string };

/** A figure where it was found. */
export interface FoundFigure {
  readonly figure: Figure;
  /** As it is written there. */
  readonly text: string;
}

/** `100 dollars`, `2026-06-05`, `07:30`, `18773824357`: one way of writing for one figure. */
export function describeFigure(figure: Figure): string {
  switch (figure.kind) {
    case 'amount':
      return figure.unit === 'none' ? String(figure.amount) : `${figure.amount} ${figure.unit}`;
    case 'date':
      return [figure.year, figure.month, figure.day]
        .map((part) => twoDigits(part))
        .join('-')
        .replace(/(?:-\?)+$/, '');
    case 'time':
      return `${twoDigits(figure.hour)}:${twoDigits(figure.minute)}`;
    case 'phone':
      return figure.digits;
  }
}

/** Whether both say the same, one of them perhaps less exactly: "June 2026" and "5 June 2026", "21" and "21 years". */
export function agree(left: Figure, right: Figure): boolean {
  if (left.kind === 'amount' && right.kind === 'amount') {
    const isSameUnit = left.unit === right.unit || left.unit === 'none' || right.unit === 'none';
    return left.amount === right.amount && isSameUnit;
  }
  if (left.kind === 'date' && right.kind === 'date') {
    return isOneDate(left, right);
  }
  return left.kind === right.kind && describeFigure(left) === describeFigure(right);
}

type DateFigure = Extract<Figure, { kind: 'date' }>;

function isOneDate(left: DateFigure, right: DateFigure): boolean {
  const parts = ['year', 'month', 'day'] as const;
  return parts.every((part) => left[part] === right[part] || left[part] === null || right[part] === null);
}

function twoDigits(part: number | null): string {
  return part === null ? '?' : String(part).padStart(2, '0');
}
