/** The work around the cases: finding, handing over, ending, editing, reporting, keeping accounts and hours; and the app itself. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Address } from '../../../src/core/contact.ts';
import type { CaseId, TeamId } from '../../../src/core/ids.ts';
import type { Language } from '../../../src/core/language.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { askForHuman, composeReturn, valueOf } from '../../fakes/desk.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openConsole, openConsoleHouse, settle } from './console-house.ts';
import type { ConsoleHouse } from './console-house.ts';

let browser: Browser;
let house: ConsoleHouse;
beforeAll(async () => {
  [browser, house] = await Promise.all([openBrowser(), openConsoleHouse()]);
  house.clock.advance(Date.now() - house.clock.nowMs());
  const by = { action: 'team_created', agent: house.staff.admin.id, subject: null, detail: null } as const;
  await house.store.desk.teams.create({ id: 'legal' as TeamId, name: 'Legal', schedule: null, targets: null }, by);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house[Symbol.asyncDispose]();
}, 30_000);

async function openAs(role: keyof ConsoleHouse['staff'], path: string): Promise<Page> {
  const { page } = await openConsole(browser, house, house.staff[role], path);
  await settle(page);
  return page;
}

async function openOwnCase(from: Address): Promise<{ readonly page: Page; readonly id: CaseId }> {
  const id = await askForHuman(house.house, from);
  valueOf(await house.store.desk.claims.claim(house.staff.agent, id));
  const page = await openAs('agent', `/cases/${id}`);
  await page.getByLabel('Su respuesta').waitFor();
  return { page, id };
}

async function chooseJob(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Más acciones' }).click();
  await page.getByRole('menuitem', { name }).click();
}

async function closeAll(): Promise<void> {
  for (const { id } of await house.store.desk.queue.list()) {
    await house.store.desk.endings.close(house.staff.supervisor, id, 'answered', composeReturn);
  }
}

test('the queue is narrowed by language and by topic', async () => {
  const topics = ['us-asylum-fees', 'mx-refuge', 'us-asylum-fees'];
  for (const [index, language] of (['es', 'es', 'fr'] as const satisfies readonly Language[]).entries()) {
    const from = { channel: 'sms', phone: `+1202555013${index}` } as const;
    await askForHuman(house.house, from, { language, topic: topics[index] ?? '' });
  }
  const page = await openAs('agent', '/cases');
  const entries = page.locator('.entry');
  await expect.poll(() => entries.count()).toBe(3);
  await choose(page, 'Idioma de la persona', 'Español');
  await expect.poll(() => entries.count()).toBe(2);
  await choose(page, 'Tema', 'mx refuge');
  await expect.poll(() => entries.count()).toBe(1);
  await choose(page, 'Idioma de la persona', 'Francés');
  await page.getByText('Ningún caso con estos filtros').waitFor();
  await page.context().close();
  await closeAll();
});

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}

test('a case goes to another team, and waits in its queue', async () => {
  const { page, id } = await openOwnCase(PEOPLE.marisol.address);
  await chooseJob(page, 'Pasar a otra persona o equipo');
  await page.getByText('Equipo: Legal').click();
  await page.getByRole('button', { name: 'Pasar', exact: true }).click();
  await page.locator('.entry', { hasText: 'En espera' }).waitFor();
  expect((await house.store.desk.queue.list()).find((one) => one.id === id)).toMatchObject({
    state: 'waiting',
    team: 'legal',
    owner: null,
  });
  await page.context().close();
  await closeAll();
});

test('closing says whether the person was told; a new case for them is opened from the closed one', async () => {
  const { page, id } = await openOwnCase(PEOPLE.tomas.address);
  await page.getByRole('button', { name: 'Cerrar caso' }).click();
  await page.getByText('Enviado a otra organización').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cerrar caso' }).click();
  await page.getByText('Caso cerrado. Se le dijo a la persona.').waitFor();
  await page.goto(`${house.origin}/desk/cases/${id}`);
  await page.getByRole('button', { name: 'Abrir otro caso' }).click();
  await page.getByRole('dialog').getByLabel('De qué se trata, para colegas').fill('Preguntó por su cita.');
  await page.getByRole('dialog').getByRole('button', { name: 'Abrir otro caso' }).click();
  await page.getByLabel('Su respuesta').waitFor();
  await page.locator('.summary', { hasText: 'Preguntó por su cita.' }).waitFor();
  await house.converse(PEOPLE.tomas.address, 'hide', '', [{ kind: 'hide' }]);
  await page.getByRole('button', { name: 'Cerrar caso' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cerrar caso' }).click();
  await page.getByText('Caso cerrado. No se le dijo: pidió no ser vista.').waitFor();
  await page.context().close();
});

test('what is missing or wrong goes to the editors with the question, and no typed word of it is lost', async () => {
  const { page } = await openOwnCase(PEOPLE.rosa.address);
  await house.converse(PEOPLE.rosa.address, '¿cuánto cuesta pedir asilo?', '');
  await page.getByText('¿cuánto cuesta pedir asilo?').waitFor();
  await page.getByRole('button', { name: 'Verificadas' }).click();
  const card = page.locator('.card').first();
  await card.getByRole('button', { name: 'Está mal' }).click();
  const comment = page.getByLabel('Qué falta o qué está mal, y dónde lo leyó');
  await comment.fill('La página oficial dice otra cosa desde el lunes.');
  await page.reload();
  await page.getByRole('button', { name: 'Verificadas' }).click();
  await card.getByRole('button', { name: 'Está mal' }).click();
  expect(await comment.inputValue()).toBe('La página oficial dice otra cosa desde el lunes.');
  await page.getByRole('button', { name: 'Enviar a edición' }).click();
  await page.getByText('Enviado a edición.').waitFor();
  expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('La página oficial');
  await chooseJob(page, 'Proponer un dato nuevo');
  expect(await page.getByLabel('La pregunta').inputValue()).toBe('¿cuánto cuesta pedir asilo?');
  await comment.fill('Falta para familias.');
  await page.getByRole('button', { name: 'Enviar a edición' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  const edith = await openAs('editor', '/proposals');
  await expect.poll(() => edith.locator('.card').count()).toBe(2);
  const wrong = edith.locator('.card', { hasText: 'La página oficial dice otra cosa' });
  expect(await wrong.textContent()).toContain('¿cuánto cuesta pedir asilo?');
  await wrong.getByRole('button', { name: 'Marcar como revisada' }).click();
  await expect.poll(() => edith.locator('.card').count()).toBe(1);
  await Promise.all([page.context().close(), edith.context().close()]);
  await closeAll();
});

test('a saved reply is written by who supervises, and is there for agents', async () => {
  const sofia = await openAs('supervisor', '/canned');
  await sofia.getByRole('button', { name: 'Añadir respuesta' }).click();
  await sofia.getByLabel('Título').fill('Despedida');
  await sofia.getByLabel('Texto').fill('Cuídese mucho.');
  await sofia.getByRole('button', { name: 'Guardar' }).click();
  await sofia.locator('.card', { hasText: 'Cuídese mucho.' }).waitFor();
  const ana = await openAs('agent', '/canned');
  await ana.locator('.card', { hasText: 'Cuídese mucho.' }).waitFor();
  expect(await ana.getByRole('button', { name: 'Añadir respuesta' }).count()).toBe(0);
  await Promise.all([sofia.context().close(), ana.context().close()]);
});

test('a team gets hours and a holiday, and what people are told follows from them', async () => {
  const page = await openAs('admin', '/teams');
  await page.getByRole('button', { name: 'Cambiar: Legal' }).click();
  await page.getByLabel('Horario propio').check({ force: true });
  await page.getByLabel('Hay alguien que responde').check({ force: true });
  for (const day of ['Lunes', 'Martes', 'Miércoles', 'Jueves', 'Viernes', 'Sábado', 'Domingo']) {
    await page.getByLabel(day).fill('25:00');
  }
  await page.getByLabel('Días festivos').fill('2026-12-25');
  await page.getByLabel('Zona horaria', { exact: true }).fill('America/Mexico_City');
  for (const language of ['Español', 'Inglés', 'Portugués', 'Francés', 'Criollo haitiano']) {
    await page.getByLabel(language).fill('hora de México');
  }
  await page.getByRole('button', { name: 'Guardar' }).click();
  await page.getByText('«25:00» no es un turno').waitFor();
  for (const day of ['Lunes', 'Martes', 'Miércoles', 'Jueves', 'Viernes', 'Sábado', 'Domingo']) {
    await page.getByLabel(day).fill('00:00-23:59');
  }
  await page.getByRole('button', { name: 'Guardar' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const legal = page.locator('.card', { hasText: 'Legal' });
  await legal.getByText('Horario propio').waitFor();
  await legal.getByText('Ahora se dice').waitFor();
  const kept = (await house.store.desk.teams.list()).find(({ id }) => id === 'legal');
  expect(kept?.schedule).toMatchObject({ timeZone: 'America/Mexico_City', holidays: ['2026-12-25'] });
  await page.context().close();
});

test('who is disabled is out at once', async () => {
  const admin = await openAs('admin', '/agents');
  const aurelio = await openAs('auditor', '/audit');
  await admin.getByRole('button', { name: 'Cambiar: Aurelio' }).click();
  await admin.getByRole('button', { name: 'Desactivar' }).click();
  await admin.locator('.card', { hasText: 'Aurelio' }).getByText('Desactivada').waitFor();
  await aurelio.getByRole('button', { name: 'Comprobar que está entero' }).click();
  await aurelio.getByText('Su sesión terminó').waitFor();
  await admin.getByRole('button', { name: 'Cambiar: Aurelio' }).click();
  await admin.getByRole('button', { name: 'Activar', exact: true }).click();
  await admin.getByRole('dialog').waitFor({ state: 'detached' });
  await Promise.all([admin.context().close(), aurelio.context().close()]);
});

test('a report hides small counts, on the page and in the file', async () => {
  for (let index = 0; index < 12; index += 1) {
    const from = { channel: 'sms', phone: `+12025550${150 + index}` } as const;
    const id = await askForHuman(house.house, from, { topic: index < 10 ? 'us-asylum-fees' : 'mx-refuge' });
    await house.store.desk.claims.claim(house.staff.agent, id);
    valueOf(await house.store.desk.endings.close(house.staff.agent, id, 'answered', composeReturn));
  }
  const page = await openAs('supervisor', '/reports');
  await page.locator('tr', { hasText: 'mx refuge' }).getByText('menos de 10').waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Descargar CSV' }).click();
  const csv = readFileSync(await (await downloading).path(), 'utf8');
  expect(csv).toContain('us-asylum-fees');
  expect(csv.split('\r\n').filter((line) => /,[1-9]$/.test(line))).toEqual([]);
  await page.context().close();
});

test('the log says that it is whole, and where it is not', async () => {
  const page = await openAs('auditor', '/audit');
  await page.locator('tr', { hasText: 'Tomó un caso' }).first().waitFor();
  await page.getByRole('button', { name: 'Comprobar que está entero' }).click();
  await page.getByText(/^Está entero: \d+ líneas\.$/).waitFor();
  const [line] = await house.house.query(`select seq, detail from audit_log where action = 'case_claimed' limit 1`);
  const seq = Number(line?.['seq']);
  await house.house.query(`update audit_log set action = 'case_released' where seq = ${seq}`).catch(() => undefined);
  await page.getByRole('button', { name: 'Comprobar que está entero' }).click();
  await page.getByText(`Roto en la línea ${seq}`).waitFor();
  await page.context().close();
});

test('the console can be installed, and nobody’s words are in what is kept for it', async () => {
  const page = await openAs('agent', '/cases');
  const devTools = await page.context().newCDPSession(page);
  const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors');
  const besides = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
  expect(besides).toEqual([]);
  const { errors, data } = await devTools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(data).toContain('standalone');
  await page.context().close();
});
