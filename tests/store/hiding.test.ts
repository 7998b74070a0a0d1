/** Somebody hides: what was not sent goes no more, agents learn why, and nothing is written first until they are back. */
import { expect, test } from 'vitest';
import { HOUR_MS, SECOND_MS } from '../../src/core/clock.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { FactId, FactVersion } from '../../src/core/ids.ts';
import { readRows, runStatement, takeTurn } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import type { Claim } from '../../src/store/turns.ts';
import { answerWith, messageFrom, openTestStore, START_MS, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const WISHED = 'us-asylum-fees' as FactId;
const HIDE: Effect = { kind: 'hide' };
const BACK: Effect = { kind: 'come_back' };
const WISH: Effect = {
  kind: 'open_case',
  case: { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: 'pidió' },
};

/** @returns the texts that go out now */
async function sendAll(house: TestStore): Promise<readonly string[]> {
  const sent = await house.store.outbox.claim(64, ['whatsapp', 'sms']);
  for (const sending of sent)
    await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
  return sent.map(({ reply }) => reply.text);
}

/** Makes the answer that waits one that an agent wrote, or an alert. */
async function rewriteUnsent(house: TestStore, columns: string): Promise<void> {
  await runStatement(house, `update outbox set ${columns} where state = 'queued'`);
}

function readOutbox(house: TestStore): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return readRows(house, 'select author, state, error_code from outbox order by seq');
}

async function hideLater(house: TestStore, effect: Effect = HIDE): Promise<void> {
  house.clock.advance(SECOND_MS);
  await takeTurn(house, marisol, [effect]);
}

test('what the bot had to say is dropped; the line that covers it goes out', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [WISH]);
  await hideLater(house);
  expect(await readOutbox(house)).toEqual([{ author: 'bot', state: 'queued', error_code: null }]);
  expect(await sendAll(house)).toEqual(['eco']);
});

test.each(['queued', 'held', 'parked'])(
  "an agent's answer that is %s goes back to the desk as not sent",
  async (state) => {
    await using house = await openTestStore();
    await takeTurn(house, marisol, [WISH]);
    await rewriteUnsent(house, `author = 'agent', state = '${state}', case_id = (select id from cases)`);
    await hideLater(house);
    expect(await readOutbox(house)).toEqual([
      { author: 'agent', state: 'dead', error_code: 'recipient_hidden' },
      { author: 'bot', state: 'queued', error_code: null },
    ]);
    const kinds = (await readRows(house, 'select kind from case_events order by seq')).map(({ kind }) => kind);
    expect(kinds).toEqual(['opened', 'message', 'delivery', 'hidden']);
    expect(await house.store.outbox.replay('all')).toBe(0);
  },
);

test('an agent is told once, however often the word is written', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [WISH]);
  await hideLater(house);
  await hideLater(house);
  const events = await readRows(house, "select kind from case_events where kind = 'hidden'");
  expect(events).toHaveLength(1);
});

const FAILED = { code: 'unreachable', providerCode: null } as const;

test.each(['retry', 'hold'] as const)('what was on its way in that moment gets no %s', async (kind) => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, []);
  const [underWay] = await house.store.outbox.claim(64, ['whatsapp']);
  if (underWay === undefined) throw new Error('expected the answer');
  await hideLater(house);
  const atMs = house.clock.nowMs();
  const outcome = kind === 'retry' ? { ...FAILED, kind, atMs } : { ...FAILED, kind, untilMs: atMs };
  await house.store.outbox.finish(underWay, outcome);
  expect(await readOutbox(house)).toMatchObject([
    { state: 'dead', error_code: 'recipient_hidden' },
    { state: 'queued' },
  ]);
  expect(await sendAll(house)).toEqual(['eco']);
  expect(await sendAll(house)).toEqual([]);
});

test('what a process that died had in its hands is not sent again, also not when the person is back', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, []);
  await house.store.outbox.claim(64, ['whatsapp']);
  await hideLater(house);
  house.clock.advance(HOUR_MS);
  await house.store.outbox.holdAbandoned();
  house.clock.advance(HOUR_MS);
  expect(await sendAll(house)).toEqual(['eco']);
  expect(await sendAll(house)).toEqual([]);
  await takeTurn(house, marisol, [BACK]);
  expect(await sendAll(house)).toEqual(['eco']);
  expect(await sendAll(house)).toEqual([]);
});

test('the cover itself is tried again like every message', async () => {
  await using house = await openTestStore();
  await hideLater(house);
  const [cover] = await house.store.outbox.claim(64, ['whatsapp']);
  if (cover === undefined) throw new Error('expected the cover');
  await house.store.outbox.finish(cover, { ...FAILED, kind: 'retry', atMs: house.clock.nowMs() });
  expect(await sendAll(house)).toEqual(['eco']);
});

test('an alert that was queued waits until the person is back', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, []);
  await rewriteUnsent(house, `author = 'system', alert_fact = '${WISHED}'`);
  await hideLater(house);
  expect(await sendAll(house)).toHaveLength(1);
  house.clock.advance(HOUR_MS);
  expect(await sendAll(house)).toEqual([]);
  await takeTurn(house, marisol, [BACK]);
  expect(await sendAll(house)).toHaveLength(2);
});

test.each([
  ['hides', [HIDE], 'ht', 1],
  ['says something else', [], 'es', 0],
] as const)('whoever %s while an agent takes the case: their chat is in %o', async (_what, effects, language, sent) => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [WISH]);
  await sendAll(house);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'algo')));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  await runStatement(house, "update cases set state = 'taken'");
  const { snapshot, reply } = answerWith('eco');
  const result = { reply, effects, snapshot: { ...snapshot, language: 'ht' as const } };
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
  expect(await sendAll(house)).toHaveLength(sent);
  expect((await claimNext(house)).snapshot?.language).toBe(language);
});

async function claimNext(house: TestStore): Promise<Claim> {
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'algo')));
  const [claim] = await house.store.turns.claim(1);
  if (claim === undefined) throw new Error('expected a claim');
  return claim;
}

test('a claim says who hides, since when they are known, and what request of theirs is kept', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [WISH]);
  await runStatement(house, "update cases set state = 'closed'");
  await hideLater(house);
  const known = { knownSinceMs: START_MS, hidden: true, openCase: null, hasClosedCase: true };
  expect(await claimNext(house)).toMatchObject(known);
});

test('whoever has the number now is known since now, and chose no language', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [{ kind: 'set_language', language: 'ht' }]);
  house.clock.advance(HOUR_MS);
  const claim = await claimNext(house);
  const [message] = claim.messages;
  if (message === undefined) throw new Error('expected a message');
  await house.store.turns.finish(claim, message, { kind: 'noted', forget: true }, true);
  expect(await claimNext(house)).toMatchObject({ knownSinceMs: START_MS + HOUR_MS, language: null, snapshot: null });
});

const GIVEN: Effect = { kind: 'note_answer', fact: WISHED, version: 'v-1' as FactVersion, language: 'es' };

test('"delete my data" takes with it all that was asked for since: alerts, corrections, reminders, requests, hiding', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [
    WISH,
    { kind: 'remind', atMs: START_MS + HOUR_MS, country: 'MX' },
    { kind: 'wish_alert', fact: WISHED, language: 'es' },
    { kind: 'allow_corrections', allowed: true },
    { kind: 'set_language', language: 'es' },
  ]);
  await takeTurn(house, marisol, [GIVEN]);
  await hideLater(house);
  await runStatement(house, "update cases set state = 'taken'");
  await hideLater(house, { kind: 'erase', receipt: 'R-1' });
  for (const table of [
    'cases',
    'conversations',
    'alert_wishes',
    'due_alerts',
    'given_answers',
    'reminders',
    'case_notes',
  ])
    expect([table, await readRows(house, `select * from ${table}`)]).toEqual([table, []]);
  const [left] = await readRows(house, 'select language, hidden_at, corrections_at, created_at from contacts');
  expect(left).toEqual({ language: null, hidden_at: null, corrections_at: null, created_at: house.clock.nowMs() });
  expect(await sendAll(house)).toEqual(['eco']);
  expect(await house.store.finishErasures()).toEqual(['whatsapp']);
  for (const table of ['contacts', 'address_keys', 'outbox'])
    expect([table, await readRows(house, `select * from ${table}`)]).toEqual([table, []]);
});
