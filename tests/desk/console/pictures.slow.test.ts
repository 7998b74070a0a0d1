/**
 * Every page of the console in both languages, light and dark, wide and narrow: readable for everybody, no wider than the
 * screen, no complaint. With UPDATE_PICTURES=1, the pictures in docs are taken anew.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../fakes/browser.ts';
import { NARROW, openConsole, openConsoleHouse, settle, WIDE } from './console-house.ts';
import type { ConsoleHouse, Look } from './console-house.ts';
import { CONSOLE_PAGES, wordsOf } from './console-pages.ts';
import type { ConsoleLanguage, ConsolePage } from './console-pages.ts';
import { fillDesk } from './fill-desk.ts';
import type { FilledDesk } from './fill-desk.ts';

let browser: Browser;
let house: ConsoleHouse;
let desk: FilledDesk;

beforeAll(async () => {
  [browser, house] = await Promise.all([openBrowser(), openConsoleHouse()]);
  desk = await fillDesk(house);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await house[Symbol.asyncDispose]();
}, 30_000);

async function open({ role, path, prepare }: ConsolePage, language: ConsoleLanguage, look: Look) {
  const where = typeof path === 'string' ? path : path(desk);
  const who = role === null ? null : house.staff[role];
  const opened = await openConsole(browser, house, who, where, { ...look, language });
  await settle(opened.page);
  await prepare?.(opened.page, wordsOf(language));
  return opened;
}

/** What WCAG asks for: no scrolling sideways at this width. */
const NARROWEST = { width: 320, height: 640 };

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds that is serious or worse, as rule and place. */
async function findBarriers(page: Page): Promise<readonly string[]> {
  // What axe gives as JSON: see its documentation.
  const { violations, passes } = await page.evaluate<{
    readonly passes: readonly unknown[];
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly target: readonly string[] }[];
    }[];
  }>(`axe.run({ resultTypes: ['violations'] })`);
  if (passes.length < 5) throw new Error('Expected axe to have looked.');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

function fits(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth');
}

/** Colours and panels glide to where they belong. */
async function beStill(page: Page): Promise<void> {
  await page.evaluate('Promise.allSettled(document.getAnimations().map(({ finished }) => finished))');
}

// Each waits for its page most of the time.
describe.concurrent.for(['es', 'en'] as const)('in %s', (language) => {
  test.for(CONSOLE_PAGES)('$name', async (described, { expect: expectHere }) => {
    const { page, complaints } = await open(described, language, WIDE);
    await page.evaluate(AXE);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const size of [WIDE, NARROW, NARROWEST]) {
        await page.setViewportSize(size);
        await beStill(page);
        await expectHere.poll(() => fits(page), { message: `${theme} ${size.width}` }).toBe(true);
        if (size !== NARROWEST) expectHere(await findBarriers(page), `${theme} ${size.width}`).toEqual([]);
      }
    }
    // The door asks who one is, and is told that one is nobody yet.
    expectHere(complaints.filter((one) => !(described.role === null && one.includes('401')))).toEqual([]);
    await page.context().close();
  });
});

test('a page with a barrier is noticed', async () => {
  const [door] = CONSOLE_PAGES;
  if (door === undefined) throw new Error('Expected the door.');
  const { page } = await open(door, 'es', WIDE);
  await page.evaluate(AXE);
  await page.evaluate(`document.querySelector('label').remove(); document.documentElement.removeAttribute('lang');`);
  expect((await findBarriers(page)).map((one) => one.split(':')[0])).toEqual(expect.arrayContaining(['html-has-lang']));
  await page.context().close();
});

const PICTURES = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));
const DARK_TOO = ['queue', 'case'];

describe.runIf(process.env['UPDATE_PICTURES'] === '1')('pictures for docs', () => {
  const wanted = CONSOLE_PAGES.filter(({ inDocs }) => inDocs);
  test.for(wanted)('$name', async (described) => {
    const { name } = described;
    mkdirSync(PICTURES, { recursive: true });
    for (const size of [WIDE, NARROW]) {
      for (const dark of DARK_TOO.includes(name) ? [false, true] : [false]) {
        const { page } = await open(described, 'es', { ...size, dark });
        await beStill(page);
        await page.screenshot({ path: `${PICTURES}desk-${name}-${size.width}${dark ? '-dark' : ''}.png` });
        await page.context().close();
      }
    }
  });
});
