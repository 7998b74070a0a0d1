/** Asking for a person, and what is added to the request: the edges that the golden conversations do not show. */
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/core/clock.ts';
import type { Effect } from '../../src/core/effect.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { TeamHours } from '../../src/core/team.ts';
import type { TurnResult } from '../../src/core/turn.ts';
import { createTestBot, idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import { createFakeKnowledge, TODAY_MS } from '../fakes/knowledge.ts';
import { TEAMS } from '../fakes/team.ts';
import type { TeamName } from '../fakes/team.ts';

const WAITING = { ...NEW_CONTACT, caseWaiting: true };

function chatWith(team: TeamName | TeamHours = 'closed', channel: 'whatsapp' | 'sms' = 'whatsapp') {
  const hours = typeof team === 'string' ? TEAMS[team] : team;
  return startChat(channel, createTestBot({ team: hours }));
}

function kindsOf({ effects }: TurnResult): readonly Effect['kind'][] {
  return effects.map(({ kind }) => kind);
}

function teamThatAnswersIn(ms: number): TeamHours {
  return { ...TEAMS.closed, answerBy: (nowMs) => nowMs + ms };
}

describe('the request', () => {
  test('is saved in the very turn that asks for it, before the question what it is about', async () => {
    const answer = await chatWith().say('agente');
    expect(kindsOf(answer)).toEqual(['open_case', 'remind']);
    expect(idsOf(answer)).toEqual([
      'v1:case:danger',
      'v1:case:asylum',
      'v1:case:family',
      'v1:case:papers',
      'v1:case:detained',
      'v1:case:shelter',
      'v1:case:other',
      'v1:case:lang',
    ]);
  });

  test.each([
    ['what they asked in vain', ['quiero saber de la luna'], 'Escribió: quiero saber de la luna'],
    ['what they asked twice in vain', ['de la luna', 'y del sol que hay'], 'Escribió: y del sol que hay'],
    ['their own case', ['¿Qué hay para mi caso?'], 'Escribió: ¿Qué hay para mi caso?'],
    ['the answer they had', ['¿cuánto cuesta?'], 'Tema: Cuánto cuesta'],
  ])('carries %s, and does not ask again what it is about', async (_what, before, line) => {
    const chat = chatWith();
    for (const text of before) await chat.say(text);
    const answer = await chat.say('agente');
    expect(answer.effects[0]).toMatchObject({ kind: 'open_case', case: { summary: expect.stringContaining(line) } });
    expect(idsOf(answer)).toEqual(['v1:case:cancel', 'v1:case:lang', 'v1:menu']);
    expect(textOf(answer)).not.toContain('¿De qué se trata?');
    const next = await chat.say('otra cosa', { contact: WAITING });
    expect(next.effects).toEqual([]);
  });

  test('names the place where somebody said they are, and not one that they asked about', async () => {
    const here = chatWith();
    await here.say('estoy en Tapachula y quiero saber de la luna');
    expect((await here.say('agente')).effects[0]).toMatchObject({
      case: { summary: expect.stringContaining('\nLugar: Tapachula, México') },
    });
    const there = chatWith();
    await there.say('quiero saber de la luna en México');
    expect((await there.say('agente')).effects[0]).not.toMatchObject({
      case: { summary: expect.stringContaining('Lugar') },
    });
  });

  test('is one line of summary for each thing, however the person breaks theirs', async () => {
    const chat = chatWith();
    await chat.say('quiero saber\nde la luna\n\ny del sol');
    const [effect] = (await chat.say('agente')).effects;
    expect(effect?.kind === 'open_case' && effect.case.summary.split('\n')).toEqual([
      'Pidió hablar con una persona.',
      'Escribió: quiero saber de la luna y del sol',
    ]);
  });
});

describe('the promise to write again', () => {
  test.each([
    ['whatsapp', 22 * HOUR_MS, true],
    ['whatsapp', 24 * HOUR_MS, false],
    ['sms', 3 * DAY_MS, true],
  ] as const)('on %s after %i ms is made: %s; the reminder is planned all the same', async (channel, ms, promised) => {
    const chat = chatWith(teamThatAnswersIn(ms), channel);
    await chat.say('quiero saber de la luna'); // so that by SMS there is room for it
    const answer = await chat.say('agente');
    expect(answer.effects[1]).toEqual({ kind: 'remind', atMs: TODAY_MS + ms, country: null });
    expect(textOf(answer).includes('Le escribo otra vez')).toBe(promised);
  });

  test.each([
    ['who does not want to be written to', { optedOut: true }],
    ['where no STOP would reach us', { mayBeAlerted: false }],
  ])('is not made to %s, and nothing is planned', async (_who, more) => {
    const answer = await chatWith().say('agente', { contact: { ...NEW_CONTACT, ...more } });
    expect(kindsOf(answer)).toEqual(['open_case']);
    expect(textOf(answer)).not.toContain('Le escribo');
  });

  test('is not made where nobody answers', async () => {
    expect(kindsOf(await chatWith('unstaffed').say('agente'))).toEqual(['open_case']);
  });

  test('is not made to somebody in danger, whose phone somebody else may hold', async () => {
    const chat = chatWith();
    await chat.say('me secuestraron');
    const answer = await chat.say('agente');
    expect(kindsOf(answer)).toEqual(['open_case']);
    expect(answer.effects).toMatchObject([{ case: { reason: 'danger', urgency: 'urgent' } }]);
    expect(idsOf(answer)).not.toContain('v1:case:asylum');
  });
});

describe('what it is about', () => {
  test.each(['menu', 'ayuda', 'idioma', 'borrar', 'gracias'])('is not asked again after "%s"', async (word) => {
    const chat = chatWith();
    await chat.say('agente');
    expect(kindsOf(await chat.say(word, { contact: WAITING }))).not.toContain('amend_case');
    expect(kindsOf(await chat.say('es por mi hermano que se fue', { contact: WAITING }))).not.toContain('amend_case');
  });

  test('may be told in words that would be a personal case: that is what the person is for', async () => {
    const chat = chatWith();
    await chat.say('agente');
    const answer = await chat.say('es por mi caso en la corte', { contact: WAITING });
    expect(answer.effects).toEqual([{ kind: 'amend_case', line: 'Escribió: es por mi caso en la corte' }]);
    expect(textOf(answer)).toBe('Anotado, gracias. Quien lea su pedido lo verá.');
  });

  test('may be a cry for help, which breaks into it', async () => {
    const chat = chatWith();
    await chat.say('agente');
    const answer = await chat.say('me tienen secuestrada en Guatemala', { contact: WAITING });
    expect(answer.effects).toMatchObject([{ kind: 'open_case', case: { urgency: 'urgent' } }]);
    expect(textOf(answer)).toMatch(/^Si está en peligro ahora, llame al 110/);
  });

  test('is a question like any other when the request was closed meanwhile', async () => {
    const chat = chatWith();
    await chat.say('agente');
    expect(textOf(await chat.say('¿cuánto cuesta?'))).toMatch(/^Ejemplo de prueba/);
  });

  test('waits for the rest of a long message by SMS', async () => {
    const chat = chatWith('closed', 'sms');
    await chat.say('agente');
    await chat.say('mas', { contact: WAITING });
    const answer = await chat.say('es por mi hermano que se fue', { contact: WAITING });
    expect(answer.effects).toMatchObject([{ kind: 'amend_case' }]);
  });

  test('is shortened where it is a story', async () => {
    const chat = chatWith();
    await chat.say('agente');
    const [effect] = (await chat.say(`es por ${'😀'.repeat(900)}`, { contact: WAITING })).effects;
    const line = effect?.kind === 'amend_case' ? (effect.line ?? '') : '';
    expect(line.length).toBeLessThan(530);
    expect(line.isWellFormed()).toBe(true);
  });
});

describe('a button of another day', () => {
  test.each(['v1:case:asylum', 'v1:case:lang', 'v1:case:lang:fr', 'v1:case:lang:other', 'v1:case:cancel'])(
    '%s says that the request is no longer open, and opens none',
    async (id) => {
      const answer = await chatWith().say(tap(id));
      expect(answer.effects).toEqual([]);
      expect(textOf(answer)).toMatch(/Ese pedido ya no está abierto\.$/);
      expect(idsOf(answer)).toEqual(['v1:human', 'v1:menu']);
    },
  );

  test('that said "danger" is danger, whatever became of the request', async () => {
    const answer = await chatWith().say(tap('v1:case:danger'));
    expect(answer.effects).toMatchObject([{ kind: 'open_case', case: { reason: 'danger' } }]);
    expect(textOf(answer)).toContain('911');
  });

  test.each(['v1:case:', 'v1:case:money', 'v1:case:lang:xx', 'v1:case:lang:'])('%s is none of ours', async (id) => {
    expect(textOf(await chatWith().say(tap(id), { contact: WAITING }))).toContain('Esa opción ya no existe.');
  });
});

describe('another language', () => {
  async function asked() {
    const chat = chatWith();
    await chat.say('agente');
    await chat.say(tap('v1:case:lang'), { contact: WAITING });
    return chat;
  }

  test('is that of the person who answers, and not that of the chat', async () => {
    const chat = await asked();
    const answer = await chat.say('inglés', { contact: WAITING });
    expect(answer.effects).toEqual([{ kind: 'amend_case', line: 'Prefiere hablar en: inglés', language: 'en' }]);
    expect(textOf(answer)).toMatch(/^Anotado: inglés\./);
    expect(textOf(await chat.say('menu'))).toMatch(/^¿En qué le ayudo\?/);
  });

  test('is kept as it was written, in the summary alone', async () => {
    const chat = await asked();
    const answer = await chat.say('  Q’eqchi’ de\nAlta Verapaz ', { contact: WAITING });
    expect(answer.effects).toEqual([{ kind: 'amend_case', line: 'Prefiere hablar en: Q’eqchi’ de Alta Verapaz' }]);
    expect(JSON.stringify(chat.snapshot)).not.toContain('Verapaz');
  });

  test.each([
    ['longer than the name of any language', 'no sé cómo se llama pero la habla mi abuela en la montaña'],
    ['a question that we can answer', '¿cuánto cuesta?'],
  ])('is not what is %s', async (_what, text) => {
    const chat = await asked();
    expect(kindsOf(await chat.say(text, { contact: WAITING }))).not.toContain('amend_case');
  });
});

describe('"I no longer need it"', () => {
  test.each([
    ['es', 'ya no lo necesito'],
    ['en', 'no longer needed'],
    ['pt', 'não preciso mais'],
    ['fr', "plus besoin d'aide"],
    ['ht', 'M pa bezwen l ankò'],
  ])('typed in %s closes what waits', async (_language, text) => {
    const answer = await chatWith('closed', 'sms').say(text, { contact: WAITING });
    expect(kindsOf(answer)).toEqual(['close_case']);
  });

  test('is offered under that very title in every language', async () => {
    for (const language of LANGUAGES) {
      const chat = chatWith();
      await chat.say(tap(`v1:lang:${language}`));
      const { reply } = await chat.say('0', { contact: WAITING });
      const title = reply?.kind === 'choices' ? reply.choices[0]?.title : undefined;
      expect(kindsOf(await chatWith().say(title ?? '', { contact: WAITING }))).toEqual(['close_case']);
    }
  });
});

test('a picture while a request waits is told to whoever reads it, and it stays where it is', async () => {
  const media = { mediaId: 'media-1', mimeType: 'image/jpeg' };
  const chat = chatWith();
  const answer = await chat.say({ kind: 'image', media }, { contact: WAITING });
  expect(answer.effects).toEqual([
    { kind: 'amend_case', line: 'Lo último que envió: una foto, un video o un archivo.' },
  ]);
  expect(JSON.stringify([answer.effects, chat.snapshot])).not.toContain('media-1');
  expect(textOf(answer)).toMatch(/Anotado, gracias\. Quien lea su pedido lo verá\.$/);
});

test('a sticker is nothing that anybody has to look at', async () => {
  const answer = await chatWith().say(
    { kind: 'sticker', media: { mediaId: 'm', mimeType: 'image/webp' } },
    { contact: WAITING },
  );
  expect(answer.effects).toEqual([]);
});

test('what was sent before another question is not what was sent last', async () => {
  const chat = chatWith();
  await chat.say({ kind: 'voice', media: { mediaId: 'm', mimeType: 'audio/ogg' } });
  await chat.say('menu');
  const [effect] = (await chat.say('agente')).effects;
  expect(effect?.kind === 'open_case' && effect.case.summary).toBe('Pidió hablar con una persona.');
});

test('a deploy between the question and its answer loses nothing: there is no conversation to give up', async () => {
  const restarts: string[] = [];
  const chat = chatWith();
  await chat.say('agente');
  chat.bot = createTestBot({ dialogsVersion: 'next', onRestart: (reason) => restarts.push(reason) });
  const answer = await chat.say('es por mi hermano que se fue', { contact: WAITING });
  expect(answer.effects).toMatchObject([{ kind: 'amend_case' }]);
  expect(restarts).toEqual([]);
});

test('a code of ours is looked up, also where we asked for words', async () => {
  const fake = createFakeKnowledge();
  const codes = fake.readCodes.bind(fake);
  const bot = createTestBot({ knowledge: { ...fake, readCodes: codes }, team: TEAMS.closed });
  const chat = startChat('whatsapp', bot);
  const said = textOf(await chat.say('¿cuánto cuesta?'));
  const code = /FARO-\w{5}/.exec(said)?.[0] ?? '';
  await chat.say('menu');
  await chat.say('agente');
  expect(textOf(await chat.say(code, { contact: WAITING }))).toContain('Ejemplo de prueba');
});
