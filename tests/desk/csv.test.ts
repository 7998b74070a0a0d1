import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv } from '../../src/desk/csv.ts';

test('a table comes with its names, quoted, for spreadsheets that speak Unicode', () => {
  expect(
    toCsv([
      ['semana', 'texto'],
      ['2026-W47', 'dijo "sí", y se fue'],
      [3, null],
    ]),
  ).toBe('\uFEFF"semana","texto"\r\n"2026-W47","dijo ""sí"", y se fue"\r\n3,\r\n');
});

test.each(['=1+1', '+1 202', '-2', '@SUM(A1)', '\t=1', '  =1', '\r=1', '＝1+1', '＠x'])(
  '%j is not run as a formula',
  (text) => {
    expect(toCsv([[text]])).toBe(`\uFEFF"'${text}"\r\n`);
  },
);

test('no text leaves its cell, and none begins like a formula', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '=', '+', '-', '@', ' ', '\t', 'a') }),
      (text) => {
        const cell = toCsv([[text]]).slice(1, -2);
        expect(cell).toMatch(/^"(?:[^"]|"")*"$/);
        expect(cell.slice(1)).not.toMatch(/^[\s]*[=+\-@]/);
      },
    ),
  );
});
