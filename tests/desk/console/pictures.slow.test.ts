/** Every page of the console, wide and light, narrow and dark: readable for everybody, no wider than the screen, no complaint. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../../src/core/desk.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { NARROW, openConsole, openConsoleHouse, settle, WIDE } from './console-house.ts';
import type { ConsoleHouse } from './console-house.ts';
import { fillDesk } from './fill-desk.ts';
import type { FilledDesk } from './fill-desk.ts';

/** The ones in docs/ are chosen from them. */
const PICTURES = fileURLToPath(new URL('../../../data/pictures/', import.meta.url));

let browser: Browser;
let house: ConsoleHouse;
let desk: FilledDesk;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [browser, house] = await Promise.all([openBrowser(), openConsoleHouse()]);
  desk = await fillDesk(house);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await house[Symbol.asyncDispose]();
}, 30_000);

interface PagePicture {
  readonly name: string;
  readonly role: Role | null;
  readonly path: string | (() => string);
  readonly prepare?: (page: Page) => Promise<void>;
}

const PAGES: readonly PagePicture[] = [
  { name: 'sign-in', role: null, path: '' },
  { name: 'queue', role: 'agent', path: '/cases' },
  { name: 'case', role: 'agent', path: () => `/cases/${desk.talk}` },
  {
    name: 'answers',
    role: 'agent',
    path: () => `/cases/${desk.talk}`,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Verificadas' }).click();
      await page.locator('.card').first().waitFor();
    },
  },
  { name: 'window-closed', role: 'agent', path: () => `/cases/${desk.closedWindow}` },
  { name: 'hidden', role: 'agent', path: () => `/cases/${desk.hidden}` },
  {
    name: 'sms',
    role: 'agent',
    path: () => `/cases/${desk.sms}`,
    prepare: async (page) => {
      await page.getByLabel('Su respuesta').fill('Está bien, le escribo mañana por aquí');
      await page.getByText('Cuesta más por').waitFor();
    },
  },
  {
    name: 'details',
    role: 'agent',
    path: () => `/cases/${desk.sms}`,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Respuestas y detalles' }).click();
      await page.getByLabel('Etiqueta nueva').waitFor();
    },
  },
  {
    name: 'transfer',
    role: 'agent',
    path: () => `/cases/${desk.talk}`,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Más acciones' }).click();
      await page.getByRole('menuitem', { name: 'Pasar a otra persona' }).click();
      await page.getByText('¿A quién?').waitFor();
    },
  },
  {
    name: 'close',
    role: 'agent',
    path: () => `/cases/${desk.talk}`,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Cerrar caso' }).click();
      await page.getByText('¿Cómo terminó?').waitFor();
    },
  },
  {
    name: 'help',
    role: 'agent',
    path: '/cases',
    prepare: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'taken', role: 'supervisor', path: () => `/cases/${desk.talk}` },
  { name: 'waiting', role: 'agent', path: () => `/cases/${desk.waiting}` },
  { name: 'account', role: 'agent', path: '/account' },
  { name: 'canned', role: 'supervisor', path: '/canned' },
  { name: 'proposals', role: 'editor', path: '/proposals' },
  { name: 'hearing', role: 'editor', path: '/hearing' },
  { name: 'reports', role: 'supervisor', path: '/reports' },
  { name: 'teams', role: 'admin', path: '/teams' },
  {
    name: 'team',
    role: 'admin',
    path: '/teams',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Cambiar: Equipo legal' }).click();
      await page.getByText('Horario propio').last().click();
      await page.getByText('Lunes').waitFor();
    },
  },
  { name: 'agents', role: 'admin', path: '/agents' },
  {
    name: 'agent',
    role: 'admin',
    path: '/agents',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Cambiar: Ana' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'audit', role: 'auditor', path: '/audit' },
];

const LOOKS = [
  ['1280', WIDE],
  ['390-dark', { ...NARROW, dark: true }],
  ...(process.env['ALL_PICTURES'] === undefined
    ? []
    : ([
        ['390', NARROW],
        ['1280-dark', { ...WIDE, dark: true }],
      ] as const)),
] as const;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds that is serious or worse, as rule and place. */
async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  // What axe gives as JSON: see its documentation.
  const { violations, passes } = await page.evaluate<{
    readonly passes: readonly unknown[];
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly target: readonly string[] }[];
    }[];
  }>('axe.run()');
  expect(passes.length).toBeGreaterThan(5); // it has looked
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

function fits(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth');
}

test.each(PAGES.map((one) => [one.name, one] as const))('%s', async (name, { role, path, prepare }) => {
  for (const [size, look] of LOOKS) {
    const where = typeof path === 'string' ? path : path();
    const who = role === null ? null : house.staff[role];
    const { page, complaints } = await openConsole(browser, house, who, where, look);
    await settle(page);
    await prepare?.(page);
    await page.screenshot({ path: `${PICTURES}desk-${name}-${size}.png` });
    expect(await fits(page), size).toBe(true);
    // The door asks who one is, and is told that one is nobody yet.
    expect(complaints.filter((one) => !(role === null && one.includes('401')))).toEqual([]);
    expect(await findBarriers(page), size).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    // What moves from beside the conversation to above it takes a moment.
    await expect.poll(() => fits(page), { message: '320' }).toBe(true);
    await page.context().close();
  }
});
