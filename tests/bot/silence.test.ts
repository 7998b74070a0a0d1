/** Three days of silence: whoever holds the phone then finds a stranger's chat, in the language that was picked. */
import { describe, expect, test } from 'vitest';
import { recall } from '../../src/bot/snapshot.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { Snapshot } from '../../src/core/turn.ts';
import { choicesOf, messageOf, NEW_CONTACT, startChat, textOf } from '../fakes/chat.ts';
import { TODAY_MS } from '../fakes/knowledge.ts';

const JUST_BEFORE_MS = 72 * HOUR_MS - MINUTE_MS;
const JUST_AFTER_MS = 72 * HOUR_MS + MINUTE_MS;
const KNOWN = { ...NEW_CONTACT, knownSinceMs: TODAY_MS };

function after(ms: number, contact = KNOWN) {
  return { nowMs: TODAY_MS + ms, contact };
}

describe('71 hours and 59 minutes later', () => {
  test('a number still means what was offered', async () => {
    const chat = startChat();
    await chat.say('borrar', { contact: KNOWN });
    expect((await chat.say('1', after(JUST_BEFORE_MS))).effects).toEqual([{ kind: 'erase', receipt: 'ABCD-2345' }]);
  });

  test('nobody is greeted again', async () => {
    const chat = startChat();
    await chat.say('hola', { contact: KNOWN });
    expect(textOf(await chat.say('menu', after(JUST_BEFORE_MS)))).not.toMatch(/Faro/);
  });
});

describe('72 hours and a minute later', () => {
  test('nothing that was begun or offered goes on', async () => {
    const chat = startChat();
    await chat.say('borrar', { contact: KNOWN });
    const answer = await chat.say('1', after(JUST_AFTER_MS));
    expect(answer.effects).toEqual([]);
    expect(textOf(answer)).not.toMatch(/No borramos|Disculpe/);
  });

  test('nothing that was said comes back: a request for a person knows nothing of it', async () => {
    const chat = startChat();
    await chat.say('¿Qué hay para mi caso?', { contact: KNOWN });
    const { effects } = await chat.say('agente', after(JUST_AFTER_MS));
    expect(effects).toMatchObject([{ kind: 'open_case', case: { reason: 'request', topic: null } }]);
    expect(JSON.stringify(effects)).not.toContain('mi caso');
  });

  test.each(['whatsapp', 'sms'] as const)('everybody is greeted again, in one line: %s', async (channel) => {
    const chat = startChat(channel);
    await chat.say('hola', { contact: KNOWN });
    const said = textOf(await chat.say('hola', after(JUST_AFTER_MS)));
    expect(said).toMatch(/^Faro: gratis/);
    expect(said).not.toMatch(/información verificada para migrantes/);
  });

  test('somebody new is greeted in full, however old the clock', async () => {
    const said = textOf(
      await startChat().say('hola', after(JUST_AFTER_MS, { ...NEW_CONTACT, knownSinceMs: TODAY_MS + JUST_AFTER_MS })),
    );
    expect(said).toMatch(/^Hola, soy Faro/);
  });

  test('the language that somebody picked is still theirs, also when the store has swept the conversation', async () => {
    const chat = startChat();
    await chat.say('kreyòl', { contact: KNOWN });
    const picked = { ...KNOWN, chosenLanguage: 'ht' } as const;
    const kept = await chat.say('hola', after(JUST_AFTER_MS, picked));
    expect(kept.snapshot).toMatchObject({ language: 'ht', languageChosen: true });
    const swept = await chat.bot.turn(null, messageOf('hola', after(JUST_AFTER_MS, picked)));
    expect(swept.snapshot).toMatchObject({ language: 'ht', languageChosen: true });
    expect(textOf(swept)).toBe(textOf(kept));
  });

  test('the language that was only guessed is guessed anew', async () => {
    const chat = startChat();
    await chat.say('where can I do that, how much is it', { contact: KNOWN });
    const answer = await chat.say('¿Es verdad que abrieron la frontera?', after(JUST_AFTER_MS));
    expect(answer.snapshot).toMatchObject({ language: 'es', languageChosen: false });
  });

  test('turns are still counted, and a cry for help is heard', async () => {
    const chat = startChat();
    await chat.say('hola', { contact: KNOWN });
    const answer = await chat.say('me secuestraron', after(JUST_AFTER_MS));
    expect(answer).toMatchObject({ effects: [{ kind: 'open_case' }], snapshot: { turns: 2 } });
    expect(choicesOf(answer)).not.toEqual([]);
  });
});

describe('a snapshot whose age cannot be told', () => {
  test.each([undefined, null, 'yesterday', Number.NaN])('is not forgotten for it: %s', async (lastTurnAtMs) => {
    const chat = startChat();
    await chat.say('borrar');
    const odd: object = { ...chat.snapshot, lastTurnAtMs };
    expect(recall(odd as Snapshot, after(JUST_AFTER_MS)).stack).toHaveLength(1); // it is none: that is the point
  });
});
