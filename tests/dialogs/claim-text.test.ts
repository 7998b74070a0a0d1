import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutTeller } from '../../dialogs/claim-text.ts';

describe('what tells who wrote it is left out', () => {
  test.each([
    ['a number with a plus', 'llame al +1 202 555 0108 hoy', 'llame al [#] hoy'],
    ['a number with dashes and brackets', 'call (202)-555-0108', 'call ([#]'],
    ['a bare number', 'soy 12025550108', 'soy [#]'],
    ['a number in a link', 'https://wa.me/12025550108', 'https://wa.me/[#]'],
    ['a case number', 'mi A 202555010 es', 'mi A [#] es'],
    ['a passport', 'pasaporte AB123456', 'pasaporte [#]'],
    ['an e-mail address', 'escriba a rosa.p@example.com ya', 'escriba a [@] ya'],
    ['a name', 'Me llamo Rosa Canaria Prueba y me dijeron que', 'Me llamo [...] y me dijeron que'],
    ['a name in English', 'my name is Deng, they say', 'my name is [...], they say'],
    ['a name in French', "je m'appelle Nadège et on m'a dit", "je m'appelle [...] et on m'a dit"],
    ['a name in Creole', 'mwen rele Jean epi yo di', 'mwen rele [...] epi yo di'],
    ['a name in Portuguese', 'meu nome é João e disseram', 'meu nome é [...] e disseram'],
  ])('%s', (_what, text, kept) => {
    expect(withoutTeller(text)).toBe(kept);
  });
});

describe('what helps to check a claim stays', () => {
  test.each([
    'cobran $8000 por persona',
    'son 1.500.000 pesos en total',
    'abren el 12-01-2026 en Tijuana',
    'el 2026-01-12 a las 10',
    'mira https://visas.example/registro',
    'un señor de camisa roja, 20 personas',
  ])('%s', (text) => {
    expect(withoutTeller(text)).toBe(text);
  });
});

test('whatever is written, at most 1,000 characters of it are kept, and seven digits in a row never', () => {
  const digits = fc.string({ unit: fc.constantFrom('0', '7', ' ', '-', '+', 'a', '\ud800'), maxLength: 2_500 });
  fc.assert(
    fc.property(fc.oneof(digits, fc.string({ unit: 'binary', maxLength: 2_500 })), (text) => {
      const kept = withoutTeller(text);
      expect(kept.length).toBeLessThanOrEqual(1_000);
      expect(kept.isWellFormed()).toBe(true);
      expect(kept).not.toMatch(/\d{7}/);
    }),
    { numRuns: 200 },
  );
});
