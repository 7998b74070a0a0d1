/** A pin on the map: through the real bot, worker and store it is used once, and no digit of it stays behind. */
import { expect, test, vi } from 'vitest';
import type { InboundContent } from '../../src/core/message.ts';
import type { Reply } from '../../src/core/reply.ts';
import { createTurnWorker } from '../../src/worker/turn-worker.ts';
import { createTestBot } from '../fakes/chat.ts';
import { readRows, runStatement } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const { marisol } = PEOPLE;
/** In Tapachula; neither number is anybody's city's. */
const PIN: InboundContent = { kind: 'location', latitude: 14.91237, longitude: -92.27654 };
/** As they were sent, and to the kilometre. */
const DIGITS = /14\.91|92\.2[78]/;

async function openLine() {
  const house = await openTestStore();
  const events: unknown[] = [];
  const worker = createTurnWorker({
    store: house.store,
    bot: createTestBot(),
    clock: house.clock,
    telemetry: { record: (event) => events.push(event) },
    apology: () => ({ kind: 'text', text: 'perdón' }),
    showTyping: () => {},
    mayBeAlerted: () => true,
    onQueued: () => {},
  });
  worker.start();
  return {
    house,
    events,
    say: async (content: InboundContent | string): Promise<Reply | null> => {
      await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol.address, content)));
      await vi.waitFor(async () => {
        worker.wake();
        expect(await readRows(house, "select seq from inbox where state = 'waiting'")).toEqual([]);
      }, 5_000);
      const [sending] = await house.store.outbox.claim(1, ['whatsapp']);
      if (sending !== undefined)
        await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
      return sending?.reply ?? null;
    },
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

/** The snapshot as the next turn gets it. */
async function readSnapshot(house: TestStore): Promise<string> {
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol.address, 'otra')));
  const [claim] = await house.store.turns.claim(1);
  return JSON.stringify(claim?.snapshot);
}

test('is answered, and gone from the inbox, the snapshot, the reply and the log', async () => {
  await using line = await openLine();
  const reply = await line.say(PIN);

  expect(reply?.text).toContain('Tapachula');
  expect(await readRows(line.house, 'select body from inbox')).toEqual([{ body: null }]);
  expect(JSON.stringify([reply, line.events])).not.toMatch(DIGITS);
  const snapshot = await readSnapshot(line.house);
  expect(snapshot).toContain('mx-tapachula');
  expect(snapshot).not.toMatch(DIGITS);
});

test('what they wrote stays for its days: only the pin is dropped', async () => {
  await using line = await openLine();
  await line.say('albergue');
  await line.say(PIN);

  const rows = await readRows(line.house, 'select body from inbox order by seq');
  expect(rows.map(({ body }) => body === null)).toEqual([false, true]);
});

test('is kept for the agent who has the case, and for nobody else', async () => {
  await using line = await openLine();
  await line.say('agente');
  await runStatement(line.house, "update cases set state = 'taken'");

  expect(await line.say(PIN)).toBeNull();
  const rows = await readRows(line.house, 'select body from inbox order by seq');
  expect(rows.map(({ body }) => body === null)).toEqual([false, false]);
});
