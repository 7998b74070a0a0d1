/** What goes to and fro in a conversation: failures and second tries, files, places, what SMS can do, and who reads along. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Address } from '../../../src/core/contact.ts';
import { MediaError } from '../../../src/core/errors.ts';
import type { CaseId, TeamId } from '../../../src/core/ids.ts';
import type { Language } from '../../../src/core/language.ts';
import type { SmsLimits } from '../../../src/core/spend.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { fileSource } from '../../fakes/case-parts.ts';
import { answer, askForHuman, sendAll } from '../../fakes/desk.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openConsole, openConsoleHouse } from './console-house.ts';
import type { ConsoleHouse } from './console-house.ts';

/** The smallest picture there is. */
const PICTURE = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

let browser: Browser;
let house: ConsoleHouse;
const fetched: string[] = [];
beforeAll(async () => {
  const source = fileSource(PICTURE, 'image/gif');
  const whatsapp: typeof source = {
    fetchMedia: (media) => {
      fetched.push(media.mediaId ?? '');
      if (media.mediaId === 'gone') throw new MediaError('gone', 'expired');
      return source.fetchMedia(media);
    },
  };
  [browser, house] = await Promise.all([openBrowser(), openConsoleHouse({ media: { whatsapp } })]);
  house.clock.advance(Date.now() - house.clock.nowMs());
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house[Symbol.asyncDispose]();
}, 30_000);

const answerField = (page: Page) => page.getByLabel('Su respuesta');
const sendButton = (page: Page) => page.getByRole('button', { name: 'Enviar', exact: true });

async function openOwnCase(
  from: Address,
  language: Language = 'es',
  at: ConsoleHouse = house,
): Promise<{ readonly page: Page; readonly id: CaseId }> {
  const id = await askForHuman(at.house, from, { language });
  await at.store.desk.claims.claim(at.staff.agent, id);
  const { page } = await openConsole(browser, at, at.staff.agent, `/cases/${id}`);
  await answerField(page).waitFor();
  return { page, id };
}

async function chooseJob(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Más acciones' }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('a message that failed says why, and "send again" really sends it', async () => {
  const { page, id } = await openOwnCase(PEOPLE.marisol.address);
  await sendAll(house.store);
  await answer(house.store, house.staff.agent, id, 'Le escribo la dirección.');
  for (const sending of await house.store.outbox.claim(64, ['whatsapp'])) {
    await house.store.outbox.finish(sending, { kind: 'give_up', code: 'recipient_unreachable', providerCode: null });
  }
  const failed = page.locator('.bubble-agent', { hasText: 'Le escribo la dirección.' });
  await failed.getByText('El teléfono de la persona no se puede alcanzar.').waitFor();
  await failed.getByRole('button', { name: 'Enviar de nuevo' }).click();
  await failed.getByText('En cola').waitFor();
  expect(await sendAll(house.store)).toEqual(['Le escribo la dirección.']);
  await failed.getByText('Enviado', { exact: true }).waitFor();
  expect(await failed.count()).toBe(1);
  await page.context().close();
});

test('a picture is fetched when somebody asks for it, and one that is gone says so', async () => {
  const { page } = await openOwnCase(PEOPLE.rosa.address);
  for (const mediaId of ['here', 'gone']) {
    const media = { mediaId, mimeType: 'image/gif', caption: `foto ${mediaId}` };
    await house.converse(PEOPLE.rosa.address, { kind: 'image', media }, '');
  }
  const [here, gone] = ['here', 'gone'].map((name) => page.locator('.bubble-person', { hasText: `foto ${name}` }));
  await here?.getByRole('button', { name: 'Ver archivo' }).waitFor();
  expect(fetched).toEqual([]);
  await here?.getByRole('button', { name: 'Ver archivo' }).click();
  await here?.getByRole('img', { name: 'Imagen enviada por la persona' }).waitFor();
  await expect.poll(() => page.evaluate(`document.querySelector('.media-image').naturalWidth`)).toBe(1);
  await gone?.getByRole('button', { name: 'Ver archivo' }).click();
  await gone?.getByText('El proveedor ya no tiene el archivo.').waitFor();
  expect(fetched).toEqual(['here', 'gone']);
  await page.context().close();
});

test('a place is asked for on WhatsApp, and shown to who asks', async () => {
  const { page } = await openOwnCase(PEOPLE.jean.address);
  await sendAll(house.store);
  await chooseJob(page, 'Pedir la ubicación');
  await page.getByRole('button', { name: 'Pedirla' }).click();
  await page.locator('.bubble-agent').last().getByText('En cola').waitFor();
  const [request] = await house.store.outbox.claim(1, ['whatsapp']);
  expect(request?.reply.kind).toBe('location_request');
  await house.converse(PEOPLE.jean.address, { kind: 'location', latitude: 32.5149, longitude: -117.0382 }, '');
  await page.getByRole('button', { name: 'Ver ubicación' }).waitFor();
  expect(await page.content()).not.toContain('32.5149');
  await page.getByRole('button', { name: 'Ver ubicación' }).click();
  await page.getByText('32.5149, -117.0382').waitFor();
  await page.context().close();
});

test('the owner sees who wrote and who read along', async () => {
  const { page, id } = await openOwnCase(PEOPLE.tomas.address);
  const sofia = await openConsole(browser, house, house.staff.supervisor, `/cases/${id}`);
  await sofia.page.locator('.bubble-person').first().waitFor();
  await page.getByText(/^Leído por Sofía, \d\d:\d\d$/).waitFor();
  await answerField(page).fill('Un momento');
  await sofia.page.locator('.transcript').getByText('Ana está escribiendo').waitFor();
  await Promise.all([page.context().close(), sofia.page.context().close()]);
});

test('replies of the team come in the person’s language first, and those of other teams not at all', async () => {
  const by = { action: 'canned_changed', agent: house.staff.supervisor.id, subject: null, detail: null } as const;
  const team = { id: 'norte' as TeamId, name: 'Norte', schedule: null, targets: null };
  await house.store.desk.teams.create(team, { ...by, action: 'team_created' });
  for (const [language, owner, text] of [
    ['es', null, 'Hola, soy del equipo.'],
    ['pt', null, 'Olá, sou da equipe.'],
    ['pt', team.id, 'Só para o norte.'],
  ] as const) {
    await house.store.desk.canned.create({ team: owner, language, title: `Saludo ${language}`, text }, by);
  }
  const { page } = await openOwnCase(PEOPLE.joao.address, 'pt');
  await page.getByRole('button', { name: 'Guardadas' }).click();
  await page.locator('.card').first().waitFor();
  expect(await page.locator('.card .words').allTextContents()).toEqual([
    'Olá, sou da equipe.',
    'Hola, soy del equipo.',
  ]);
  await page.locator('.card').first().getByRole('button', { name: 'Insertar' }).click();
  expect(await answerField(page).inputValue()).toBe('Olá, sou da equipe.');
  await page.context().close();
});

const LIMITS: SmsLimits = { personHourly: 100, personDaily: 100, prefixDaily: 100, daily: 100 };

test.each([
  ['says where it arrives in pieces, and which letter costs', {}, 'US', null],
  ['is not sent where nothing is sent to', {}, null, 'A este país no se mandan SMS.'],
  [
    'is not sent when all that may be spent is',
    { daily: 0 },
    'US',
    'Se llegó al límite de SMS. Avise a quien supervisa.',
  ],
  [
    'is sent when the person’s own share is used up, and says so',
    { personDaily: 0 },
    'US',
    'Enviada. Esta persona ya recibió hoy más SMS de los previstos.',
  ],
] as const)('an SMS %s', async (_name, limits, prefix, told) => {
  const meter = { segmentsOf: () => 1, prefixOf: () => prefix };
  await using strict = await openConsoleHouse(
    {},
    {
      smsBudget: { limits: { ...LIMITS, ...limits }, meter },
      smsReach: () => ({ maxSegments: 1, twoWay: 'no' }),
    },
  );
  strict.clock.advance(Date.now() - strict.clock.nowMs());
  const { page } = await openOwnCase(PEOPLE.wilmer.address, 'es', strict);
  await page.getByText('no nos llegan las respuestas a nuestros SMS').waitFor();
  await answerField(page).fill(`Está aquí. ${'Vaya mañana temprano. '.repeat(4)}`);
  await page.getByText('2 partes de SMS').waitFor();
  await page.getByText('Cuesta más por: á').waitFor();
  await page.getByText('Allí llega en pedazos: solo 1 parte llega entera.').waitFor();
  await answerField(page).fill('Vaya temprano.');
  await page.getByText('1 parte de SMS').waitFor();
  await expect.poll(() => page.getByText('Allí llega en pedazos').count()).toBe(0);
  if (told !== null) {
    await sendButton(page).click();
    await page.getByText(told).waitFor();
    const isSent = told.startsWith('Enviada');
    expect(await answerField(page).inputValue()).toBe(isSent ? '' : 'Vaya temprano.');
  }
  await page.context().close();
});

test('the end of a conversation stays in sight when a panel takes its room', async () => {
  const from = { channel: 'whatsapp', userId: 'US.8000000000000000150' } as const;
  const { page } = await openOwnCase(from);
  for (let index = 0; index < 12; index += 1)
    await house.converse(from, `mensaje ${index} ${'palabra '.repeat(20)}`, '');
  await page.locator('.bubble-person', { hasText: 'mensaje 11' }).waitFor();
  const fromEnd = () =>
    page.evaluate<number>(
      `(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(
        document.querySelector('.transcript'))`,
    );
  await expect.poll(fromEnd).toBeLessThan(2);
  await page.getByRole('button', { name: 'Verificadas' }).click();
  await page.getByLabel('Buscar respuestas verificadas').waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  await page.context().close();
});
