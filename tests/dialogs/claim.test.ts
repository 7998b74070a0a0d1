import { describe, expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import type { Effect } from '../../src/core/effect.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import type { TurnResult } from '../../src/core/turn.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import type { Chat } from '../fakes/chat.ts';

const CLAIMS = {
  es: 'me dijeron que dan pasajes en Tijuana por $300',
  en: 'they say tickets are handed out in Tijuana for $300',
  pt: 'estão dizendo que dão passagens em Tijuana por $300',
  fr: "on m'a dit que Tijuana donne des billets à $300",
  ht: 'yo di m yo bay tikè nan Tijuana pou $300',
} as const satisfies Record<Language, string>;

const phrases = createPhrases();

async function chatIn(language: Language, channel: 'whatsapp' | 'sms' = 'whatsapp'): Promise<Chat> {
  const chat = startChat(channel);
  await chat.say(tap(`v1:lang:${language}`));
  return chat;
}

function reportsOf({ effects }: TurnResult): readonly Effect[] {
  return effects.filter(({ kind }) => kind === 'report_rumour');
}

describe.each(LANGUAGES)('in %s, a claim that we have no fact for', (language) => {
  test('is not confirmed, is reported, and leaves the way to a person and to the menu', async () => {
    const chat = await chatIn(language);
    const answer = await chat.say(CLAIMS[language]);
    expect(textOf(answer)).toBe(phrases.say(language, 'claim.unknown'));
    expect(idsOf(answer)).toEqual(['v1:human', 'v1:menu']);
    expect(answer.effects).toEqual([
      {
        kind: 'report_rumour',
        language,
        forwarded: null,
        place: 'Tijuana',
        price: '$300',
        text: CLAIMS[language],
      },
    ]);
  });

  test('offers a person the second time, and the case says what it is about', async () => {
    const chat = await chatIn(language);
    await chat.say('zzz');
    const second = await chat.say(CLAIMS[language]);
    expect(textOf(second)).toBe(phrases.say(language, 'claim.unknown_again'));
    expect(reportsOf(second)).toHaveLength(1);
    const [opened] = (await chat.say(tap('v1:human'))).effects;
    expect(opened).toMatchObject({ kind: 'open_case', case: { reason: 'unknown_twice' } });
  });

  test('costs at most two segments by SMS, the first and the second time', async () => {
    const chat = await chatIn(language, 'sms');
    for (const key of ['claim.unknown', 'claim.unknown_again'] as const) {
      const { reply } = await chat.say(CLAIMS[language]);
      if (reply === null) throw new Error('expected a reply');
      expect(reply.text).toBe(phrases.say(language, key));
      const count = countSegments(renderSms(reply, { transliterate: true }));
      expect([count.encoding, count.segments]).toEqual(['GSM-7', 2]);
    }
  });
});

test('a person who then asks for a human comes with the claim', async () => {
  const chat = await chatIn('es');
  await chat.say(CLAIMS.es);
  const [opened] = (await chat.say(tap('v1:human'))).effects;
  expect(opened).toMatchObject({ kind: 'open_case', case: { reason: 'claim' } });
  expect(opened?.kind === 'open_case' && opened.case.summary).toContain(CLAIMS.es);
});

test('a forwarded message is reported whatever it says, with how often it was forwarded', async () => {
  const chat = await chatIn('es');
  expect(reportsOf(await chat.say('regalan casas'))).toEqual([]);
  expect(reportsOf(await chat.say('regalan casas', { forwarded: 'once' }))).toMatchObject([{ forwarded: 'once' }]);
  const often = await chat.say('regalan casas', { forwarded: 'often' });
  expect(reportsOf(often)).toMatchObject([{ forwarded: 'often' }]);
  expect(textOf(often)).toContain(phrases.say('es', 'claim.forwarded'));
});

test.each([
  ['has a fact', 'me dijeron que abrieron la frontera'],
  ['may have one of several facts', 'dicen que dan papeles'],
  ['is about a case of their own', 'dicen que mi caso es fácil'],
  ['is a cry for help', 'me dijeron que secuestraron a mi hijo'],
])('a claim is not reported when it %s', async (_what, text) => {
  const chat = await chatIn('es');
  expect(reportsOf(await chat.say(text, { forwarded: 'often' }))).toEqual([]);
});

test('what somebody tells after a cry for help belongs to that case and is not reported', async () => {
  const chat = await chatIn('es');
  await chat.say('me secuestraron');
  const answer = await chat.say('dicen que si no pago $300 sigue', { contact: { ...NEW_CONTACT, caseWaiting: true } });
  expect(reportsOf(answer)).toEqual([]);
  expect(textOf(answer)).toContain('911');
});

test('who waits for our team is warned too, and offered nothing that they have', async () => {
  const chat = await chatIn('es');
  const contact = { ...NEW_CONTACT, caseWaiting: true };
  for (let turn = 0; turn < 2; turn += 1) {
    const answer = await chat.say(CLAIMS.es, { contact });
    expect(textOf(answer)).toBe(phrases.say('es', 'claim.unknown'));
    expect(idsOf(answer)).toEqual(['v1:menu']);
    expect(reportsOf(answer)).toHaveLength(1);
  }
});

test('a long claim is cut, and names nobody', async () => {
  const chat = await chatIn('es');
  const long = `Me llamo Rosa y me dijeron que llame al +12025550108. ${'x '.repeat(1_500)}`;
  const [report] = reportsOf(await chat.say(long));
  const text = report?.kind === 'report_rumour' ? report.text : '';
  expect(text).toHaveLength(1_000);
  expect(text).toMatch(/^Me llamo \[\.\.\.\] y me dijeron que llame al \[#\]/);
});

test('who said STOP by SMS hears nothing, and nothing of theirs is kept', async () => {
  const chat = await chatIn('es', 'sms');
  const answer = await chat.say(CLAIMS.es, { contact: { ...NEW_CONTACT, optedOut: true } });
  expect([answer.reply, answer.effects]).toEqual([null, []]);
});
