/** `npm run bench`: every figure as a ratio against its floor in the same run; prints the table of docs/benchmarks.md. */
import { benchIntake } from './intake.ts';
import { benchTurns } from './turns.ts';

function cell(value: number, digits: number): string {
  return Number.isNaN(value) ? '' : value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

console.log('## Intake: durable acknowledgements, 128 connections, load generator on the same cores\n');
console.log('| what | requests/s | p50 ms | p99 ms | ratio to the floor |');
console.log('| --- | --- | --- | --- | --- |');
for (const { what, perSecond, p50Ms, p99Ms, ratio } of await benchIntake()) {
  console.log(`| ${what} | ${cell(perSecond, 0)} | ${cell(p50Ms, 1)} | ${cell(p99Ms, 1)} | ${cell(ratio, 2)} |`);
}

const { turns, p50Ms, p99Ms } = await benchTurns();
console.log('\n## Turns: processor time of the bot over random walks through all conversations\n');
console.log('| turns | p50 ms | p99 ms |');
console.log('| --- | --- | --- |');
console.log(`| ${cell(turns, 0)} | ${cell(p50Ms, 2)} | ${cell(p99Ms, 2)} |`);
