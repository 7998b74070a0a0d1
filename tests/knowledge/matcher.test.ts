import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import { createKnowledge } from '../../src/knowledge/knowledge.ts';
import { createMatcher } from '../../src/knowledge/matcher.ts';
import type { Words } from '../../src/knowledge/words.ts';
import { CONTENT_DIR } from './content-folder.ts';

const knowledge = createKnowledge({ contentDir: CONTENT_DIR, telemetry: silentTelemetry });
const match = (text: string) => knowledge.match(text, null);

describe('a question in words of its own', () => {
  test.each([
    ['quiero pedir asilo en la garita de san ysidro', 'us-asylum-port-of-entry'],
    ['ya tengo mas de un año aqui y no meti mi asilo', 'us-asylum-one-year'],
    ['tarifa anual asilo donde pago', 'us-asylum-fees'],
    ['el parole para cubanos esta abierto', 'us-parole-chnv'],
    ['es cierto que van a abrir la puerta de la frontera este mes', 'border-open-rumour'],
    ['is the border going to open for families', 'border-open-rumour'],
    ['safe third country canada exceptions', 'ca-stca'],
    ['deported last year when may I come back', 'us-reentry-bars'],
    ['posso ir pro canadá pedir refúgio saindo dos eua', 'ca-stca'],
    ['demander refuge au mexique comment', 'mx-refugee-comar'],
    ['kijan pou m mande refij nan meksik', 'mx-refugee-comar'],
  ])('%s', (text, id) => {
    const found = match(text);

    expect(found.outcome).toBe('answer');
    expect(found.candidates[0]?.fact.id).toBe(id);
  });
});

describe('a question that may mean several facts is asked about, never guessed', () => {
  test.each(['asylum', 'la frontera', 'el asilo en el puente cuanto cuesta', 'azil'])('%s', (text) => {
    const found = match(text);

    expect(found.outcome).toBe('menu');
    expect(found.candidates.length).toBeGreaterThanOrEqual(1);
    expect(found.candidates.length).toBeLessThanOrEqual(3);
  });
});

describe('what Faro has no fact for is never answered as if it had', () => {
  test.each([
    '¿cómo renuevo mi pasaporte venezolano?',
    'cuanto cuesta la visa de turista',
    'donde hay un albergue en tijuana',
    'que es el tps para honduras',
    'necesito trabajo en monterrey',
    'how do I renew my daca',
    'where can I sleep tonight in Tapachula',
    'can ice enter my home',
    'como pedir refúgio no brasil',
    'le tps haiti est fini ?',
    'kijan pou m jwenn yon avoka gratis',
    'asdf qwer zxcv',
  ])('%s', (text) => {
    expect(['menu', 'unknown']).toContain(match(text).outcome);
  });

  test.each(['', '   ', '???', '\u0000', 'أريد اللجوء'])('nothing to read: %j', (text) => {
    expect(match(text)).toEqual({ outcome: 'unknown', candidates: [] });
  });
});

describe('danger comes before everything else', () => {
  test.each([
    'me tienen secuestrada en una casa',
    'nos secuestraron en reynosa ayuda',
    'ayuda tienen a mi hermano y piden 5000 dolares',
    'me llamaron y dicen que si no pago matan a mi hijo',
    'estamos perdidos en el desierto sin agua',
    'mi amigo ya no despierta hace mucho calor',
    'estoy encerrado en un trailer no puedo respirar',
    'me violaron anoche',
    'me quiero morir ya no puedo mas',
    'tengo 15 años y estoy sola en la terminal',
    'me obligan a trabajar y no me dejan salir',
    'they kidnapped my sister and want money',
    'we are lost in the desert and have no water',
    "I can't breathe, we're locked in a truck",
    'he raped me',
    'I want to kill myself',
    'my baby is not breathing',
    'i am 16 and alone',
    'sequestraram meu irmão',
    'estamos perdidos no deserto sem água',
    'fui estuprada',
    'quero me matar',
    "on m'a kidnappé",
    'nous sommes perdus dans le désert sans eau',
    "j'ai été violée",
    'je veux mourir',
    'yo kidnape frè m',
    'nou pèdi nan dezè a san dlo',
    'yo vyole m',
    'm vle touye tèt mwen',
  ])('%s', (text) => {
    expect(match(text).outcome).toBe('danger');
  });

  test('also at the end of a long message', () => {
    const text = `${'Buenas tardes, le cuento que salimos de casa hace meses con mis hijos. '.repeat(20)}Me secuestraron`;

    expect(match(text).outcome).toBe('danger');
  });

  test('also when it starts with a greeting', () => {
    expect(match('hola buenas tardes, nos secuestraron').outcome).toBe('danger');
  });
});

describe('a question about danger is a question', () => {
  test.each([
    '¿Es peligroso el desierto?',
    'es verdad que secuestran en tamaulipas',
    'tengo miedo de que me secuestren',
    'que hago si me secuestran',
    'si regreso a mi pais me van a matar',
    'numero de emergencia en mexico',
    'los de ice se llevaron a mi hermano',
    'estoy sola con mis hijos en tapachula',
    'is the desert dangerous',
    'is it true they kidnap people in reynosa',
    'i am afraid of being kidnapped',
    'if I go back to my country they will kill me',
    'o deserto é perigoso?',
    'le désert est dangereux ?',
    'si je rentre dans mon pays ils vont me tuer',
    'èske dezè a danjere',
    'si m tounen nan peyi m y ap touye m',
  ])('%s', (text) => {
    expect(match(text).outcome).not.toBe('danger');
  });
});

describe('small talk, menu words and commands', () => {
  test.each([
    'hola',
    'Hola buenas tardes!',
    'muchas gracias, dios le bendiga',
    'MENU',
    'hola tengo una pregunta',
    'thank you so much',
    'are you a robot?',
    'oi bom dia',
    'merci beaucoup',
    'mèsi anpil',
    'sak pase',
    '2',
  ])('%s', (text) => {
    expect(match(text).outcome).toBe('chat');
  });

  test('a greeting before a question does not hide the question', () => {
    expect(match('hola, tarifa anual asilo donde pago').outcome).toBe('answer');
  });
});

describe("a person's own case, or the wish for a human", () => {
  test.each([
    'quiero hablar con una persona',
    'me pueden decir como va mi caso',
    'voy a ganar mi asilo',
    'que le digo al juez',
    'debo firmar la salida voluntaria',
    'can you check my case status',
    'will I win my asylum case',
    'my case number',
    'quero falar com uma pessoa',
    'vou ganhar meu asilo?',
    "je veux parler à quelqu'un",
    'où en est mon dossier',
    'mwen vle pale ak yon moun',
    'èske m ap genyen ka m nan',
  ])('%s', (text) => {
    expect(match(text).outcome).toBe('handoff');
  });
});

test('candidates come best first, with confidences that add up to one at most', () => {
  for (const text of ['asilo', 'canada 14 dias', 'me van a deportar']) {
    const confidences = match(text).candidates.map(({ confidence }) => confidence);
    expect(confidences).toEqual(confidences.toSorted((left, right) => right - left));
    expect(confidences.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1 + 1e-9);
  }
});

test('accents, capitals and punctuation make no difference', () => {
  expect(match('¿SIGUE EL TÍTULO 42?')).toEqual(match('sigue el titulo 42'));
});

test('phrasings that were never learnt still find their fact, and wrong answers stay rare', () => {
  const nothing: Words = { isChat: () => false, isPersonal: () => false, isDanger: () => false };
  const { facts } = knowledge;
  const asked = facts.flatMap((fact) =>
    LANGUAGES.flatMap((language) =>
      (fact.text[language]?.questions ?? []).map((question) => ({ fact, language, question })),
    ),
  );
  // Each one costs a training of its own, so every seventeenth stands for all: 17 divides neither 12 facts nor 5 languages.
  const sample = asked.filter((_, index) => index % 17 === 0);
  const results = sample.map(({ fact, language, question }) => {
    const without = facts.map((other) => {
      const text = other.text[language];
      if (other !== fact || text === undefined) return other;
      const questions = text.questions.filter((one) => one !== question);
      return { ...other, text: { ...other.text, [language]: { ...text, questions } } };
    });
    const found = createMatcher(without, nothing).match(question);
    return { isRight: found.candidates[0]?.fact.id === fact.id, outcome: found.outcome };
  });

  const right = results.filter(({ isRight }) => isRight).length;
  const wrongAnswers = results.filter(({ isRight, outcome }) => !isRight && outcome === 'answer').length;
  expect(sample.length).toBeGreaterThan(40);
  expect(right / sample.length).toBeGreaterThan(0.7);
  expect(wrongAnswers).toBeLessThanOrEqual(1);
});

describe('4,096 characters of anything take little time', () => {
  /** 20 ms is the promise; a busy machine gets five times that before the test calls it broken. */
  const GENEROUS_MS = 100;

  test.each([
    ['a story', 'no sé qué hacer con mi solicitud de asilo en la frontera '.repeat(90)],
    ['unknown words', Array.from({ length: 900 }, (_, index) => `qz${index * 7919}`).join(' ')],
    ['misspelt words', Array.from({ length: 500 }, (_, index) => `frontexa${index}`).join(' ')],
    ['characters that unfold', '\u{FDFA}'.repeat(4_096)],
    ['one endless word', 'a'.repeat(4_096)],
    ['the word that starts most danger phrases', 'me '.repeat(1_365)],
    ['half a danger phrase', 'tienen a mi '.repeat(341)],
    ['emoji', '👍'.repeat(2_048)],
  ])('%s', (_, text) => {
    const spent = Array.from({ length: 3 }, () => {
      const started = performance.now();
      match(text.slice(0, 4_096));
      knowledge.identifyLanguage(text);
      return performance.now() - started;
    });

    expect(Math.min(...spent)).toBeLessThan(GENEROUS_MS);
  });
});
