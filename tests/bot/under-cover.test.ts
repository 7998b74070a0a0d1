/** The word that hides us, and what is said until the person comes back. */
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { TurnMessage } from '../../src/core/turn.ts';
import { createPhrases, LOCALES } from '../../src/language/phrases.ts';
import { freshMemory } from '../../src/bot/snapshot.ts';
import { createTestBot, messageOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import type { Chat } from '../fakes/chat.ts';

const COVER = LOCALES.es.hide.cover;
const HIDDEN: TurnMessage['contact'] = { ...NEW_CONTACT, hidden: true };
const sticker: InboundContent = { kind: 'sticker', media: { mediaId: 'media-1', mimeType: 'image/webp' } };

async function hiddenChat(channel: 'whatsapp' | 'sms' = 'whatsapp'): Promise<Chat> {
  const chat = startChat(channel);
  await chat.say('¿Qué hay para mi caso?');
  await chat.say('clima');
  return chat;
}

describe('the word that hides us', () => {
  test.each([
    'clima',
    'CLIMA',
    ' El clima. ',
    'Weather!',
    'tempo',
    'météo',
    'METEYO',
    'ocultar',
    'hide',
    'cacher',
    'kache',
  ])('is answered with a line about the weather, whichever it is: "%s"', async (word) => {
    const chat = startChat();
    await chat.say('hola');
    const answer = await chat.say(word);
    expect(answer).toMatchObject({ reply: { kind: 'text', text: COVER }, effects: [{ kind: 'hide' }] });
  });

  test.each(LANGUAGES)('is answered in the language of the chat: %s', async (language) => {
    const chat = startChat();
    await chat.say(tap(`v1:lang:${language}`));
    expect(textOf(await chat.say('weather'))).toBe(LOCALES[language].hide.cover);
  });

  test('leaves nothing of the conversation in the snapshot but its language', async () => {
    const chat = await hiddenChat();
    expect(chat.snapshot).toMatchObject({
      offered: [],
      language: 'es',
      languageChosen: false,
      dialogs: { stack: [], memory: { ...freshMemory(), greeted: true } },
    });
    expect(JSON.stringify(chat.snapshot)).not.toMatch(/caso|sentAt/);
  });

  test('breaks into a question without a word about it', async () => {
    const chat = startChat();
    await chat.say('borrar');
    expect(textOf(await chat.say('clima'))).toBe(COVER);
    expect((await chat.say('1', { contact: HIDDEN })).effects).not.toContainEqual(
      expect.objectContaining({ kind: 'erase' }),
    );
  });

  test('is answered as plainly after a deploy in the middle of a question', async () => {
    const chat = startChat();
    await chat.say('borrar');
    const bot = createTestBot({ dialogsVersion: 'next' });
    expect(textOf(await bot.turn(chat.snapshot, messageOf('clima')))).toBe(COVER);
  });

  test('works while an agent has the conversation', async () => {
    const chat = startChat();
    const answer = await chat.say('clima', { contact: { ...NEW_CONTACT, withAgent: true } });
    expect(answer).toMatchObject({ reply: { text: COVER }, effects: [{ kind: 'hide' }] });
  });

  test('in a longer text is only a word of it', async () => {
    const chat = startChat();
    expect((await chat.say('¿cómo está el clima en la frontera?')).effects).not.toContainEqual({ kind: 'hide' });
  });
});

describe('somebody who hides', () => {
  test.each(['hola', 'buenas', 'Hello', 'Buenos días', 'gracias', '¿Quién eres?', 'who is this', '👍', '???', 'clima'])(
    'and says no more than "%s" may be whoever has the phone now: the same line',
    async (said) => {
      const chat = await hiddenChat();
      const answer = await chat.say(said, { contact: HIDDEN });
      expect(answer).toMatchObject({ reply: { kind: 'text', text: COVER }, effects: [{ kind: 'hide' }] });
    },
  );

  test('and sends a sticker hears the same line, also while an agent has the case', async () => {
    const chat = await hiddenChat();
    expect(textOf(await chat.say(sticker, { contact: { ...HIDDEN, withAgent: true } }))).toBe(COVER);
  });

  test.each([
    ['faro', /Hola, soy Faro/],
    ['menú', /^¿En qué le ayudo\?/],
    ['agente', /^Guardamos su pedido/],
    ['¿cuánto cuesta?', /100 dólares/],
    ['datos', /pidió que no se nos viera/],
    ['borrar', /^¿Borramos todo\?/],
    ['zzz', /^No tengo/],
  ])('is back with "%s", and is not introduced to us a second time', async (said, expected) => {
    const chat = await hiddenChat();
    const answer = await chat.say(said, { contact: HIDDEN });
    expect(answer.effects[0]).toEqual({ kind: 'come_back' });
    expect(textOf(answer)).toMatch(expected);
  });

  test('is back with a voice message', async () => {
    const chat = await hiddenChat();
    const voice: InboundContent = { kind: 'voice', media: { mediaId: 'media-1', mimeType: 'audio/ogg' } };
    const answer = await chat.say(voice, { contact: HIDDEN });
    expect(answer.effects).toEqual([{ kind: 'come_back' }]);
  });

  test.each(['whatsapp', 'sms'] as const)('is heard in danger as always: %s', async (channel) => {
    const chat = await hiddenChat(channel);
    const answer = await chat.say('me secuestraron', { contact: HIDDEN });
    expect(textOf(answer)).toMatch(/^Si está en peligro ahora/);
    expect(answer.effects).toMatchObject([
      { kind: 'come_back' },
      { kind: 'open_case', case: { reason: 'danger', urgency: 'urgent' } },
    ]);
  });

  test('is heard in danger while an agent has the case, without a word of the bot', async () => {
    const chat = await hiddenChat();
    const answer = await chat.say('me secuestraron', { contact: { ...HIDDEN, withAgent: true } });
    expect(answer.reply).toBeNull();
    expect(answer.effects).toMatchObject([{ kind: 'come_back' }, { kind: 'open_case' }]);
  });

  test('and goes on with the agent is back; the bot stays silent', async () => {
    const chat = await hiddenChat();
    const answer = await chat.say('ya puedo hablar', { contact: { ...HIDDEN, withAgent: true } });
    expect(answer).toMatchObject({ reply: null, effects: [{ kind: 'come_back' }] });
  });

  test('and takes a reaction back, or whose carrier answers for us, stays hidden', async () => {
    const chat = await hiddenChat('sms');
    const stop: InboundContent = { kind: 'keyword', keyword: 'stop', text: 'STOP', handledByCarrier: true };
    expect((await chat.say({ kind: 'reaction', emoji: null }, { contact: HIDDEN })).effects).toEqual([]);
    expect((await chat.say(stop, { contact: HIDDEN })).effects).toEqual([{ kind: 'opt_out' }]);
  });
});

describe.each(LANGUAGES)('what covers us in %s', (language) => {
  const phrases = createPhrases();

  test('says nothing of us, of migration, or of help', () => {
    const cover = phrases.say(language, 'hide.cover');
    expect(cover).not.toMatch(
      /faro|migr|front|visa|asil|asyl|azil|ayuda|help|ajuda|aide|\bèd\b|equipo|team|equipe|ekip/i,
    );
    expect(cover.length).toBeLessThanOrEqual(70);
  });

  test('is taught with the word that brings it, how to come back, and what we cannot take back', () => {
    const help = phrases.say(language, 'hide.help');
    expect(help).toMatch(/CLIMA|WEATHER|METEO|METEYO/);
    expect(help).toContain('FARO');
    expect(help.slice(0, 40)).not.toMatch(/faro|clima|weather|m[eé]t[eé]/i);
    expect(help).toMatch(/borre usted|delete this|apague você|effacez vous-même|efase konvèsasyon/);
  });
});
