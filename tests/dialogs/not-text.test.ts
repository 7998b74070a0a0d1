/** What cannot be heard or seen: said plainly, with a way on, and without losing the conversation in progress. */
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import type { InboundContent } from '../../src/core/message.ts';
import { choicesOf, idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';

const media = { mediaId: 'media-1', mimeType: 'x/y' };
const VOICE: InboundContent = { kind: 'voice', media };
const PHOTO: InboundContent = { kind: 'image', media };
const PAPERS: InboundContent = { kind: 'document', media };

describe('a voice message', () => {
  test.each(['voice', 'audio'] as const)('is for a person to hear: %s', async (kind) => {
    const chat = startChat();
    await chat.say('hola');
    const answer = await chat.say({ kind, media });
    expect(textOf(answer)).toMatch(/^No puedo escuchar audios, y nadie abrió este/);
    expect(choicesOf(answer)).toEqual([
      { id: 'v1:human', title: 'Que alguien lo oiga' },
      { id: 'v1:menu', title: 'Menú' },
    ]);
    expect((await chat.say(tap('v1:human'))).effects).toMatchObject([
      { kind: 'open_case', case: { summary: expect.stringContaining('un mensaje de voz') } },
    ]);
  });

  test('for the third time in a row means that somebody may not be able to write', async () => {
    const chat = startChat();
    await chat.say('hola');
    await chat.say(VOICE);
    expect(textOf(await chat.say(VOICE))).toMatch(/^No puedo escuchar/);
    const third = await chat.say(VOICE);
    expect(textOf(third)).toMatch(/^Tampoco puedo escuchar este/);
    expect(idsOf(third)[0]).toBe('v1:human');
  });

  test('is counted only in a row', async () => {
    const chat = startChat();
    for (const said of ['hola', VOICE, VOICE, 'menu', VOICE]) await chat.say(said);
    expect(textOf(await chat.say(VOICE))).toMatch(/^No puedo escuchar/);
  });

  test('of somebody who waits for a person is noted for that person, and no other is offered', async () => {
    const chat = startChat();
    await chat.say('agente');
    const answer = await chat.say(VOICE, { contact: { ...NEW_CONTACT, caseWaiting: true } });
    expect(answer.effects).toMatchObject([{ kind: 'amend_case', line: expect.stringContaining('voz') }]);
    expect(textOf(answer)).toMatch(/Anotado/);
  });
});

describe('in the middle of a question', () => {
  test.each<[string, InboundContent]>([
    ['a voice message', VOICE],
    ['a photo', PHOTO],
    ['a file', PAPERS],
    ['something that did not reach us', { kind: 'unsupported', type: 'poll_creation' }],
  ])('%s leaves it open, with all that could be picked', async (_what, sent) => {
    const chat = startChat();
    await chat.say('borrar');
    const answer = await chat.say(sent);
    expect(textOf(answer)).toMatch(/Mi pregunta sigue abierta:$/);
    expect(idsOf(answer)).toEqual(['v1:erase:yes', 'v1:erase:no', 'v1:human']);
    expect((await chat.say('sí')).effects).toEqual([{ kind: 'erase', receipt: 'ABCD-2345' }]);
  });

  test('is no wrong answer: however many come, the question is not given up', async () => {
    const chat = startChat();
    await chat.say('idioma');
    for (let times = 0; times < 5; times += 1) await chat.say(VOICE);
    expect((await chat.say('français')).effects).toEqual([{ kind: 'set_language', language: 'fr' }]);
  });

  test('the third voice message puts a person first', async () => {
    const chat = startChat();
    await chat.say('borrar');
    await chat.say(VOICE);
    await chat.say(VOICE);
    expect(idsOf(await chat.say(VOICE))[0]).toBe('v1:human');
  });

  test('a request that asks what it is about still asks', async () => {
    const chat = startChat();
    await chat.say('agente');
    const waiting = { contact: { ...NEW_CONTACT, caseWaiting: true } };
    const answer = await chat.say(VOICE, waiting);
    expect(answer.effects).toMatchObject([{ kind: 'amend_case' }]);
    expect(idsOf(answer)).toContain('v1:case:asylum');
    expect((await chat.say('quiero saber de mi hermano', waiting)).effects).toMatchObject([
      { kind: 'amend_case', line: expect.stringContaining('mi hermano') },
    ]);
  });

  test('whoever then asks for a person is told that nothing was erased, and the person that there is something to hear', async () => {
    const chat = startChat();
    await chat.say('borrar');
    await chat.say(VOICE);
    const answer = await chat.say(tap('v1:human'));
    expect(textOf(answer)).toMatch(/^No borramos nada/);
    expect(answer.effects).toMatchObject([{ case: { summary: expect.stringContaining('mensaje de voz') } }]);
  });
});

describe('papers', () => {
  test.each([PHOTO, PAPERS])('are not to be sent: $kind', async (sent) => {
    const chat = startChat();
    await chat.say('hola');
    expect(textOf(await chat.say(sent))).toMatch(/Por su seguridad, no envíe .*papeles/);
  });

  test('with words under them are answered by the words, and still not to be sent', async () => {
    const chat = startChat();
    await chat.say('hola');
    const said = textOf(await chat.say({ kind: 'document', media: { ...media, caption: '¿cuánto cuesta?' } }));
    expect(said).toMatch(/^No puedo ver lo que envió[^]*no envíe documentos[^]*100 dólares/);
  });
});

test.each(LANGUAGES)('in %s a contact card is said to be gone, for it is', async (language) => {
  const chat = startChat();
  await chat.say(tap(`v1:lang:${language}`));
  const cards = [{ name: 'Alguien', phones: ['+12025550177'] }];
  const answer = await chat.say({ kind: 'contacts', cards });
  expect(textOf(answer)).toMatch(/ya se borró|it is erased|já foi apagado|il est effacé|li efase deja/);
  expect(JSON.stringify(answer)).not.toMatch(/Alguien|2025550177/);
});

test('what WhatsApp does not hand over is said not to have come', async () => {
  const chat = startChat();
  await chat.say('hola');
  const answer = await chat.say({ kind: 'unsupported', type: 'unknown' });
  expect(textOf(answer)).toMatch(/^Ese tipo de mensaje no me llega \(por ejemplo, una foto para ver una sola vez/);
});
