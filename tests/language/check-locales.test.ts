import { describe, expect, test } from 'vitest';
import { findLocaleGaps } from '../../src/language/check-locales.ts';
import { LOCALES } from '../../src/language/phrases.ts';

const SPANISH = { hello: 'Hola, {{name}}', cases: { waiting_one: 'Uno', waiting_many: 'De', waiting_other: 'Varios' } };

function gapsWith(locale: object): readonly string[] {
  const locales = { es: SPANISH, en: SPANISH, pt: SPANISH, fr: SPANISH, ht: locale };
  return findLocaleGaps(locales).map(({ language, message }) => `${language} ${message}`);
}

describe('the files of the interface', () => {
  test('lack nothing as they are shipped', () => {
    expect(findLocaleGaps(LOCALES)).toEqual([]);
  });

  test('have no gap when they agree', () => {
    expect(gapsWith(SPANISH)).toEqual([]);
  });

  test.each([
    [{ cases: SPANISH.cases }, ['ht lacks hello; translate it from es.json']],
    [{ ...SPANISH, more: 'Plis' }, ['ht has more, which es.json has not; remove it or add it there']],
    [{ ...SPANISH, hello: ' ' }, ['ht says nothing at hello; translate it from es.json']],
    [{ ...SPANISH, hello: 'Alo' }, ['ht has no variable at hello, but es.json has {{name}}; make them equal']],
    [{ ...SPANISH, hello: 'Alo, {{nom}}' }, ['ht has {{nom}} at hello, but es.json has {{name}}; make them equal']],
  ])('are told what they lack: %j', (locale, gaps) => {
    expect(gapsWith(locale)).toEqual(gaps);
  });

  test('need the plural forms of their own language', () => {
    const { waiting_one, waiting_other } = SPANISH.cases;
    const two = { ...SPANISH, cases: { waiting_one, waiting_other } };
    const gaps = findLocaleGaps({ es: two, en: two, pt: two, fr: two, ht: two });
    expect(gaps.map(({ language, key }) => `${language} ${key}`)).toEqual([
      'es cases.waiting_many',
      'pt cases.waiting_many',
      'fr cases.waiting_many',
    ]);
  });
});
