import { expect, test } from 'vitest';
import { loadFacts } from '../../src/knowledge/load.ts';
import { createFactSearch } from '../../src/knowledge/search-facts.ts';
import { CONTENT_DIR } from './content-folder.ts';

const facts = loadFacts(CONTENT_DIR, { today: '2026-11-21' }).facts.map(({ fact }) => fact);
const search = createFactSearch(facts);

test.each([
  ['daca renovar', 'es', 'us-daca'],
  ['tarjeta umanitaria mexico', 'es', 'mx-humanitarian-card'],
  ['safe third country', 'en', 'ca-stca'],
  ['unaccompanied', 'en', 'us-unaccompanied-children'],
  ['darien', 'ht', 'darien'],
  ['hondurena tps', 'es', 'us-tps-central-america-honduras'],
] as const)('an agent who types "%s" (%s) finds the fact among the first five', (query, language, id) => {
  expect(search(query, language, 5).map((fact) => String(fact.id))).toContain(id);
});

test('nothing typed and nothing that fits find nothing', () => {
  expect(search('  ', 'es', 5)).toEqual([]);
  expect(search('zzzzqqqqxxxx', 'es', 5)).toEqual([]);
});
