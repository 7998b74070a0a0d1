/**
 * `npm run facts [-- folder]`: checks `content/` and prints what is wrong, what is stale and who looks after it.
 *
 * Ends with code 1 when there is a problem. A stale fact is none: time passes without anybody doing wrong.
 */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countSegments } from '../channels/sms/segments.ts';
import { toGsm7 } from '../channels/sms/transliterate.ts';
import { systemClock } from '../core/clock.ts';
import { ContentError } from '../core/errors.ts';
import { reportFacts } from './facts-report.ts';
import { dayOf } from './freshness.ts';
import { loadLanguageSamples } from './identify-language.ts';
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
  loadLanguageSamples(contentDir);
  for (const line of reportFacts(facts, nowMs)) console.log(line);
  console.log('');
  for (const problem of problems) console.error(describeProblem(problem));
  console.log(problems.length === 1 ? '1 problem' : `${problems.length} problems`);
  return problems.length;
}

const contentDir = process.argv[2] ?? relative(process.cwd(), fileURLToPath(new URL('../../content', import.meta.url)));
try {
  process.exitCode = check(contentDir) === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof ContentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
