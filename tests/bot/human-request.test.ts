import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isHumanRequest } from '../../src/bot/human-request.ts';
import { LANGUAGES } from '../../src/core/language.ts';
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
  // By ear, and in a hurry.
  'kiero ablar con una persona',
  'nesesito ablar con algien',
  'kisiera avlar con un umano porfavor',
  'quiero hablar cn alguien',
  'i wanna tlak to a persn',
  'i need to speek with sombody',
  'quero fala com uma pesoa',
  'presiso falar com un atendente',
  'je veu parler a kelkun',
  'je voudrai parlé avec une persone',
  'mwen vlé palé ak yon moun',
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
  'quiero ablar con mi ermana',
  'kiero ablar con el abogado',
  'nesesito una prision',
  'i need a prison',
  'quiero hablar con la migra',
  'quero falar com minha pessoa favorita da familia',
  'je veux parler avec mon fils',
  'mwen vle pale ak manman m',
  '',
])('"%s" says something else', (text) => {
  expect(isHumanRequest(fold(text))).toBe(false);
});

test.each(LANGUAGES)('nothing that people ask in %s is taken for the wish', (language) => {
  const bank = readFileSync(new URL(`../questions/${language}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const texts = bank.map((line) => (JSON.parse(line) as { readonly text: string }).text); // our own file
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => isHumanRequest(fold(text)))).toEqual([]);
});
