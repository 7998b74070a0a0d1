/** What agents write: once for each click, only to who may be written to, and nothing that they typed is lost. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import type { Account } from '../../src/core/staff.ts';
import { askForHuman, say, sendAll, valueOf } from '../fakes/desk.ts';
import { FEES, PROTECTION } from '../fakes/knowledge.ts';
import { PEOPLE } from '../fakes/people.ts';
import { openDeskHouse, override, quickPasswords } from './desk-house.ts';
import type { DeskAnswer, DeskHouse } from './desk-house.ts';

interface Owned {
  readonly house: DeskHouse;
  readonly caseId: string;
  readonly owner: Account;
  readonly post: (path: string, body?: unknown) => Promise<DeskAnswer>;
}

/** A case of somebody's in the hands of the agent, whose requests these are. */
async function own(house: DeskHouse, from: Address = PEOPLE.marisol.address): Promise<Owned> {
  const owner = house.staff.agent;
  const caseId = await askForHuman(house.house, from, { language: 'es' });
  valueOf(await house.house.store.desk.claims.claim(owner, caseId));
  await sendAll(house.house.store);
  let cookie = await house.enter(owner);
  let enteredMs = house.clock.nowMs();
  return {
    house,
    caseId,
    owner,
    post: async (path, body) => {
      if (house.clock.nowMs() !== enteredMs) cookie = await house.enter(owner);
      enteredMs = house.clock.nowMs();
      return house.ask('POST', `/cases/${caseId}${path}`, { cookie, ...(body === undefined ? {} : { body }) });
    },
  };
}

const answer = (text: string, more: object = {}) => ({
  clientKey: `click-${text.length}-${text.slice(0, 4)}`.replaceAll(/[^\w-]/g, '-'),
  text,
  fact: null,
  park: false,
  ...more,
});

test('an answer goes out once, however often the same click comes', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  let woken = 0;
  const { post } = await own(house);
  const first = await post('/messages', answer('Hola, soy Ana.'));
  expect(first.status).toBe(200);
  expect(first.json).toStrictEqual({ kind: 'queued', id: expect.any(String) });
  const again = await Promise.all(Array.from({ length: 5 }, () => post('/messages', answer('Hola, soy Ana.'))));
  expect(new Set(again.map(({ text }) => text))).toStrictEqual(new Set([first.text]));
  woken += (await sendAll(house.house.store)).length;
  expect(woken).toBe(1);
});

test('the sender is woken for an answer, and not for a refusal', async () => {
  let woken = 0;
  await using house = await openDeskHouse({ passwords: quickPasswords, cases: { onQueued: () => void (woken += 1) } });
  const { post } = await own(house);
  await post('/messages', answer('hola'));
  expect(woken).toBe(1);
  house.clock.advance(DAY_MS);
  await post('/messages', answer('hola otra vez'));
  expect(woken).toBe(1);
});

test('a window that closed while somebody was writing is said, and nothing is sent or lost', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post, caseId, owner } = await own(house);
  house.clock.advance(DAY_MS);
  const refused = await post('/messages', answer('La respuesta que costó escribir.'));
  expect([refused.status, refused.json.error.code]).toStrictEqual([409, 'window_closed']);
  expect(await sendAll(house.house.store)).toStrictEqual([]);

  // The same click, now with the wish to let it wait: the person is asked by a template, in their language.
  const parked = await post('/messages', answer('La respuesta que costó escribir.', { park: true }));
  expect([parked.status, parked.json.kind]).toStrictEqual([200, 'parked']);
  expect(await sendAll(house.house.store)).toStrictEqual([
    'Faro: tiene una respuesta. Escriba cualquier cosa para leerla.',
  ]);
  const view = valueOf(await house.house.store.desk.reading.view(owner, caseId as never));
  expect(view.parkedAnswer).toBe('La respuesta que costó escribir.');
  await say(house.house, PEOPLE.marisol.address, '¿Qué respuesta?');
  expect(await sendAll(house.house.store)).toContain('La respuesta que costó escribir.');
});

test('whoever asked us to stop, or not to be seen, is not written to', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house);
  await say(house.house, PEOPLE.marisol.address, 'clima', [{ kind: 'hide' }]);
  const hidden = await post('/messages', answer('hola'));
  expect([hidden.status, hidden.json.error.code, hidden.json.error.why]).toStrictEqual([409, 'not_allowed', 'hidden']);
  await say(house.house, PEOPLE.marisol.address, 'alto', [{ kind: 'come_back' }, { kind: 'opt_out' }]);
  const stopped = await post('/messages', answer('hola'));
  expect(stopped.json.error.why).toBe('opted_out');
  expect(await sendAll(house.house.store)).not.toContain('hola');
});

test('a verified answer is noted as the one that the person was given, one past its date is not', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house);
  await say(house.house, PEOPLE.marisol.address, 'sí, correcciones', [{ kind: 'allow_corrections', allowed: true }]);
  expect((await post('/messages', answer('texto del hecho', { fact: PROTECTION.id }))).status).toBe(200);
  expect((await post('/messages', answer('texto de otro hecho', { fact: FEES.id }))).status).toBe(200);
  expect((await post('/messages', answer('uno que ya no hay', { fact: 'gone-by-now' }))).status).toBe(200);
  const rows = await house.house.query('select fact, language from given_answers');
  expect(rows.map((row) => ({ ...row }))).toStrictEqual([{ fact: FEES.id, language: 'es' }]);
});

test('by SMS there is no window, and what no SMS can hold is refused before it is sent', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house, PEOPLE.wilmer.address);
  house.clock.advance(2 * DAY_MS);
  expect((await post('/messages', answer('¿Sigue ahí?'))).json.kind).toBe('queued');
  const long = await post('/messages', answer('á'.repeat(1_601)));
  expect([long.status, long.json.error.fields]).toStrictEqual([
    400,
    [{ field: 'text', expected: 'at most 1600 characters', got: 'a longer text' }],
  ]);
  expect((await post('/messages', answer('á'.repeat(1_600)))).status).toBe(200);
  expect((await post('/location-request', { clientKey: 'click-location' })).json.error.code).toBe(
    'not_on_this_channel',
  );
});

test('on WhatsApp an agent asks for a location in the language of the person, once for each click', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house);
  const asked = [
    await post('/location-request', { clientKey: 'click-location' }),
    await post('/location-request', { clientKey: 'click-location' }),
  ];
  expect(asked.map(({ json }) => json)).toStrictEqual([asked[0]?.json, asked[0]?.json]);
  const [sending] = await house.house.store.outbox.claim(8, ['whatsapp']);
  expect(sending?.reply).toMatchObject({
    kind: 'location_request',
    text: expect.stringContaining('el lugar donde está'),
  });
});

test.each([
  ['without text', { text: '   ' }, 'text'],
  ['with half an emoji', { text: 'hola \ud83d' }, 'text'],
  ['with control characters', { text: 'hola\u0000' }, 'text'],
  ['longer than WhatsApp takes', { text: 'x'.repeat(4_097) }, 'text'],
  ['without a click', { clientKey: '' }, 'clientKey'],
  ['with a fact that is no id', { fact: '../../etc' }, 'fact'],
  ['with something else', { to: '+12025550101' }, ''],
])('an answer %s is refused in words, and not repeated', async (_name, wrong, field) => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house);
  const refused = await post('/messages', answer('hola', wrong));
  expect([refused.status, refused.json.error.code]).toStrictEqual([400, 'bad_input']);
  expect(refused.json.error.fields[0].field).toBe(field);
  expect(refused.text).not.toMatch(/hola|etc|2025550101|xxx/);
  expect(await sendAll(house.house.store)).toStrictEqual([]);
});

test('of two agents who reach for a case, the second is told who has it', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const beto = await house.hire('beto@faro.example', 'agent');
  const id = await house.openCase(null);
  const [first, second] = [await house.enter(house.staff.agent), await house.enter(beto)];
  const both = await Promise.all([first, second].map((cookie) => house.ask('POST', `/cases/${id}/claim`, { cookie })));
  const won = both.filter(({ status }) => status === 200);
  const lost = both.filter(({ status }) => status === 409);
  expect([won.length, lost.length]).toStrictEqual([1, 1]);
  const winner = both[0]?.status === 200 ? house.staff.agent : beto;
  expect(lost[0]?.json.error).toMatchObject({ code: 'taken', owner: { id: winner.id, name: winner.name } });
  expect(lost[0]?.text).not.toContain('@');
});

test('an answer to a case that was closed or put aside meanwhile says so', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house);
  expect((await post('/park', { untilMs: house.clock.nowMs() + HOUR_MS })).status).toBe(204);
  const parked = await post('/messages', answer('hola'));
  expect([parked.status, parked.json.error.code, parked.json.error.state]).toStrictEqual([
    409,
    'wrong_state',
    'parked',
  ]);
  expect((await post('/claim')).status).toBe(200);
  expect((await post('/close', { reason: 'answered' })).json).toStrictEqual({ told: 'yes' });
  expect((await post('/messages', answer('hola'))).json.error).toMatchObject({ code: 'wrong_state', state: 'closed' });
  expect((await post('/messages', answer('hola', { clientKey: 'another-click' }))).status).toBe(409);
});

test.each([
  ['in the past', -HOUR_MS],
  ['in eight days', 8 * DAY_MS],
])('a case is not put aside until a moment %s', async (_name, aheadMs) => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house);
  const refused = await post('/park', { untilMs: house.clock.nowMs() + aheadMs });
  expect([refused.status, refused.json.error.fields[0].field]).toStrictEqual([400, 'untilMs']);
});

test('an agent closes for no reason of the person', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house);
  expect((await post('/close', { reason: 'by_person' })).status).toBe(400);
});

test('when the database is away, the page hears that nothing was stored, and the same click works later', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { post } = await own(house);
  const { answers } = house.house.store.desk;
  const { StoreError } = await import('../../src/core/errors.ts');
  const broken = override(answers, { send: () => Promise.reject(new StoreError('away')) });
  Object.assign(house.house.store.desk, { answers: broken });
  const refused = await post('/messages', answer('hola'));
  expect([refused.status, refused.json.error.code]).toStrictEqual([503, 'not_stored']);
  Object.assign(house.house.store.desk, { answers });
  expect((await post('/messages', answer('hola'))).status).toBe(200);
  expect(await sendAll(house.house.store)).toStrictEqual(['hola']);
});
