/** A case's words are for who has it, and for who supervises; everybody else is told that there is none. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/clock.ts';
import type { CaseView } from '../../../src/core/desk.ts';
import type { CaseId } from '../../../src/core/ids.ts';
import { answer, askForHuman, composeReturn, hire, lineOf, say, sendAll, valueOf } from '../../fakes/desk.ts';
import { readRows, runStatement } from '../../fakes/house.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { openTestStore } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;
const amina = PEOPLE.amina.address;
const nowhere = 'no-such-case' as CaseId; // an id that nothing has

const pin = { kind: 'location', latitude: 14.9, longitude: -92.26, name: 'Albergue' } as const;
const photo = {
  kind: 'image',
  media: { mediaId: 'media-1', mimeType: 'image/jpeg', caption: 'mi papel', fileName: 'papel.jpg' },
} as const;

/** Every id of a line is different each time. */
function told(view: CaseView) {
  return view.messages.map((line) => {
    switch (line.kind) {
      case 'from_person':
        return `< ${line.content}: ${line.text ?? '-'}`;
      case 'to_person':
        return `> ${line.agent?.name ?? line.author}: ${line.text} (${line.state})`;
      case 'note':
        return `# ${line.agent.name} (${line.about}): ${line.text}`;
      case 'event':
        return `* ${line.what} ${line.agent?.name ?? ''}`.trim();
    }
  });
}

test('a conversation reads in order, with what the bot said, notes and what happened', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  await sendAll(house.store);
  house.clock.advance(MINUTE_MS);
  valueOf(await house.store.desk.claims.claim(ana, id));
  house.clock.advance(MINUTE_MS);
  await answer(house.store, ana, id, 'dígame');
  house.clock.advance(MINUTE_MS);
  for (const content of ['es mi hijo', photo, pin] as const) await say(house, marisol, content);
  house.clock.advance(MINUTE_MS);
  valueOf(await house.store.desk.notes.add(ana, id, 'buscar en el registro'));
  const view = valueOf(await house.store.desk.reading.view(ana, id));
  expect(told(view)).toEqual([
    '< text: quiero hablar con alguien',
    '> bot: eco (sent)',
    '* opened',
    '* claimed Ana',
    '> Ana: dígame (queued)',
    '< text: es mi hijo',
    '< image: mi papel',
    '< location: -',
    '# Ana (case): buscar en el registro',
  ]);
  expect(view).toMatchObject({ summary: 'quiere hablar', state: 'taken', owner: { name: 'Ana' } });
  expect(view.windowEndsAtMs).toBe(house.clock.nowMs() - MINUTE_MS + DAY_MS - 10 * MINUTE_MS);
});

test('what one may not read looks like what there is not', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const others = [await hire(house.store, 'Eva', 'editor'), await hire(house.store, 'Aldo', 'auditor'), beto];
  const id = await askForHuman(house, marisol);
  const { reading } = house.store.desk;
  const none = await reading.view(ana, nowhere);
  expect(none).toEqual({ kind: 'not_found' });
  expect(await reading.view(ana, id)).toEqual(none); // it only waits
  valueOf(await house.store.desk.claims.claim(ana, id));
  for (const by of others) {
    expect(await reading.view(by, id)).toEqual(none);
    expect(await reading.revealNumber(by, id, 'porque sí')).toEqual(none);
    expect(await house.store.desk.notes.add(by, id, 'nota')).toEqual(none);
    expect(await house.store.desk.notes.setTags(by, id, ['x'])).toEqual(none);
  }
  valueOf(await house.store.desk.endings.close(ana, id, 'answered', composeReturn));
  expect(await reading.view(ana, id)).toEqual(none);
});

test('that a supervisor reads another’s case stands in the log, that its owner does not', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const sol = await hire(house.store, 'Sol', 'supervisor');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  valueOf(await house.store.desk.reading.view(ana, id));
  valueOf(await house.store.desk.reading.view(sol, id));
  const views = (await house.store.desk.audit.page(null, 100)).filter(({ action }) => action === 'case_viewed');
  expect(views).toMatchObject([{ agent: sol.id, subject: id }]);
});

test('a number is shown for a reason, which stays with the case and not in the log', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const [id, unnumbered] = [await askForHuman(house, marisol), await askForHuman(house, amina)];
  for (const one of [id, unnumbered]) valueOf(await house.store.desk.claims.claim(ana, one));
  const reason = 'la familia pide llamarla';
  expect(valueOf(await house.store.desk.reading.revealNumber(ana, id, reason))).toBe('+12025550101');
  expect(valueOf(await house.store.desk.reading.revealNumber(ana, unnumbered, reason))).toBeNull();
  const view = valueOf(await house.store.desk.reading.view(ana, id));
  expect(told(view).at(-1)).toBe(`# Ana (number): ${reason}`);
  expect(JSON.stringify(view)).not.toContain('2025550101');
  const log = JSON.stringify(await house.store.desk.audit.page(null, 100));
  expect(log).toContain('number_revealed');
  expect(log).not.toContain(reason);
});

test('a place and a file are found when asked for, in an open case of one’s own', async () => {
  await using house = await openTestStore();
  const [ana, beto] = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')];
  const id = await askForHuman(house, marisol);
  const other = await askForHuman(house, wilmer);
  valueOf(await house.store.desk.claims.claim(ana, id));
  valueOf(await house.store.desk.claims.claim(ana, other));
  await say(house, marisol, photo);
  await say(house, marisol, pin);
  const view = valueOf(await house.store.desk.reading.view(ana, id));
  const [photoId, pinId] = view.messages
    .filter(({ kind }) => kind === 'from_person')
    .slice(-2)
    .map(({ id: line }) => line);
  const { reading } = house.store.desk;
  expect(valueOf(await reading.findPin(ana, id, pinId ?? ''))).toEqual({
    latitude: 14.9,
    longitude: -92.26,
    name: 'Albergue',
  });
  expect(valueOf(await reading.findMedia(ana, id, photoId ?? ''))).toEqual({ channel: 'whatsapp', media: photo.media });
  expect(await reading.findPin(ana, id, photoId ?? '')).toEqual({ kind: 'not_found' });
  expect(await reading.findMedia(ana, other, photoId ?? '')).toEqual({ kind: 'not_found' }); // somebody else's message
  expect(await reading.findPin(beto, id, pinId ?? '')).toEqual({ kind: 'not_found' });
  const sol = await hire(house.store, 'Sol', 'supervisor');
  valueOf(await house.store.desk.endings.close(ana, id, 'answered', composeReturn));
  expect(await reading.findPin(sol, id, pinId ?? '')).toEqual({ kind: 'wrong_state', state: 'closed' });
});

test('the queue shows codes and times, no words, and sorts the urgent and the oldest first', async () => {
  await using house = await openTestStore();
  const ids: CaseId[] = [];
  const { jean, joao, rosa } = PEOPLE;
  for (const { address } of [jean, joao]) {
    ids.push(await askForHuman(house, address, { summary: 'canario amarillo', topic: 'us-asylum' }));
    house.clock.advance(MINUTE_MS);
  }
  ids.push(await askForHuman(house, rosa.address, { urgency: 'urgent', reason: 'danger', language: 'fr' }));
  const { queue } = house.store.desk;
  const listed = await queue.list();
  expect(listed.map(({ id }) => id)).toEqual([ids[2], ids[0], ids[1]]);
  expect(JSON.stringify(listed)).not.toMatch(/canario|202555/);
  expect((await queue.list({ language: 'fr' })).map(({ id }) => id)).toEqual([ids[2]]);
  expect((await queue.list({ topic: 'us-asylum' })).map(({ id }) => id)).toEqual([ids[0], ids[1]]);
  expect(await queue.list({ ids: [] })).toEqual([]);
  const ana = await hire(house.store, 'Ana');
  valueOf(await house.store.desk.claims.claim(ana, ids[0] ?? nowhere));
  expect((await queue.list({ owner: ana.id })).map(({ id }) => id)).toEqual([ids[0]]);
  expect(await queue.counts()).toEqual({ waiting: 2, urgent: 1, taken: 1, parked: 0, usualMinutes: null });
});

test('how long an answer usually takes is told of ten cases at least', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  for (let minutes = 1; minutes <= 10; minutes += 1) {
    const from = { channel: 'sms', phone: `+120255501${String(minutes).padStart(2, '0')}` } as const;
    const id = await askForHuman(house, from);
    house.clock.advance(minutes * MINUTE_MS);
    valueOf(await house.store.desk.claims.claim(ana, id));
    expect((await house.store.desk.queue.counts()).usualMinutes).toBeNull();
    await answer(house.store, ana, id, 'hola');
  }
  expect((await house.store.desk.queue.counts()).usualMinutes).toBe(5);
});

test('tags are for colleagues, and every change makes a case newer', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  const before = await house.store.desk.queue.find(id);
  valueOf(await house.store.desk.notes.setTags(ana, id, ['asilo', 'Tapachula']));
  const after = await house.store.desk.queue.find(id);
  expect(after?.tags).toEqual(['asilo', 'Tapachula']);
  expect(after?.version).toBeGreaterThan(before?.version ?? Number.POSITIVE_INFINITY);
});

test('a hidden person shows as hidden', async () => {
  await using house = await openTestStore();
  const id = await askForHuman(house, marisol);
  expect(await house.store.desk.queue.find(id)).toMatchObject({ hidden: false });
  await runStatement(house, 'update contacts set hidden_at = 1');
  expect(await house.store.desk.queue.find(id)).toMatchObject({ hidden: true });
});

test('words that are moved to another row do not open', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  await hire(house.store, 'Sol', 'supervisor');
  const id = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, id));
  valueOf(await house.store.desk.notes.add(ana, id, 'una'));
  valueOf(await house.store.desk.notes.add(ana, id, 'otra'));
  valueOf(await house.store.desk.notes.setTags(ana, id, ['asilo']));
  await house.store.desk.accounts.offerTotp(ana.id, 'JBSWY3DPEHPK3PXP');
  await swap(house, 'case_notes', 'body');
  await expect(house.store.desk.reading.view(ana, id)).rejects.toThrow('case_notes.body does not open');
  await runStatement(house, 'delete from case_notes');
  await runStatement(house, 'update cases set tags = summary');
  await expect(house.store.desk.queue.list()).rejects.toThrow('cases.tags does not open');
  await runStatement(house, 'update agents set totp_secret = totp_offered');
  await expect(house.store.desk.accounts.credentials(ana.id)).rejects.toThrow('agents.totp_secret does not open');
  await runStatement(house, 'update agents set totp_secret = null');
  await swap(house, 'agents', 'name');
  await expect(house.store.desk.accounts.list()).rejects.toThrow('agents.name does not open');
});

test('canned replies and proposals that are moved to another row do not open', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  for (const title of ['a', 'b'])
    await house.store.desk.canned.create({ team: null, language: 'es', title, text: title }, lineOf('canned_changed'));
  await swap(house, 'canned_replies', 'body');
  await expect(house.store.desk.canned.list(null)).rejects.toThrow('canned_replies.body does not open');
  const wanted = { kind: 'new_fact', fact: null, language: 'es', question: '¿?', comment: '' } as const;
  for (let count = 0; count < 2; count += 1)
    await house.store.desk.proposals.make(ana.id, wanted, lineOf('proposal_made'));
  await swap(house, 'proposals', 'body');
  await expect(house.store.desk.proposals.list('open')).rejects.toThrow('proposals.body does not open');
});

/** Gives one row of a table the value of another one. */
async function swap(house: TestStore, table: string, column: string): Promise<void> {
  const value = `select ${column} from ${table} where id = (select max(id) from ${table})`;
  await runStatement(house, `update ${table} set ${column} = (${value}) where id = (select min(id) from ${table})`);
}

test('what is past its time is not shown, and what an agent wrote stays with its state', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, wilmer);
  valueOf(await house.store.desk.claims.claim(ana, id));
  house.clock.advance(6 * DAY_MS);
  valueOf(await house.store.desk.claims.renew(ana, id));
  await answer(house.store, ana, id, 'sigo aquí');
  house.clock.advance(DAY_MS + HOUR_MS);
  valueOf(await house.store.desk.claims.renew(ana, id));
  await sendAll(house.store);
  await house.store.sweep();
  const view = valueOf(await house.store.desk.reading.view(ana, id));
  expect(told(view)).toEqual(['* opened', '* claimed Ana', '> Ana: sigo aquí (sent)']);
  expect(await readRows(house, 'select body from inbox where body is not null')).toEqual([]);
});
