import { describe, expect, test, vi } from 'vitest';
import { createPhrases, LOCALES } from '../../src/language/phrases.ts';
import type { Lack } from '../../src/language/phrases.ts';

describe('a phrase', () => {
  const phrases = createPhrases();

  test('is said in the language that is asked for, whichever was asked for before', () => {
    expect(phrases.say('en', 'delete.kept')).toBe('We erased nothing.');
    expect(phrases.say('ht', 'delete.kept')).toBe('Nou pa efase anyen.');
    expect(phrases.say('en', 'delete.kept')).toBe('We erased nothing.');
  });

  test('takes its variables as they are, without escaping and without reading them as templates', () => {
    expect(phrases.say('en', 'human.summary.quote', { text: '<b> & "x" {{count}} $t(menu.ask)' })).toBe(
      'Wrote: <b> & "x" {{count}} $t(menu.ask)',
    );
  });

  test.each([
    ['es', 1, 'Encontré una respuesta posible. ¿Es esta su pregunta?'],
    ['es', 2, 'Encontré 2 respuestas posibles. ¿Cuál es su pregunta?'],
    ['es', 1_000_000, 'Encontré 1000000 respuestas posibles. ¿Cuál es su pregunta?'],
    ['en', 0, 'I found 0 possible answers. Which one is your question?'],
    ['fr', 0, "J'ai trouvé une réponse possible. Est-ce votre question?"], // in French, zero is singular
    ['fr', 2, "J'ai trouvé 2 réponses possibles. Quelle est votre question?"],
    ['pt', 1, 'Encontrei uma resposta possível. É esta a sua pergunta?'],
    ['ht', 1, 'Mwen jwenn yon repons posib. Èske se kesyon ou a?'],
    ['ht', 3, 'Mwen jwenn 3 repons posib. Kilès ki kesyon ou a?'],
  ] as const)('in %s agrees with the number %i', (language, count, said) => {
    expect(phrases.say(language, 'ask.which', { count })).toBe(said);
  });
});

test('ICU is never asked about Haitian Creole: it has no rules for it and would take those of the machine', () => {
  const asked = vi.spyOn(Intl, 'PluralRules');
  createPhrases().say('ht', 'ask.which', { count: 2 });
  expect(asked.mock.calls.map(([language]) => language).sort()).toEqual(['en', 'es', 'fr', 'pt']);
  asked.mockRestore();
});

describe('what a file lacks', () => {
  const { kept: _, ...deleteWithoutKept } = LOCALES.ht.delete;
  const holed = { ...LOCALES, ht: { ...LOCALES.ht, delete: deleteWithoutKept } };

  test('is said in the next language, and reported', () => {
    const lacks: Lack[] = [];
    const phrases = createPhrases({ locales: holed, onLack: (lack) => lacks.push(lack) });
    expect(phrases.say('ht', 'delete.kept')).toBe("Nous n'avons rien effacé.");
    expect(lacks).toEqual([{ kind: 'phrase', language: 'ht', key: 'delete.kept' }]);
  });

  test('is nothing at all, and never the name of the phrase, when all files lack it', () => {
    const empty = { es: {}, en: {}, pt: {}, fr: {}, ht: {} };
    const lacks: Lack[] = [];
    const phrases = createPhrases({ locales: empty, onLack: (lack) => lacks.push(lack) });
    expect(phrases.say('es', 'menu.ask')).toBe('');
    expect(lacks).toHaveLength(1);
  });

  test('is left out when it is a variable, and reported', () => {
    const lacks: Lack[] = [];
    const phrases = createPhrases({ onLack: (lack) => lacks.push(lack) });
    expect(phrases.say('en', 'answer.verified')).toBe('Checked on .');
    expect(lacks).toEqual([{ kind: 'variable', variable: 'date' }]);
  });

  test('is not reported when nothing is lacking', () => {
    const lacks: Lack[] = [];
    createPhrases({ onLack: (lack) => lacks.push(lack) }).say('en', 'answer.verified', { date: 'May 1, 2026' });
    expect(lacks).toEqual([]);
  });
});
