/** Nothing typed is lost and nothing is sent twice: bad lines, a window that closes, a server that restarts, a sign-in that ends. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, afterAll, beforeEach, expect, test } from 'vitest';
import type { Address } from '../../../src/core/contact.ts';
import type { CaseId } from '../../../src/core/ids.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { askForHuman, sendAll } from '../../fakes/desk.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openConsole, openConsoleHouse, PASSWORD } from './console-house.ts';
import type { ConsoleHouse } from './console-house.ts';

const MINUTE_MS = 60_000;
const HALF_AN_HOUR_MS = 30 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MARISOL = PEOPLE.marisol.address;

let browser: Browser;
let house: ConsoleHouse;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close(), 30_000);
beforeEach(async () => {
  house = await openConsoleHouse();
  house.clock.advance(Date.now() - house.clock.nowMs());
}, 30_000);
afterEach(() => house[Symbol.asyncDispose](), 30_000);

const answerField = (page: Page) => page.getByLabel('Su respuesta');
const sendButton = (page: Page) => page.getByRole('button', { name: 'Enviar', exact: true });

/** Somebody asks for a person, and Ana has the case open. */
async function openOwnCase(from: Address = MARISOL): Promise<{ readonly page: Page; readonly id: CaseId }> {
  const id = await askForHuman(house.house, from);
  await house.store.desk.claims.claim(house.staff.agent, id);
  const { page } = await openConsole(browser, house, house.staff.agent, `/cases/${id}`);
  await answerField(page).waitFor();
  return { page, id };
}

async function answersOf(id: CaseId): Promise<readonly string[]> {
  const viewed = await house.store.desk.reading.view(house.staff.agent, id);
  if (viewed.kind !== 'done') throw new Error(viewed.kind);
  return viewed.value.messages.flatMap((one) => (one.kind === 'to_person' && one.author === 'agent' ? [one.text] : []));
}

test('five clicks whose answers are lost on the way send one message', async () => {
  const { page, id } = await openOwnCase();
  let posts = 0;
  await page.route('**/messages', async (route) => {
    posts += 1;
    // It arrives and is done, but nothing comes back.
    await route.fetch();
    await route.abort();
  });
  await answerField(page).fill('Hola, aquí estoy.');
  for (let click = 1; click <= 5; click += 1) {
    await sendButton(page).click();
    await expect.poll(() => posts).toBe(click);
    await page.getByText('no llegará dos veces').waitFor();
    expect(await answerField(page).inputValue()).toBe('Hola, aquí estoy.');
  }
  await page.unroute('**/messages');
  await sendButton(page).click();
  await expect.poll(() => answerField(page).inputValue()).toBe('');
  expect(await answersOf(id)).toEqual(['Hola, aquí estoy.']);
  await page.context().close();
});

test('a double click sends one message', async () => {
  const { page, id } = await openOwnCase();
  await answerField(page).fill('Solo una vez.');
  await sendButton(page).dblclick();
  await expect.poll(() => answerField(page).inputValue()).toBe('');
  expect(await answersOf(id)).toEqual(['Solo una vez.']);
  await page.context().close();
});

test('a draft survives a reload, and is gone once it was sent', async () => {
  const { page } = await openOwnCase();
  await answerField(page).fill('Media respuesta');
  await page.reload();
  await answerField(page).waitFor();
  expect(await answerField(page).inputValue()).toBe('Media respuesta');
  await sendButton(page).click();
  await expect.poll(() => answerField(page).inputValue()).toBe('');
  expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('Media respuesta');
  expect(await page.evaluate('JSON.stringify({ ...localStorage })')).not.toContain('Media respuesta');
  await page.context().close();
});

test('a sign-in that ends keeps the draft for its owner, and for nobody else', async () => {
  const { page, id } = await openOwnCase();
  await answerField(page).fill('Lo que iba a decir');
  house.clock.advance(HALF_AN_HOUR_MS + MINUTE_MS);
  await sendButton(page).click();
  await page.getByText('Su sesión terminó').waitFor();
  await house.store.desk.claims.claim(house.staff.agent, id);
  await signIn(page, 'agent@faro.example');
  await answerField(page).waitFor();
  expect(await answerField(page).inputValue()).toBe('Lo que iba a decir');

  await page.getByRole('button', { name: 'Su cuenta' }).click();
  await page.getByRole('menuitem', { name: 'Salir' }).click();
  await signIn(page, 'luis@faro.example');
  await page.getByRole('region', { name: 'Cola de casos' }).waitFor();
  expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('Lo que iba');
  await page.context().close();
});

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña').fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
}

/** As if the person had last written a day ago. */
async function closeWindow(): Promise<void> {
  await house.house.query(`update contacts set last_inbound_at = ${Date.now() - DAY_MS}`);
}

test('a window that closes while somebody writes loses nothing: the answer is kept, and goes out when the person writes', async () => {
  const { page } = await openOwnCase();
  await answerField(page).fill('Una respuesta larga y pensada.');
  await closeWindow();
  await sendButton(page).click();
  await page.getByText('La ventana de WhatsApp se cerró mientras escribía').waitFor();
  expect(await answerField(page).inputValue()).toBe('Una respuesta larga y pensada.');
  await page.getByRole('button', { name: 'Guardar y pedir que escriba' }).click();
  await page.getByText('Guardado: sale cuando la persona escriba').waitFor();
  expect((await sendAll(house.store)).at(-1)).toContain('tiene una respuesta');
  await house.converse(MARISOL, 'sí, quiero leerla', '');
  await page.getByText('Guardado: sale cuando la persona escriba').waitFor({ state: 'detached' });
  expect(await sendAll(house.store)).toEqual(['Una respuesta larga y pensada.']);
  await page.context().close();
});

test('an answer that waits for the person can be taken back', async () => {
  const { page, id } = await openOwnCase();
  await closeWindow();
  await page.reload();
  await answerField(page).fill('Para cuando escriba.');
  await page.getByRole('button', { name: 'Guardar y pedir que escriba' }).click();
  await page.getByText('Guardado: sale cuando la persona escriba').waitFor();
  await page.getByRole('button', { name: 'Retirar' }).click();
  await page.getByText('Guardado: sale cuando la persona escriba').waitFor({ state: 'detached' });
  expect(await answersOf(id)).toEqual([]);
  await page.context().close();
});

test('a console whose server was away catches up by itself', async () => {
  const { page } = await openConsole(browser, house, house.staff.agent, '/cases');
  await page.getByText('Nadie espera.').waitFor();
  await house.stop();
  await page.getByText('Sin conexión con la mesa').waitFor();
  await askForHuman(house.house, MARISOL);
  await house.resume();
  await page.locator('.entry').waitFor();
  await page.getByText('Sin conexión con la mesa').waitFor({ state: 'detached' });
  await page.context().close();
});

test('who is hidden is not written to first', async () => {
  const { page } = await openOwnCase(PEOPLE.amina.address);
  await answerField(page).fill('¿Sigue ahí?');
  await house.converse(PEOPLE.amina.address, 'hide', '', [{ kind: 'hide' }]);
  await page.getByText('La persona pidió no ser vista. No le escriba primero').waitFor();
  expect(await sendButton(page).isDisabled()).toBe(true);
  expect(await answerField(page).inputValue()).toBe('¿Sigue ahí?');
  await page.context().close();
});

test('a case that goes back to the queue says so, and the draft waits in the tab', async () => {
  const { page, id } = await openOwnCase();
  await answerField(page).fill('Casi lista');
  await house.store.desk.claims.release(house.staff.agent, id);
  await page.getByText('Este caso espera a alguien').waitFor();
  await page.getByRole('button', { name: 'Tomar el caso' }).click();
  await answerField(page).waitFor();
  expect(await answerField(page).inputValue()).toBe('Casi lista');
  await page.context().close();
});
