/** Two processes on one PostgreSQL, each with a worker and a sender: every message answered once, and each person's in order. */
import { expect, inject, test, vi } from 'vitest';
import type { Channel } from '../../src/core/channel.ts';
import type { Address } from '../../src/core/contact.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import type { Bot } from '../../src/core/turn.ts';
import type { Store } from '../../src/store/store.ts';
import { createSender } from '../../src/worker/sender.ts';
import { createTurnWorker } from '../../src/worker/turn-worker.ts';
import { testHealth } from '../fakes/provider-health.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const onPostgres = test.skipIf(inject('postgres') === undefined || inject('postgres') === null);

const echo: Bot = {
  turn: (snapshot, { content }) =>
    Promise.resolve(answerWith(content.kind === 'text' ? content.text : content.kind, snapshot)),
};

/** What each person was sent, in the order in which the provider took it. */
function listeningChannel(sent: Map<string, string[]>): Channel {
  let calls = 0;
  return {
    name: 'whatsapp',
    send: async (to, reply) => {
      calls += 1;
      const name = to.channel === 'whatsapp' ? (to.userId ?? '') : '';
      const providerId = `wamid.${name}.${calls}`;
      await new Promise((resolve) => setTimeout(resolve, (calls % 7) * 2)); // some take longer than others
      sent.set(name, [...(sent.get(name) ?? []), reply.text]);
      return { providerId };
    },
    showTyping: () => Promise.resolve(),
  };
}

function startProcess(house: TestStore, store: Store, channel: Channel): { wake(): void; stop(): Promise<void> } {
  const sender = createSender({
    store,
    channels: { whatsapp: channel },
    health: testHealth(house.clock),
    clock: house.clock,
    telemetry: silentTelemetry,
    retryBaseMs: 1_000,
    holdMs: 90_000,
    isQuiet: () => false,
    random: () => 1,
  });
  const turns = createTurnWorker({
    store,
    bot: echo,
    clock: house.clock,
    telemetry: silentTelemetry,
    apology: () => ({ kind: 'text', text: 'perdón' }),
    showTyping: () => {},
    mayBeAlerted: () => true,
    onQueued: () => sender.wake(),
  });
  sender.start();
  turns.start();
  return {
    wake: () => {
      turns.wake();
      sender.wake();
    },
    stop: async () => {
      await turns.stop();
      await sender.stop();
    },
  };
}

onPostgres.each([
  ['five busy people', 5, 36],
  ['two hundred people', 200, 3],
])('%s who write to both processes are answered once and in order', async (_name, people, messagesEach) => {
  await using house = await openTestStore();
  const other = await house.another();
  const sent = new Map<string, string[]>();
  const channel = listeningChannel(sent);
  const stores = [house.store, other];
  const processes = stores.map((store) => startProcess(house, store, channel));
  const written = Array.from({ length: messagesEach }, (_, index) => `mensaje ${index}`);
  // A person's next message comes when the one before was taken; different people write at once.
  await Promise.all(
    Array.from({ length: people }, async (_, person) => {
      const from: Address = { channel: 'whatsapp', userId: `US.${9_200_000 + person}` };
      for (const [index, text] of written.entries()) {
        const at = (person + index) % stores.length;
        await stores[at]?.inbox.receive('whatsapp', webhookWith(messageFrom(from, text)));
        processes[at]?.wake();
      }
    }),
  );
  const countSent = (): number => [...sent.values()].reduce((sum, texts) => sum + texts.length, 0);
  await vi.waitFor(
    () => {
      house.clock.advance(250); // who has written much waits a little between their turns
      for (const one of processes) one.wake();
      expect(countSent()).toBeGreaterThanOrEqual(people * messagesEach);
    },
    { timeout: 50_000, interval: 20 },
  );
  for (const one of processes) await one.stop();
  expect(sent.size).toBe(people);
  for (const texts of sent.values()) expect(texts).toStrictEqual(written);
  await other.close();
});

onPostgres('what a process leaves behind in mid-turn and in mid-send is taken over by the other', async () => {
  await using house = await openTestStore();
  const from: Address = { channel: 'whatsapp', userId: 'US.9300001' };
  const dead = await house.another();
  await dead.inbox.receive('whatsapp', webhookWith(messageFrom(from, 'uno')));
  const [claim] = await dead.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  await dead.turns.finish(claim, message, { kind: 'answered', result: answerWith('uno') }, true);
  await dead.outbox.claim(1, ['whatsapp']); // and died over the call
  await dead.inbox.receive('whatsapp', webhookWith(messageFrom(from, 'dos')));
  await dead.turns.claim(1); // and died over the turn
  const sent = new Map<string, string[]>();
  const living = startProcess(house, house.store, listeningChannel(sent));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(sent.size).toBe(0); // it may still be at it
  house.clock.advance(15_000);
  await vi.waitFor(() => expect(sent.get('US.9300001')).toStrictEqual(['dos']), 10_000);
  house.clock.advance(90_000); // nobody has reported that the first one arrived
  await vi.waitFor(() => expect(sent.get('US.9300001')).toStrictEqual(['dos', 'uno']), 10_000);
  await living.stop();
  await dead.close();
});
