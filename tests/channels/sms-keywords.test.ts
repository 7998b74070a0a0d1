import { describe, expect, test } from 'vitest';
import { CARRIER_WORDS, OUR_WORDS, findKeyword, isReservedWord } from '../../src/channels/sms/keywords.ts';
import { CARRIER_KEYWORDS } from '../../src/core/message.ts';

const carrierRows = CARRIER_KEYWORDS.flatMap((keyword) =>
  CARRIER_WORDS[keyword].map((word) => [word, keyword] as const),
);
const ourRows = CARRIER_KEYWORDS.flatMap((keyword) =>
  Object.values<readonly string[]>(OUR_WORDS[keyword]).flatMap((words) =>
    words.map((word) => [word, keyword] as const),
  ),
);

describe("Twilio's own words", () => {
  test.each(carrierRows)('"%s" means %s and is handled already, in any capitals', (word, keyword) => {
    const capitals = word.toUpperCase();
    for (const body of [word, capitals, ` ${word}\n`])
      expect(findKeyword(body)).toEqual({ keyword, handledByCarrier: true });
  });

  test.each(['Stop.', 'STOP!!', '"stop"', 'opt-out', 'Stóp', 'ＳＴＯＰ'])(
    '"%s" means stop, but we confirm it, for nobody knows whether Twilio did',
    (body) => {
      expect(findKeyword(body)).toEqual({ keyword: 'stop', handledByCarrier: false });
    },
  );
});

describe('our own words', () => {
  test.each(ourRows)('"%s" means %s, and the bot answers it', (word, keyword) => {
    for (const body of [word, word.toUpperCase(), `¡${word}!`, ` ${word}. `])
      expect(findKeyword(body)).toEqual({ keyword, handledByCarrier: false });
  });

  test.each([
    ['Arrêt', 'stop'],
    ['ARRÊTEZ !', 'stop'],
    ['Désabonner', 'stop'],
    ['dar   de baja', 'stop'],
    ['começar', 'start'],
    ['KÒMANSE', 'start'],
    ['Èd', 'help'],
  ])('"%s" is found with its accents: %s', (body, keyword) => {
    expect(findKeyword(body)).toEqual({ keyword, handledByCarrier: false });
  });

  test('name no word twice within a language, none in two meanings, and none that Twilio has', () => {
    const meanings = new Map<string, string>();
    for (const [word, keyword] of [...carrierRows, ...ourRows]) {
      expect(meanings.get(word) ?? keyword).toBe(keyword);
      meanings.set(word, keyword);
    }
    for (const [word] of ourRows) expect(carrierRows.map(([carrierWord]) => carrierWord)).not.toContain(word);
  });

  test('are written as they are compared: without accents and capitals', () => {
    for (const [word] of ourRows) expect(word).toMatch(/^[a-z]+( [a-z]+)*$/);
  });
});

test.each([
  '',
  ' ',
  '...',
  'stop please',
  'no pude parar',
  'alto riesgo',
  'help me',
  'necesito ayuda',
  'bus stop',
  'stopped',
  'información',
  'socorro',
  'auxilio',
  'SOS',
  'no',
  'sí',
  'yes',
  'para',
  'inicio',
  '1',
  'stop'.repeat(500),
  `${'.'.repeat(5_000)}stop`,
])('"%.30s" is what somebody says, not a keyword', (body) => {
  expect(findKeyword(body)).toBeNull();
});

test('no menu may offer what a carrier would take for itself', () => {
  for (const title of ['Cancel', 'END', 'quit', 'Yes', 'yes!', 'Info', 'Stop', 'Ayuda', 'Salir', 'Èd'])
    expect(isReservedWord(title)).toBe(true);
  for (const title of ['Sí', 'Yes, delete it', 'Asilo', 'Pedir ayuda', 'Cancel my case', 'Main menu', ''])
    expect(isReservedWord(title)).toBe(false);
});
