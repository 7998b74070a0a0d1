import { describe, expect, test } from 'vitest';
import { readProse } from '../../../src/knowledge/reading/prose.ts';

describe('prose', () => {
  test('leaves out addresses, numbers, forms and prices', () => {
    const { words, sentences } = readProse('Pay US$102 at uscis.gov/forms. Send form I-589 before 29 May 2026.');
    expect(words.join(' ')).toBe('Pay at Send form before');
    expect(sentences).toBe(2);
  });

  test.each([
    'Do not pay. Source: uscis.gov, as of 2026-05-29.',
    'No pague. Fuente: uscis.gov, al 2026-05-29.',
    'Ne payez pas. Source : uscis.gov, au 2026-05-29.',
    'Pa peye. Sous: uscis.gov, dat 2026-05-29.',
    'Não pague. Em 2026-05-29.',
  ])('ends before the closing line: %s', (text) => {
    expect(readProse(text).sentences).toBe(1);
  });

  test('leaves out names and offices, but not the first word of a sentence or the English I', () => {
    expect(readProse('Ask COMAR in Tapachula. Lawyers help. Then I go.').words).toEqual([
      'Ask',
      'in',
      'Lawyers',
      'help',
      'Then',
      'I',
      'go',
    ]);
  });

  test('does not end a sentence at a full stop within it', () => {
    expect(readProse('En EE.UU. la escuela recibe a los niños. Es gratis.').sentences).toBe(2);
    expect(readProse('The court (Plyler v. Doe) said so.').sentences).toBe(1);
  });

  test('does not count what is only a name as a sentence', () => {
    expect(readProse('Colombia 123. Ecuador 911. Call now.')).toEqual({
      words: ['Colombia', 'Ecuador', 'Call', 'now'],
      sentences: 3,
    });
    expect(readProse('911. 123. Call now.').sentences).toBe(1);
  });

  test('takes the article off a French word', () => {
    expect(readProse("Demandez l'asile aujourd'hui, s'il le faut.").words).toEqual([
      'Demandez',
      'asile',
      "aujourd'hui",
      'il',
      'le',
      'faut',
    ]);
  });

  test('has no word and no sentence where there is none', () => {
    expect(readProse('911')).toEqual({ words: [], sentences: 0 });
  });
});
