/** `npm run calibrate`: computes `content/calibration.json` anew. Run it after facts, intents or word lists changed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calibrate } from './calibrate.ts';
import { CALIBRATION_FILE, hashContent } from './calibration.ts';
import { loadConcepts } from './concepts.ts';
import { dayOf } from './freshness.ts';
import { loadEveryday, loadIntents } from './intents.ts';
import { loadFacts } from './load.ts';
import { collectSamples } from './model.ts';
import { loadWords } from './words.ts';

const contentDir = fileURLToPath(new URL('../../content', import.meta.url));
const { facts: loaded } = loadFacts(contentDir, { today: dayOf(Date.now()) });
const facts = loaded.map(({ fact }) => fact);
const samples = collectSamples(facts, [...loadIntents(contentDir), ...loadEveryday(contentDir)]);
console.log(`${facts.length} facts, ${samples.length} messages`);
const calibration = calibrate(
  facts,
  samples,
  loadWords(contentDir),
  loadConcepts(contentDir),
  hashContent(contentDir),
  console.log,
);
writeFileSync(join(contentDir, CALIBRATION_FILE), `${JSON.stringify(calibration, null, 2)}\n`);
console.log(calibration.thresholds, calibration.seen);
