import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Fact } from '../../src/core/fact.ts';
import { createAnswerCodes } from '../../src/knowledge/answer-code.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { BORDER, FEES } from '../fakes/knowledge.ts';

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const facts = loadFacts('content', { today: '9999-12-31' }).facts.map(({ fact }) => fact);
const codes = createAnswerCodes(facts);
const given = facts.flatMap((fact) =>
  LANGUAGES.filter((language) => fact.text[language] !== undefined).map((language) => ({
    fact,
    language,
    code: codes.codeOf(fact, language),
  })),
);

function read(text: string) {
  return codes.readCodes(text).map(({ fact, language }) => ({ fact, language }));
}

describe('the code of a shipped answer', () => {
  test('is short and easy to say, and belongs to one fact alone', () => {
    const owners = new Map<string, string>();
    for (const { fact, code } of given) {
      expect(code).toMatch(new RegExp(`^FARO-[${SIGNS}]{5}$`));
      expect([code, owners.get(code) ?? fact.id]).toEqual([code, fact.id]);
      owners.set(code, fact.id);
    }
    expect(given.length).toBeGreaterThan(500);
  });

  test('names its fact by three signs of its own', () => {
    expect(new Set(given.map(({ code }) => code.slice(5, 8))).size).toBe(facts.length);
  });

  test('is read back as what it stands for', () => {
    for (const { fact, code } of given) {
      const [found, ...others] = codes.readCodes(code);
      expect([code, found?.fact, others]).toEqual([code, fact.id, []]);
      expect(codes.codeOf(fact, found?.language ?? 'es')).toBe(code);
    }
  });

  test('with one wrong sign never passes for another answer', () => {
    for (const { fact, code } of given)
      for (let place = 5; place < code.length; place += 1)
        for (const sign of SIGNS) {
          const wrong = code.slice(0, place) + sign + code.slice(place + 1);
          for (const found of codes.readCodes(wrong))
            if (found.fact !== fact.id) expect([wrong, found.language]).toEqual([wrong, null]);
        }
  });

  test('is known however it is typed', () => {
    const typed = fc.record({
      one: fc.constantFrom(...given),
      separator: fc.constantFrom('-', ' - ', ' ', '', '–', ': ', '\n', '- '),
      gap: fc.constantFrom('', ' ', '-'),
      lower: fc.boolean(),
      zero: fc.constantFrom('0', 'O'),
      wide: fc.boolean(),
      before: fc.constantFrom('', 'Código: ', 'me mandaron esto ', '(', '¿'),
      after: fc.constantFrom('', '.', ' es verdad?', ')', '\nok'),
    });
    fc.assert(
      fc.property(typed, ({ one, separator, gap, lower, zero, wide, before, after }) => {
        const signs = one.code.slice(5).replaceAll('0', zero);
        let written = `FARO${separator}${signs.slice(0, 3)}${gap}${signs.slice(3)}`;
        if (lower) written = written.toLowerCase();
        if (wide) written = written.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
        const [found] = codes.readCodes(before + written + after);
        expect(found?.fact).toBe(one.fact.id);
        expect(codes.codeOf(one.fact, found?.language ?? 'es')).toBe(one.code);
      }),
      { numRuns: 500 },
    );
  });

  test('stands where it is said to stand', () => {
    const one = given[0]?.code ?? '';
    const text = `Mire: ${one} y otra cosa`;
    const [found] = codes.readCodes(text);
    expect(text.slice(found?.start, found?.end)).toBe(one);
  });
});

describe('a code', () => {
  const two = createAnswerCodes([FEES, BORDER]);

  test('changes with the text, the language and the day of the evidence, and not with anything else', () => {
    const code = two.codeOf(FEES, 'es');
    const changed = (what: Partial<Fact>) => createAnswerCodes([FEES, BORDER]).codeOf({ ...FEES, ...what }, 'es');
    const es = { ...FEES.text.es, sms: FEES.text.es.sms.replace('100', '200') };
    expect(changed({ text: { ...FEES.text, es } })).not.toBe(code);
    expect(changed({ verifiedOn: '2026-11-11', text: { ...FEES.text, es: { ...FEES.text.es } } })).not.toBe(code);
    expect(two.codeOf(FEES, 'en')).not.toBe(code);
    expect(changed({ related: [BORDER.id], text: { ...FEES.text, es: { ...FEES.text.es, title: 'Otro' } } })).toBe(
      code,
    );
    expect(changed({}).slice(0, 8)).toBe(two.codeOf(FEES, 'en').slice(0, 8));
  });

  test('of a text that is no longer ours still names the fact', () => {
    const right = two.codeOf(FEES, 'es');
    const old = right.slice(0, 8) + (right.endsWith('ZZ') ? 'YY' : 'ZZ');
    expect(two.readCodes(old)).toEqual([{ start: 0, end: 10, fact: FEES.id, language: null }]);
  });

  test('that nobody has is known for a code, but names nothing', () => {
    const known = two.codeOf(FEES, 'es').slice(5, 8);
    const unknown = known === 'QQQ' ? 'FARO-RRRRR' : 'FARO-QQQQQ';
    expect(two.readCodes(`Faro dice que pague. ${unknown}`)).toMatchObject([{ fact: null, language: null }]);
  });

  test('may be the whole message without its first word', () => {
    const bare = two.codeOf(FEES, 'en').slice(5);
    expect(two.readCodes(` ${bare.toLowerCase()} `)).toMatchObject([{ fact: FEES.id, language: 'en' }]);
    expect(two.readCodes(`vi ${bare}`)).toEqual([]);
  });

  test('is found as often as it stands there', () => {
    const text = [two.codeOf(FEES, 'es'), 'y', two.codeOf(BORDER, 'ht')].join('\n');
    expect(two.readCodes(text)).toMatchObject([
      { fact: FEES.id, language: 'es' },
      { fact: BORDER.id, language: 'ht' },
    ]);
  });
});

test.each([
  'hola faro, estas ahi?',
  'Faro tengo una pregunta',
  'Faro: donde hay albergue',
  'faro esta abierto',
  'faro 20 mil pesos me cobran',
  'Faro, 50000 pesos cuesta?',
  'faro 3 de 5 personas',
  'FARO',
  'faroles 12345',
  'hasta',
  'mil',
  '12345',
])('what is no code is not taken for one: "%s"', (said) => {
  expect(read(said)).toEqual([]);
});
