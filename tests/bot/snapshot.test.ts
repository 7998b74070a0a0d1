import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSnapshot } from '../../src/bot/snapshot.ts';
import type { Snapshot } from '../../src/core/turn.ts';
import { createTestBot, messageOf, startChat, textOf } from '../fakes/chat.ts';

const GOOD: Snapshot = {
  v: 1,
  turns: 4,
  lastTurnAtMs: 1,
  language: 'fr',
  languageChosen: true,
  offered: [{ id: 'v1:menu', title: 'Menu' }],
  dialogsVersion: '1.2',
  dialogs: {
    stack: [],
    memory: {
      greeted: true,
      unknowns: 1,
      misses: 1,
      last: { fact: 'a-fact', topic: 'a-topic', reason: 'danger', question: 'what?' },
      awaits: 'case_words',
      sent: 'voice',
      voices: 2,
      country: 'MX',
      city: 'mx-tapachula',
      interview: null,
      rest: { text: 'And so on.', pagesSent: 1 },
    },
    otherLanguage: 'en',
  },
};

describe('a snapshot', () => {
  test('that we wrote is read back whole', () => {
    expect(openSnapshot(GOOD)).toEqual({
      origin: 'known',
      turns: 4,
      language: { language: 'fr', chosen: true, other: 'en' },
      offered: GOOD.offered,
      version: '1.2',
      stack: [],
      memory: {
        greeted: true,
        unknowns: 1,
        misses: 1,
        last: { fact: 'a-fact', topic: 'a-topic', reason: 'danger', question: 'what?' },
        awaits: 'case_words',
        sent: 'voice',
        voices: 2,
        country: 'MX',
        city: 'mx-tapachula',
        interview: null,
        rest: { text: 'And so on.', pagesSent: 1 },
      },
    });
  });

  test('that waits for an answer to a question of another version waits for none', () => {
    const memory = { awaits: 'shoe_size', sent: 'smoke', country: 7, city: {} };
    const opened = openSnapshot({ ...GOOD, dialogs: { stack: [], memory } });
    expect(opened.memory).toMatchObject({ awaits: null, sent: null, country: null, city: null });
  });

  test.each([null, undefined])('that is %s is a new person', (snapshot) => {
    expect(openSnapshot(snapshot)).toMatchObject({ origin: 'new', turns: 0, memory: { greeted: false } });
  });

  test('without dialogs is known: nothing was in progress', () => {
    expect(openSnapshot({ ...GOOD, dialogs: null })).toMatchObject({ origin: 'known', stack: [] });
  });

  test.each([
    ['of another version', { ...GOOD, v: 2 }],
    ['with other dialogs', { ...GOOD, dialogs: 'waterfall:3' }],
    ['with another stack', { ...GOOD, dialogs: { stack: [{ id: 3 }] } }],
  ])('%s is foreign, but keeps the language and the count', (_what, snapshot) => {
    expect(openSnapshot(snapshot)).toMatchObject({
      origin: 'foreign',
      turns: 4,
      language: { language: 'fr', chosen: true },
      stack: [],
      memory: { greeted: true, unknowns: 0, last: null },
    });
  });

  test('with one choice damaged offers none: "2" must not mean another one', () => {
    expect(openSnapshot({ ...GOOD, offered: [{ id: 'v1:menu' }, { id: 'v1:human', title: 'x' }] }).offered).toEqual([]);
  });

  test('of any shape is opened, and its person answered', async () => {
    const bot = createTestBot();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.anything(), fc.record({ v: fc.constant(1), dialogs: fc.anything() })),
        async (value) => {
          const result = await bot.turn(value as Snapshot | null, messageOf('menú')); // it need not be one: that is the point
          expect(textOf(result)).not.toBe('');
          expect(openSnapshot(result.snapshot).origin).toBe('known');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('holds nothing but JSON in every state that a conversation can wait in', async () => {
    const chat = startChat();
    for (const said of ['hola', 'idioma', 'ehhh', 'borrar', 'ehhh', 'kreyòl', 'agente', 'asilo']) {
      const { snapshot } = await chat.say(said);
      expect(JSON.parse(JSON.stringify(snapshot))).toStrictEqual(snapshot);
    }
  });
});
