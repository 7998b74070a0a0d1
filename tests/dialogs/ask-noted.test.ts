/** Questions without an answer are noted for the editors; what is somebody's own is not. */
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import type { TurnResult } from '../../src/core/turn.ts';
import { NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';

const phrases = createPhrases();
const QUESTION = 'donde hay zzz para mis hijos';

function noted({ effects }: TurnResult): readonly string[] {
  return effects.flatMap((effect) => (effect.kind === 'report_question' ? [effect.text] : []));
}

test.each(LANGUAGES)('in %s the person is told that it is noted, and without whom, both times', async (language) => {
  const chat = startChat();
  await chat.say(tap(`v1:lang:${language}`));
  for (const key of ['ask.unknown_noted', 'ask.unknown_again_noted'] as const) {
    const answer = await chat.say(QUESTION);
    expect(textOf(answer)).toBe(phrases.say(language, key));
    expect(answer.effects).toEqual([{ kind: 'report_question', language, text: QUESTION }]);
  }
});

test('names and numbers in it are left out', async () => {
  const chat = startChat();
  await chat.say('hola');
  const answer = await chat.say('me llamo Rosa, donde hay zzz, mi numero es +1 202 555 0108');
  expect(noted(answer)).toEqual(['me llamo [...], donde hay zzz, mi numero es [#]']);
});

test.each([
  ['one word', 'zzz'],
  ['a story', `quiero contar ${'lo que pasó y por qué '.repeat(20)}`],
  ['a claim, which is noted as one', 'me dijeron que regalan zzz'],
  ['what has an answer', '¿cuánto cuesta?'],
  ['what is somebody’s own case', '¿Qué hay para mi caso?'],
  ['a cry for help', 'me secuestraron'],
])('%s is not noted as a question', async (_what, said) => {
  const chat = startChat();
  await chat.say('hola');
  expect(noted(await chat.say(said))).toEqual([]);
});

test.each([
  ['a cry for help', 'me secuestraron'],
  ['somebody’s own case', '¿Qué hay para mi caso?'],
])('what is told after %s belongs to it', async (_what, said) => {
  const chat = startChat();
  await chat.say('hola');
  await chat.say(said);
  expect(noted(await chat.say(QUESTION))).toEqual([]);
});

test('what somebody tells who waits for a person is for that person', async () => {
  const chat = startChat();
  await chat.say('hola');
  expect(noted(await chat.say(QUESTION, { contact: { ...NEW_CONTACT, caseWaiting: true } }))).toEqual([]);
});
