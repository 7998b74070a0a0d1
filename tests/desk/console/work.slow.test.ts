/** What agents do with a case besides writing: verified answers, places, translation, notes, tags, numbers, colleagues. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CaseId } from '../../../src/core/ids.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { askForHuman } from '../../fakes/desk.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openConsole, openConsoleHouse } from './console-house.ts';
import type { ConsoleHouse } from './console-house.ts';

let browser: Browser;
let house: ConsoleHouse;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close(), 30_000);
beforeEach(async () => {
  house = await openConsoleHouse({ translate: ({ text, to }) => Promise.resolve(`[${to}] ${text}`) });
  house.clock.advance(Date.now() - house.clock.nowMs());
}, 30_000);
afterEach(() => house[Symbol.asyncDispose](), 30_000);

async function openOwnCase(language: 'es' | 'pt' = 'es'): Promise<{ readonly page: Page; readonly id: CaseId }> {
  const person = language === 'pt' ? PEOPLE.joao : PEOPLE.marisol;
  const id = await askForHuman(house.house, person.address, { language });
  await house.store.desk.claims.claim(house.staff.agent, id);
  const { page } = await openConsole(browser, house, house.staff.agent, `/cases/${id}`);
  await page.getByLabel('Su respuesta').waitFor();
  return { page, id };
}

async function chooseJob(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Más acciones' }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('a verified answer is read in Spanish and sent in Portuguese, with its source and date', async () => {
  const { page, id } = await openOwnCase('pt');
  await page.getByRole('button', { name: 'Verificadas' }).click();
  await page.getByLabel('Buscar respuestas verificadas').fill('cuánto cuesta pedir asilo');
  const card = page.locator('.card', { hasText: 'Cuánto cuesta el asilo' });
  await card.waitFor();
  await card.getByRole('button', { name: 'Insertar en: Portugués' }).click();
  const typed = await page.getByLabel('Su respuesta').inputValue();
  expect(typed).toMatch(/https:\/\//);
  expect(typed).toMatch(/20\d\d/);
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect.poll(() => page.getByLabel('Su respuesta').inputValue()).toBe('');
  const viewed = await house.store.desk.reading.view(house.staff.agent, id);
  expect(JSON.stringify(viewed)).toContain(JSON.stringify(typed).slice(1, 40));
  await page.context().close();
});

test('a trusted place is found by city and inserted', async () => {
  const { page } = await openOwnCase();
  await page.getByRole('button', { name: 'Lugares' }).click();
  await page.getByLabel('Ciudad o país').fill('refugio Tapachula');
  await page.getByText('Entendido como: Tapachula').waitFor();
  await page.getByRole('button', { name: 'Insertar' }).first().click();
  expect((await page.getByLabel('Su respuesta').inputValue()).length).toBeGreaterThan(20);
  await page.context().close();
});

test('a translation stands below the original, and a draft is translated only to be read first', async () => {
  const { page } = await openOwnCase('pt');
  const bubble = page.locator('.bubble-person').first();
  await bubble.getByRole('button', { name: 'Traducir' }).click();
  await bubble.getByText('[es] quiero hablar con alguien').waitFor();
  expect(await bubble.getByText('quiero hablar con alguien', { exact: true }).count()).toBe(1);
  await page.getByLabel('Su respuesta').fill('Buenos días');
  await page.getByRole('button', { name: 'Traducir al: Portugués' }).click();
  await page.getByText('[pt] Buenos días').waitFor();
  expect(await page.getByLabel('Su respuesta').inputValue()).toBe('Buenos días');
  await page.getByRole('button', { name: 'Usar esta traducción' }).click();
  expect(await page.getByLabel('Su respuesta').inputValue()).toBe('[pt] Buenos días');
  await page.context().close();
});

test('a number is shown for a reason that stays in the case, and is gone with the window', async () => {
  const { page } = await openOwnCase();
  const number = PEOPLE.marisol.address.phone;
  await chooseJob(page, 'Ver el número');
  expect(await page.getByRole('button', { name: 'Ver el número' }).isDisabled()).toBe(true);
  await page.getByLabel('Motivo').fill('llamar a la ambulancia');
  await page.getByRole('button', { name: 'Ver el número' }).click();
  await page.getByText(number).waitFor();
  await page.getByRole('button', { name: 'Ocultar' }).click();
  await page.locator('.bubble-note', { hasText: 'llamar a la ambulancia' }).waitFor();
  expect(await page.content()).not.toContain(number);
  await page.context().close();
});

test('a note and a tag are for colleagues, and are there at once', async () => {
  const { page } = await openOwnCase();
  await page.getByRole('radio', { name: 'Nota' }).click();
  await page.getByLabel('Nota para el equipo').fill('Habló ya con el consulado.');
  await page.getByRole('button', { name: 'Guardar nota' }).click();
  await page.locator('.bubble-note', { hasText: 'Habló ya con el consulado.' }).waitFor();
  await page.getByRole('button', { name: 'Respuestas y detalles' }).click();
  await page.getByLabel('Etiqueta nueva').fill('consulado');
  await page.getByRole('button', { name: 'Añadir', exact: true }).click();
  await page.locator('.entry', { hasText: 'consulado' }).waitFor();
  await page.context().close();
});

test('a case that is handed over is in the hands of the colleague at once, who sees that somebody writes', async () => {
  const { page, id } = await openOwnCase();
  const luis = await openConsole(browser, house, house.luis, '/cases');
  await luis.page.locator('.entry', { hasText: 'Ana' }).waitFor();
  await page.getByLabel('Su respuesta').fill('Un momento');
  await luis.page.getByText('Ana está escribiendo').waitFor();
  await chooseJob(page, 'Pasar a otra persona o equipo');
  await page.getByText('Luis · está aquí').click();
  await page.getByRole('button', { name: 'Pasar', exact: true }).click();
  await page.getByText('Elija un caso de la cola').waitFor();
  await luis.page.locator('.entry', { hasText: 'Usted' }).click();
  await luis.page.getByLabel('Su respuesta').waitFor();
  await page.goto(`${house.origin}/desk/cases/${id}`);
  await page.getByText('Luis tiene este caso.').waitFor();
  expect(await page.getByText('quiero hablar con alguien').count()).toBe(0);
  await Promise.all([page.context().close(), luis.page.context().close()]);
});

test('a case is put aside, taken up again, given back, and its closing can be undone', async () => {
  const { page, id } = await openOwnCase();
  await chooseJob(page, 'Aparcar');
  await page.getByRole('button', { name: 'Aparcar', exact: true }).click();
  await page.locator('.entry', { hasText: 'Aparcado · Usted' }).click();
  await page.getByRole('button', { name: 'Retomar el caso' }).click();
  await page.getByLabel('Su respuesta').waitFor();
  await chooseJob(page, 'Devolver a las respuestas automáticas');
  await page.getByRole('button', { name: 'Devolver', exact: true }).click();
  await page.locator('.entry', { hasText: 'En espera' }).click();
  await page.getByLabel('Su respuesta').waitFor();
  await page.getByRole('button', { name: 'Cerrar caso' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cerrar caso' }).click();
  await page.getByText('Nadie espera.').waitFor();
  await page.goto(`${house.origin}/desk/cases/${id}`);
  await page.getByRole('button', { name: 'Abrirlo de nuevo' }).click();
  await page.getByLabel('Su respuesta').waitFor();
  await page.context().close();
});
