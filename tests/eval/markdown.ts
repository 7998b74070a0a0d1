/** Tables as the formatter leaves them, so that a written report needs no second touch. */
import { intervalOf, percentOf } from './metrics.ts';
import type { Share } from './metrics.ts';

/** A Markdown table; every column but the first is aligned right. */
export function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...body.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...body.map(line)].join('\n');
}

/** `61.2`, or a dash when there was nothing to count. */
export function percent(share: Share): string {
  return share.of === 0 ? '-' : percentOf(share).toFixed(1);
}

/** `58.1 to 64.2` */
export function interval(share: Share): string {
  if (share.of === 0) return '-';
  return intervalOf(share)
    .map((edge) => Math.max(0, edge).toFixed(1))
    .join(' to ');
}

export function number(value: number, digits = 0): string {
  return Number.isNaN(value) ? '-' : value.toFixed(digits);
}
