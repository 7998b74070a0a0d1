/** Reads all five files as a careful editor would. */
import { describe, expect, test } from 'vitest';
import { findWord } from '../../src/bot/words.ts';
import { isReservedWord } from '../../src/channels/sms/keywords.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { CHANNELS } from '../../src/core/contact.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import { createPhrases, listPhrases, LOCALES } from '../../src/language/phrases.ts';

const NAMES = listPhrases(LOCALES.es);

function textOf(language: Language, name: string): string {
  const found = name
    .split('.')
    .reduce<unknown>((tree, part) => (tree as Record<string, unknown>)[part], LOCALES[language]); // a tree of phrases
  if (typeof found !== 'string') throw new TypeError(`${language}.json has no text at ${name}`);
  return found;
}

function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();
}

describe.each(LANGUAGES)('locales/%s.json', (language) => {
  test('has the same phrases as the Spanish file', () => {
    expect([...listPhrases(LOCALES[language])].sort()).toEqual([...NAMES].sort());
  });

  test('uses the same variables in each of them', () => {
    for (const name of NAMES)
      expect([name, variablesOf(textOf(language, name))]).toEqual([name, variablesOf(textOf('es', name))]);
  });

  test('has every plural form that its language knows', () => {
    const counted = new Set(NAMES.flatMap((name) => /^(.*)_(?:one|many|other)$/.exec(name)?.[1] ?? []));
    const forms =
      language === 'ht' ? ['one', 'other'] : new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    expect(counted.size).toBeGreaterThan(0);
    for (const name of counted) for (const form of forms) expect(NAMES).toContain(`${name}_${form}`);
  });

  test('leaves no variable and no gap in what is said', () => {
    const phrases = createPhrases();
    for (const name of NAMES) {
      const variables = Object.fromEntries(variablesOf(textOf(language, name)).map((variable) => [variable, 'X']));
      const key = name as Parameters<typeof phrases.say>[1]; // plural forms are said like phrases of their own here
      const said = phrases.say(language, key, variables);
      expect(said).not.toMatch(/\{\{|\}\}|\$t\(| {2}|^\s|\s$/);
      expect(said.trim()).not.toBe('');
    }
  });

  test('has titles that fit a WhatsApp button, and a label that fits its list', () => {
    const titles = NAMES.filter((name) => /(^|\.|_)title(\.|$)/.test(name) || name === 'menu.label');
    expect(titles.length).toBeGreaterThanOrEqual(10);
    for (const name of titles) expect([name, textOf(language, name).length <= 20]).toEqual([name, true]);
  });

  test('has titles that carriers take for no keyword of theirs', () => {
    const titles = NAMES.filter((name) => /(^|\.|_)title(\.|$)/.test(name));
    for (const name of titles) expect([name, isReservedWord(textOf(language, name))]).toEqual([name, false]);
  });

  test('advertises only words that are understood, and no reserved ones but STOP and START', () => {
    const allowed = new Set(['STOP', 'START']);
    const shouted = NAMES.flatMap((name) => textOf(language, name).match(/\p{Lu}{4,}/gu) ?? []);
    expect(new Set(shouted).size).toBeGreaterThanOrEqual(5);
    for (const word of shouted) {
      expect([word, findWord(word)?.heard.kind]).toEqual([word, 'word']);
      expect([word, isReservedWord(word)]).toEqual([word, allowed.has(word)]);
    }
  });

  test.each(CHANNELS)('introduces us on %s in at most 320 characters', (channel) => {
    const phrases = createPhrases();
    const carrier = phrases.say(language, `greeting.carrier.${channel}`);
    const greeting = phrases.say(language, 'greeting.hello', { carrier });
    expect(greeting.length).toBeLessThanOrEqual(320);
    expect(greeting).toMatch(/Faro/);
    expect(greeting).toContain(carrier);
  });

  test('shows nothing on a locked screen that gives a person away', () => {
    const first = [
      'greeting.hello',
      'menu.ask',
      'menu.write',
      'human.saved',
      'human.waiting',
      'delete.ask',
      'delete.done',
      'help.what',
      'near.where',
      'near.where_sms',
      'near.need',
      'near.found',
      'near.found_sms',
      'near.none',
      'near.none_for_it',
      'near.write_city',
      'language.ask',
    ];
    const giveaway = /asil|asyl|azil|deport|depòt|expuls|migr|frontera|border|fwontyè|fronti|fronteira/i;
    for (const name of first) expect([name, giveaway.test(textOf(language, name).slice(0, 40))]).toEqual([name, false]);
  });

  test('costs at most three segments by SMS in any one phrase, in the cheap alphabet', () => {
    for (const name of NAMES) {
      const count = countSegments(renderSms({ kind: 'text', text: textOf(language, name) }, { transliterate: true }));
      expect([name, count.encoding, count.segments <= 3]).toEqual([name, 'GSM-7', true]);
    }
  });
});
