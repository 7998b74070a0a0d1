import { describe, expect, test } from 'vitest';
import { CHANNELS } from '../../src/core/contact.ts';
import { UNSERVED_TEXTS } from '../../src/language/unserved.ts';
import { createTestBot, idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';

const ARABIC = 'أريد أن أطلب اللجوء';
const GERMAN = 'Ich brauche bitte Hilfe';
const LANGUAGE_IDS = ['v1:lang:es', 'v1:lang:en', 'v1:lang:pt', 'v1:lang:fr', 'v1:lang:ht'];

describe('a first message in a language that we do not speak', () => {
  test.each(CHANNELS)('is answered in that language alone on %s', async (channel) => {
    const chat = startChat(channel);
    expect(textOf(await chat.say(ARABIC))).toBe(UNSERVED_TEXTS.ar[channel]);
    expect(textOf(await chat.say(GERMAN))).toBe(UNSERVED_TEXTS.de[channel]);
    expect(chat.snapshot?.language).toBe(null);
  });

  test('offers a person, in words they can read, and our languages', async () => {
    const answer = await startChat().say(ARABIC);
    expect(idsOf(answer)).toEqual(['v1:human', ...LANGUAGE_IDS]);
    expect(answer.reply).toMatchObject({ choices: [{ title: UNSERVED_TEXTS.ar.human }, {}, {}, {}, {}, {}] });
  });

  test('by SMS offers our languages, and a person by 0', async () => {
    const chat = startChat('sms');
    expect(idsOf(await chat.say(ARABIC))).toEqual(LANGUAGE_IDS);
    expect((await chat.say('0')).effects).toMatchObject([{ kind: 'open_case', case: { reason: 'request' } }]);
  });

  test.each(['2', '٢', '۲', 'English'])('is followed by a choice: "%s"', async (typed) => {
    const chat = startChat('sms');
    await chat.say(ARABIC);
    expect((await chat.say(typed)).effects).toEqual([{ kind: 'set_language', language: 'en' }]);
  });

  test('is told to the person of our team who is then asked for', async () => {
    const chat = startChat();
    await chat.say(ARABIC);
    const { effects } = await chat.say(tap('v1:human'));
    expect(effects).toMatchObject([{ kind: 'open_case', case: { summary: expect.stringContaining(ARABIC) } }]);
  });

  test('puts the greeting off to the next message that they can read', async () => {
    const chat = startChat();
    expect(textOf(await chat.say(ARABIC))).not.toContain('Hola, soy Faro');
    expect(textOf(await chat.say('Hola'))).toContain('Hola, soy Faro');
  });
});

test('danger comes first, also in the middle of another language', async () => {
  const answer = await startChat().say(`${ARABIC} socorro`);
  expect(answer.effects).toMatchObject([{ kind: 'open_case', case: { urgency: 'urgent' } }]);
});

test('a conversation in progress is ended by foreign letters, and nothing is erased', async () => {
  const chat = startChat();
  await chat.say('borrar');
  const answer = await chat.say(ARABIC);
  expect(textOf(answer)).toBe(`No borramos nada.\n\n${UNSERVED_TEXTS.ar.whatsapp}`);
  expect(answer.effects).toEqual([]);
});

test('who picked a language hears it in spite of foreign words, but not of foreign letters', async () => {
  const chat = startChat();
  await chat.say(tap('v1:lang:fr'));
  await chat.say(GERMAN);
  expect(textOf(await chat.say(GERMAN))).not.toBe(UNSERVED_TEXTS.de.whatsapp);
  expect(textOf(await chat.say(ARABIC))).toBe(UNSERVED_TEXTS.ar.whatsapp);
  expect(chat.snapshot).toMatchObject({ language: 'fr', languageChosen: true });
});

test('by SMS, who said STOP hears nothing in any language', async () => {
  const answer = await startChat('sms', createTestBot({ knowledge: createFakeKnowledge() })).say(ARABIC, {
    contact: { ...NEW_CONTACT, optedOut: true },
  });
  expect(answer.reply).toBe(null);
});
