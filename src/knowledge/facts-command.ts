/**
 * `npm run facts [-- folder]`: checks `content/` and `locales/`, prints the figures that matter and what is wrong.
 *
 * `npm run facts -- --due` also lists what has to be checked again, by whom.
 * `npm run facts -- --schema` writes `content/fact.schema.json`, for editors' programs.
 *
 * Ends with code 1 when there is a problem. A stale fact is none: time passes without anybody doing wrong.
 */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../core/clock.ts';
import { ContentError } from '../core/errors.ts';
import { loadConcepts } from './concepts.ts';
import { toJsonSchema } from './fact-schema.ts';
import {
  readFactsPart,
  readLocalesPart,
  readMatchingPart,
  readPathwaysPart,
  readPlacesPart,
  readReadingPart,
  readRegisterPart,
} from './facts-parts.ts';
import { countDue, reportRefusals } from './facts-report.ts';
import { loadLanguageSamples } from './language-samples.ts';
import { loadIntents } from './intents.ts';
import { describeProblem } from './problem.ts';
import { loadTeam } from './team/load-team.ts';
import { loadWords } from './words.ts';

/** Prints the report. @returns how many problems there are */
function check(contentDir: string, listsDue: boolean): number {
  const nowMs = systemClock.nowMs();
  const facts = readFactsPart(contentDir, nowMs);
  loadWords(contentDir);
  loadConcepts(contentDir);
  loadIntents(contentDir);
  loadLanguageSamples(contentDir);
  loadTeam(contentDir);
  const pathways = readPathwaysPart(contentDir, facts.facts, nowMs);
  const parts = [
    facts,
    readReadingPart(facts.facts),
    readMatchingPart(contentDir),
    readRegisterPart(contentDir, facts.facts, pathways.pathways),
    pathways,
    readPlacesPart(contentDir, nowMs),
    readLocalesPart(),
  ];
  for (const { lines } of parts) console.log(`${(listsDue ? lines : countDue(lines)).join('\n')}\n`);
  const problems = parts.flatMap((part) => part.problems);
  console.log(`${reportRefusals(problems).join('\n')}\n`);
  for (const problem of problems) console.error(describeProblem(problem));
  console.log(problems.length === 1 ? '1 problem' : `${problems.length} problems`);
  return problems.length;
}

function writeSchema(contentDir: string): void {
  writeFileSync(join(contentDir, 'fact.schema.json'), `${JSON.stringify(toJsonSchema(), null, 2)}\n`);
}

const SHIPPED = relative(process.cwd(), fileURLToPath(new URL('../../content', import.meta.url)));
const words = process.argv.slice(2);
const contentDir = words.find((word) => !word.startsWith('--')) ?? SHIPPED;
try {
  if (words.includes('--schema')) writeSchema(contentDir);
  else process.exitCode = check(contentDir, words.includes('--due')) === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof ContentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
