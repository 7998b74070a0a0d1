import { describe, expect, test, vi } from 'vitest';
import { DAY_MS } from '../../src/core/clock.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import type { InboundContent } from '../../src/core/message.ts';
import { createBot } from '../../src/bot/bot.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { createTestBot, idsOf, messageOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import { createFakeKnowledge, FEES, TODAY_MS } from '../fakes/knowledge.ts';

function keyword(word: 'stop' | 'start' | 'help', handledByCarrier: boolean): InboundContent {
  return { kind: 'keyword', keyword: word, text: word, handledByCarrier };
}

describe('a turn', () => {
  test('is the same whenever it is taken again', async () => {
    const chat = startChat();
    await chat.say('hola');
    const first = await chat.bot.turn(chat.snapshot, messageOf('borrar'));
    const second = await createTestBot().turn(chat.snapshot, messageOf('borrar'));
    expect(second).toEqual(first);
  });

  test('takes the time from the message alone', async () => {
    const bot = createTestBot();
    const early = await bot.turn(null, messageOf('¿cuánto cuesta?'));
    const late = await bot.turn(null, messageOf('¿cuánto cuesta?', { nowMs: TODAY_MS + 365 * DAY_MS }));
    expect(textOf(early)).toContain('100 dólares');
    expect(textOf(late)).not.toContain('100 dólares');
    expect(late.snapshot.lastTurnAtMs).toBe(TODAY_MS + 365 * DAY_MS);
  });

  test('is counted also when it is silent', async () => {
    const chat = startChat();
    await chat.say('hola');
    const silent = await chat.say({ kind: 'reaction', emoji: null });
    expect(silent).toMatchObject({ reply: null, effects: [], snapshot: { turns: 2 } });
  });

  test('that is silent leaves a conversation in progress where it was', async () => {
    const chat = startChat();
    await chat.say('borrar');
    await chat.say({ kind: 'edited' });
    expect((await chat.say('1')).effects).toEqual([{ kind: 'erase', receipt: 'ABCD-2345' }]);
  });

  test('survives a knowledge room that fails altogether', async () => {
    const broken = () => {
      throw new Error('broken on purpose');
    };
    const onRestart = vi.fn();
    const knowledge = { ...createFakeKnowledge(), match: broken, identifyLanguage: broken, find: broken };
    const bot = createTestBot({ knowledge, onRestart });
    const answer = await bot.turn(null, messageOf('¿cuánto cuesta?'));
    expect(textOf(answer)).toMatch(/^Disculpe: algo falló/);
    expect(idsOf(answer)).toContain('v1:human');
    expect(onRestart).toHaveBeenCalledOnce();
    const next = await bot.turn(answer.snapshot, messageOf(tap('v1:human')));
    expect(next.effects).toMatchObject([{ kind: 'open_case' }]);
  });

  test('gives each deletion a receipt of its own that can be read out', async () => {
    const bot = createBot({ knowledge: createFakeKnowledge(), phrases: createPhrases() });
    const receipts = new Set<string>();
    for (let person = 0; person < 50; person += 1) {
      const asked = await bot.turn(null, messageOf('borrar'));
      const { effects, reply } = await bot.turn(asked.snapshot, messageOf('1'));
      const receipt = effects[0]?.kind === 'erase' ? effects[0].receipt : '';
      expect(receipt).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
      expect(reply?.text).toContain(receipt);
      receipts.add(receipt);
    }
    expect(receipts.size).toBe(50);
  });

  test('that deletes leaves nothing in the snapshot but that it took place', async () => {
    const chat = startChat();
    await chat.say('¿cuánto cuesta pedir el asilo para mi?');
    await chat.say('zzz');
    await chat.say('borrar');
    const { snapshot } = await chat.say('1');
    expect(snapshot).toEqual({
      ...(await createTestBot().turn(null, messageOf({ kind: 'edited' }))).snapshot,
      turns: 4,
    });
  });
});

describe('stop', () => {
  test('said by the carrier already is only taken down', async () => {
    const chat = startChat('sms');
    await chat.say('hola');
    expect(await chat.say(keyword('stop', true))).toMatchObject({ reply: null, effects: [{ kind: 'opt_out' }] });
    expect(await chat.say(keyword('start', true))).toMatchObject({ reply: null, effects: [{ kind: 'opt_in' }] });
    expect(await chat.say(keyword('help', true))).toMatchObject({ reply: null, effects: [] });
  });

  test('not said by the carrier is confirmed in one line, the last', async () => {
    const chat = startChat('sms');
    const answer = await chat.say(keyword('stop', false));
    expect(answer.effects).toEqual([{ kind: 'opt_out' }]);
    expect(textOf(answer)).toBe('No le enviaremos más mensajes. Para volver, envíe START.');
  });

  test.each(['hola', '¿cuánto cuesta?', 'borrar', 'agente', '2'])(
    'by SMS means silence, also to "%s"',
    async (said) => {
      const chat = startChat('sms');
      await chat.say('borrar');
      const before = chat.snapshot;
      const contact = { ...NEW_CONTACT, optedOut: true };
      expect(await chat.say(said, { contact })).toMatchObject({ reply: null, effects: [] });
      expect({ ...chat.snapshot, turns: 0 }).toEqual({ ...before, turns: 0 });
    },
  );

  test('by SMS means silence even when everything fails', async () => {
    const knowledge = {
      ...createFakeKnowledge(),
      match: () => {
        throw new Error('broken on purpose');
      },
    };
    const chat = startChat('sms', createTestBot({ knowledge }));
    expect((await chat.say('¿cuánto cuesta?')).reply).not.toBe(null);
    const answer = await chat.say('¿cuánto cuesta?', { contact: { ...NEW_CONTACT, optedOut: true } });
    expect(answer).toMatchObject({ reply: null, effects: [] });
  });

  test('by SMS still lets a cry for help through to the team', async () => {
    const chat = startChat('sms');
    const answer = await chat.say('me secuestraron', { contact: { ...NEW_CONTACT, optedOut: true } });
    expect(answer).toMatchObject({ reply: null, effects: [{ kind: 'open_case', case: { urgency: 'urgent' } }] });
  });

  test('by SMS ends with START', async () => {
    const chat = startChat('sms');
    await chat.say('hola');
    const answer = await chat.say(keyword('start', false), { contact: { ...NEW_CONTACT, optedOut: true } });
    expect(answer.effects).toEqual([{ kind: 'opt_in' }]);
    expect(textOf(answer)).toMatch(/^Listo, podemos escribirle/);
  });

  test('on WhatsApp is about what we would send by ourselves: who asks is answered', async () => {
    const chat = startChat('whatsapp');
    await chat.say('hola');
    expect((await chat.say('alto')).effects).toEqual([{ kind: 'opt_out' }]);
    const answer = await chat.say('¿cuánto cuesta?', { contact: { ...NEW_CONTACT, optedOut: true } });
    expect(textOf(answer)).toContain('100 dólares');
    expect(answer.effects).toEqual([]);
  });
});

describe('the language of a chat', () => {
  test('is unknown until a message is clear, and Spanish until then', async () => {
    const chat = startChat();
    await chat.say('???');
    expect(chat.snapshot?.language).toBe(null);
    expect(textOf(await chat.say('zzz'))).toMatch(/^No tengo/);
    await chat.say('where can I do that, how much is it');
    expect(chat.snapshot).toMatchObject({ language: 'en', languageChosen: false });
  });

  test('is known by a first word that only one language has', async () => {
    const chat = startChat();
    expect(textOf(await chat.say('ajan'))).toMatch(/^Bonjou, mwen se Faro/);
    expect(chat.snapshot?.language).toBe('ht');
  });

  test('is picked by naming it, and told to the rest of the service', async () => {
    const chat = startChat();
    const answer = await chat.say('français');
    expect(textOf(answer)).toMatch(/^Bonjour, je suis Faro/);
    expect(answer.effects).toEqual([{ kind: 'set_language', language: 'fr' }]);
    expect(chat.snapshot).toMatchObject({ language: 'fr', languageChosen: true });
  });

  test('once picked is kept, however clear the messages in another', async () => {
    const chat = startChat();
    await chat.say('english');
    for (let message = 0; message < 4; message += 1) await chat.say('¿Es verdad que abrieron la frontera?');
    expect(chat.snapshot?.language).toBe('en');
  });

  test('is passed to the matcher as a hint, that of the message before that of the chat', async () => {
    const knowledge = createFakeKnowledge();
    const match = vi.fn<Knowledge['match']>((text, language) => knowledge.match(text, language));
    const chat = startChat('whatsapp', createTestBot({ knowledge: { ...knowledge, match } }));
    await chat.say('zzz');
    await chat.say('¿Es verdad que abrieron la frontera?');
    await chat.say('is it true that the border opened');
    await chat.say('zzz');
    expect(match.mock.calls.map(([, language]) => language)).toEqual([null, 'es', 'en', 'es']);
  });
});

describe('a case', () => {
  test('is not opened twice while one waits', async () => {
    const chat = startChat();
    expect((await chat.say('agente')).effects).toHaveLength(1);
    const again = await chat.say('agente', { contact: { ...NEW_CONTACT, caseWaiting: true } });
    expect(again.effects).toEqual([]);
    expect(textOf(again)).toMatch(/sigue guardado/);
  });

  test('is opened as urgent for somebody in danger, also while one waits', async () => {
    const chat = startChat();
    const answer = await chat.say('me secuestraron', { contact: { ...NEW_CONTACT, caseWaiting: true } });
    expect(answer.effects).toMatchObject([{ kind: 'open_case', case: { reason: 'danger', urgency: 'urgent' } }]);
  });

  test('carries what was asked and what it was about, and forgets it when it is not asked for', async () => {
    const chat = startChat();
    await chat.say('¿Qué hay para mi caso?');
    const asked = await chat.bot.turn(chat.snapshot, messageOf('agente'));
    expect(asked.effects).toMatchObject([
      { case: { reason: 'personal_case', topic: FEES.topic, summary: expect.stringContaining('mi caso') } },
    ]);
    await chat.say('gracias');
    expect(JSON.stringify(chat.snapshot)).not.toContain('mi caso');
    const later = await chat.say('agente');
    expect(later.effects).toMatchObject([{ case: { reason: 'request', topic: null } }]);
  });

  test('never holds more than a part of a very long text', async () => {
    const chat = startChat();
    const { effects } = await chat.say(`me secuestraron ${'a'.repeat(4_000)}`);
    const [effect] = effects;
    expect(effect?.kind === 'open_case' && effect.case.summary.length).toBeLessThan(600);
  });
});
