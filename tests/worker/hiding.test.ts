/** Somebody hides, and comes back: through the real bot, worker and store. */
import { expect, test, vi } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { CaseId } from '../../src/core/ids.ts';
import { createPhrases, LOCALES } from '../../src/language/phrases.ts';
import { createNoticeComposer } from '../../src/bot/notice-composer.ts';
import { createTurnWorker } from '../../src/worker/turn-worker.ts';
import { createTestBot } from '../fakes/chat.ts';
import { readRows, runStatement } from '../fakes/house.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { PEOPLE } from '../fakes/people.ts';
import { TEAMS } from '../fakes/team.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const COVER = LOCALES.es.hide.cover;

interface Line extends AsyncDisposable {
  readonly house: TestStore;
  /** Says these in one go, and waits until the turns are over. @returns all that goes out then */
  say(...said: readonly string[]): Promise<readonly string[]>;
  sendAll(): Promise<readonly string[]>;
}

async function openLine(): Promise<Line> {
  const house = await openTestStore();
  const worker = createTurnWorker({
    store: house.store,
    bot: createTestBot({ team: TEAMS.open }),
    clock: house.clock,
    telemetry: { record: () => {} },
    apology: () => ({ kind: 'text', text: 'perdón' }),
    showTyping: () => {},
    mayBeAlerted: () => true,
    onQueued: () => {},
  });
  worker.start();
  const sendAll = async (): Promise<readonly string[]> => {
    const sent = await house.store.outbox.claim(64, ['whatsapp', 'sms']);
    for (const sending of sent)
      await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
    return sent.map(({ reply }) => reply.text);
  };
  return {
    house,
    sendAll,
    say: async (...said) => {
      house.clock.advance(MINUTE_MS);
      await house.store.inbox.receive('whatsapp', webhookWith(...said.map((text) => messageFrom(marisol, text))));
      await vi.waitFor(async () => {
        worker.wake();
        expect(await readRows(house, "select seq from inbox where state = 'waiting'")).toEqual([]);
      }, 5_000);
      return sendAll();
    },
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

async function isHidden({ house }: Line): Promise<boolean> {
  const [row] = await readRows(house, 'select hidden_at from contacts');
  return row?.['hidden_at'] !== null;
}

test('nothing is written first until the person is back: no reminder, no word of an agent, no news', async () => {
  await using line = await openLine();
  await line.say('hola');
  await line.say('agente');
  expect(await line.say('clima')).toEqual([COVER]);
  expect(await isHidden(line)).toBe(true);

  line.house.clock.advance(HOUR_MS);
  const notices = createNoticeComposer({
    knowledge: createFakeKnowledge(),
    phrases: createPhrases(),
    team: TEAMS.open,
  });
  expect(await line.house.store.reminders.sendDue((due) => notices.reminder(due))).toMatchObject([
    { outcome: 'hidden' },
  ]);
  await runStatement(line.house, "update cases set state = 'taken'");
  const [row] = await readRows(line.house, 'select id from cases');
  const caseId = String(row?.['id']) as CaseId; // a column of ids
  const returned = await line.house.store.returnToBot(caseId, 'waiting', (notice) => notices.returned(notice));
  expect(returned).toMatchObject({ told: 'hidden' });
  expect(await line.sendAll()).toEqual([]);
});

test('whoever tries the number hears about the weather, days later too; the person is back with a question', async () => {
  await using line = await openLine();
  await line.say('hola');
  await line.say('clima');
  expect(await line.say('hola')).toEqual([COVER]);
  line.house.clock.advance(4 * DAY_MS);
  await line.house.store.sweep();
  expect(await line.say('¿Quién es?')).toEqual([COVER]);
  expect(await isHidden(line)).toBe(true);
  expect(await line.say('¿cuánto cuesta?')).toEqual([expect.stringMatching(/100 dólares/)]);
  expect(await isHidden(line)).toBe(false);
});

test('of several messages in one go each is taken as it was written, and the last word counts', async () => {
  await using line = await openLine();
  await line.say('hola');
  expect(await line.say('clima', 'hola', 'menú')).toEqual([
    expect.stringMatching(/^¿En qué le ayudo|^Escriba su pregunta/),
  ]);
  expect(await isHidden(line)).toBe(false);
  expect(await line.say('menú', 'clima', 'hola')).toEqual([COVER]);
  expect(await isHidden(line)).toBe(true);
});
