import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGsm7 } from '../../src/channels/sms/gsm7.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { toGsm7 } from '../../src/channels/sms/transliterate.ts';

/** Every letter that Unicode has in the Latin script. */
const latin = Array.from({ length: 0x20000 }, (_, point) => String.fromCodePoint(point)).filter((character) =>
  /^\p{Script=Latin}$/u.test(character),
);
const typography = Array.from('‘’“”„«»‹›–—−…·•→×½²ºª°™\u00A0\u202F\u2009\u200B\u200D\uFE0F\u0301\u0303\t👋🏽🇲🇽1️⃣✅⚠️');
const ascii = Array.from({ length: 128 }, (_, point) => String.fromCodePoint(point));
const anyLatinText = fc
  .array(fc.constantFrom(...latin, ...typography, ...ascii, ...Array.from('¿¡áéíóúñü')), { maxLength: 60 })
  .map((characters) => characters.join(''));

describe('writing with cheap letters', () => {
  test('always succeeds in Latin script', () => {
    fc.assert(
      fc.property(anyLatinText, (text) => isGsm7(toGsm7(text))),
      { numRuns: 3_000 },
    );
  });

  test('knows every single letter of it', () => {
    expect(latin.length).toBeGreaterThan(1_000);
    expect(latin.filter((letter) => !isGsm7(toGsm7(letter)))).toEqual([]);
  });

  test('changes nothing the second time, whatever the script', () => {
    fc.assert(
      fc.property(fc.oneof(anyLatinText, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        const once = toGsm7(text);
        expect(toGsm7(once)).toBe(once);
      }),
      { numRuns: 3_000 },
    );
  });

  test('never costs more segments than before', () => {
    fc.assert(
      fc.property(fc.lorem({ mode: 'sentences', maxCount: 6 }), fc.string({ unit: 'grapheme' }), (words, odd) => {
        const text = `Está ${words}${odd}`.normalize('NFC');
        expect(countSegments(toGsm7(text)).segments).toBeLessThanOrEqual(countSegments(text).segments);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves a text that is cheap already as it is, to the space', () => {
    for (const text of [
      '¿Qué niño? ¡Él, à côté!'.replace('ô', 'ò'),
      'a  b \n  c ',
      '[€] {~} Ñandú'.replace('ú', 'ü'),
      '',
    ])
      expect(toGsm7(text)).toBe(text);
  });

  test.each([
    ['Spanish', 'Está aquí: ¿quién pidió asilo? Él, según ÁNGEL', 'Esta aqui: ¿quién pidio asilo? Él, segun ANGEL'],
    ['Portuguese', 'Não há informações às três, você põe', 'Nao ha informacoes às tres, voce poe'],
    ['French', 'Ça, c’est où ? À l’hôpital, cœur naïf, dès Noël', "Ça, c'est où ? A l'hopital, coeur naif, dès Noel"],
    ['Haitian Creole', 'Kote m ka jwenn èd? Lè w rive, pòt la ÒKENN', 'Kote m ka jwenn èd? Lè w rive, pòt la OKENN'],
    ["K'iche'", 'Utz awäch, maltyöx chech, kꞌo jun nimaqꞌij', "Utz awäch, maltyöx chech, k'o jun nimaq'ij"],
    ['quotes and dashes', '“Sí” – dijo él — ‘no’… «bien»', '"Si" - dijo él - \'no\'... "bien"'],
    ['no-break spaces', 'US$\u00A01\u202F000', 'US$ 1 000'],
    ['separate accents', 'pidio\u0301 nin\u0303o', 'pidio niño'],
    ['pictures', 'Hola 👋🏽 amigo! 🇲🇽\n✅ Gracias ❤️', 'Hola amigo!\nGracias'],
    ['key caps', '1️⃣ Asilo 2️⃣ Sí', '1 Asilo 2 Si'],
    ['ordinals and fractions', '1.º y 2.ª: 1½ años, ¼ de 10 m²', '1.o y 2.a: 1 1/2 años, 1/4 de 10 m2'],
    ['arrows and bullets', '• Menú → 1', '- Menu -> 1'],
    ['a sign that must not turn into its opposite', 'CBP One ≠ CBP Home, á', 'CBP One =/= CBP Home, a'],
  ])('writes %s', (_language, text, expected) => {
    expect(toGsm7(text)).toBe(expected);
  });

  test.each([
    ['another script', 'Напишите нам: asilo político'],
    ['another script', 'مرحبا، está aquí'],
    ['an amount in a currency without a letter', 'Son ₡5000, está claro'],
  ])('leaves %s alone: a dear message is better than question marks', (_what, text) => {
    expect(toGsm7(text)).toBe(text);
  });

  test('halves a Spanish reply that accents had made dear', () => {
    const reply =
      'Pedir asilo es un derecho. Puede pedirlo en cualquier oficina de migración o en la frontera, aunque haya entrado sin permiso. ' +
      'No pague a nadie por un formulario: es gratis. ¿Quiere hablar con una persona? Escriba 3 y le contestará alguien hoy.';
    expect(countSegments(reply)).toMatchObject({ encoding: 'UCS-2', segments: 4 });
    expect(countSegments(toGsm7(reply))).toMatchObject({ encoding: 'GSM-7', segments: 2 });
  });
});
