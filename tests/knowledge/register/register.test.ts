/** The shipped answers contradict neither each other nor the register. */
import { expect, test } from 'vitest';
import { readFactsPart, readPathwaysPart, readRegisterPart } from '../../../src/knowledge/facts-parts.ts';
import { describeProblem } from '../../../src/knowledge/problem.ts';
import { loadRegister } from '../../../src/knowledge/register/register-file.ts';
import { CONTENT_DIR } from '../content-folder.ts';

const NOW_MS = Date.parse('2026-11-21');

test('every figure and every programme of every answer stands in the register, and in all languages alike', () => {
  const { facts } = readFactsPart(CONTENT_DIR, NOW_MS);
  const { pathways } = readPathwaysPart(CONTENT_DIR, facts, NOW_MS);
  const { lines, problems } = readRegisterPart(CONTENT_DIR, facts, pathways);
  expect(problems.map(describeProblem)).toEqual([]);
  expect(lines.join('\n')).toMatch(
    /^\d{3} figures and \d+ programmes in the register \(\d+ open, \d+ closed, \d+ unsettled\)$/,
  );
});

test('every entry is stated by some answer', () => {
  const { figures, programmes } = loadRegister(CONTENT_DIR).register;
  const idle = [...figures, ...programmes].filter(({ facts, pathways }) => facts.length + pathways.length === 0);
  expect(idle).toEqual([]);
});
