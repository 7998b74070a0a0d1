/** What finding the right fact costs as facts grow: processor time a message, learning time, memory. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Fact } from '../../src/core/fact.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { seededRandom } from '../../src/dev/random.ts';
import { loadCalibration } from '../../src/knowledge/calibration.ts';
import { loadConcepts } from '../../src/knowledge/concepts.ts';
import { loadEveryday, loadIntents } from '../../src/knowledge/intents.ts';
import { createMatcher } from '../../src/knowledge/matcher.ts';
import type { Matcher } from '../../src/knowledge/matcher.ts';
import { collectSamples, learnModel, openModel } from '../../src/knowledge/model.ts';
import type { LearntModel } from '../../src/knowledge/model.ts';
import { loadWords } from '../../src/knowledge/words.ts';
import { realKnowledge } from '../fakes/real-knowledge.ts';
import { makeUpFacts, repeatFacts } from './made-up-facts.ts';
import { figure } from './table.ts';
import type { Section } from './table.ts';

const contentDir = fileURLToPath(new URL('../../content', import.meta.url));
const SEED = 11;
const QUESTIONS = 400;
const ROUNDS = 3;
/** Learning grows with the square: ten thousand would take half an hour, so the thousand's model is taken ten times. */
const LEARNT_SIZES = [100, 1_000] as const;
const TIMES = 10;

export async function benchMatcher(): Promise<readonly Section[]> {
  const bank = readQuestions();
  const shipped = measure(realKnowledge().facts, bank);
  const rows = [rowOf('shipped content', shipped, shipped.usPerMessage)];
  let first = Number.NaN;
  for (const size of LEARNT_SIZES) {
    const measured = measure(makeUpFacts(realKnowledge().facts, size, seededRandom(SEED)), bank);
    if (Number.isNaN(first)) first = measured.usPerMessage;
    rows.push(rowOf('made up', measured, first));
    if (size !== LEARNT_SIZES.at(-1)) continue;
    const many = repeatFacts(measured.facts, TIMES);
    const model = { ...measured.model, facts: repeatModel(measured.model.facts, TIMES) };
    rows.push(rowOf(`made up, ${TIMES} × the last`, measureModel(many, model, bank, Number.NaN, Number.NaN), first));
  }
  return Promise.resolve([
    {
      title: 'Matcher: processor time a message, and its growth with the number of facts',
      columns: ['content', 'facts', 'phrasings', 'µs a message', 'growth', 'learning s', 'memory MB'],
      rows,
      notes: [
        'What people of the question bank ask, in five languages. Made-up facts have ten phrasings each, mixed from the ' +
          'words of the shipped ones. Learning happens once for each change of the content, ahead of the start.',
      ],
    },
  ]);
}

interface Measured {
  readonly facts: readonly Fact[];
  readonly model: LearntModel;
  readonly usPerMessage: number;
  readonly learningSeconds: number;
  readonly megabytes: number;
}

function measure(facts: readonly Fact[], bank: readonly string[]): Measured {
  const before = usedMegabytes();
  const startedMs = performance.now();
  const samples = collectSamples(facts, [...loadIntents(contentDir), ...loadEveryday(contentDir)]);
  const model = learnModel(samples, facts.length, loadConcepts(contentDir));
  const learningSeconds = (performance.now() - startedMs) / 1_000;
  return measureModel(facts, model, bank, learningSeconds, before);
}

function measureModel(
  facts: readonly Fact[],
  model: LearntModel,
  bank: readonly string[],
  learningSeconds: number,
  beforeMegabytes: number,
): Measured {
  const matcher = createMatcher({
    facts,
    words: loadWords(contentDir),
    calibration: loadCalibration(contentDir),
    read: openModel(model, loadConcepts(contentDir)),
  });
  const megabytes = usedMegabytes() - beforeMegabytes;
  matchAll(matcher, bank); // until the compiler knows the code
  const rounds = Array.from({ length: ROUNDS }, () => matchAll(matcher, bank)).toSorted((a, b) => a - b);
  return { facts, model, usPerMessage: rounds[1] ?? Number.NaN, learningSeconds, megabytes };
}

/** @returns processor time in microseconds a message */
function matchAll(matcher: Matcher, bank: readonly string[]): number {
  const before = process.cpuUsage();
  for (const text of bank) matcher.match(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / bank.length;
}

function readQuestions(): readonly string[] {
  const all = LANGUAGES.flatMap(
    (language) =>
      readFileSync(fileURLToPath(new URL(`../questions/${language}.jsonl`, import.meta.url)), 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { readonly text: string }).text), // our own file: one object a line
  );
  const every = Math.max(1, Math.floor(all.length / QUESTIONS));
  return all.filter((_, index) => index % every === 0);
}

function repeatModel({ classCount, starts, classes, weights }: LearntModel['facts'], times: number) {
  const many = {
    classCount: classCount * times,
    starts: starts.map((start) => start * times),
    classes: new Uint16Array(classes.length * times),
    weights: new Float32Array(weights.length * times),
  };
  for (let feature = 0; feature + 1 < starts.length; feature += 1) {
    const [from = 0, to = 0] = starts.subarray(feature, feature + 2);
    for (let copy = 0; copy < times; copy += 1) {
      const at = from * times + copy * (to - from);
      many.classes.set(
        classes.subarray(from, to).map((one) => one + copy * classCount),
        at,
      );
      many.weights.set(weights.subarray(from, to), at);
    }
  }
  return many;
}

/** What is in use after everything that is not has been thrown away. */
function usedMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1_048_576;
}

function rowOf(what: string, measured: Measured, firstUs: number): readonly string[] {
  const { facts, usPerMessage, learningSeconds, megabytes } = measured;
  const phrasings = facts.reduce((sum, { text }) => sum + countPhrasings(text), 0);
  return [
    what,
    figure(facts.length),
    figure(phrasings),
    figure(usPerMessage),
    `${figure(usPerMessage / firstUs, 1)} ×`,
    figure(learningSeconds, 1),
    figure(megabytes),
  ];
}

function countPhrasings(text: Fact['text']): number {
  return Object.values(text).reduce((sum, { questions }) => sum + 1 + questions.length, 0);
}
