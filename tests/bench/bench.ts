/**
 * `npm run bench [name …] [-- --write]`: every figure as a ratio against its floor in the same run. Without names, all of
 * them. With `--write`, what was measured also replaces its tables in docs/benchmarks.md.
 */
import { writeDocument } from './document.ts';
import { benchGrowth } from './growth.ts';
import { benchIntake } from './intake.ts';
import { benchJourneys } from './journey-table.ts';
import { benchMatcher } from './matcher.ts';
import { benchMemory } from './memory.ts';
import { benchPeers } from './peers/peers.ts';
import { toMarkdown } from './table.ts';
import type { Section } from './table.ts';
import { benchTurns } from './turns.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Section[]>>> = {
  intake: benchIntake,
  journey: benchJourneys,
  peers: benchPeers,
  turns: benchTurns,
  matcher: benchMatcher,
  growth: benchGrowth,
  memory: benchMemory,
};
/** What an operator did wrong; sysexits.h calls it EX_USAGE. */
const EXIT_USAGE = 64;

const words = process.argv.slice(2);
const wanted = words.filter((word) => word !== '--write');
const unknown = wanted.find((name) => BENCHES[name] === undefined);
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(EXIT_USAGE);
}
const measured: { readonly name: string; readonly sections: readonly Section[] }[] = [];
for (const [name, run] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const sections = await run();
  for (const section of sections) console.log(toMarkdown(section));
  measured.push({ name, sections });
}
if (words.includes('--write')) writeDocument(measured);
process.exit(0); // the database server's package would end it otherwise, with whatever code
