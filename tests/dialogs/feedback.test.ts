/** "Did this answer you?": what follows from a yes, from a no, and from one no after another. */
import { describe, expect, test } from 'vitest';
import { CHANNELS } from '../../src/core/contact.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { createTestBot, idsOf, messageOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import { BORDER, createFakeKnowledge, FEES, PROTECTION } from '../fakes/knowledge.ts';

const phrases = createPhrases();
const ASKED = '¿cuánto cuesta?';

/** The fees as an editor might put other facts beside them; the expired one is among them. */
const RELATED: Fact = { ...FEES, related: [PROTECTION.id, BORDER.id] };

function roomWithRelated(): Knowledge {
  const knowledge = createFakeKnowledge();
  return {
    ...knowledge,
    find: (id) => (id === FEES.id ? RELATED : knowledge.find(id)),
    match: () => ({ outcome: 'answer', candidates: [{ fact: RELATED, confidence: 1 }] }),
  };
}

describe('under an answer', () => {
  test.each(CHANNELS)(
    'stand yes, no and a person first on %s, then what is near to it, and the menu',
    async (channel) => {
      const chat = startChat(channel, createTestBot({ knowledge: roomWithRelated() }));
      await chat.say('english');
      const answer = await chat.say(ASKED);
      const contact = { ...NEW_CONTACT, mayBeAlerted: false };
      const plain = await chat.bot.turn(chat.snapshot, messageOf(ASKED, { channel, contact }));
      const expected = [`v1:yes:${FEES.id}`, `v1:no:${FEES.id}`, 'v1:human', `v1:fact:${BORDER.id}`, 'v1:menu'];
      expect(idsOf(plain)).toEqual(expected);
      expect(idsOf(answer).filter((id) => !id.startsWith('v1:alert'))).toEqual(expected);
    },
  );

  test('a fact that is past its date is not offered', async () => {
    const chat = startChat('whatsapp', createTestBot({ knowledge: roomWithRelated() }));
    expect(idsOf(await chat.say(ASKED))).not.toContain(`v1:fact:${PROTECTION.id}`);
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(CHANNELS)('a yes on %s is thanked for in one line, and counted', async (channel) => {
    const chat = startChat(channel);
    await chat.say(tap(`v1:lang:${language}`));
    await chat.say(tap(`v1:fact:${FEES.id}`));
    const answer = await chat.say(tap(`v1:yes:${FEES.id}`));
    expect(textOf(answer)).toBe(phrases.say(language, 'feedback.thanks'));
    expect(answer.effects).toEqual([{ kind: 'note_feedback', fact: FEES.id, language, helped: true }]);
    expect(idsOf(answer)).toEqual(['v1:human', 'v1:menu']);
  });

  test.each(CHANNELS)('a no on %s leads on, and the second one in a row offers a person first', async (channel) => {
    const chat = startChat(channel);
    await chat.say(tap(`v1:lang:${language}`));
    await chat.say(tap(`v1:fact:${FEES.id}`));
    const first = await chat.say(tap(`v1:no:${FEES.id}`));
    expect(textOf(first)).toBe(phrases.say(language, 'feedback.no'));
    expect(first.effects).toEqual([{ kind: 'note_feedback', fact: FEES.id, language, helped: false }]);
    await chat.say(tap(`v1:fact:${BORDER.id}`));
    const second = await chat.say(tap(`v1:no:${BORDER.id}`));
    expect(textOf(second)).toBe(phrases.say(language, 'feedback.no_again'));
    expect(idsOf(second)[0]).toBe('v1:human');
    expect((await chat.say(tap('v1:human'))).effects).toMatchObject([
      { kind: 'open_case', case: { reason: 'unknown_twice', topic: BORDER.topic } },
    ]);
  });
});

test('a yes in between ends the row', async () => {
  const chat = startChat();
  for (const said of ['no', 'yes', 'no']) {
    await chat.say(ASKED);
    await chat.say(tap(`v1:${said}:${FEES.id}`));
  }
  await chat.say(ASKED);
  const said = textOf(await chat.say(tap(`v1:no:${FEES.id}`)));
  expect(said).toBe(phrases.say('es', 'feedback.no_again'));
});

test('what is near to an answer is offered with a no', async () => {
  const chat = startChat('whatsapp', createTestBot({ knowledge: roomWithRelated() }));
  await chat.say(ASKED);
  const once = await chat.say(tap(`v1:no:${FEES.id}`));
  expect(idsOf(once)).toEqual([`v1:fact:${BORDER.id}`, 'v1:human', 'v1:menu']);
  const twice = await chat.say(tap(`v1:no:${FEES.id}`));
  expect(idsOf(twice)).toEqual(['v1:human', `v1:fact:${BORDER.id}`, 'v1:menu']);
});

test.each([
  ['sí', true],
  ['Si.', true],
  ['yes', true],
  ['oui', true],
  ['wi', true],
  ['NO', false],
  ['não', false],
  ['non', false],
] as const)('a bare "%s" under an answer is heard as what it says', async (said, helped) => {
  const chat = startChat('sms');
  await chat.say(ASKED);
  expect((await chat.say(said)).effects).toMatchObject([{ kind: 'note_feedback', helped }]);
});

test('a bare "no" where nothing asked for it is no feedback', async () => {
  const chat = startChat();
  await chat.say('hola');
  expect((await chat.say('no')).effects).toEqual([]);
});

test('a button of another day still works', async () => {
  const { bot } = startChat();
  const late = await bot.turn(null, messageOf(tap(`v1:no:${BORDER.id}`)));
  expect(late.effects).toEqual([{ kind: 'note_feedback', fact: BORDER.id, language: 'es', helped: false }]);
  expect(idsOf(late)).toContain('v1:human');
});

test('of an answer that is gone nothing is counted, and the person is led on', async () => {
  const { bot } = startChat();
  const late = await bot.turn(null, messageOf(tap('v1:no:gone-since')));
  expect(late.effects).toEqual([]);
  expect(idsOf(late)).toEqual(['v1:human', 'v1:menu']);
});

test('a question in other words after a no is answered as a question', async () => {
  const chat = startChat();
  await chat.say(ASKED);
  await chat.say(tap(`v1:no:${FEES.id}`));
  expect(textOf(await chat.say('¿Es verdad que abrieron la frontera?'))).toContain(BORDER.text.es.whatsapp);
});
