import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eraseChoices, languageChoices, mainMenu, noneChoice, readChoiceId, wayOut } from '../../dialogs/choices.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { createPhrases } from '../../src/language/phrases.ts';

describe('the id of a choice', () => {
  test.each([
    ['v1:menu', { kind: 'menu' }],
    ['v1:menu:ask', { kind: 'ask' }],
    ['v1:human', { kind: 'human' }],
    ['v1:lang:ht', { kind: 'language', language: 'ht' }],
    ['v1:fact:us-asylum-fees', { kind: 'fact', fact: 'us-asylum-fees' }],
    ['v1:erase:yes', { kind: 'erase', step: 'yes' }],
    ['v1:yes:us-asylum-fees', { kind: 'feedback', fact: 'us-asylum-fees', helped: true }],
    ['v1:no:us-asylum-fees', { kind: 'feedback', fact: 'us-asylum-fees', helped: false }],
  ])('says by itself what it means: %s', (id, picked) => {
    expect(readChoiceId(id)).toEqual(picked);
  });

  test.each(['', 'menu', 'v2:menu', 'v1:lang:xx', 'v1:fact:', 'v1:fact:../secret', 'V1:MENU', '__proto__', 'v1:menu '])(
    'that is none of ours is known for that: "%s"',
    (id) => {
      expect(readChoiceId(id)).toEqual({ kind: 'unknown' });
    },
  );

  test('of any shape is read without harm', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(readChoiceId(id)).toHaveProperty('kind');
      }),
    );
  });

  test.each(LANGUAGES)('of everything offered in %s is understood, short and different from the others', (language) => {
    const voice = { language, phrases: createPhrases() };
    for (const menu of [mainMenu(voice), wayOut(voice), eraseChoices(voice), languageChoices(), [noneChoice(voice)]]) {
      for (const { id, title } of menu) {
        expect(readChoiceId(id).kind).not.toBe('unknown');
        expect(title.length).toBeLessThanOrEqual(20);
      }
      expect(new Set(menu.map(({ id }) => id)).size).toBe(menu.length);
      expect(new Set(menu.map(({ title }) => title)).size).toBe(menu.length);
    }
  });
});
