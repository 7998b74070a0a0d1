/** Tables as docs/benchmarks.md shows them. */

export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What one has to know to read the table. */
  readonly notes?: readonly string[];
}

/** With the thousands set apart; empty where there is no figure. */
export function figure(value: number, digits = 0): string {
  return Number.isNaN(value) ? '' : value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

export function toMarkdown({ title, columns, rows, notes = [] }: Section): string {
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${title}`, '', ...lines, '', ...notes.flatMap((note) => [note, ''])].join('\n');
}
