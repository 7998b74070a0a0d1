import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import { identifyUnserved } from '../../src/knowledge/unserved-language.ts';
import { loadLanguageSamples } from '../../src/knowledge/language-samples.ts';
import { CONTENT_DIR } from './content-folder.ts';
import { HELD_OUT_MESSAGES } from './held-out-messages.ts';
import { OTHER_UNSERVED_MESSAGES, UNSERVED_MESSAGES } from './unserved-messages.ts';

describe.each(Object.entries(UNSERVED_MESSAGES))('%s', (language, messages) => {
  test.each(messages)('is known in "%s"', (message) => {
    expect(identifyUnserved(message)).toBe(language);
  });
});

test.each(OTHER_UNSERVED_MESSAGES)('%s is known in "%s"', (language, message) => {
  expect(identifyUnserved(message)).toBe(language);
});

describe('is never said of a message in one of ours', () => {
  const questions = LANGUAGES.flatMap(
    (language) =>
      readFileSync(join(import.meta.dirname, '..', 'questions', `${language}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { text: string }).text), // our own file
  );
  const ours = [
    ...questions,
    ...loadLanguageSamples(CONTENT_DIR).map(({ text }) => text),
    ...LANGUAGES.flatMap((language) => HELD_OUT_MESSAGES[language]),
  ];

  test.each([
    ['as written', (text: string) => text],
    ['without accents', (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '')],
    ['in capitals', (text: string) => text.toUpperCase()],
  ])('%s', (_, spoil) => {
    expect(ours.length).toBeGreaterThan(5_000);
    expect(ours.map(spoil).filter((text) => identifyUnserved(text) !== null)).toEqual([]);
  });

  test.each([
    'mi esposo habla alemán, danke',
    'me dijo "Hilfe" y se fue',
    'necesito ayuda con mi asilo, شكرا',
    'my friend says 你好 to everybody',
    'una pizza margherita per favore',
    'soy maya k’iche’, necesito intérprete',
    'hablo mam, no entiendo español',
    'Łukasz Wójcik es mi abogado',
    'mwen pale lingala ak franse',
    'merci beaucoup, grazie mille pour tout',
    'eu falo português e um pouco de deutsch',
    'hola (ツ)',
    'I live in Den Haag and need help',
    'ni modo, ya ni llorar es bueno',
    'obrigado, meu sono sumiu com a viagem',
  ])('"%s"', (message) => {
    expect(identifyUnserved(message)).toBe(null);
  });
});

test.each(['', '?!', '123', '٩١١', '👍', 'ok', 'я', 'α β γ'])('is not said of "%s"', (message) => {
  expect(identifyUnserved(message)).toBe(null);
});

test('whatever is written, it comes to an end and never throws', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 200 }), (text) => {
      identifyUnserved(text.repeat(20));
    }),
    { numRuns: 300 },
  );
  identifyUnserved('ﷺ'.repeat(4_096));
  identifyUnserved('ა'.repeat(4_096));
});
