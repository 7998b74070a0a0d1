/** The whole service: somebody asks for a person on a practice phone, and an agent answers in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from '../../fakes/browser.ts';
import { startTestService } from '../../journey/running-service.ts';
import type { RunningTestService } from '../../journey/running-service.ts';
import { WIDE } from './console-house.ts';

const ADMIN = 'jefa@faro.example';
const PASSWORD = 'una frase larga de prueba';
const WAIT_MS = 10_000;

let service: RunningTestService;
let browser: Browser;

beforeAll(async () => {
  [service, browser] = await Promise.all([
    startTestService({ DESK_ADMIN_EMAIL: ADMIN, DESK_ADMIN_PASSWORD: PASSWORD }),
    openBrowser(),
  ]);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
}, 30_000);

async function openDesk(look = WIDE) {
  return openPage(browser, `${service.url}/desk`, { ...look, locale: 'es-MX' });
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña').fill(password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
}

/** An administrator makes the account, and its owner chooses a password of their own: both in the browser. */
async function hire(name: string): Promise<string> {
  const email = `${name.toLowerCase()}@faro.example`;
  const admin = await openDesk();
  await signIn(admin.page, ADMIN, PASSWORD);
  await admin.page.getByRole('button', { name: 'Nueva cuenta' }).click();
  await admin.page.getByLabel('Nombre de trabajo').fill(name);
  await admin.page.getByLabel('Correo electrónico').fill(email);
  await admin.page.getByRole('button', { name: 'Crear cuenta' }).click();
  const oneTime = await admin.page.locator('.number code').textContent();
  await admin.page.context().close();
  const own = await openDesk();
  await signIn(own.page, email, oneTime ?? '');
  await own.page.getByText('Elija la suya para seguir').waitFor();
  await own.page.getByLabel('Contraseña actual').fill(oneTime ?? '');
  await own.page.getByLabel('Contraseña nueva').fill(PASSWORD);
  await own.page.getByRole('button', { name: 'Cambiar contraseña' }).click();
  await own.page.getByRole('region', { name: 'Cola de casos' }).waitFor();
  await own.page.context().close();
  return email;
}

async function openQueue(email: string) {
  const opened = await openDesk();
  await signIn(opened.page, email, PASSWORD);
  await opened.page.getByRole('region', { name: 'Cola de casos' }).waitFor();
  return opened;
}

/** The door asks who one is, and is told that one is nobody yet. */
function besidesTheDoor(complaints: readonly string[]): readonly string[] {
  return complaints.filter((one) => !one.includes('401'));
}

let ana: string;
let luis: string;
beforeAll(async () => {
  ana = await hire('Ana');
  luis = await hire('Luis');
}, 60_000);

async function closeCase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cerrar caso' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cerrar caso' }).click();
  await page.getByText('Elija un caso de la cola').waitFor();
}

test('on WhatsApp: asked for, taken, answered in three clicks, delivered, and answered back', async () => {
  const phone = '+12025550120';
  const { page, complaints } = await openQueue(ana);
  await service.graph.receive({ phone }, 'quiero hablar con alguien');
  const entry = page.locator('.entry', { hasText: 'WhatsApp' });
  await entry.waitFor();
  await page.evaluate(`globalThis.presses = 0; addEventListener('pointerdown', () => { presses += 1; }, true);`);
  await entry.click();
  await page.getByText('quiero hablar con alguien').waitFor();
  // The field has the focus already.
  await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('TEXTAREA');
  await page.keyboard.type('Hola, soy Ana. ¿En qué le ayudo?');
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  expect(await page.evaluate('presses')).toBeLessThanOrEqual(3);
  await service.graph.waitFor((message) => JSON.stringify(message.payload).includes('soy Ana'), WAIT_MS);
  await page
    .locator('.bubble-agent', { hasText: 'soy Ana' })
    .getByText(/Entregado|Leído/)
    .waitFor();
  expect(await page.getByLabel('Su respuesta').inputValue()).toBe('');
  await service.graph.receive({ phone }, 'tengo una duda sobre mi cita');
  await page.locator('.bubble-person', { hasText: 'tengo una duda sobre mi cita' }).waitFor();
  expect(await page.locator('.countdown').textContent()).toMatch(/^Ventana abierta: 23 h \d+ min$/);
  await closeCase(page);
  expect(besidesTheDoor(complaints)).toEqual([]);
  await page.context().close();
});

test('by SMS: the same, and what a letter costs is said before it is sent', async () => {
  const phone = '+12025550121';
  const { page, complaints } = await openQueue(ana);
  await service.twilio.receive(phone, 'quiero hablar con alguien');
  await page.locator('.entry', { hasText: 'SMS' }).click();
  await page.getByLabel('Su respuesta').fill('Hola, le respondo por aqui');
  await page.getByText('1 parte de SMS').waitFor();
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await service.twilio.waitFor(({ body }) => body.includes('le respondo por aqui'), WAIT_MS);
  await page.locator('.bubble-agent').getByText('Entregado').waitFor();
  await service.twilio.receive(phone, 'gracias');
  await page.locator('.bubble-person', { hasText: 'gracias' }).waitFor();
  await closeCase(page);
  expect(besidesTheDoor(complaints)).toEqual([]);
  await page.context().close();
});

test('a cry for help rings, marks the title, is said aloud and stands first', async () => {
  const { page } = await openDesk();
  // Counts tones; nobody hears them here.
  await page.addInitScript({
    content: `globalThis.tones = 0;
      OscillatorNode.prototype.start = () => { globalThis.tones += 1; };
      OscillatorNode.prototype.stop = () => {};`,
  });
  await page.reload();
  await signIn(page, ana, PASSWORD);
  await page.getByRole('region', { name: 'Cola de casos' }).waitFor();
  await service.graph.receive({ phone: '+12025550122' }, 'quiero hablar con alguien');
  await page.locator('.entry').first().waitFor();
  await service.graph.receive({ phone: '+12025550123' }, 'auxilio, me tienen secuestrado');
  await page.getByRole('status').getByText('caso urgente').waitFor();
  expect(await page.title()).toMatch(/^\(1!\) /);
  expect(await page.evaluate('tones')).toBe(2);
  await page.locator('.entry').nth(1).waitFor();
  expect(await page.locator('.entry').first().textContent()).toContain('Urgente');
  for (const _case of ['danger', 'request']) {
    await page.locator('.entry').first().click();
    await page.getByLabel('Su respuesta').waitFor();
    await closeCase(page);
  }
  await page.context().close();
});

test('of two agents who reach for one case, one has it and the other is told who', async () => {
  const [first, second] = await Promise.all([openQueue(ana), openQueue(luis)]);
  await service.graph.receive({ phone: '+12025550124' }, 'quiero hablar con alguien');
  const entries = [first, second].map(({ page }) => page.locator('.entry').first());
  await Promise.all(entries.map((entry) => entry.waitFor()));
  await Promise.all(entries.map((entry) => entry.click()));
  const winners: Page[] = [];
  for (const [{ page }, other] of [
    [first, 'Luis'],
    [second, 'Ana'],
  ] as const) {
    await page
      .getByLabel('Su respuesta')
      .or(page.getByText(`${other} tiene este caso.`))
      .first()
      .waitFor();
    if ((await page.getByLabel('Su respuesta').count()) > 0) winners.push(page);
  }
  expect(winners).toHaveLength(1);
  const [winner] = winners;
  if (winner !== undefined) await closeCase(winner);
  await Promise.all([first, second].map(({ page }) => page.context().close()));
});

test('the whole way goes by keyboard alone', async () => {
  const { page, complaints } = await openDesk();
  await page.getByLabel('Correo electrónico').waitFor();
  await page.keyboard.type(ana);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Cola de casos' }).waitFor();
  await service.graph.receive({ phone: '+12025550125' }, 'quiero hablar con alguien');
  await page.locator('.entry').first().waitFor();
  await page.keyboard.press('q');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('TEXTAREA');
  await page.keyboard.type('Hola desde el teclado');
  await page.keyboard.press('Control+Enter');
  await page.locator('.bubble-agent', { hasText: 'Hola desde el teclado' }).waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('x');
  await page.getByRole('dialog').waitFor();
  // Past the cross, the reasons and "cancel".
  for (const _stop of ['cross', 'reasons', 'cancel', 'close']) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Elija un caso de la cola').waitFor();
  expect(besidesTheDoor(complaints)).toEqual([]);
  await page.context().close();
});

test('an authenticator app is added by its picture, and asked for at the next sign-in', async () => {
  const eva = await hire('Eva');
  const { page } = await openQueue(eva);
  await page.goto(`${service.url}/desk/account`);
  await page.getByRole('button', { name: 'Añadir aplicación' }).click();
  await page.getByRole('dialog').getByLabel('Contraseña actual').fill(PASSWORD);
  await page.getByRole('dialog').getByRole('button', { name: 'Añadir aplicación' }).click();
  const secret = (await page.locator('.secret').textContent()) ?? '';
  const { TOTP, Secret } = await import('otpauth');
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await page.getByLabel('Código de su aplicación').fill(totp.generate());
  await page.getByRole('button', { name: 'Confirmar' }).click();
  await page.getByRole('button', { name: 'Quitar aplicación' }).waitFor();
  await page.getByRole('button', { name: 'Su cuenta: Eva' }).click();
  await page.getByRole('menuitem', { name: 'Salir' }).click();
  await signIn(page, eva, PASSWORD);
  // A code works once: the next one is taken from the half minute that comes.
  await page.getByLabel('Código de su aplicación').fill(totp.generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole('button', { name: 'Comprobar' }).click();
  await page.getByRole('button', { name: 'Su cuenta: Eva' }).waitFor();
  await page.context().close();
});

test('a passkey is made in the browser and opens the account by itself', async () => {
  const rita = await hire('Rita');
  // Browsers keep passkeys for names, not for bare addresses.
  const { port } = new URL(service.url);
  const { page } = await openPage(browser, `http://localhost:${port}/desk`, { ...WIDE, locale: 'es-MX' });
  await signIn(page, rita, PASSWORD);
  await page.getByRole('region', { name: 'Cola de casos' }).waitFor();
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`http://localhost:${port}/desk/account`);
  await page.getByRole('button', { name: 'Añadir llave de acceso' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nombre de la llave').fill('llave azul');
  await dialog.getByLabel('Contraseña actual').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Añadir llave de acceso' }).click();
  await page.locator('.card', { hasText: 'llave azul' }).waitFor();
  await page.getByRole('button', { name: 'Su cuenta: Rita' }).click();
  await page.getByRole('menuitem', { name: 'Salir' }).click();
  await page.getByRole('button', { name: 'Entrar con llave de acceso' }).click();
  await page.getByRole('button', { name: 'Su cuenta: Rita' }).waitFor();
  await page.context().close();
});
