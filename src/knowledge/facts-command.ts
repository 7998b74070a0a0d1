/**
 * `npm run facts [-- folder]`: checks `content/` and prints what is wrong, what is stale and who looks after it.
 *
 * `npm run facts -- --schema` writes `content/fact.schema.json`, for editors' programs.
 *
 * Ends with code 1 when there is a problem. A stale fact is none: time passes without anybody doing wrong.
 */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countSegments } from '../channels/sms/segments.ts';
import { toGsm7 } from '../channels/sms/transliterate.ts';
import { systemClock } from '../core/clock.ts';
import { ContentError } from '../core/errors.ts';
import { hashContent, loadCalibration } from './calibration.ts';
import { loadConcepts } from './concepts.ts';
import { toJsonSchema } from './fact-schema.ts';
import { reportFacts } from './facts-report.ts';
import { dayOf } from './freshness.ts';
import { loadLanguageSamples } from './language-samples.ts';
import { loadIntents } from './intents.ts';
import { loadFacts } from './load.ts';
import { describeProblem } from './problem.ts';
import { loadWords } from './words.ts';

/** Prints the report. @returns how many problems there are */
function check(contentDir: string): number {
  const nowMs = systemClock.nowMs();
  const { facts, problems } = loadFacts(contentDir, {
    today: dayOf(nowMs),
    countSmsSegments: (text) => countSegments(toGsm7(text)).segments,
  });
  loadWords(contentDir);
  loadConcepts(contentDir);
  loadIntents(contentDir);
  loadLanguageSamples(contentDir);
  for (const line of reportFacts(facts, nowMs)) console.log(line);
  if (loadCalibration(contentDir).content !== hashContent(contentDir)) {
    console.log('The thresholds were computed for other content: run "npm run calibrate" before you commit.');
  }
  console.log('');
  for (const problem of problems) console.error(describeProblem(problem));
  console.log(problems.length === 1 ? '1 problem' : `${problems.length} problems`);
  return problems.length;
}

function writeSchema(contentDir: string): void {
  writeFileSync(join(contentDir, 'fact.schema.json'), `${JSON.stringify(toJsonSchema(), null, 2)}\n`);
}

const SHIPPED = relative(process.cwd(), fileURLToPath(new URL('../../content', import.meta.url)));
const isForSchema = process.argv[2] === '--schema';
const contentDir = (isForSchema ? process.argv[3] : process.argv[2]) ?? SHIPPED;
try {
  if (isForSchema) writeSchema(contentDir);
  else process.exitCode = check(contentDir) === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof ContentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
