/** Each phrasing must find its own fact when the model has not seen it: that is how a new person's words would fare. */
import { expect, test } from 'vitest';
import { loadConcepts } from '../../src/knowledge/concepts.ts';
import { loadEveryday, loadIntents } from '../../src/knowledge/intents.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { collectSamples, learnModel, openModel } from '../../src/knowledge/model.ts';
import { CONTENT_DIR } from './content-folder.ts';

const FOLDS = 5;

test('phrasings left out of training find their own fact first, or at least among three', () => {
  const { facts: loaded } = loadFacts(CONTENT_DIR, { today: '2026-11-21' });
  const facts = loaded.map(({ fact }) => fact);
  const findConcepts = loadConcepts(CONTENT_DIR);
  const samples = collectSamples(facts, [...loadIntents(CONTENT_DIR), ...loadEveryday(CONTENT_DIR)]);
  let [asked, first, amongThree] = [0, 0, 0];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const isOut = (index: number): boolean => index % FOLDS === fold;
    const kept = samples.filter((_, index) => !isOut(index));
    const read = openModel(learnModel(kept, facts.length, findConcepts), findConcepts);
    for (const { words, fact } of samples.filter((_, index) => isOut(index))) {
      if (fact === null) continue;
      const ranking = [...read(words).facts.entries()].toSorted(([, left], [, right]) => right - left);
      const place = ranking.findIndex(([index]) => index === fact);
      asked += 1;
      if (place === 0) first += 1;
      if (place < 3) amongThree += 1;
    }
  }
  expect(asked).toBeGreaterThan(5_000);
  expect(first / asked).toBeGreaterThan(0.85);
  expect(amongThree / asked).toBeGreaterThan(0.97);
});
