/** The interview about legal pathways from the outside: the edges that the golden conversations do not show. */
import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { PathwayId } from '../../src/core/ids.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { choicesOf, createTestBot, idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import type { Chat } from '../fakes/chat.ts';
import { createFakeKnowledge, TODAY_MS } from '../fakes/knowledge.ts';
import { TEST_PATHWAYS } from '../fakes/pathways.ts';

const ANSWERS = [
  'v1:way:destination:US',
  'v1:way:location:MX',
  'v1:way:nationality:HN',
  'v1:way:fear:yes',
  'v1:way:family:citizen',
  'v1:way:offer:none',
  'v1:way:situation:none',
];
const WAITING = { ...NEW_CONTACT, caseWaiting: true };

/** Somebody who has answered so many questions. */
async function startAt(answered: number, channel: 'whatsapp' | 'sms' = 'whatsapp', chat = startChat(channel)) {
  await chat.say('hola');
  await chat.say(tap('v1:way'));
  for (const id of ANSWERS.slice(0, answered)) await chat.say(tap(id));
  return chat;
}

function at(minutes: number, more: Partial<TurnMessage> = {}): Partial<TurnMessage> {
  return { nowMs: TODAY_MS + minutes * MINUTE_MS, ...more };
}

function questionOf(result: TurnResult): string | undefined {
  return /^v1:way:([a-z]+):/.exec(idsOf(result)[0] ?? '')?.[1];
}

function memoryOf({ snapshot }: Chat): Readonly<Record<string, unknown>> {
  const dialogs = snapshot?.dialogs as { readonly memory: Readonly<Record<string, unknown>> }; // as `src/bot` writes it
  return dialogs.memory;
}

describe('the questions', () => {
  test('come in their order, with their place among the others, and nothing telling before it', async () => {
    const chat = await startAt(0);
    for (const [index, id] of ANSWERS.entries()) {
      const { text } = (await chat.say(tap('v1:way:go'))).reply ?? { text: '' };
      expect(text).toMatch(new RegExp(`^Pregunta ${index + 1} de 7\\. Puede saltarla si quiere\\.\\n`));
      expect(`v1:way:${questionOf(await chat.say(tap('v1:way:go')))}`).toBe(id.slice(0, id.lastIndexOf(':')));
      await chat.say(tap(id));
    }
  });

  test('leave out what cannot change the result', async () => {
    const pathways = { ...TEST_PATHWAYS, matters: (question: string) => ['location', 'fear'].includes(question) };
    const chat = startChat('whatsapp', createTestBot({ knowledge: { ...createFakeKnowledge(), pathways } }));
    const first = await chat.say('vías legales');
    expect([questionOf(first), textOf(first)]).toEqual(['location', expect.stringContaining('Pregunta 1 de 2.')]);
    const second = await chat.say(tap('v1:way:location:US'));
    expect([questionOf(second), textOf(second)]).toEqual(['fear', expect.stringContaining('Pregunta 2 de 2.')]);
    expect(idsOf(await chat.say('sí'))).toEqual(['v1:way:show', 'v1:way:pass', 'v1:way:back']);
  });

  test.each([1, 2, 3, 4, 5, 6])('one step back from question %i + 1 asks the one before again', async (answered) => {
    for (const back of [tap('v1:way:back'), 'atrás', 'back', 'voltar', 'retour', 'tounen']) {
      const chat = await startAt(answered);
      expect(questionOf(await chat.say(back))).toBe((ANSWERS[answered - 1] ?? '').split(':')[2]);
    }
  });

  test('before the first there is the menu', async () => {
    const chat = await startAt(0);
    expect(idsOf(await chat.say('atrás'))).toContain('v1:menu:ask');
    expect(memoryOf(chat)['interview']).toBeNull();
  });

  test('after the last, one step back asks it again', async () => {
    const chat = await startAt(7);
    expect(questionOf(await chat.say(tap('v1:way:back')))).toBe('situation');
  });

  test('can all be skipped, and then nothing is asked about passing anything on', async () => {
    const chat = await startAt(0);
    const skips = ['prefiero no decir', 'saltar', 'no sé', 'skip', 'pular', 'sote', 'prefiero no decir'];
    let answer: TurnResult | null = null;
    for (const skip of skips) answer = await chat.say(skip);
    expect(answer?.reply?.text).toMatch(/^Listo: ya borramos/);
    expect(memoryOf(chat)['interview']).toBeNull();
  });

  test('an answer of before can be corrected with its button', async () => {
    const chat = await startAt(3);
    expect(questionOf(await chat.say(tap('v1:way:location:US')))).toBe('fear');
    expect(memoryOf(chat)['interview']).toMatchObject({
      steps: [{ answer: 'US' }, { answer: 'US' }, { answer: 'HN' }],
    });
  });

  test.each(['Haitian', 'ayisyen'])('"%s" says where they are from, and asks for no other language', async (said) => {
    const chat = await startAt(2);
    const answer = await chat.say(said);
    expect([questionOf(answer), answer.effects]).toEqual(['fear', [{ kind: 'forget_message' }]]);
    expect(memoryOf(chat)['interview']).toMatchObject({ steps: [{}, {}, { answer: 'HT' }] });
  });

  test.each([
    [2, 'kreyòl'],
    [3, 'Haitian'],
  ])('after %i answers "%s" asks for another language all the same', async (answered, said) => {
    const chat = await startAt(answered);
    expect((await chat.say(said)).effects).toEqual([{ kind: 'set_language', language: 'ht' }]);
  });

  test('a country that may be their own is asked about, and counts as no mistake', async () => {
    const chat = await startAt(1);
    const answer = await chat.say('Guatemala');
    expect(idsOf(answer)).toEqual(['v1:way:location:home', 'v1:way:location:on_the_way', 'v1:way:location:skip']);
    expect(textOf(answer)).toContain('Guatemala: ¿es su país, o está de paso?');
    expect(questionOf(await chat.say('1'))).toBe('nationality');
  });

  test.each([
    ['in one of the three', { latitude: 14.906, longitude: -92.263 }, 'nationality'],
    ['somewhere else', { latitude: -0.2, longitude: -78.5 }, 'location'],
    ['at a border', { latitude: 14.68, longitude: -92.147 }, 'location'],
    ['nowhere near', { latitude: 0, longitude: 0 }, 'location'],
  ])('a pin %s answers where they are, as far as it can', async (_what, point, question) => {
    const chat = await startAt(1);
    expect(questionOf(await chat.say({ kind: 'location', ...point }))).toBe(question);
    expect(JSON.stringify(chat.snapshot)).not.toMatch(/latitude|14\.|92\./);
  });

  test.each(LANGUAGES)('fit two segments by SMS in %s, the first words to a stranger included', async (language) => {
    const chat = startChat('sms');
    const word = {
      es: 'vías legales',
      en: 'legal pathways',
      pt: 'caminhos legais',
      fr: 'voies légales',
      ht: 'chemen legal',
    };
    let answer = await chat.say(word[language]);
    for (const id of [...ANSWERS, 'v1:way:show']) {
      expect(memoryOf(chat)['rest']).toBeNull();
      answer = await chat.say(tap(id));
    }
    expect(idsOf(answer)).toContain('v1:human');
    expect(memoryOf(chat)['rest']).toBeNull();
  });
});

describe('something else in the middle', () => {
  const OTHERS: readonly (readonly [what: string, said: string, holds: string])[] = [
    ['the menu', 'menú', 'v1:menu:ask'],
    ['a clear question', '¿cuánto cuesta pedir asilo?', 'v1:yes:us-asylum-fees'],
  ];

  test.each(OTHERS.flatMap(([what, said, holds]) => ANSWERS.map((_, index) => [what, index, said, holds] as const)))(
    '%s at question %i + 1 comes first, and to go on is offered with it, once',
    async (_what, answered, said, holds) => {
      const chat = await startAt(answered);
      const other = await chat.say(said);
      expect(idsOf(other)).toEqual(expect.arrayContaining([holds, 'v1:way:go']));
      expect(idsOf(await chat.say('menú'))).not.toContain('v1:way:go');
      expect(questionOf(await chat.say(tap('v1:way:go')))).toBe((ANSWERS[answered] ?? '').split(':')[2]);
    },
  );

  test.each(ANSWERS.map((_, index) => index))(
    'a person, asked for at question %i + 1, gets no answers',
    async (answered) => {
      const chat = await startAt(answered);
      const { effects } = await chat.say('agente');
      expect(effects).toMatchObject([{ kind: 'open_case', case: { summary: 'Pidió hablar con una persona.' } }]);
      expect(idsOf(await chat.say('menú', { contact: WAITING }))).toContain('v1:way:go');
    },
  );

  test.each(ANSWERS.map((_, index) => index))('danger at question %i + 1 is heard at once', async (answered) => {
    const chat = await startAt(answered);
    const alarm = await chat.say('me secuestraron');
    expect(alarm.effects).toMatchObject([{ kind: 'open_case', case: { urgency: 'urgent' } }]);
    expect(idsOf(alarm)).not.toContain('v1:way:go');
    expect(idsOf(await chat.say('menú', { contact: WAITING }))).toContain('v1:way:go');
  });

  test('a voice note keeps the question', async () => {
    const chat = await startAt(3);
    const voice = await chat.say({ kind: 'voice', media: { mediaId: 'media-1', mimeType: 'audio/ogg' } });
    expect(idsOf(voice)).toEqual(expect.arrayContaining(['v1:way:fear:yes', 'v1:way:fear:no']));
    expect(questionOf(await chat.say('sí'))).toBe('family');
  });

  test('a deploy changes nothing', async () => {
    const chat = await startAt(3);
    chat.bot = createTestBot({ dialogsVersion: 'next' });
    const answer = await chat.say('sí');
    expect([questionOf(answer), textOf(answer)]).toEqual(['family', expect.stringMatching(/^Pregunta 5 de 7/)]);
  });

  test('an interview that cannot be read is begun anew, and nobody is locked out', async () => {
    const chat = await startAt(3);
    const dialogs = { ...(chat.snapshot?.dialogs as object), memory: { ...memoryOf(chat), interview: { steps: 'x' } } };
    if (chat.snapshot !== null) chat.snapshot = { ...chat.snapshot, dialogs };
    const answer = await chat.say(tap('v1:way:fear:yes'));
    expect([questionOf(answer), textOf(answer)]).toEqual(['destination', expect.stringContaining('ya se borró')]);
  });

  test('deleting everything deletes the answers too', async () => {
    const chat = await startAt(5);
    await chat.say('borrar');
    await chat.say('1');
    expect(JSON.stringify(chat.snapshot)).not.toMatch(/interview":\{|citizen/);
  });
});

describe('what is no answer', () => {
  test.each(ANSWERS.map((_, index) => index))(
    'is asked again once at question %i + 1; then a person is offered',
    async (answered) => {
      const chat = await startAt(answered);
      const again = await chat.say('zzz');
      expect(textOf(again)).toMatch(/^No le entendí\./);
      expect(questionOf(again)).toBe((ANSWERS[answered] ?? '').split(':')[2]);
      const offered = await chat.say('zzz zzz');
      expect(idsOf(offered)).toEqual(['v1:human', 'v1:way:go', 'v1:menu']);
      expect(questionOf(await chat.say(tap('v1:way:go')))).toBe((ANSWERS[answered] ?? '').split(':')[2]);
    },
  );

  test('is kept by nobody: the message goes, and the editors hear nothing of it', async () => {
    const chat = await startAt(3);
    const { effects } = await chat.say('me da pena contar eso aquí');
    expect(effects).toEqual([{ kind: 'forget_message' }]);
  });

  test('may be a number that was not offered', async () => {
    const chat = await startAt(3, 'sms');
    const answer = await chat.say('9');
    expect(textOf(answer)).toMatch(/^Elija un número del 1 al 4/);
    expect(questionOf(answer)).toBe('fear');
  });

  test('starts counting anew after an answer', async () => {
    const chat = await startAt(2);
    await chat.say('zzz');
    await chat.say('Honduras');
    expect(questionOf(await chat.say('zzz'))).toBe('fear');
  });

  test('after the last question it is asked once more whether to pass the answers on', async () => {
    const chat = await startAt(7);
    expect(idsOf(await chat.say('zzz'))).toEqual(['v1:way:show', 'v1:way:pass', 'v1:way:back']);
    expect(idsOf(await chat.say('zzz'))).toEqual(['v1:human', 'v1:way:go', 'v1:menu']);
  });
});

describe('after a silence', () => {
  test('of half an hour the answer is noted, and they choose whether to go on', async () => {
    const chat = await startAt(3);
    const late = await chat.say(tap('v1:way:fear:yes'), at(31));
    expect(textOf(late)).toBe(
      'Anoté su respuesta.\n\nQuedamos en la pregunta 5 de 7. ¿Seguimos, o empezamos de nuevo?',
    );
    expect(idsOf(late)).toEqual(['v1:way:go', 'v1:way:new', 'v1:menu']);
    expect(questionOf(await chat.say('sí', at(32)))).toBe('family');
  });

  test('of less than that nobody is asked', async () => {
    const chat = await startAt(3);
    expect(questionOf(await chat.say(tap('v1:way:fear:yes'), at(30)))).toBe('family');
  });

  test('"no" does not start them again, but leads to the menu', async () => {
    const chat = await startAt(3);
    await chat.say('vías legales');
    expect(idsOf(await chat.say('no'))).toContain('v1:menu:ask');
    expect(memoryOf(chat)['interview']).toMatchObject({ steps: { length: 3 } });
  });

  test('who asks for the pathways again is asked whether to go on or to start again', async () => {
    const chat = await startAt(3);
    expect(idsOf(await chat.say('visa', at(60 * 24)))).toEqual(['v1:way:go', 'v1:way:new', 'v1:menu']);
    expect(questionOf(await chat.say('Empezar de nuevo', at(60 * 24 + 1)))).toBe('destination');
    expect(memoryOf(chat)['interview']).toMatchObject({ steps: [] });
  });

  test('a text that is no answer is a question of its own', async () => {
    const chat = await startAt(3);
    expect(textOf(await chat.say('quiero saber de la luna', at(120)))).toContain('No tengo una respuesta segura');
  });

  test('of more than 72 hours nothing is known any more', async () => {
    const chat = await startAt(3);
    const late = await chat.say(tap('v1:way:fear:yes'), { nowMs: TODAY_MS + 72 * HOUR_MS + MINUTE_MS });
    expect(questionOf(late)).toBe('destination');
    expect(memoryOf(chat)['interview']).toMatchObject({ steps: [{ question: 'fear', answer: 'yes' }] });
  });

  test('a button of a finished interview begins another one with that answer', async () => {
    const chat = await startAt(7);
    await chat.say(tap('v1:way:show'));
    const answer = await chat.say(tap('v1:way:fear:no'));
    expect(textOf(answer)).toMatch(
      /^Lo que respondió antes ya se borró\. Empezamos de nuevo, con lo que acaba de elegir\./,
    );
    expect(textOf(answer)).toContain('Pregunta 2 de ');
  });

  test.each(['v1:way:show', 'v1:way:pass', 'v1:way:back', 'v1:way:go'])(
    '%s of a finished one begins anew',
    async (id) => {
      const chat = await startAt(7);
      await chat.say(tap('v1:way:show'));
      const answer = await chat.say(tap(id));
      expect([questionOf(answer), answer.effects]).toEqual(['destination', []]);
    },
  );

  test('the button for the result does nothing before its time', async () => {
    const chat = await startAt(2);
    expect(questionOf(await chat.say(tap('v1:way:pass')))).toBe('nationality');
  });
});

describe('the result', () => {
  test('stands in groups, with the day since which a way is closed', async () => {
    const chat = await startAt(7);
    const result = await chat.say(tap('v1:way:show'));
    expect(textOf(result).split('\n\n').slice(2)).toEqual([
      'Vale la pena preguntar:\n• Hijo de ciudadano',
      'Primero hable con un abogado:\n• En la puerta',
      'Cerradas; no pague por ellas:\n• La aplicación, desde el 20 de enero de 2025',
    ]);
    expect(idsOf(result)).toEqual([
      'v1:pathway:us-kin',
      'v1:pathway:us-gate',
      'v1:pathway:us-app',
      'v1:human',
      'v1:way:new',
      'v1:menu',
    ]);
  });

  test('names what is closed for their country only as closed', async () => {
    const chat = await startAt(2);
    for (const said of ['Haití', 'no', 'ciudadano', 'no', 'nada']) await chat.say(said);
    const result = await chat.say(tap('v1:way:show'));
    expect(textOf(result)).toContain('Hijo de ciudadano (Estados Unidos), desde el 1 de enero de 2026');
    expect(textOf(result)).not.toContain('Vale la pena preguntar');
  });

  test('that is empty says what still protects, and that sellers lie', async () => {
    const chat = await startAt(1);
    for (const said of ['en mi país', 'Honduras', 'no', 'ninguno', 'nada de esto']) await chat.say(said);
    const result = await chat.say(tap('v1:way:show'));
    expect(textOf(result)).toMatch(/no vemos hoy ninguna vía abierta.*asilo o refugio.*abogado gratis.*miente/s);
    expect(idsOf(result)).toEqual(['v1:human', 'v1:way:new', 'v1:menu']);
  });

  test('puts first what they fear, and shows no more than five ways at once', async () => {
    const chat = startChat();
    await chat.say('vías legales');
    for (const answer of ['destination:any', 'location:MX', 'nationality:skip', 'fear:yes']) {
      await chat.say(tap(`v1:way:${answer}`));
    }
    for (const question of ['family', 'offer', 'situation']) await chat.say(tap(`v1:way:${question}:skip`));
    const result = await chat.say(tap('v1:way:show'));
    const ways = idsOf(result).filter((id) => id.startsWith('v1:pathway:'));
    expect(ways).toHaveLength(5);
    expect(ways[0]).toBe('v1:pathway:mx-safe');
    expect(textOf(result)).toContain('Refugio México (México)');
    const more = idsOf(result).find((id) => id.startsWith('v1:pathways:')) ?? '';
    const others = await chat.say(tap(more));
    const rest = idsOf(others).filter((id) => id.startsWith('v1:pathway:'));
    expect(new Set([...ways, ...rest]).size).toBe(ways.length + rest.length);
    expect(idsOf(others)).toEqual(expect.arrayContaining(['v1:human', 'v1:way:new', 'v1:menu']));
  });

  test('numbers its groups by SMS', async () => {
    const chat = await startAt(7, 'sms');
    expect(textOf(await chat.say('1'))).toBe(
      'Listo: ya borramos lo que respondió.\n\nNo es promesa ni consejo legal.\nPreguntar: 1. Con abogado: 2. Cerradas: 3.',
    );
    expect(textOf(await chat.say('3'))).toContain('La aplicación: Ejemplo');
  });

  test.each([[tap('v1:way:show')], ['no']])('leaves none of the answers in the snapshot', async (said) => {
    const chat = await startAt(7);
    expect(JSON.stringify(chat.snapshot)).toContain('citizen');
    const { effects } = await chat.say(said);
    expect(effects).toEqual([]);
    expect(JSON.stringify(chat.snapshot)).not.toMatch(/citizen|nationality|"HN"|fear|situation/);
  });
});

describe('passing the answers to a person', () => {
  const SUMMARY = [
    'Pidió hablar con una persona.',
    'Preguntó por vías legales, y quiso que una persona lea lo que respondió:',
    'Quisiera vivir en: Estados Unidos',
    'Dónde está: En México',
    'Es de: Honduras',
    'Teme que le hagan daño si vuelve: Sí, tengo miedo',
    'Familia cercana allá: Sí, es ciudadano',
    'Oferta de trabajo o estudio: No',
    'Su situación: Nada de esto',
  ].join('\n');

  test.each([tap('v1:way:pass'), 'sí'])('opens a request with them, and nothing else keeps them', async (said) => {
    const chat = await startAt(7);
    const answer = await chat.say(said);
    expect(answer.effects).toMatchObject([{ kind: 'open_case', case: { reason: 'request', summary: SUMMARY } }]);
    expect(textOf(answer)).toMatch(/^Guardamos su pedido, con sus respuestas\./);
    expect(textOf(answer)).not.toContain('ya borramos');
    expect(idsOf(answer)).toContain('v1:pathway:us-kin');
    expect(JSON.stringify(chat.snapshot)).not.toMatch(/citizen|nationality|"HN"|fear|situation/);
  });

  test('adds them to the request that waits', async () => {
    const chat = await startAt(6);
    const asked = await chat.say(tap(ANSWERS[6] ?? ''), { contact: WAITING });
    expect(textOf(asked)).toContain('antes las añadimos a su pedido');
    const { effects } = await chat.say(tap('v1:way:pass'), { contact: WAITING });
    expect(effects).toMatchObject([{ kind: 'amend_case', line: expect.stringContaining('Es de: Honduras') }]);
  });

  test('is said before, and without it the team gets nothing', async () => {
    const chat = await startAt(6);
    const asked = await chat.say(tap(ANSWERS[6] ?? ''));
    expect(textOf(asked)).toContain('Al mostrarle el resultado borramos sus respuestas.');
    expect((await chat.say(tap('v1:way:show'))).effects).toEqual([]);
    const { effects } = await chat.say('agente');
    expect(effects).toMatchObject([{ kind: 'open_case', case: { summary: 'Pidió hablar con una persona.' } }]);
  });
});

describe('one pathway', () => {
  const show = async (id: string, channel: 'whatsapp' | 'sms' = 'whatsapp', said = 'hola') => {
    const chat = startChat(channel);
    await chat.say(said);
    return chat.say(tap(`v1:pathway:${id}`));
  };

  test('says who, what, how much, the first step with its page, the source and the day', async () => {
    const text = textOf(await show('mx-safe'));
    expect(text.split('\n').filter((line) => line !== '')).toEqual([
      'Esto es lo que pidió leer, con su fuente:',
      'Refugio México (México)',
      'Para quién: Ejemplo para quien lo pida.',
      'Qué hace falta: Una carta.',
      'Cuánto cuesta: Nada.',
      'Primer paso: Vaya a la oficina.',
      'Página oficial: https://ways.example/mx-safe',
      'Fuente: Office of Ways, https://www.ways.example/',
      'Verificado el 10 de noviembre de 2026.',
      'En qué se basa, o qué más necesita:',
    ]);
  });

  test('leads to the facts it rests on, to a person and to new questions', async () => {
    expect(idsOf(await show('mx-safe'))).toEqual([
      'v1:fact:us-asylum-fees',
      'v1:fact:border-open-rumour',
      'v1:human',
      'v1:way:new',
      'v1:menu',
    ]);
  });

  test('asks nobody again what it is about who then wants a person', async () => {
    const chat = startChat();
    await chat.say(tap('v1:pathway:mx-safe'));
    const { effects } = await chat.say('agente');
    expect(effects[0]).toMatchObject({ case: { summary: expect.stringContaining('Tema: Cuánto cuesta') } });
  });

  test.each([
    ['us-app', 'Cerrada desde el 20 de enero de 2025.'],
    ['us-gate', 'Está cambiando desde el 25 de junio de 2026: no cuente con ella sin preguntar.'],
    ['us-gate', 'Esto puede haber cambiado: lo verificamos por última vez el 20 de octubre de 2026.'],
    ['us-kin', 'Cerrada desde el 1 de enero de 2026 para personas de 9 países: mire la lista abajo.'],
    ['us-kin', 'Cerrada desde el 21 de enero de 2026 para personas de: Guatemala, Ecuador.'],
    ['us-court', 'Antes de nada, hable con un abogado gratis'],
  ])('%s says: %s', async (id, line) => {
    expect(textOf(await show(id))).toContain(line);
  });

  test('shows the list of countries first when it is too long to be said', async () => {
    expect(idsOf(await show('us-kin'))[0]).toBe('v1:fact:border-open-rumour');
  });

  test('past its date is no more than a name and an official page', async () => {
    for (const channel of ['whatsapp', 'sms'] as const) {
      const text = textOf(await show('mx-class', channel));
      expect(text).toContain('https://ways.example/mx-class');
      expect(text).not.toContain('Una carta');
    }
  });

  test('keeps its source and its day with its beginning when an SMS cuts it', async () => {
    const long = TEST_PATHWAYS.all.find(({ id }) => id === 'mx-safe');
    if (long === undefined) throw new Error('the fakes have no mx-safe');
    const es = {
      ...long.text.es,
      sms: `Refugio: ${'una frase de prueba. '.repeat(11)}Fuente: ways.example, 2026-11-10.`,
    };
    const pathway = { ...long, text: { ...long.text, es } };
    const pathways = { ...TEST_PATHWAYS, find: () => pathway };
    const chat = startChat('sms', createTestBot({ knowledge: { ...createFakeKnowledge(), pathways } }));
    await chat.say('hola');
    expect(textOf(await chat.say(tap('v1:pathway:mx-safe')))).toContain('Fuente: ways.example, 2026-11-10.');
  });

  test.each(['v1:pathway:gone', 'v1:pathways:gone,us-nothing'])('%s that is gone leads to the menu', async (id) => {
    const chat = startChat();
    const answer = await chat.say(tap(id));
    expect(textOf(answer)).toContain('ya no está disponible');
    expect(idsOf(answer)).toContain('v1:human');
  });
});

test('without any pathway nobody is interviewed in vain', async () => {
  const none = { ...TEST_PATHWAYS, all: [], find: (_id: PathwayId) => null };
  const chat = startChat('whatsapp', createTestBot({ knowledge: { ...createFakeKnowledge(), pathways: none } }));
  const answer = await chat.say('vías legales');
  expect(textOf(answer)).toContain('ya no está disponible');
  expect(idsOf(answer)).toContain('v1:human');
});

test('titles of what may be picked are short enough for a list in every language', async () => {
  for (const language of LANGUAGES) {
    const chat = startChat();
    await chat.say(tap(`v1:lang:${language}`));
    let answer = await chat.say(tap('v1:way'));
    for (const id of [...ANSWERS, 'v1:way:show']) {
      for (const { title, description = '' } of choicesOf(answer)) {
        expect([title, title.length <= 24, description.length <= 72]).toEqual([title, true, true]);
      }
      answer = await chat.say(tap(id));
    }
  }
});
