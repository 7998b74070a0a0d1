/** Whatever people, colleagues, files and facts are called, it is shown as text: no dialog, no refused content, nothing asked of others. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '../../../src/core/fact.ts';
import type { AgentId, CaseId, FactId, TeamId } from '../../../src/core/ids.ts';
import type { AuditAction } from '../../../src/core/audit.ts';
import type { Knowledge } from '../../../src/core/knowledge.ts';
import type { DeskWords } from '../../../src/bot/desk-words.ts';
import { openBrowser, openPage } from '../../fakes/browser.ts';
import { askForHuman } from '../../fakes/desk.ts';
import { createFakeKnowledge, FEES } from '../../fakes/knowledge.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openConsole, openConsoleHouse, settle } from './console-house.ts';
import type { ConsoleHouse } from './console-house.ts';

const BARE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '"><script src=https://evil.example/x.js></script>',
  "'-alert(1)-'",
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">premio</a>',
  'javascript:alert(1)',
  '<style>@import "https://evil.example/x.css"</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<form action=https://evil.example><input name=a autofocus onfocus=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<math><mtext><option><style><img src=x onerror=alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '</textarea><script>alert(1)</script>',
  '<template><script>alert(1)</script></template>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  'https://evil.example/%3Cscript%3Ealert(1)%3C/script%3E',
] as const;
const WRAPS: readonly ((attack: string) => string)[] = [
  (attack) => attack,
  (attack) => `hola ${attack} adiós`,
  (attack) => attack.toUpperCase(),
  (attack) => `"${attack}'`,
  (attack) => attack.replaceAll('<', '\uFF1C<'),
  (attack) => `\u202E${attack}\u202C`,
  (attack) => `${attack}\n${attack}`,
  (attack) => encodeURIComponent(attack),
  (attack) => attack.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (attack) => `]]>${attack}<!--`,
  (attack) => `<b>${attack}</b>`,
  (attack) => `${attack}${attack}`,
];

const ATTACKS = [...new Set(WRAPS.flatMap((wrap) => BARE.map(wrap)))].slice(0, 200);

/** As many facts as the panel shows at once, each with five places for words. */
const FACTS_AT_ONCE = 8;
const WORDS_IN_FACT = 5;
/** The conversation shows two hundred lines; some are the ones before. */
const TEXTS = 190;
const BATCHES = ATTACKS.length / (FACTS_AT_ONCE * WORDS_IN_FACT);

let browser: Browser;
let house: ConsoleHouse;
beforeAll(async () => {
  [browser, house] = await Promise.all([openBrowser(), openConsoleHouse({ knowledge: HOSTILE, words: AS_IT_STANDS })]);
  house.clock.advance(Date.now() - house.clock.nowMs());
}, 60_000);
afterAll(async () => {
  await browser.close();
  await house[Symbol.asyncDispose]();
}, 30_000);

/** "lote 0" finds the first eight facts, and so on; the words of a fact are in {@link AS_IT_STANDS}. */
const HOSTILE: Knowledge = {
  ...createFakeKnowledge(),
  facts: [],
  readCodes: () => [],
  search: (query) => {
    const batch = Number(/lote (\d)/.exec(query)?.[1] ?? 0);
    return Array.from({ length: FACTS_AT_ONCE }, (_, index): Fact => {
      return { ...FEES, id: `${batch * FACTS_AT_ONCE + index}` as FactId }; // an id of a test is made where it is used
    });
  },
  freshness: () => 'fresh',
};

const wordOf = (fact: Fact, place: number): string => ATTACKS[Number(fact.id) * WORDS_IN_FACT + place] ?? '';

const AS_IT_STANDS: DeskWords = {
  answer: (fact) => ({ text: wordOf(fact, 0), language: 'es', isDraft: false }),
  meaning: (fact) => ({ title: wordOf(fact, 1), text: wordOf(fact, 2) }),
  source: (fact) => ({ ...FEES.sources[0], publisher: wordOf(fact, 3), url: wordOf(fact, 4) }),
  askLocation: () => ({ kind: 'text', text: ATTACKS[0] ?? '' }),
  answerWaits: () => ({ kind: 'text', text: ATTACKS[1] ?? '' }),
};

interface Watch {
  readonly page: Page;
  readonly dialogs: readonly string[];
  /** Errors, refused content as the browser's console tells it, and requests to others. */
  readonly complaints: readonly string[];
  /** What the policy refused on the page that is open, as the page is told. */
  refused(): Promise<readonly string[]>;
}

/** Opens a page and notes whatever a text that is not only a text would do. */
async function watchPage(open: () => ReturnType<typeof openPage>): Promise<Watch> {
  const { page, complaints } = await open();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript({
    content: `globalThis.refused = [];
      addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(event.violatedDirective));`,
  });
  return { page, dialogs, complaints, refused: () => page.evaluate<readonly string[]>('globalThis.refused') };
}

const PATHS = {
  agent: ['/cases', '/canned', '/account'],
  supervisor: ['/cases', '/canned'],
  editor: ['/proposals', '/hearing'],
  admin: ['/agents', '/teams'],
} as const;

test('two hundred attacks in names, messages, files, facts, replies, tags and notes do nothing', async () => {
  expect(ATTACKS).toHaveLength(200);
  const id = await attackEverywhere();
  const told = await sendTexts();
  for (const role of ['agent', 'supervisor', 'editor', 'admin'] as const) {
    const watch = await watchPage(() => openConsole(browser, house, house.staff[role], '/account'));
    const { page } = watch;
    for (const path of PATHS[role]) {
      await page.goto(`${house.origin}/desk${path}`);
      await settle(page);
      expect(await countIn(page, 'script, iframe, object, form[action], a[href^="javascript"]')).toBe(0);
      if (role === 'agent' && path === '/cases') {
        await lookAtCase(page, id);
        await lookAtTexts(page, told);
      } else await seeAttacks(page, path);
      expect(await watch.refused(), path).toEqual([]);
    }
    expect(watch.dialogs).toEqual([]);
    expect(watch.complaints).toEqual([]);
    await page.context().close();
  }
}, 120_000);

test('the watch notices a text that is put into the page as markup', async () => {
  const watch = await watchPage(() => openConsole(browser, house, house.staff.agent, '/account'));
  await watch.page.reload();
  await settle(watch.page);
  const assigned = watch.page.evaluate(`document.querySelector('#page').innerHTML = '<img src=x onerror=alert(1)>'`);
  await expect(assigned).rejects.toThrow('TrustedHTML');
  await watch.page.evaluate(`{
    const image = document.createElement('img');
    image.src = 'https://evil.example/x.png';
    document.body.append(image);
  }`);
  await expect.poll(() => watch.refused()).toEqual(['require-trusted-types-for', 'img-src']);
  expect(watch.complaints.join('\n')).toContain('Content Security Policy');
  expect(watch.dialogs).toEqual([]); // the policy holds where our escaping would not
  await watch.page.context().close();
});

test('the watch notices attacks that are shown by a page without our escaping and our policy', async () => {
  const server = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(404).end();
    const texts = ATTACKS.slice(0, BARE.length).filter((attack) => !attack.includes('http-equiv'));
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(`<!doctype html>${texts.join('\n')}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const url = `http://127.0.0.1:${port}/`;
  const watch = await watchPage(() => openPage(browser, `${url}nothing`, { width: 400, height: 400 }));
  await watch.page.route('https://evil.example/**', (route) => route.abort());
  await watch.page.goto(url);
  await expect.poll(() => watch.dialogs.length).toBeGreaterThan(2);
  expect(watch.complaints.filter((one) => one.startsWith('https://evil.example')).length).toBeGreaterThan(0);
  await watch.page.context().close();
  await new Promise((resolve) => server.close(resolve));
});

function countIn(page: Page, selector: string): Promise<number> {
  return page.locator('#console').locator(selector).count();
}

/** How many of the attacks stand on the page, letter by letter. */
async function countAttacks(page: Page, selector: string): Promise<number> {
  const shown = await page.locator(selector).allTextContents();
  return ATTACKS.filter((attack) => shown.some((text) => text.startsWith(attack))).length;
}

const PLACES: Readonly<Record<string, string>> = {
  '/canned': '.card .words',
  '/proposals': '.card .quote',
  '/agents': '.card-title',
};

async function seeAttacks(page: Page, path: string): Promise<void> {
  const selector = PLACES[path];
  if (selector !== undefined) await expect.poll(() => countAttacks(page, selector), { message: path }).toBe(200);
}

/** Everything of a case that shows words of others. */
async function lookAtCase(page: Page, id: CaseId): Promise<void> {
  await expect.poll(() => countAttacks(page, '.entry-marks .badge')).toBe(200);
  await page.locator(`a[href$="${id}"]`).click();
  await expect.poll(() => countAttacks(page, '.bubble-person .words')).toBe(200);
  expect(await countAttacks(page, '.bubble-note .words')).toBe(200);
  const files = await page.getByRole('button', { name: 'Ver archivo' }).allTextContents();
  expect(ATTACKS.filter((attack) => files.some((name) => name.includes(attack)))).toHaveLength(200);
  await page.getByRole('button', { name: 'Guardadas' }).click();
  await expect.poll(() => countAttacks(page, '.card .words')).toBe(200);
  await page.getByRole('tab', { name: 'Detalles' }).click();
  await page.locator('.tag').first().waitFor();
  await page.getByRole('tab', { name: 'Verificadas' }).click();
  for (let batch = 0; batch < BATCHES; batch += 1) {
    await page.getByLabel('Buscar respuestas verificadas').fill(`lote ${batch}`);
    const first = ATTACKS[batch * FACTS_AT_ONCE * WORDS_IN_FACT + 2] ?? '';
    await expect.poll(() => page.locator('.card .words').allTextContents()).toContain(first);
    expect(await page.locator('.card').count()).toBe(FACTS_AT_ONCE);
  }
  await page.locator('.card').first().getByRole('button', { name: 'Insertar' }).click();
  expect((await page.getByLabel('Su respuesta').inputValue()).length).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Más acciones' }).click();
  await page.getByRole('menuitem', { name: 'Pasar a otra persona' }).click();
  await page.getByText('¿A quién?').waitFor();
  await page.keyboard.press('Escape');
}

async function attackEverywhere(): Promise<CaseId> {
  const { desk } = house.store;
  const { agent, admin } = house.staff;
  const line = (action: AuditAction, who: AgentId) => ({ action, agent: who, subject: null, detail: null });
  const from = PEOPLE.rosa.address;
  const id = await askForHuman(house.house, from, { summary: ATTACKS.slice(0, 20).join('\n') });
  await desk.claims.claim(agent, id);
  for (const [index, text] of ATTACKS.entries()) {
    const media = { mediaId: `m${index}`, mimeType: 'application/pdf', fileName: text, caption: text };
    await house.converse(from, { kind: 'document', media }, '');
    await desk.notes.add(agent, id, text);
    await desk.canned.create({ team: null, language: 'es', title: text, text }, line('canned_changed', agent.id));
    const proposal = { kind: 'new_fact', fact: text as FactId, language: 'es', question: text, comment: text } as const;
    await desk.proposals.make(agent.id, proposal, line('proposal_made', agent.id));
    const account = { email: `n${index}@faro.example`, name: text, role: 'agent', team: 'default' as TeamId } as const;
    const rest = { languages: ['es'], passwordHash: 'none', oneTimeUntilMs: null } as const;
    await desk.accounts.create({ ...account, ...rest }, line('agent_created', admin.id));
  }
  const [hours = ''] = ATTACKS;
  await desk.teams.create(
    { id: 'mala' as TeamId, name: hours, schedule: null, targets: null },
    line('team_created', admin.id),
  );
  await desk.notes.setTags(agent, id, ATTACKS.slice(0, 8));
  await tagEverywhere();
  return id;
}

/** A page of the conversation, and a pin whose name is one more. */
async function sendTexts(): Promise<CaseId> {
  const from = PEOPLE.marisol.address;
  const id = await askForHuman(house.house, from);
  await house.store.desk.claims.claim(house.staff.agent, id);
  const [name = ''] = ATTACKS;
  await house.converse(from, { kind: 'location', latitude: 14.9, longitude: -92.2, name }, '');
  for (const text of ATTACKS.slice(0, TEXTS)) await house.converse(from, text, '');
  return id;
}

async function lookAtTexts(page: Page, id: CaseId): Promise<void> {
  await page.locator(`a[href$="${id}"]`).click();
  await expect.poll(() => countAttacks(page, '.bubble-person .words')).toBe(TEXTS);
  await page.getByRole('button', { name: 'Ver ubicación' }).click();
  await page.getByText(`${ATTACKS[0]} 14.9000, -92.2000`).waitFor();
}

/** Eight tags are as many as a case takes. */
async function tagEverywhere(): Promise<void> {
  const { agent } = house.staff;
  for (let at = 0; at < ATTACKS.length; at += 8) {
    const tagged = await askForHuman(house.house, { channel: 'sms', phone: `+12025550${130 + at / 8}` });
    await house.store.desk.claims.claim(agent, tagged);
    await house.store.desk.notes.setTags(agent, tagged, ATTACKS.slice(at, at + 8));
  }
}
