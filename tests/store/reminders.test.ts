/** Reminders in the database: sent once, to those who still wait and may be written to, and gone with the case. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { DueReminder } from '../../src/core/notice.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { Reminded } from '../../src/store/reminders.ts';
import { readRows, runStatement, takeTurn, takeTurns } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { openTestStore, START_MS } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;

const WISH: Effect = {
  kind: 'open_case',
  case: { reason: 'request', urgency: 'normal', language: 'pt', topic: null, summary: 'pediu' },
};
const ALARM: Effect = {
  kind: 'open_case',
  case: { reason: 'danger', urgency: 'urgent', language: 'pt', topic: null, summary: 'perigo' },
};

function remindIn(ms: number): Effect {
  return { kind: 'remind', atMs: START_MS + ms, country: 'MX' };
}

async function openAndRemind(house: TestStore, from: Address = marisol, ms = HOUR_MS): Promise<void> {
  await takeTurn(house, from, [WISH, remindIn(ms)]);
  await sendAll(house);
}

/** Everything that waits in the outbox goes out. @returns the texts */
async function sendAll(house: TestStore): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const due = await house.store.outbox.claim(64, ['whatsapp', 'sms']);
    if (due.length === 0) return texts;
    for (const sending of due) {
      texts.push(sending.reply.text);
      await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
    }
  }
}

function write({ channel, language, country }: DueReminder): Reply {
  return { kind: 'text', text: `${channel} ${language} ${country}` };
}

async function remind(house: TestStore): Promise<readonly Reminded[]> {
  return house.store.reminders.sendDue(write);
}

test('who still waits is told once, at the time and not before', async () => {
  await using house = await openTestStore();
  await openAndRemind(house);
  house.clock.advance(HOUR_MS - 1);
  expect(await house.store.reminders.areDue()).toBe(false);
  expect(await remind(house)).toEqual([]);
  house.clock.advance(1);
  expect(await house.store.reminders.areDue()).toBe(true);
  expect(await remind(house)).toEqual([{ channel: 'whatsapp', outcome: 'sent' }]);
  expect(await house.store.reminders.areDue()).toBe(false);
  expect(await remind(house)).toEqual([]);
  expect(await sendAll(house)).toEqual(['whatsapp pt MX']);
});

test('it is written by the system, as an answer to no message', async () => {
  await using house = await openTestStore();
  await openAndRemind(house);
  house.clock.advance(HOUR_MS);
  await remind(house);
  expect(await readRows(house, "select author, inbox_seq from outbox where state = 'queued'")).toEqual([
    { author: 'system', inbox_seq: null },
  ]);
});

test('the language that somebody chose outranks the one of their case', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [WISH, remindIn(HOUR_MS), { kind: 'set_language', language: 'ht' }]);
  await sendAll(house);
  house.clock.advance(HOUR_MS);
  await remind(house);
  expect(await sendAll(house)).toEqual(['whatsapp ht MX']);
});

test('a second wish for one case changes nothing', async () => {
  await using house = await openTestStore();
  await openAndRemind(house);
  await takeTurn(house, marisol, [remindIn(2 * HOUR_MS)]);
  await sendAll(house);
  house.clock.advance(HOUR_MS);
  expect(await remind(house)).toHaveLength(1);
  house.clock.advance(HOUR_MS);
  expect(await remind(house)).toEqual([]);
});

test('nothing is planned where no case waits, and nothing for somebody in danger', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [remindIn(HOUR_MS)]);
  await takeTurn(house, wilmer, [ALARM, remindIn(HOUR_MS)]);
  expect(await readRows(house, 'select case_id from reminders')).toEqual([]);
});

test.each([
  ['an agent has taken the case', "update cases set state = 'taken'", 'settled'],
  ['the case is closed', "update cases set state = 'closed'", 'settled'],
  ['the person does not want to be written to', 'update contacts set opted_out_at = 1', 'opted_out'],
  ['the person hid', 'update contacts set hidden_at = 1', 'hidden'],
] as const)('nobody is told when %s; it is counted, and not tried again', async (_why, statement, outcome) => {
  await using house = await openTestStore();
  await openAndRemind(house);
  await runStatement(house, statement);
  house.clock.advance(HOUR_MS);
  expect(await remind(house)).toEqual([{ channel: 'whatsapp', outcome }]);
  expect(await sendAll(house)).toEqual([]);
  expect(await readRows(house, 'select case_id from reminders')).toEqual([]);
});

test('a cry for help takes the reminder away: somebody else may hold the phone', async () => {
  await using house = await openTestStore();
  await openAndRemind(house);
  await takeTurn(house, marisol, [ALARM]);
  expect(await readRows(house, 'select case_id from reminders')).toEqual([]);
});

test('WhatsApp takes nothing after a day of silence: nothing is sent then, by SMS it is', async () => {
  await using house = await openTestStore();
  await openAndRemind(house, marisol, 30 * HOUR_MS);
  await openAndRemind(house, wilmer, 30 * HOUR_MS);
  house.clock.advance(30 * HOUR_MS);
  expect(await remind(house)).toEqual([
    { channel: 'whatsapp', outcome: 'window_closed' },
    { channel: 'sms', outcome: 'sent' },
  ]);
  expect(await sendAll(house)).toEqual(['sms pt MX']);
});

test('who wrote meanwhile opened the window again', async () => {
  await using house = await openTestStore();
  await openAndRemind(house, marisol, 30 * HOUR_MS);
  house.clock.advance(20 * HOUR_MS);
  await takeTurn(house, marisol, []);
  await sendAll(house);
  house.clock.advance(10 * HOUR_MS);
  expect(await remind(house)).toEqual([{ channel: 'whatsapp', outcome: 'sent' }]);
});

test('it goes with the case that the person no longer needs, and with everything that is deleted', async () => {
  await using house = await openTestStore();
  await openAndRemind(house, marisol);
  await openAndRemind(house, wilmer);
  await takeTurn(house, marisol, [{ kind: 'close_case', line: 'ya no' }]);
  expect(await readRows(house, 'select case_id from reminders')).toHaveLength(1);
  await takeTurn(house, wilmer, [{ kind: 'erase', receipt: 'R-1' }]);
  expect(await readRows(house, 'select case_id from reminders')).toEqual([]);
});

test('it goes with a person whom nobody has heard of for a month', async () => {
  await using house = await openTestStore();
  await openAndRemind(house, marisol, 60 * DAY_MS);
  await runStatement(house, "update cases set state = 'closed', closed_at = 1");
  house.clock.advance(40 * DAY_MS);
  await house.store.sweep();
  expect(await readRows(house, 'select case_id from reminders')).toEqual([]);
});

test('a reminder whose transaction fails is neither lost nor sent twice', async () => {
  await using house = await openTestStore();
  await openAndRemind(house);
  house.clock.advance(HOUR_MS);
  const broken = house.store.reminders.sendDue(() => {
    throw new Error('cut off');
  });
  await expect(broken).rejects.toThrow('cut off');
  const restarted = await house.reopen();
  expect(await restarted.reminders.sendDue(write)).toEqual([{ channel: 'whatsapp', outcome: 'sent' }]);
  expect(await restarted.reminders.sendDue(write)).toEqual([]);
  expect(await sendAll(house)).toEqual(['whatsapp pt MX']);
});

test('two processes that look at once tell each person once', async () => {
  await using house = await openTestStore();
  const people = Array.from({ length: 120 }, (_, index): Address => {
    return { channel: 'whatsapp', userId: `US.90000000000000000${index}` };
  });
  await takeTurns(house, people, [WISH, remindIn(HOUR_MS)]);
  house.clock.advance(HOUR_MS);
  const other = await house.another();
  const rounds: Promise<readonly Reminded[]>[] = [];
  for (let round = 0; round < 4; round += 1)
    rounds.push(house.store.reminders.sendDue(write), other.reminders.sendDue(write));
  expect((await Promise.all(rounds)).flat()).toHaveLength(people.length);
  await other.close();
  const told = await readRows(house, "select contact_id from outbox where author = 'system'");
  expect(new Set(told.map(({ contact_id }) => contact_id)).size).toBe(people.length);
  expect(told).toHaveLength(people.length);
});
