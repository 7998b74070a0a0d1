import { expect, test } from 'vitest';
import { isHumanRequest } from '../../src/bot/human-request.ts';
import { fold } from '../../src/bot/words.ts';

test.each([
  'quiero hablar con alguien',
  'Hola, quisiera hablar con una persona real por favor',
  'quiero hablar con un humano',
  'necesito un agente',
  'puedo platicar con un asesor?',
  'I want to talk to a real person',
  'can i speak with someone please',
  'get me a human',
  'quero falar com uma pessoa de verdade',
  'preciso de um atendente',
  "je voudrais parler à quelqu'un, s'il vous plaît",
  'Je veux parler avec un conseiller',
  'mwen ta renmen pale ak yon moun',
  'èske m ka pale ak yon ajan tanpri',
])('"%s" asks for a human', (text) => {
  expect(isHumanRequest(fold(text))).toBe(true);
});

test.each([
  'quiero hablar con mi hermano que está detenido',
  'quiero asilo',
  'necesito hablar con alguien porque me secuestraron',
  'can I speak English with the officer',
  'I want to talk about asylum',
  'a person told me the border opens',
  'mwen vle travay',
  'je veux parler français',
  'un coyote quiere hablar con una persona de mi familia',
  '',
])('"%s" says something else', (text) => {
  expect(isHumanRequest(fold(text))).toBe(false);
});
