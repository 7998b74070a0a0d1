/** What helps with answering says what the bot would say. */
import { expect, test } from 'vitest';
import { composeAnswer } from '../../dialogs/answer.ts';
import type { Language } from '../../src/core/language.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { BORDER, createFakeKnowledge, FEES, PROTECTION } from '../fakes/knowledge.ts';
import { openDeskHouse, quickPasswords } from './desk-house.ts';
import type { DeskHouse } from './desk-house.ts';

const knowledge = createFakeKnowledge();
const found = { ...knowledge, search: () => [FEES, BORDER, PROTECTION] };

async function post(house: DeskHouse, path: string, body: unknown) {
  return house.ask('POST', path, { cookie: await house.enter(house.staff.agent), body });
}

test.each([
  ['es', 'whatsapp'],
  ['ht', 'whatsapp'],
  ['en', 'sms'],
  ['fr', 'sms'],
] as const)('a verified answer in %s for %s is what the bot would send', async (language, channel) => {
  await using house = await openDeskHouse({ passwords: quickPasswords, cases: { knowledge: found } });
  const { json } = await post(house, '/facts/search', { query: 'cuesta', language, channel, readIn: 'en' });
  const voice = { knowledge, phrases: createPhrases(), language, message: { channel, nowMs: house.clock.nowMs() } };
  expect(json.facts).toHaveLength(3);
  for (const [index, fact] of [FEES, BORDER].entries()) {
    expect(json.facts[index].text).toBe(composeAnswer(voice, fact));
    expect(json.facts[index].text).toContain(knowledge.codeOf(fact, json.facts[index].language as Language));
    expect(json.facts[index]).toMatchObject({
      id: fact.id,
      title: fact.text.en.title,
      meaning: fact.text.en.whatsapp,
      verifiedOn: fact.verifiedOn,
      source: { publisher: expect.stringMatching(/^Office/), url: expect.stringMatching(/^https:/) },
    });
  }
});

test('a fact without a text in the language says so and comes in the next best, one past its date does not come', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords, cases: { knowledge: found } });
  const wanted = { query: 'cuesta', language: 'pt', channel: 'whatsapp', readIn: 'es' };
  const { json } = await post(house, '/facts/search', wanted);
  expect(json.facts[0]).toMatchObject({
    language: 'es',
    freshness: 'fresh',
    text: expect.stringContaining('espanhol'),
  });
  expect(json.facts[1]).toMatchObject({ language: 'pt', freshness: 'due' });
  expect(json.facts[2]).toMatchObject({ id: PROTECTION.id, text: null, freshness: 'expired' });
});

test('one fact is read by its id, and what is none is not there', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const reader = { language: 'es', channel: 'sms', readIn: 'en' };
  expect((await post(house, `/facts/${FEES.id}`, reader)).json.text).toContain(FEES.text.es.sms);
  expect((await post(house, '/facts/no-such-fact', reader)).status).toBe(404);
});

test('a code that a person sends along finds its fact first', async () => {
  const search = (): typeof found.facts => [FEES, PROTECTION];
  await using house = await openDeskHouse({
    passwords: quickPasswords,
    cases: { knowledge: { ...knowledge, search } },
  });
  const query = `me llegó esto ${knowledge.codeOf(BORDER, 'es')}`;
  const { json } = await post(house, '/facts/search', { query, language: 'es', channel: 'sms', readIn: 'es' });
  expect(json.facts.map(({ id }: { id: string }) => id)).toStrictEqual([BORDER.id, FEES.id, PROTECTION.id]);
});

test('places near a city come nearest first, with those that are closed last and said to be so', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { json } = await post(house, '/places/search', { query: 'estoy en Tapachula', service: null, readIn: 'en' });
  expect(json.where).toBe('Tapachula, Mexico');
  expect(json.places.length).toBeGreaterThan(0);
  const offered = json.places.map(({ isOffered }: { isOffered: boolean }) => isOffered);
  expect(offered).toStrictEqual(offered.toSorted((a: boolean, b: boolean) => Number(b) - Number(a)));
  const open = json.places.filter(({ isOffered }: { isOffered: boolean }) => isOffered);
  expect(json.places.map(({ state }: { state: string }) => state)).toContain('closed');
  expect(open.map(({ km }: { km: number }) => km)).toStrictEqual(
    open.map(({ km }: { km: number }) => km).toSorted((a: number, b: number) => a - b),
  );
  expect(json.lines.every(({ km, country }: { km: null; country: string }) => km === null && country === 'MX')).toBe(
    true,
  );
  const shelters = await post(house, '/places/search', { query: 'Tapachula', service: 'shelter', readIn: 'es' });
  expect(shelters.json.where).toBe('Tapachula, México');
  expect(shelters.json.places.every(({ services }: { services: string[] }) => services.includes('shelter'))).toBe(true);
  const nowhere = await post(house, '/places/search', { query: 'zzz', service: null, readIn: 'es' });
  expect(nowhere.json).toStrictEqual({ where: null, places: [], lines: [] });
});

test.each([
  ['¿Qué es el asilo?', { encoding: 'GSM-7', segments: 1, left: 143, costly: [] }],
  ['Está aquí', { text: 'Esta aqui', encoding: 'GSM-7', segments: 1, costly: [] }],
  ['Привет, ты где', { encoding: 'UCS-2', segments: 1, costly: 'П р и в е т ы г д'.split(' ') }],
  ['x'.repeat(161), { segments: 2, left: 145 }],
  ['', { segments: 0, left: 160, fits: true }],
  ['x'.repeat(1_601), { fits: false }],
])('an SMS is counted as it will be sent: %#', async (text, cost) => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  expect((await post(house, '/sms-cost', { text })).json).toMatchObject(cost);
});

test('where accents are kept, the one that costs is named', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords, cases: { smsTransliterate: false } });
  expect((await post(house, '/sms-cost', { text: 'Está aquí, ñandú' })).json).toMatchObject({
    text: 'Está aquí, ñandú',
    encoding: 'UCS-2',
    costly: ['á', 'í', 'ú'],
  });
  expect((await post(house, '/sms-cost', { text: 'Esta aqui' })).json.encoding).toBe('GSM-7');
});

test('without a server to ask nothing is translated, and one that fails leaves the original', async () => {
  await using off = await openDeskHouse({ passwords: quickPasswords, cases: { translate: null } });
  const body = { text: 'hola', from: 'es', to: 'en' };
  expect((await post(off, '/translate', body)).json.error.code).toBe('translation_off');
  const settings = await off.ask('GET', '/settings', { cookie: await off.enter(off.staff.agent) });
  expect(settings.json).toMatchObject({
    translation: false,
    smsTransliterate: true,
    topics: { 'us-asylum-fees': { es: 'Cuánto cuesta', en: 'What it costs' } },
  });
  await using broken = await openDeskHouse({ passwords: quickPasswords, cases: { translate: async () => null } });
  const failed = await post(broken, '/translate', body);
  expect([failed.status, failed.json.error.code]).toStrictEqual([502, 'translation_failed']);
  await using on = await openDeskHouse({ passwords: quickPasswords });
  expect((await post(on, '/translate', body)).json).toStrictEqual({ text: 'en: hola', original: 'hola' });
});

test('agents see the texts of their team and of all, those who look after them see all', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { agent, supervisor, admin } = house.staff;
  const south = { id: 'sur', name: 'Sur', schedule: null, targets: null };
  await house.ask('POST', '/teams', { cookie: await house.enter(admin), body: south });
  const cookie = await house.enter(supervisor);
  const words = { language: 'es', text: 'Hola, soy del equipo.' };
  for (const [title, team] of [
    ['de todos', null],
    ['del equipo', 'default'],
    ['de otro', 'sur'],
  ]) {
    const made = await house.ask('POST', '/canned-replies', { cookie, body: { ...words, title, team } });
    expect(made.status).toBe(201);
  }
  const titles = async (who: typeof agent): Promise<string[]> =>
    (await house.ask('GET', '/canned-replies', { cookie: await house.enter(who) })).json.replies.map(
      ({ title }: { title: string }) => title,
    );
  expect(await titles(agent)).toStrictEqual(['de todos', 'del equipo']);
  expect(await titles(supervisor)).toStrictEqual(['de otro', 'de todos', 'del equipo']);
  const nowhere = await house.ask('POST', '/canned-replies', { cookie, body: { ...words, title: 'x', team: 'norte' } });
  expect(nowhere.json.error.code).toBe('unknown_team');
});
