/** Reports as files: what stands in them, who took one along, and that no cell runs in a spreadsheet. */
import { expect, test } from 'vitest';
import { say } from '../fakes/desk.ts';
import { PEOPLE } from '../fakes/people.ts';
import { openDeskHouse, quickPasswords } from './desk-house.ts';
import type { DeskHouse } from './desk-house.ts';

async function closeCases(house: DeskHouse, count: number): Promise<void> {
  const { agent } = house.staff;
  const cookie = await house.enter(agent);
  for (let index = 0; index < count; index += 1) {
    const id = await house.openCase(agent);
    await house.ask('POST', `/cases/${id}/close`, { cookie, body: { reason: 'answered' } });
  }
}

test('closed cases are counted by week, small counts are hidden, and who exports is noted', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookie = await house.enter(house.staff.auditor);
  await closeCases(house, 9);
  const few = await house.ask('GET', '/reports/cases', { cookie });
  expect(few.json.weeks).toMatchObject([{ week: '2026-W47', closed: null, byLanguage: [] }]);
  await closeCases(house, 1);
  const { json } = await house.ask('GET', '/reports/cases', { cookie });
  expect(json.weeks).toMatchObject([{ closed: 10, byLanguage: [{ name: 'es', count: 10 }] }]);
  const file = await house.ask('GET', '/reports/cases.csv', { cookie });
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="faro-cases.csv"');
  expect(file.text).toContain('"2026-W47","closed","",10\r\n');
  expect(file.text).toContain('"2026-W47","outcome","answered",10\r\n');
  const [line] = await house.store.audit.page(null, 1);
  expect(line).toMatchObject({ action: 'report_exported', agent: house.staff.auditor.id, detail: 'report=cases' });
});

test('what people claim and ask is for those who keep facts, and cannot run as a formula', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const rumour = '=HYPERLINK("https://evil.example";"abrieron la frontera")';
  await say(house.house, PEOPLE.marisol.address, 'algo', [
    { kind: 'report_rumour', language: 'es', forwarded: null, text: rumour, place: '+Tijuana', price: null },
    { kind: 'report_question', language: 'ht', text: 'kote m ka jwenn travay' },
  ]);
  const cookie = await house.enter(house.staff.editor);
  const { json } = await house.ask('GET', '/reports/heard', { cookie });
  expect(json.weeks).toStrictEqual([
    {
      week: '2026-W47',
      rumours: [{ language: 'es', text: rumour, place: '+Tijuana', price: null, count: null }],
      questions: [{ language: 'ht', text: 'kote m ka jwenn travay', place: null, price: null, count: null }],
    },
  ]);
  const file = await house.ask('GET', '/reports/heard.csv', { cookie });
  expect(file.text).toContain('"under 10 or hidden","\'=HYPERLINK(""https://evil.example"";');
  expect(file.text).toContain(',"\'+Tijuana",\r\n');
});
