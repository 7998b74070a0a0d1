/** Whatever people and agents write comes back as it was, as inert JSON: nothing that a browser would run. */
import { expect, test } from 'vitest';
import { say, valueOf } from '../fakes/desk.ts';
import { openDeskHouse, quickPasswords } from './desk-house.ts';
import type { DeskAnswer } from './desk-house.ts';

const TAGS = [
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '<body onpageshow=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<form><button formaction=javascript:alert(1)>x</button></form>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  'data:text/html,<script>alert(1)</script>',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.example/">',
];
const AROUND: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `hola ${text} adiós`,
  (text) => text.toUpperCase(),
  (text) => `\u202e${text}`,
  (text) => `&lt;${text}&gt;`,
  (text) => `${text}\u2028${text}`,
  (text) => `${text}\n${text.replaceAll(' ', '\t')}`,
  (text) => `event: case\ndata: ${text}`,
  (text) => `\\u003c${text}\\`,
  (text) => `👩‍👧 ${text}`,
];
const HOSTILE = TAGS.flatMap((tag) => AROUND.map((around) => around(tag)));

function expectInert({ headers, text }: DeskAnswer): void {
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(() => JSON.parse(text) as unknown).not.toThrow();
}

test('two hundred hostile texts of people, notes and tags are only texts', { timeout: 60_000 }, async () => {
  expect(HOSTILE).toHaveLength(200);
  expect(new Set(HOSTILE).size).toBe(200);
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { agent } = house.staff;
  const cookie = await house.enter(agent);
  const id = await house.openCase(agent);
  for (const text of HOSTILE.slice(0, 190)) await say(house.house, house.personOf(id), text);
  await say(house.house, house.personOf(id), {
    kind: 'document',
    media: { mediaId: '1', mimeType: '<script>', fileName: HOSTILE[0] ?? '', caption: HOSTILE[1] ?? '' },
  });
  for (const text of HOSTILE.slice(190)) {
    expect((await house.ask('POST', `/cases/${id}/notes`, { cookie, body: { text } })).status).toBe(201);
  }
  const tags = HOSTILE.map((text) => text.replaceAll(/\s/g, ' ').slice(0, 25).trim()).slice(0, 10);
  expect((await house.ask('PUT', `/cases/${id}/tags`, { cookie, body: { tags } })).status).toBe(204);

  const view = await house.ask('GET', `/cases/${id}`, { cookie });
  expectInert(view);
  const shown = view.json.messages as readonly {
    kind: string;
    text: string | null;
    media?: { fileName: string } | null;
  }[];
  const texts = shown.filter(({ kind }) => kind === 'from_person').map(({ text }) => text);
  expect(texts.slice(1, 191)).toStrictEqual(HOSTILE.slice(0, 190));
  expect(texts[191]).toBe(HOSTILE[1]);
  expect(shown.find(({ media }) => media !== undefined && media !== null)?.media?.fileName).toBe(HOSTILE[0]);
  const notes = shown.filter(({ kind }) => kind === 'note').map(({ text }) => text);
  expect(notes).toStrictEqual(HOSTILE.slice(190).map((text) => text.trim()));
  const queue = await house.ask('GET', '/cases', { cookie });
  expectInert(queue);
  expect(queue.json.cases[0].tags).toStrictEqual([...new Set(tags)]);
});

test('hostile addresses, filters and ids are refused without a word of theirs', { timeout: 60_000 }, async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { agent } = house.staff;
  const cookie = await house.enter(agent);
  const id = await house.openCase(agent);
  for (const text of HOSTILE) {
    const inAddress = encodeURIComponent(text);
    for (const path of [
      `/cases?topic=${inAddress}`,
      `/cases/${inAddress}`,
      `/cases/${id}/messages/${inAddress}/media`,
    ]) {
      const answer = await house.ask('GET', path, { cookie });
      expect([400, 404]).toContain(answer.status);
      expectInert(answer);
      expect(answer.text).not.toMatch(/alert|evil|<|hola/i);
    }
  }
});

test('nothing of a case reads like an event of the line', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { agent } = house.staff;
  const id = await house.openCase(agent);
  const { caseFrame } = await import('../../src/desk/live/frames.ts');
  valueOf(await house.house.store.desk.notes.setTags(agent, id, ['\n\ndata: {}\n\nevent: case', '\r\ndata: x']));
  const [event] = (await house.house.store.desk.events.after(0, 100)).slice(-1);
  const frame = caseFrame({ ...(event ?? raise()), case: await house.house.store.desk.queue.find(id) });
  expect(frame.match(/\n/g)).toHaveLength(4);
  expect(frame).not.toContain('\r');
});

function raise(): never {
  throw new Error('Expected an event.');
}
