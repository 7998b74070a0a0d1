/** Tables for spreadsheets, which run what begins like a formula: nobody's words may. */

type Cell = string | number | null;

/** @param rows - the first one names the columns */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  // With the mark at the start, spreadsheets read it as UTF-8.
  return `\uFEFF${rows.map((row) => row.map(toCell).join(',')).join('\r\n')}\r\n`;
}

/** Full-width signs are read as the plain ones by some. */
const LIKE_A_FORMULA = /^[\s\u00A0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n]/;

function toCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const harmless = LIKE_A_FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${harmless.replaceAll('"', '""')}"`;
}
