import { expect, test } from 'vitest';
import { countDue, reportRefusals } from '../../src/knowledge/facts-report.ts';

test('a list of what is due is shortened to its length', () => {
  const lines = ['2 facts', 'editors-us has to check again:', '  due     one', '  expired two', '', 'done:'];
  expect(countDue(lines)).toEqual(['2 facts', 'editors-us has to check again: 2', '', 'done:']);
});

test('each kind of refusal is counted, the zeros included', () => {
  const problem = { file: 'x.yaml', line: 1, message: '' };
  const lines = reportRefusals([
    { ...problem, code: 'contradiction' },
    { ...problem, code: 'contradicts_fact' },
    { ...problem, code: 'too_long' },
  ]);
  expect(lines).toContain('   2 contradictions');
  expect(lines).toContain('   1 texts over two segments');
  expect(lines.filter((line) => line.startsWith('   0 ')).length).toBe(lines.length - 2);
});
