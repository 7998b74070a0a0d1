import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from '../fakes/browser.ts';
import { startTestService } from '../journey/running-service.ts';
import type { RunningTestService } from '../journey/running-service.ts';

/** `npm test` leaves its pictures here, outside git; the ones in docs/ are chosen from them. */
const PICTURES = fileURLToPath(new URL('../../data/pictures/', import.meta.url));

let service: RunningTestService;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  service = await startTestService();
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
}, 30_000);

const SIZES = [
  { name: '1280', width: 1280, height: 900 },
  { name: '390', width: 390, height: 844 },
] as const;

async function say(page: Page, text: string): Promise<void> {
  await page.fill('#text', text);
  await page.keyboard.press('Enter');
}

test.each(SIZES)(
  'at $name pixels a person asks, taps, switches to SMS and sees what it costs',
  async ({ name, ...size }) => {
    const { page, complaints } = await openPage(browser, `${service.url}/simulator`, size);
    await page.screenshot({ path: `${PICTURES}simulator-${name}-start.png` });
    await say(page, 'todavia dan citas con CBP One?');
    const whatsapp = page.locator('#thread-whatsapp');
    await whatsapp.getByText('CBP One dejó de dar citas').waitFor();
    await whatsapp.getByText('cbp.gov').first().waitFor();
    await page.screenshot({ path: `${PICTURES}simulator-${name}-answer.png` });

    await say(page, 'menu');
    await whatsapp.getByText('¿En qué le ayudo?').waitFor();
    await whatsapp.getByRole('button', { name: 'Ver opciones' }).last().click();
    await page.screenshot({ path: `${PICTURES}simulator-${name}-list.png` });
    await page.locator('.row').filter({ hasText: 'Idioma' }).first().click();
    await whatsapp.getByText('Which language').last().waitFor();

    await page.getByRole('radio', { name: 'SMS' }).check();
    await say(page, 'is the border open on the 12th?');
    const sms = page.locator('#thread-sms');
    await sms.locator('.cost').first().waitFor();
    expect(await sms.locator('.cost').first().textContent()).toMatch(/GSM-7 · \d+ characters · \d segments?/);
    await page.screenshot({ path: `${PICTURES}simulator-${name}-sms.png` });
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

test('a new person in the dark is greeted once, and a human can be reached by keyboard alone', async () => {
  const { page, complaints } = await openPage(browser, `${service.url}/simulator`, {
    width: 390,
    height: 844,
    dark: true,
  });
  await page.locator('#text').focus();
  await page.keyboard.type('mwen vle pale ak yon moun');
  await page.keyboard.press('Enter');
  await page.locator('#thread-whatsapp').getByText('911').first().waitFor();
  await page.screenshot({ path: `${PICTURES}simulator-390-dark.png` });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the front page says what this is at both widths', async () => {
  for (const { name, ...size } of SIZES) {
    const { page, complaints } = await openPage(browser, service.url, size);
    expect(await page.getByRole('heading', { name: 'Faro' }).count()).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await page.screenshot({ path: `${PICTURES}front-${name}.png` });
    expect(complaints).toEqual([]);
    await page.context().close();
  }
});
