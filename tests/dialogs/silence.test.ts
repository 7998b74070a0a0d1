/** The last word for a while, by SMS: one segment, plain, with whom to call, and nothing telling on a locked screen. */
import { describe, expect, test } from 'vitest';
import { sayNoMoreSms, saySilence } from '../../dialogs/silence.ts';
import type { SilenceLength } from '../../dialogs/silence.ts';
import { createNoticeComposer } from '../../src/bot/notice-composer.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { toGsm7 } from '../../src/channels/sms/transliterate.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { messageOf, startChat, tap, textOf } from '../fakes/chat.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { TEAMS } from '../fakes/team.ts';

const phrases = createPhrases();
const knowledge = createFakeKnowledge();

function caller(language: Language, country: string | null = null) {
  return { phrases, knowledge, language, country };
}

function costs(text: string): number {
  return countSegments(toGsm7(text)).segments;
}

const TELLING = /asil|migr|fronter|border|deport|visa|coyote|peligro|danger|perigo|danje|Faro/i;

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(['minutes', 'hour', 'day'] as const satisfies readonly SilenceLength[])(
    'silence for %s is said in one segment, with whom to call',
    (length) => {
      for (const country of [null, 'GT'])
        for (const mayReturn of [true, false]) {
          const text = saySilence(caller(language, country), length, mayReturn);
          expect(costs(text)).toBe(1);
          expect(text).toMatch(country === null ? /911/ : /110/);
          expect(text.slice(0, 40)).not.toMatch(TELLING);
          expect(/MEN[UÚI]/.test(text)).toBe(mayReturn);
        }
    },
  );

  test.each(['hour', 'day'] as const)('that there is no more for the %s is said in one segment', (period) => {
    for (const country of [null, 'GT'])
      for (const number of ['+12025550191', null]) {
        const text = sayNoMoreSms(caller(language, country), period, number);
        expect(costs(text)).toBe(1);
        expect(text).toMatch(country === null ? /911/ : /110/);
        expect(text.includes('WhatsApp')).toBe(number !== null);
        expect(text.slice(0, 40)).not.toMatch(TELLING);
        expect(text).toMatch(period === 'day' ? /24/ : /(hora|hour|heure|èdtan)/);
      }
  });

  test('danger is said in one segment where the network joins none, without anything to pick', async () => {
    const chat = startChat('sms');
    await chat.say(tap(`v1:lang:${language}`));
    const general = await chat.say(tap('v1:case:danger'), { maxSegments: 1 });
    const { reply } = general;
    expect([reply?.kind, costs(textOf(general))]).toEqual(['text', 1]);
    expect(textOf(general)).toMatch(/110.*911/);
    const there = await chat.say('estoy en Guatemala, me secuestraron', { maxSegments: 1 });
    expect([there.reply?.kind, costs(textOf(there))]).toEqual(['text', 1]);
    expect(textOf(there)).toMatch(/110 .*\(/);
  });
});

test('it is said in the language of the conversation and for the place that it knows of', async () => {
  const notices = createNoticeComposer({ knowledge, phrases, team: TEAMS.unstaffed });
  const chat = startChat('sms');
  await chat.say(tap('v1:lang:en'));
  await chat.say('I am in Guatemala, they kidnapped me');
  const { snapshot } = chat;
  if (snapshot === null) throw new Error('expected a snapshot');
  expect(notices.noMoreSms(snapshot, 'hour').text).toBe(
    'For now we cannot send you more SMS. Write again in an hour. In danger: 110 police (Guatemala).',
  );
});

test('without a limit of the network nothing changes', async () => {
  const chat = startChat('sms');
  const { reply } = await chat.say('me secuestraron', { maxSegments: 2 });
  expect(reply).toEqual(
    (await startChat('sms').bot.turn(null, messageOf('me secuestraron', { channel: 'sms' }))).reply,
  );
});
