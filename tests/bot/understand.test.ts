import { describe, expect, test } from 'vitest';
import { readNumber } from '../../src/bot/numbers.ts';
import { understand } from '../../src/bot/understand.ts';
import { findWord } from '../../src/bot/words.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { Choice } from '../../src/core/reply.ts';

const OFFERED: readonly Choice[] = [
  { id: 'v1:fact:us-asylum-fees', title: 'Cuánto cuesta' },
  { id: 'v1:human', title: 'Hablar con alguien' },
  { id: 'v1:menu', title: 'Menú' },
];

function hear(said: string | InboundContent, offered = OFFERED) {
  return understand(typeof said === 'string' ? { kind: 'text', text: said } : said, offered, 'es').heard;
}

const HUMAN = { kind: 'picked', picked: { kind: 'human' } };

describe('the number of a choice', () => {
  test.each([
    '2',
    '2.',
    ' 2 ',
    '2)',
    '(2)',
    '#2',
    '２',
    '2️⃣',
    '②',
    'dos',
    'Dos',
    'DOS!',
    'two',
    'deux',
    'dois',
    'opción 2',
    'la 2',
    'No. 2',
    'option 2',
  ])('is understood as it is typed: "%s"', (typed) => {
    expect(hear(typed)).toEqual(HUMAN);
  });

  test('beyond what was offered is asked again', () => {
    expect(hear('4')).toEqual({ kind: 'out_of_range', max: 3 });
    expect(hear('99')).toEqual({ kind: 'out_of_range', max: 3 });
  });

  test('means nothing when nothing was offered', () => {
    expect(hear('2', [])).toMatchObject({ kind: 'text' });
  });

  test.each(['911', '2 niños', '2 o 3', 'somos dos', '1.5', '-', 'segundo'])(
    'is not seen where there is none: "%s"',
    (typed) => {
      expect(hear(typed).kind).not.toBe('picked');
      expect(hear(typed).kind).not.toBe('out_of_range');
    },
  );

  test('zero is a person, as on the phone', () => {
    expect(hear('0')).toEqual({ kind: 'word', word: 'human' });
  });

  test('in Creole counts in a Creole chat, and is a Spanish "of" elsewhere', () => {
    expect(readNumber('de', 'ht')).toBe(2);
    expect(readNumber('de', 'es')).toBe(null);
    expect(readNumber('senk', 'ht')).toBe(5);
  });
});

describe('the title of a choice', () => {
  test.each(['Hablar con alguien', 'hablar con  alguien', 'HABLAR CON ALGUIEN.'])('may be typed: "%s"', (typed) => {
    expect(hear(typed)).toEqual(HUMAN);
  });

  test('that was not offered is only text', () => {
    expect(hear('Cuánto cuesta', [])).toMatchObject({ kind: 'text' });
  });
});

describe('a word that works everywhere', () => {
  test.each([
    ['MENÚ', 'menu'],
    ['meni', 'menu'],
    ['Agente!', 'human'],
    ['moun', 'human'],
    ["parler à quelqu'un", 'human'],
    ['borrar', 'delete'],
    ['Delete my data', 'delete'],
    ['EFASE', 'delete'],
    ['apagar', 'delete'],
    ['effacer', 'delete'],
    ['ayuda', 'help'],
    ['èd', 'help'],
    ['idioma', 'language'],
    ['alto', 'stop'],
    ['arrêt', 'stop'],
    ['kanpe', 'stop'],
    ['mèsi anpil', 'thanks'],
    ['Buenos días', 'hello'],
  ] as const)('is found in any spelling: "%s"', (typed, word) => {
    expect(hear(typed, [])).toEqual({ kind: 'word', word });
  });

  test.each([
    ['English', 'en'],
    ['en español', 'es'],
    ['kreyol', 'ht'],
    ['Português!', 'pt'],
    ['français', 'fr'],
    ['creole', 'ht'],
  ] as const)('names a language: "%s"', (typed, language) => {
    expect(hear(typed, [])).toEqual({ kind: 'picked', picked: { kind: 'language', language } });
  });

  test.each([
    'borrar la frontera',
    'quiero un menu de comida',
    'socorro',
    'auxilio',
    'sos',
    'anmwe',
    'no',
    '',
    'constructor',
  ])('is not found in "%s"', (typed) => {
    expect(findWord(typed)).toBe(null);
  });

  test('is not looked for in a long text', () => {
    expect(findWord('menu '.repeat(100))).toBe(null);
  });

  test('tells the language only when no other language has it', () => {
    expect(findWord('ajan')?.language).toBe('ht');
    expect(findWord('delete')?.language).toBe('en');
    expect(findWord('menu')?.language).toBe(null);
  });
});

describe('what is not text', () => {
  const media = { mediaId: 'media-1', mimeType: 'x/y' };

  test.each([
    [{ kind: 'voice', media }, 'voice'],
    [{ kind: 'audio', media }, 'voice'],
    [{ kind: 'image', media }, 'picture'],
    [{ kind: 'video', media }, 'picture'],
    [{ kind: 'document', media }, 'document'],
    [{ kind: 'sticker', media }, 'sticker'],
    [{ kind: 'contacts', cards: [] }, 'contact'],
    [{ kind: 'form', name: 'x', answers: '{}' }, 'other'],
    [{ kind: 'order' }, 'other'],
    [{ kind: 'unsupported', type: 'gif' }, 'unsupported'],
    [{ kind: 'text', text: '  ...  ' }, 'sticker'],
  ] as const)('is known for what it is: %o', (content, what) => {
    expect(hear(content)).toEqual({ kind: 'unreadable', what });
  });

  test('a pin is heard to the kilometre, without the name that it came with', () => {
    const pin = { kind: 'location', latitude: 14.90612, longitude: -92.26777, name: 'My house' } as const;
    expect(hear(pin)).toEqual({ kind: 'location', point: { latitude: 14.91, longitude: -92.27 } });
  });

  test.each([
    [
      { kind: 'image', media: { ...media, caption: 'menú' } },
      { kind: 'picked', picked: { kind: 'menu' } },
    ],
    [
      { kind: 'video', media: { ...media, caption: '¿es verdad?' } },
      { kind: 'text', text: '¿es verdad?', captionOf: 'picture' },
    ],
    [
      { kind: 'image', media: { ...media, caption: '¿quién es?' } },
      { kind: 'text', text: '¿quién es?', captionOf: 'picture' },
    ],
    [
      { kind: 'order', text: 'what is this' },
      { kind: 'text', text: 'what is this', captionOf: 'other' },
    ],
  ] as const)('is heard by its caption when it has one: %o', (content, heard) => {
    expect(hear(content)).toEqual(heard);
  });

  test('is not said of an emoji, for some are cries for help', () => {
    expect(hear('🆘')).toEqual({ kind: 'text', text: '🆘', captionOf: null });
  });
});
