/** The way back from an agent: the case, one word to the person, and a conversation that begins afresh. */
import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/core/clock.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { CaseId } from '../../src/core/ids.ts';
import type { ReturnNotice } from '../../src/core/notice.ts';
import type { Reply } from '../../src/core/reply.ts';
import { readRows, runStatement, takeTurn } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;

const WISH: Effect = {
  kind: 'open_case',
  case: { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: 'pidió' },
};

/** Somebody asks for a person, and an agent takes it. */
async function taken(house: TestStore, more: readonly Effect[] = []): Promise<CaseId> {
  await takeTurn(house, marisol, [WISH, ...more]);
  for (const sending of await house.store.outbox.claim(64, ['whatsapp']))
    await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
  await runStatement(house, "update cases set state = 'taken'");
  const [row] = await readRows(house, 'select id from cases');
  return String(row?.['id']) as CaseId; // a column of ids
}

function write({ channel, language, state }: ReturnNotice): Reply {
  return { kind: 'text', text: `${channel} ${language} ${state}` };
}

async function textsInOutbox(house: TestStore): Promise<readonly string[]> {
  return (await house.store.outbox.claim(64, ['whatsapp'])).map(({ reply }) => reply.text);
}

test.each(['closed', 'waiting'] as const)('a case that is given back as %s tells the person once', async (state) => {
  await using house = await openTestStore();
  const id = await taken(house);
  expect(await house.store.returnToBot(id, state, write)).toEqual({ kind: 'returned', told: 'yes' });
  expect(await house.store.returnToBot(id, state, write)).toEqual({ kind: 'not_taken' });
  expect(await textsInOutbox(house)).toEqual([`whatsapp es ${state}`]);
  const [row] = await readRows(house, 'select state, closed_at from cases');
  expect(row).toMatchObject({ state });
  expect(row?.['closed_at'] === null).toBe(state === 'waiting');
});

test('of two clicks at once one counts', async () => {
  await using house = await openTestStore();
  const id = await taken(house);
  const both = await Promise.all([
    house.store.returnToBot(id, 'closed', write),
    house.store.returnToBot(id, 'waiting', write),
  ]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(['not_taken', 'returned']);
  expect(await textsInOutbox(house)).toHaveLength(1);
});

test('a case that nobody has is not given back', async () => {
  await using house = await openTestStore();
  const id = await taken(house);
  await runStatement(house, "update cases set state = 'waiting'");
  expect(await house.store.returnToBot(id, 'closed', write)).toEqual({ kind: 'not_taken' });
  expect(await house.store.returnToBot('none' as CaseId, 'closed', write)).toEqual({ kind: 'not_taken' }); // no such case
  expect(await textsInOutbox(house)).toEqual([]);
});

test('the conversation begins afresh, in the language and with the count that it had', async () => {
  await using house = await openTestStore();
  const id = await taken(house);
  await house.store.returnToBot(id, 'closed', write);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'hola')));
  const [claim] = await house.store.turns.claim(1);
  expect(claim).toMatchObject({ openCase: null, snapshot: { language: 'es', turns: 1, offered: [], dialogs: null } });
});

test('a reminder that was planned goes: somebody was there', async () => {
  await using house = await openTestStore();
  const id = await taken(house, [{ kind: 'remind', atMs: 1, country: null }]);
  await house.store.returnToBot(id, 'waiting', write);
  expect(await readRows(house, 'select case_id from reminders')).toEqual([]);
});

test.each([
  ['opted_out', 'update contacts set opted_out_at = 1', 0],
  ['hidden', 'update contacts set hidden_at = 1', 0],
  ['window_closed', 'update contacts set language = null', DAY_MS],
] as const)(
  'where we may not write (%s) nobody is told, and the case is given back all the same',
  async (told, statement, ms) => {
    await using house = await openTestStore();
    const id = await taken(house);
    await runStatement(house, statement);
    house.clock.advance(ms);
    expect(await house.store.returnToBot(id, 'closed', write)).toEqual({ kind: 'returned', told });
    expect(await textsInOutbox(house)).toEqual([]);
    expect(await readRows(house, 'select state from cases')).toEqual([{ state: 'closed' }]);
  },
);
