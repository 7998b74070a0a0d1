/**
 * `npm run eval`: how well Faro finds facts, on the question bank, beside what one could use instead.
 *
 * Options: `-- --split test|dev|all` (default test), `--quick` (Faro alone, no noise: seconds), `--misses` (what went
 * wrong, row by row), `--write` (the whole report to docs/matching.md).
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Knowledge } from '../../src/core/knowledge.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import { createKnowledge } from '../../src/knowledge/knowledge.ts';
import { askFaro } from './ask-faro.ts';
import type { TimedVerdict } from './ask-faro.ts';
import { askPeer, faroAsPeer, peerTable, rowsForPeers, sampleOf } from './compare-peers.ts';
import type { PeerResult } from './compare-peers.ts';
import {
  headlineTable,
  inScopeTable,
  kindTable,
  languageMissLine,
  missLine,
  noiseTable,
  otherMessagesTable,
  recognisedTable,
  speedTable,
} from './faro-tables.ts';
import { createFuseDefault, createFuseTunedByFact, createFuseTunedByPhrasing } from './fuse-peers.ts';
import { timeHostile } from './hostile.ts';
import { number, table } from './markdown.ts';
import { isServed } from './metrics.ts';
import { createMiniSearch, createMiniSearchNormalised } from './minisearch-peers.ts';
import { createNodeNlp } from './node-nlp-peer.ts';
import { noisesOf } from './noise.ts';
import { phrasingsOf, unseenRows } from './phrasings.ts';
import { loadQuestionBank, splitOf, SPLITS } from './question-bank.ts';
import type { Row } from './question-bank.ts';
import * as words from './report-words.ts';

const REPORT = fileURLToPath(new URL('../../docs/matching.md', import.meta.url));
const PEERS = [
  createFuseDefault,
  createFuseTunedByFact,
  createFuseTunedByPhrasing,
  createMiniSearch,
  createMiniSearchNormalised,
  createNodeNlp,
];

/** For each peer, so that the whole report takes less than six minutes on a busy machine. */
const MOST_MS = { clean: 60_000, noisy: 25_000 };

const { values: options } = parseArgs({
  options: {
    split: { type: 'string', default: 'test' },
    quick: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const split = SPLITS.find((name) => name === options.split);
if (split === undefined) fail(`--split is one of ${SPLITS.join(', ')}`);
if (options.write && (options.quick || split !== 'test')) fail('--write needs the whole report on the test half');

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

const parts: string[] = [];

/** Printed at once: the slow rows come last and nobody should wait for the first ones. */
function say(part: string): void {
  parts.push(part);
  console.log(`${part}\n`);
}

function reportFaro(knowledge: Knowledge, rows: readonly Row[], verdicts: readonly TimedVerdict[]): void {
  say(words.HEADLINE);
  say(headlineTable(verdicts));
  say(words.IN_SCOPE);
  say(inScopeTable(verdicts));
  say(words.OTHER_MESSAGES);
  say(otherMessagesTable(verdicts));
  say(words.RECOGNISED);
  say(recognisedTable(verdicts));
  say(words.KINDS);
  say(kindTable(verdicts));
  say(words.SPEED);
  say(speedTable(verdicts));
  say(words.HOSTILE);
  say(
    table(
      ['4,096 characters of', 'median ms', 'most ms'],
      timeHostile(knowledge, rows).map(({ what, medianMs, mostMs }) => [what, number(medianMs, 1), number(mostMs, 1)]),
    ),
  );
}

function reportNoise(knowledge: Knowledge, rows: readonly Row[], bank: readonly Row[]): readonly Row[] {
  const noises = noisesOf(bank).map((noise) => ({ ...noise, rows: rows.map(noise.apply) }));
  say(words.NOISE);
  say(noiseTable(noises.map((noise) => ({ ...noise, verdicts: noise.rows.map((row) => askFaro(knowledge, row)) }))));
  return noises.at(-1)?.rows ?? [];
}

async function reportPeers(
  knowledge: Knowledge,
  asked: { readonly clean: readonly Row[]; readonly noisy: readonly Row[] },
  readyMs: number,
): Promise<void> {
  const phrasings = phrasingsOf(knowledge.facts);
  const faro = (rows: readonly Row[]): PeerResult[] => [
    ...faroAsPeer(
      rows.map((row) => askFaro(knowledge, row)),
      readyMs,
    ),
  ];
  const results = { clean: faro(asked.clean), noisy: faro(asked.noisy) };
  for (const createPeer of PEERS) {
    const startedMs = performance.now();
    const peer = await createPeer(phrasings);
    const peerReadyMs = performance.now() - startedMs;
    // Minutes of silence look like a hang; the report itself goes to stdout.
    console.error(`asking ${peer.name} …`);
    for (const noise of ['clean', 'noisy'] as const) {
      const rows = sampleOf(rowsForPeers(asked[noise]), peer.mostQueries[noise]);
      results[noise].push(
        await askPeer({ peer, rows, facts: knowledge.facts, readyMs: peerReadyMs, mostMs: MOST_MS[noise] }),
      );
    }
  }
  say(words.PEERS);
  say(peerTable(results.clean));
  say(words.NOISY_PEERS);
  say(peerTable(results.noisy));
}

function printMisses(verdicts: readonly TimedVerdict[]): void {
  for (const verdict of verdicts) {
    if (!isServed(verdict)) console.log(missLine(verdict));
    const languageMiss = languageMissLine(verdict);
    if (languageMiss !== null) console.log(languageMiss);
  }
}

const startedMs = performance.now();
const knowledge = createKnowledge({
  contentDir: fileURLToPath(new URL('../../content', import.meta.url)),
  telemetry: silentTelemetry,
});
const readyMs = performance.now() - startedMs;
const bank = loadQuestionBank();
const phrasings = phrasingsOf(knowledge.facts);
const chosen = bank.filter((row) => split === 'all' || splitOf(row) === split);
const rows = unseenRows(chosen, phrasings);
// Asked once before, so that the times below are those of a service that has been running for a minute.
for (const row of bank) askFaro(knowledge, row);
const verdicts = rows.map((row) => askFaro(knowledge, row));

say(
  words.opening({
    split,
    asked: rows.length,
    leftOut: chosen.length - rows.length,
    facts: knowledge.facts.length,
    phrasings: phrasings.length,
    readyMs,
    day: new Date().toISOString().slice(0, 10),
  }),
);
reportFaro(knowledge, rows, verdicts);
if (options.misses) printMisses(verdicts);
if (!options.quick) {
  const noisy = reportNoise(knowledge, rows, unseenRows(bank, phrasings));
  await reportPeers(knowledge, { clean: rows, noisy }, readyMs);
}
if (options.write) writeFileSync(REPORT, `${parts.join('\n\n')}\n`);
