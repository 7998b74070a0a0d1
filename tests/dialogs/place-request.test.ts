import { describe, expect, test } from 'vitest';
import { readNeed, readPlaceRequest } from '../../dialogs/place-request.ts';
import { createPlaces } from '../../src/knowledge/places/places.ts';
import { loadQuestionBank, splitOf } from '../eval/question-bank.ts';
import { CONTENT_DIR } from '../knowledge/content-folder.ts';

const { places } = createPlaces({ contentDir: CONTENT_DIR, cacheDir: null });

/** What is looked for and where; a hyphen for what is not said, null when it is no such request. */
function brief(text: string): string | null {
  const request = readPlaceRequest(places, text);
  if (request === null) return null;
  const { found, need } = request;
  const where = found.kind === 'city' ? found.city.id : found.kind === 'country' ? found.country : found.kind;
  return `${need ?? '-'} ${where}`;
}

describe('a message that asks for a place', () => {
  test.each([
    ['albergue en juarez', 'shelter mx-ciudad-juarez'],
    ['alvergue en reinosa', 'shelter mx-reynosa'],
    ['¿dónde puedo dormir en Tapachula con mis hijos esta noche?', 'shelter mx-tapachula'],
    ['soy venezolano y estoy en tapachula, necesito albergue', 'shelter mx-tapachula'],
    ['casa del migrante en saltillo', 'shelter mx-saltillo'],
    ['abogado gratis en houston', 'legal us-houston'],
    ['donde esta la comar en tapachula', 'refuge mx-tapachula'],
    ['consulado de honduras en tapachula', 'documents mx-tapachula'],
    ['hospital en tijuana', 'health mx-tijuana'],
    ['ayuda en reynosa', 'all mx-reynosa'],
    ['where can i sleep in tijuana tonight', 'shelter mx-tijuana'],
    ['who helps migrants in matamoros', 'all mx-matamoros'],
    ['i need a doctor in tapachula', 'health mx-tapachula'],
    ['onde posso dormir em tijuana', 'shelter mx-tijuana'],
    ['preciso de um advogado em são paulo', 'legal br-sao-paulo'],
    ['où dormir à montréal', 'shelter ca-montreal'],
    ['je cherche un hébergement à Montréal pour ma famille', 'shelter ca-montreal'],
    ['kote pou m dòmi nan tijuana', 'shelter mx-tijuana'],
    ['avoka nan miami', 'legal us-miami'],
    ['albergue en México', 'shelter MX'],
  ])('%s', (text, meant) => {
    expect(brief(text)).toBe(meant);
  });

  test.each([
    ['estoy en tapachula', '- mx-tapachula'],
    ['Tapachula', '- mx-tapachula'],
    ['hola, estoy en juarez méxico', '- mx-ciudad-juarez'],
    ['estoy en tapachula con mis dos hijos', '- mx-tapachula'],
    ['tapachula chiapas', '- mx-tapachula'],
    ['estoy en san jose', '- cities'],
    ['mwen nan tijuana', '- mx-tijuana'],
    ['je suis à tapachula', '- mx-tapachula'],
    ['im in juarez', '- mx-ciudad-juarez'],
    ['estoy en mexico', '- MX'],
  ])('or only says where somebody is: %s', (text, meant) => {
    expect(brief(text)).toBe(meant);
  });

  test.each([
    ['necesito un albergue', 'shelter none'],
    ['donde puedo dormir esta noche con mis hijos', 'shelter none'],
    ['mwen bezwen yon kote pou m domi', 'shelter none'],
    ['hospital near me', 'health none'],
    ['abogado cerca de mi', 'legal none'],
    ['albergue en san quien sabe', 'shelter none'],
  ])('or leaves that to be asked: %s', (text, meant) => {
    expect(brief(text)).toBe(meant);
  });
});

describe('a message that asks something else', () => {
  test.each([
    '¿cómo es el asilo en Tapachula?',
    '¿cuánto cuesta un abogado en Houston?',
    '¿cuánto tarda la COMAR en Tapachula?',
    'busco trabajo en tijuana',
    'un señor en Tapachula me vende una cita',
    'voy a Tijuana en caravana',
    'soy de tapachula',
    'abogado',
    'necesito ayuda',
    'hola',
    '',
    `albergue en tapachula ${'muy '.repeat(30)}lejos`,
  ])('%s', (text) => {
    expect(brief(text)).toBeNull();
  });
});

describe('of the questions that people ask about facts', () => {
  const questions = loadQuestionBank().filter((row) => splitOf(row) === 'dev' && row.wants === 'fact');

  test('at most one in two hundred is taken for such a request', () => {
    const taken = questions.filter(({ text }) => readPlaceRequest(places, text) !== null);
    expect(questions.length).toBeGreaterThan(500);
    expect(taken.length / questions.length, taken.map(({ text }) => text).join('\n')).toBeLessThanOrEqual(0.005);
  });
});

describe('an answer to what somebody looks for', () => {
  test.each([
    ['un médico para mi bebé', 'health'],
    ['abogado', 'legal'],
    ['I need a bed for the night', null],
    ['a place to sleep', 'shelter'],
    ['todo', 'all'],
    ['ayuda legal', 'legal'],
    ['konsila', 'documents'],
    ['chercher mon frère', 'family_search'],
    ['¿cuánto cuesta un abogado?', null],
    ['zzz', null],
  ])('%s: %s', (text, need) => {
    expect(readNeed(text)).toBe(need);
  });
});
