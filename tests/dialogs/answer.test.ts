import { describe, expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { Language } from '../../src/core/language.ts';
import { LANGUAGES } from '../../src/core/language.ts';
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

  test('is told by SMS with one short line more', async () => {
    expect(textOf(await serve(BORDER, 'es', 'sms'))).toBe(`${BORDER.text.es.sms}\nPuede haber cambiado: compruebe.`);
    const unnamed: Fact = { ...BORDER, text: { ...BORDER.text, es: { ...BORDER.text.es, sms: 'Ejemplo.' } } };
    expect(textOf(await serve(BORDER, 'es', 'sms', unnamed))).toBe(
      'Ejemplo.\nPuede haber cambiado: compruebe en border.example',
    );
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
  test('is its own text, which names source and date', async () => {
    expect(textOf(await serve(FEES, 'en', 'sms'))).toBe(FEES.text.en.sms);
  });

  test('of two full segments stays two: the menu under it gives way', async () => {
    const sms = `${'Texto de prueba. '.repeat(16)}Fuente: forms.example, 10 nov 2026`.slice(0, 306);
    const long: Fact = { ...FEES, text: { ...FEES.text, es: { ...FEES.text.es, sms } } };
    const { reply } = await serve(FEES, 'es', 'sms', long);
    const body = reply === null ? '' : renderSms(reply, { transliterate: true });
    expect(reply?.kind).toBe('text');
    expect(countSegments(body)).toMatchObject({ encoding: 'GSM-7', segments: 2 });
  });

  test('that is short has the menu under it', async () => {
    const answer = await serve(FEES, 'es', 'sms');
    expect(idsOf(answer)).toEqual(['v1:human', 'v1:menu']);
    const body = answer.reply === null ? '' : renderSms(answer.reply, { transliterate: true });
    expect(countSegments(body).segments).toBeLessThanOrEqual(2);
  });
});

test('a fact that wants a human beside it says so, another does not', async () => {
  expect(textOf(await serve(BORDER, 'en'))).toContain('A person of our team can read yours.');
  expect(textOf(await serve(FEES, 'en'))).not.toContain('A person of our team');
});

test('a danger that one fact is about offers it below the number', async () => {
  const candidates = [{ fact: BORDER, confidence: 0.9 }];
  const knowledge = { ...createFakeKnowledge(), match: () => ({ outcome: 'danger', candidates }) as const };
  const answer = await createTestBot({ knowledge }).turn(null, messageOf('me secuestraron'));
  expect(idsOf(answer)).toEqual([`v1:fact:${BORDER.id}`, 'v1:menu']);
  expect(answer.effects).toMatchObject([{ case: { reason: 'danger', topic: BORDER.topic } }]);
});

test('a fact that is no longer there is not an error', async () => {
  const answer = await createTestBot().turn(null, messageOf(tap('v1:fact:gone-since')));
  expect(textOf(answer)).toContain('Esa información ya no está disponible.');
  expect(idsOf(answer)).toContain('v1:human');
});
