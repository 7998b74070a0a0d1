import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import { createKnowledge } from '../../src/knowledge/knowledge.ts';
import { HELD_OUT_MESSAGES } from './held-out-messages.ts';

const knowledge = createKnowledge({
  contentDir: fileURLToPath(new URL('../../content', import.meta.url)),
  telemetry: silentTelemetry,
});

/** Swaps two inner letters of every second long word: the same mistakes in every run. */
function misspell(text: string): string {
  return text
    .split(' ')
    .map((word, index) =>
      index % 2 === 0 && word.length > 4 ? `${word[0]}${word[2]}${word[1]}${word.slice(3)}` : word,
    )
    .join(' ');
}

const NOISE = {
  'as written': (text: string) => text,
  'without accents': (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, ''),
  'in capitals': (text: string) => text.toUpperCase(),
  misspelt: misspell,
} as const;

describe.each(Object.entries(NOISE))('messages of three words or more, %s', (_, spoil) => {
  test.each(LANGUAGES)('%s is told at least 95 times in 100', (language) => {
    const messages = HELD_OUT_MESSAGES[language].filter((message) => message.split(' ').length >= 3);

    const right = messages.filter((message) => knowledge.identifyLanguage(spoil(message)) === language);

    expect(messages.length).toBeGreaterThanOrEqual(35);
    expect(right.length / messages.length).toBeGreaterThanOrEqual(0.95);
  });
});

test.each([
  ['hola', 'es'],
  ['gracias', 'es'],
  ['thanks', 'en'],
  ['obrigado', 'pt'],
  ['bonjour', 'fr'],
  ['mèsi', 'ht'],
])('one word of everyday is enough: %s', (text, language) => {
  expect(knowledge.identifyLanguage(text)).toBe(language);
});

test.each([
  ['nothing', ''],
  ['a number', '123'],
  ['a word of all languages', 'ok'],
  ['punctuation', '??!'],
  ['a thumb', '👍👍'],
  ['a given name', 'Wilmer'],
  ['a full name', 'Yusleidy Pachtuen'],
  ['Arabic', 'أريد التحدث إلى شخص'],
  ['Chinese', '我想申请庇护'],
  ['Russian', 'я хочу попросить убежище'],
  ['letters at random', 'qwrtp zxcvb mnbvq'],
])('%s is no language we can name', (_, text) => {
  expect(knowledge.identifyLanguage(text)).toBeNull();
});

describe('a guess', () => {
  test.each([
    ['ok', 'a word of all languages'],
    ['Wilmer', 'a name'],
    ['qwrtp zxcvb mnbvq', 'letters at random'],
  ])('is made of "%s" too, %s', (text) => {
    expect(LANGUAGES).toContain(knowledge.guessLanguage(text));
  });

  test('is not made where there is no Latin letter', () => {
    expect(knowledge.guessLanguage('我想申请庇护')).toBeNull();
    expect(knowledge.guessLanguage('123 ?!')).toBeNull();
  });

  test.each([
    ['fui al bank y me dijeron que the account está cerrada', 'es'],
    ['do you know if la iglesia is open on Sunday', 'en'],
    ['meu boss não pagou o salary desse mês', 'pt'],
    ["mon boss m'a dit de go home sans payer", 'fr'],
    ['boss la di m go home men li pa peye m', 'ht'],
  ] as const)('goes by the words that hold the sentence together: %s', (text, language) => {
    expect(knowledge.guessLanguage(text)).toBe(language);
    expect(knowledge.identifyLanguage(text)).toBe(language);
  });
});

test('letters of a fancy alphabet are read as what they look like', () => {
  expect(knowledge.identifyLanguage('𝐩𝐨𝐫 𝐟𝐚𝐯𝐨𝐫 𝐧𝐞𝐜𝐞𝐬𝐢𝐭𝐨 𝐚𝐲𝐮𝐝𝐚')).toBe('es');
});

test('a message of 4,096 characters takes no longer than one of 600', () => {
  const texts = ['a '.repeat(2_048), 'ñ'.repeat(4_096), '\ufdfa'.repeat(4_096), 'palabra '.repeat(512)];
  const startedMs = performance.now();
  for (let round = 0; round < 25; round += 1) for (const text of texts) knowledge.identifyLanguage(text);
  expect((performance.now() - startedMs) / 100).toBeLessThan(5); // about 0.1 ms on an idle machine
});
