import { describe, expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { TopicSlug } from '../../src/core/ids.ts';
import type { Language } from '../../src/core/language.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { TurnResult } from '../../src/core/turn.ts';
import { createTestBot, idsOf, messageOf, startChat, tap, textOf } from '../fakes/chat.ts';
import { BORDER, createFakeKnowledge, FEES, PROTECTION } from '../fakes/knowledge.ts';

/** The answer that a person gets who has picked their language and then this fact. */
async function serve(fact: Fact, language: Language, channel: ChannelName = 'whatsapp', served: Fact = fact) {
  const knowledge = { ...createFakeKnowledge(), find: () => served };
  const chat = startChat(channel, createTestBot({ knowledge }));
  await chat.say(tap(`v1:lang:${language}`));
  return chat.say(tap(`v1:fact:${fact.id}`));
}

describe('a fresh fact', () => {
  test.each(LANGUAGES)('is told in %s with its sources, their addresses and its date', async (language) => {
    const text = textOf(await serve(FEES, language));
    for (const { publisher, url } of FEES.sources) {
      expect(text).toContain(publisher);
      expect(text).toContain(url);
    }
    expect(text).toMatch(/10 .*2026|November 10, 2026/);
  });

  test.each([
    ['pt', 'Por enquanto, esta resposta só existe em espanhol.', 'Ejemplo de prueba'],
    ['fr', 'Pour le moment, cette réponse existe seulement en anglais.', 'Test example'],
    ['ht', 'Pou kounye a, repons sa a egziste an angle sèlman.', 'Test example'],
  ] as const)('that is not there in %s comes in the next language, and says so first', async (language, note, text) => {
    expect(textOf(await serve(FEES, language))).toMatch(new RegExp(`^${note}\n\n${text}`));
  });

  test('says nothing of languages to those who have theirs', async () => {
    expect(textOf(await serve(FEES, 'es'))).toMatch(/^Ejemplo de prueba/);
  });
});

describe('a fact that is due for another look', () => {
  test('is told with the warning, the day, and the official source first', async () => {
    const text = textOf(await serve(BORDER, 'es'));
    const warning = text.indexOf(
      'Esto puede haber cambiado: lo verificamos por última vez el 20 de septiembre de 2026.',
    );
    const [other, official] = BORDER.sources;
    expect(warning).toBeGreaterThan(text.indexOf('Ejemplo de prueba'));
    expect(text.indexOf(official?.url ?? '')).toBeGreaterThan(warning);
    expect(text.indexOf(other.url)).toBeGreaterThan(text.indexOf(official?.url ?? ''));
  });

  test('is told by SMS with a few words more', async () => {
    expect(linesOf(await serve(BORDER, 'es', 'sms'))[0]).toBe(`${BORDER.text.es.sms} Pudo cambiar.`);
    const unnamed: Fact = { ...BORDER, text: { ...BORDER.text, es: { ...BORDER.text.es, sms: 'Ejemplo.' } } };
    expect(linesOf(await serve(BORDER, 'es', 'sms', unnamed))[0]).toBe('Ejemplo. Pudo cambiar: vea border.example');
  });
});

describe('a fact that is past its date', () => {
  test.each(['whatsapp', 'sms'] as const)(
    'is not told on %s: the official page and a person instead',
    async (channel) => {
      const answer = await serve(PROTECTION, 'es', channel);
      expect(textOf(answer)).not.toContain('viejo');
      expect(textOf(answer)).toContain('https://tps.example/venezuela');
      expect(textOf(answer)).toContain('29 de enero de 2026');
      expect(idsOf(answer)[0]).toBe('v1:human');
    },
  );
});

describe('a fact by SMS', () => {
  test('is its own text, which names source and date, and its code', async () => {
    const [text, code] = linesOf(await serve(FEES, 'en', 'sms'));
    expect([text, code]).toEqual([FEES.text.en.sms, createFakeKnowledge().codeOf(FEES, 'en')]);
  });

  test('of nearly two full segments is sent whole; what may be picked waits for MORE and is picked all the same', async () => {
    const sms = `${'Texto de prueba. '.repeat(14)}Fuente: forms.example, 10 nov 2026`;
    const long: Fact = { ...FEES, text: { ...FEES.text, es: { ...FEES.text.es, sms } } };
    const chat = startChat('sms', createTestBot({ knowledge: { ...createFakeKnowledge(), find: () => long } }));
    await chat.say(tap('v1:lang:es'));
    const { reply } = await chat.say(tap(`v1:fact:${FEES.id}`));
    const body = reply === null ? '' : renderSms(reply, { transliterate: true });
    expect(body).toContain(sms);
    expect(body).toMatch(/MAS: seguir \(1\/2\)$/);
    expect(countSegments(body)).toMatchObject({ encoding: 'GSM-7', segments: 2 });
    expect((await chat.say('2')).effects).toMatchObject([{ kind: 'note_feedback', helped: false }]);
  });

  test('that is short has all that may be picked under it', async () => {
    const answer = await serve(FEES, 'es', 'sms');
    expect(idsOf(answer)).toEqual(expect.arrayContaining([`v1:yes:${FEES.id}`, 'v1:human', 'v1:menu']));
    const body = answer.reply === null ? '' : renderSms(answer.reply, { transliterate: true });
    expect(countSegments(body).segments).toBeLessThanOrEqual(2);
  });
});

describe('an answer', () => {
  test.each(LANGUAGES)(
    'ends in %s with the code of the text that was shown, and asks whether it helped',
    async (language) => {
      const lines = linesOf(await serve(BORDER, language)).filter((line) => line !== '');
      expect(lines.at(-2)).toMatch(/: FARO-[0-9A-Z]{5}$/);
      expect(lines.at(-2)).toContain(createFakeKnowledge().codeOf(BORDER, language));
      expect(lines.at(-1)).toMatch(/\?$/);
    },
  );

  test('that is only there in another language has the code of that one', async () => {
    expect(textOf(await serve(FEES, 'ht'))).toContain(createFakeKnowledge().codeOf(FEES, 'en'));
  });

  test('that is past its date has no code, and asks nothing', async () => {
    const answer = await serve(PROTECTION, 'es');
    expect(textOf(answer)).not.toMatch(/FARO-/);
    expect(idsOf(answer)).toEqual(['v1:human', 'v1:menu']);
  });
});

function linesOf(result: TurnResult): readonly string[] {
  return textOf(result).split('\n');
}

test('a fact that wants a human beside it says so, another does not', async () => {
  expect(textOf(await serve(BORDER, 'en'))).toContain('A person of our team can read yours.');
  expect(textOf(await serve(FEES, 'en'))).not.toContain('A person of our team');
});

test('a danger that one fact is about offers it below the number', async () => {
  const topic = 'smuggling-dangers' as TopicSlug; // an id of a test is made where it is used
  const candidates = [{ fact: { ...BORDER, topic }, confidence: 0.9 }];
  const knowledge = { ...createFakeKnowledge(), match: () => ({ outcome: 'danger', candidates }) as const };
  const answer = await createTestBot({ knowledge }).turn(null, messageOf('me secuestraron'));
  expect(idsOf(answer)).toEqual([`v1:fact:${BORDER.id}`, 'v1:menu']);
  expect(answer.effects).toMatchObject([{ case: { reason: 'danger', topic } }]);
});

test('a fact that is no longer there is not an error', async () => {
  const answer = await createTestBot().turn(null, messageOf(tap('v1:fact:gone-since')));
  expect(textOf(answer)).toContain('Esa información ya no está disponible.');
  expect(idsOf(answer)).toContain('v1:human');
});
