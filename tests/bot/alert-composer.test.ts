/** What is written to people unasked: for every shipped fact, in every language, as each channel takes it. */
import { describe, expect, test } from 'vitest';
import { createAlertComposer } from '../../src/bot/alert-composer.ts';
import { findWord } from '../../src/bot/words.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { DAY_MS } from '../../src/core/clock.ts';
import { CHANNELS } from '../../src/core/contact.ts';
import { WITHDRAWN } from '../../src/core/edition.ts';
import type { DueAlert } from '../../src/core/edition.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import { createAnswerCodes } from '../../src/knowledge/answer-code.ts';
import { freshnessOf } from '../../src/knowledge/freshness.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { versionOf } from '../../src/knowledge/fact-version.ts';
import { createPhrases, LOCALES } from '../../src/language/phrases.ts';
import { createTestBot, startChat, tap, textOf } from '../fakes/chat.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';

const facts = loadFacts('content', { today: '9999-12-31' }).facts.map(({ fact }) => fact);
const knowledge: Knowledge = {
  ...createFakeKnowledge(),
  ...createAnswerCodes(facts),
  facts,
  find: (id) => facts.find((fact) => fact.id === id) ?? null,
  freshness: freshnessOf,
};
const compose = createAlertComposer({
  knowledge,
  phrases: createPhrases(),
  template: 'faro_update',
  transliterate: true,
});

function alertOf(fact: Fact, language: Language, more: Partial<DueAlert> = {}): DueAlert {
  return {
    fact: fact.id,
    version: versionOf(fact),
    titles: { es: fact.text.es.title, en: fact.text.en.title, [language]: fact.text[language]?.title },
    channel: 'whatsapp',
    language,
    isWindowOpen: true,
    nowMs: Date.parse(fact.verifiedOn) + DAY_MS,
    ...more,
  };
}

const GIVEAWAY = /asil|asyl|azil|deport|depòt|expuls|migr|frontera|border|fwontyè|fronti|fronteira|visa|tps/i;

/** What a locked screen shows first. */
function beginningOf(text: string): string {
  return text.slice(0, 40);
}

function wordToStop(text: string): boolean {
  return (text.match(/\p{Lu}{4,}/gu) ?? []).some((word) => {
    const heard = findWord(word)?.heard;
    return heard?.kind === 'word' && heard.word === 'alerts';
  });
}

describe.each(LANGUAGES)('in %s', (language) => {
  test('by SMS it is two segments at most, begins with nothing telling, and names the word that ends it', () => {
    for (const fact of facts) {
      for (const version of [versionOf(fact), WITHDRAWN]) {
        const reply = compose(alertOf(fact, language, { channel: 'sms', version }));
        const { segments, encoding } = countSegments(renderSms(reply, { transliterate: true }));
        expect([fact.id, encoding, segments <= 2]).toEqual([fact.id, 'GSM-7', true]);
        expect(GIVEAWAY.test(beginningOf(reply.text))).toBe(false);
        expect([fact.id, wordToStop(reply.text)]).toEqual([fact.id, true]);
      }
    }
  });

  test('by SMS it brings the answer, or the code that brings it', () => {
    for (const fact of facts) {
      const { text } = compose(alertOf(fact, language, { channel: 'sms' }));
      const shown = fact.text[language] ?? fact.text.es;
      expect([fact.id, text.includes(shown.sms) || text.includes(shown.title)]).toEqual([fact.id, true]);
      expect(knowledge.readCodes(text).map((code) => code.fact)).toEqual([fact.id]);
    }
  });

  test('on WhatsApp it is the whole answer with source, date and code, and a way to the list', () => {
    for (const fact of facts) {
      const reply = compose(alertOf(fact, language));
      expect(GIVEAWAY.test(beginningOf(reply.text))).toBe(false);
      expect(reply.text).toContain((fact.text[language] ?? fact.text.es).whatsapp);
      expect(reply.text).toContain('https://');
      expect(knowledge.readCodes(reply.text).map((code) => code.fact)).toEqual([fact.id]);
      expect(wordToStop(reply.text)).toBe(true);
      expect(JSON.stringify(renderWhatsApp(reply))).toContain('v1:alerts');
    }
  });

  test('outside the window it is the template, with the title and the answer in its two places', () => {
    for (const fact of facts) {
      const reply = compose(alertOf(fact, language, { isWindowOpen: false }));
      if (reply.kind !== 'template') throw new Error('expected a template');
      const [title = '', news = ''] = reply.variables;
      expect(reply).toMatchObject({ name: 'faro_update', language });
      expect(title).toBe((fact.text[language] ?? fact.text.es).title);
      expect(news).toContain((fact.text[language] ?? fact.text.es).sms);
      // Meta takes at most 1,024 characters for the whole body: the words of the template stand around these.
      expect(title.length + news.length).toBeLessThan(700);
      expect(renderWhatsApp(reply).type).toBe('template');
    }
  });

  test('a withdrawn answer is named and not repeated, and a person is within reach', () => {
    for (const isWindowOpen of [true, false]) {
      for (const fact of facts) {
        const reply = compose(alertOf(fact, language, { version: WITHDRAWN, isWindowOpen }));
        expect(reply.text).toContain(fact.text[language]?.title ?? fact.text.es.title);
        expect(reply.text).not.toContain((fact.text[language] ?? fact.text.es).whatsapp);
        expect(reply.text).toMatch(/AGENT|AGENTE|AJAN/);
      }
    }
  });
});

test('who passes an alert on is told that it is word for word ours', async () => {
  const bot = createTestBot({ knowledge });
  for (const [index, fact] of facts.entries()) {
    const language = LANGUAGES[index % LANGUAGES.length] ?? 'es';
    for (const channel of CHANNELS) {
      const chat = startChat('whatsapp', bot);
      await chat.say(tap('v1:lang:en'));
      const { text } = compose(alertOf(fact, language, { channel }));
      const told = textOf(await chat.say(text));
      const isWhole = text.includes((fact.text[language] ?? fact.text.es)[channel]);
      expect([fact.id, told.startsWith(LOCALES.en.check.verbatim)]).toEqual([fact.id, isWhole]);
    }
  }
});

test('most SMS bring the answer itself', () => {
  const shares = LANGUAGES.map((language) => {
    const whole = facts.filter((fact) => {
      const { text } = compose(alertOf(fact, language, { channel: 'sms' }));
      return text.includes((fact.text[language] ?? fact.text.es).sms);
    });
    return whole.length / facts.length;
  });
  expect(Math.min(...shares)).toBeGreaterThan(0.3);
});

test('a title is told in the nearest language there is', () => {
  const [fact] = facts;
  if (fact === undefined) throw new Error('expected facts');
  const { text } = compose(alertOf(fact, 'fr', { titles: { en: 'Only English' }, version: WITHDRAWN }));
  expect(text).toContain('Only English');
});
