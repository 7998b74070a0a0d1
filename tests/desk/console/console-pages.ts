/** Every page of the console and every dialog that has much in it, and how one gets there. */
import type { Page } from 'playwright-core';
import en from '../../../locales/desk.en.json' with { type: 'json' };
import es from '../../../locales/desk.es.json' with { type: 'json' };
import type { Role } from '../../../src/core/desk.ts';
import type { FilledDesk } from './fill-desk.ts';

export type ConsoleLanguage = 'es' | 'en';

const PHRASES = { es, en } as const;

/** What the console says, as the agent reads it. */
export type Words = (key: keyof typeof es, values?: Readonly<Record<string, string>>) => string;

export function wordsOf(language: ConsoleLanguage): Words {
  return (key, values = {}) =>
    PHRASES[language][key].replaceAll(/\{\{(\w+)\}\}/g, (gap, name: string) => values[name] ?? gap);
}

export interface ConsolePage {
  readonly name: string;
  readonly role: Role | null;
  readonly path: string | ((desk: FilledDesk) => string);
  /** Its picture stands in `docs/pictures`. */
  readonly inDocs?: true;
  readonly prepare?: (page: Page, say: Words) => Promise<void>;
}

const talk = (desk: FilledDesk): string => `/cases/${desk.talk}`;
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const dialog = (page: Page): Promise<void> => page.getByRole('dialog').waitFor();

/** One of what can be done with a case. */
function job(key: 'job.transfer' | 'job.number' | 'job.park' | 'job.propose'): NonNullable<ConsolePage['prepare']> {
  return async (page, say) => {
    await press(page, say('case.more'));
    await page.getByRole('menuitem', { name: say(key) }).click();
    await dialog(page);
  };
}

export const CONSOLE_PAGES: readonly ConsolePage[] = [
  { name: 'sign-in', role: null, path: '', inDocs: true },
  { name: 'queue', role: 'agent', path: '/cases', inDocs: true },
  { name: 'case', role: 'agent', path: talk, inDocs: true },
  {
    name: 'answers',
    role: 'agent',
    path: talk,
    inDocs: true,
    prepare: async (page, say) => {
      await press(page, say('panel.answers'));
      await page.locator('.card').first().waitFor();
    },
  },
  {
    name: 'places',
    role: 'agent',
    path: talk,
    inDocs: true,
    prepare: async (page, say) => {
      await press(page, say('panel.places'));
      await page.getByLabel(say('places.search')).fill('refugio Tapachula');
      await page.locator('.card').first().waitFor();
    },
  },
  {
    name: 'saved',
    role: 'agent',
    path: talk,
    prepare: async (page, say) => {
      await press(page, say('panel.saved'));
      await page.locator('.card').first().waitFor();
    },
  },
  { name: 'window-closed', role: 'agent', path: (desk) => `/cases/${desk.closedWindow}`, inDocs: true },
  { name: 'hidden', role: 'agent', path: (desk) => `/cases/${desk.hidden}` },
  {
    name: 'sms',
    role: 'agent',
    path: (desk) => `/cases/${desk.sms}`,
    inDocs: true,
    prepare: async (page, say) => {
      await page.getByLabel(say('composer.answer_label')).fill('Está bien, le escribo mañana por aquí');
      await page.getByText(say('sms.costly', { characters: 'á í' })).waitFor();
    },
  },
  {
    name: 'details',
    role: 'agent',
    path: (desk) => `/cases/${desk.sms}`,
    inDocs: true,
    prepare: async (page, say) => {
      await press(page, say('case.panel'));
      await page.getByLabel(say('details.new_tag')).waitFor();
    },
  },
  { name: 'transfer', role: 'agent', path: talk, prepare: job('job.transfer') },
  { name: 'number', role: 'agent', path: talk, prepare: job('job.number') },
  { name: 'park', role: 'agent', path: talk, prepare: job('job.park') },
  { name: 'propose', role: 'agent', path: talk, prepare: job('job.propose') },
  {
    name: 'close',
    role: 'agent',
    path: talk,
    prepare: async (page, say) => {
      await press(page, say('case.close'));
      await page.getByText(say('close.why')).waitFor();
    },
  },
  {
    name: 'help',
    role: 'agent',
    path: '/cases',
    inDocs: true,
    prepare: async (page) => {
      await page.keyboard.press('?');
      await dialog(page);
    },
  },
  { name: 'taken', role: 'supervisor', path: talk },
  { name: 'waiting', role: 'agent', path: (desk) => `/cases/${desk.waiting}` },
  {
    name: 'closed',
    role: 'supervisor',
    path: '/cases',
    prepare: async (page, say) => {
      await page.getByRole('radio', { name: say('queue.view.closed') }).click();
      await page.locator('.entry').first().click();
      await page.getByRole('button', { name: say('case.reopen') }).waitFor();
    },
  },
  { name: 'account', role: 'agent', path: '/account', inDocs: true },
  { name: 'canned', role: 'supervisor', path: '/canned', inDocs: true },
  {
    name: 'canned-edit',
    role: 'supervisor',
    path: '/canned',
    prepare: async (page, say) => {
      await press(page, say('canned.add'));
      await dialog(page);
    },
  },
  { name: 'proposals', role: 'editor', path: '/proposals', inDocs: true },
  { name: 'hearing', role: 'editor', path: '/hearing', inDocs: true },
  { name: 'reports', role: 'supervisor', path: '/reports', inDocs: true },
  { name: 'teams', role: 'admin', path: '/teams', inDocs: true },
  {
    name: 'team',
    role: 'admin',
    path: '/teams',
    inDocs: true,
    prepare: async (page, say) => {
      await press(page, say('teams.edit_of', { name: 'Equipo legal' }));
      await page.getByText(say('teams.has_own_hours')).last().click();
      await page.getByText(say('day.mon')).waitFor();
    },
  },
  { name: 'agents', role: 'admin', path: '/agents', inDocs: true },
  {
    name: 'agent',
    role: 'admin',
    path: '/agents',
    prepare: async (page, say) => {
      await press(page, say('agents.edit_of', { name: 'Ana' }));
      await dialog(page);
    },
  },
  { name: 'audit', role: 'auditor', path: '/audit', inDocs: true },
];
