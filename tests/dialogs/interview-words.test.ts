/** Answers to the interview in people's own words, with the shipped names of countries and cities. */
import { describe, expect, test } from 'vitest';
import { isQuestion, readAnswer } from '../../dialogs/interview-words.ts';
import type { InterviewQuestion } from '../../src/core/pathway.ts';
import { createPlaces } from '../../src/knowledge/places/places.ts';
import { CONTENT_DIR } from '../knowledge/content-folder.ts';
import { TODAY_MS } from '../fakes/knowledge.ts';

const { places, countries } = createPlaces({
  contentDir: CONTENT_DIR,
  telemetry: { record: () => {} },
  clock: { nowMs: () => TODAY_MS },
  cacheDir: null,
});
const atlas = { knowledge: { places, countries } };

function read(question: InterviewQuestion, text: string): string {
  const found = readAnswer(atlas, question, text);
  return found.kind === 'answer' ? found.answer : found.kind;
}

const ANSWERS: Readonly<Record<InterviewQuestion, readonly (readonly [text: string, answer: string])[]>> = {
  destination: [
    ['quiero ir a Canadá', 'CA'],
    ['estoy en México y quiero ir a Canadá', 'CA'],
    ['EEUU', 'US'],
    ['canda', 'CA'],
    ['quero ir para os Estados Unidos', 'US'],
    ['je veux aller aux États-Unis', 'US'],
    ['etazini', 'US'],
    ['Tijuana', 'MX'],
    ['cualquiera', 'any'],
    ['any of the three', 'any'],
    ['nenpòt', 'any'],
    ['México o Canadá', 'unclear'],
    ['Francia', 'unclear'],
  ],
  location: [
    ['tapachula', 'MX'],
    ['estoy en Tijuana', 'MX'],
    ['in Texas', 'US'],
    ['Je suis à Montréal', 'CA'],
    ['Nan Meksik', 'MX'],
    ['en mi país', 'home'],
    ['at home', 'home'],
    ['no meu país', 'home'],
    ['chez moi', 'home'],
    ['lakay', 'home'],
    ['en camino', 'on_the_way'],
    ['panamá, en camino', 'on_the_way'],
    ['sou wout', 'on_the_way'],
    ['Honduras', 'home_or_not'],
    ['voy para Estados Unidos', 'unclear'],
    ['lejos', 'unclear'],
  ],
  nationality: [
    ['soy hondureña', 'HN'],
    ['Hondures', 'HN'],
    ['venezolano', 'VE'],
    ['ayisyen', 'HT'],
    ['camerounais', 'CM'],
    ['brasileira', 'BR'],
    ['I am from Ghana', 'GH'],
    ['soy de Guatemala y vivo en México', 'GT'],
    ['de ningún lado', 'unclear'],
  ],
  fear: [
    ['Sí', 'yes'],
    ['sí, tengo miedo', 'yes'],
    ["oui j'ai peur", 'yes'],
    ['um pouco', 'yes'],
    ['mwen pè', 'yes'],
    ['No', 'no'],
    ['não tenho medo', 'no'],
    ['m pa pè', 'no'],
    // Begins with "no" and means the opposite: a wrong no would hide asylum from them.
    ['no puedo volver, me buscan', 'unclear'],
    ['no tengo a dónde volver', 'unclear'],
  ],
  family: [
    ['mi hermano es ciudadano', 'citizen'],
    ['sitwayen', 'citizen'],
    ['green card', 'resident'],
    ['minha esposa é residente', 'resident'],
    ['refugiada', 'protected'],
    ['nadie', 'none'],
    ['non', 'none'],
    ['tengo un tío ciudadano', 'unclear'],
    ['no es ciudadano', 'unclear'],
    ['uno es residente y otro ciudadano', 'unclear'],
  ],
  offer: [
    ['un patrón me ofrece trabajo', 'job'],
    ['travay', 'job'],
    ['quiero estudiar', 'study'],
    ['une bourse', 'study'],
    ['no', 'none'],
    ['no tengo trabajo', 'unclear'],
    ['work and study', 'unclear'],
  ],
  situation: [
    ['fui víctima', 'victim'],
    ['soy menor', 'child_alone'],
    ['quiero volver a mi país', 'wants_home'],
    ['m vle tounen lakay mwen', 'wants_home'],
    ['nada de esto', 'none'],
    ['none of these', 'none'],
    ['tengo hambre', 'unclear'],
  ],
};

describe.each(Object.entries(ANSWERS))('%s', (question, samples) => {
  test.each(samples)('"%s" is %s', (text, answer) => {
    expect(read(question as InterviewQuestion, text)).toBe(answer); // the table's keys
  });

  test.each(['saltar', 'Prefiero no decir', 'skip', "I don't know", 'não sei', 'je ne sais pas', 'm pa konnen'])(
    '"%s" skips it',
    (text) => {
      expect(read(question as InterviewQuestion, text)).toBe('skip'); // as above
    },
  );

  test('a story is no answer', () => {
    const story = `${'y entonces caminamos muchos días con los niños '.repeat(5)} sí`;
    expect(read(question as InterviewQuestion, story)).toBe('unclear'); // as above
  });
});

test.each([
  ['¿Cuánto cuesta?', true],
  ['cuanto cuesta el asilo', true],
  ['kijan pou m fè sa', true],
  ['soy de Honduras', false],
  ['yes', false],
])('"%s" asks something: %s', (text, asks) => {
  expect(isQuestion(text)).toBe(asks);
});
