/** What a cheap phone on a slow line has to fetch before an agent can work, and what stays on it. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../../fakes/browser.ts';
import { openConsole, openConsoleHouse } from './console-house.ts';
import type { ConsoleHouse } from './console-house.ts';

const MAX_SCRIPT_BYTES = 200 * 1024;

let browser: Browser;
let house: ConsoleHouse;
beforeAll(async () => {
  [browser, house] = await Promise.all([openBrowser(), openConsoleHouse()]);
  house.clock.advance(Date.now() - house.clock.nowMs());
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house[Symbol.asyncDispose]();
}, 30_000);

/** Counts what scripts weigh on the line, as they come. */
async function weighScripts(page: Page): Promise<() => number> {
  const line: CDPSession = await page.context().newCDPSession(page);
  const scripts = new Set<string>();
  let bytes = 0;
  line.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)));
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await line.send('Network.enable');
  return () => bytes;
}

test('the queue needs at most 200 KB of compressed script', async () => {
  const { page } = await openConsole(browser, house, house.staff.agent, '/assets/none.js');
  const weight = await weighScripts(page);
  await page.goto(`${house.origin}/desk`);
  await page.getByText('Nadie espera.').waitFor();
  expect(weight()).toBeGreaterThan(50 * 1024);
  expect(weight()).toBeLessThan(MAX_SCRIPT_BYTES);
  await page.context().close();
});

test('the shell opens without a line, and nothing of the API was kept', async () => {
  const { page } = await openConsole(browser, house, house.staff.agent, '/cases');
  await page.getByText('Nadie espera.').waitFor();
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  // Once more through the worker, so that it has everything.
  await page.reload();
  await page.getByText('Nadie espera.').waitFor();
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText('La mesa no responde').waitFor();
  const kept = await page.evaluate<readonly string[]>(
    `caches.keys().then((names) => Promise.all(names.map(async (name) => (await (await caches.open(name)).keys())
      .map(({ url }) => new URL(url).pathname)))).then((all) => all.flat())`,
  );
  expect(kept.length).toBeGreaterThan(2);
  expect(kept.filter((path) => path.includes('/api/'))).toEqual([]);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Intentar de nuevo' }).click();
  await page.getByText('Nadie espera.').waitFor();
  await page.context().close();
});
