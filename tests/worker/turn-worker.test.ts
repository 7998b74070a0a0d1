import { expect, test, vi } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { FactId } from '../../src/core/ids.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import type { Bot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { createTurnWorker } from '../../src/worker/turn-worker.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol: Address = { channel: 'whatsapp', phone: '+12025550101' };

interface Bench extends AsyncDisposable {
  readonly house: TestStore;
  readonly seen: TurnMessage[];
  readonly events: FaroEvent[];
  say(from: Address, text: string): Promise<void>;
  /** The texts that were put into the outbox so far, in order. */
  replies(): Promise<readonly string[]>;
}

async function setUp(turn: (message: TurnMessage, previous: number) => TurnResult): Promise<Bench> {
  const house = await openTestStore();
  const seen: TurnMessage[] = [];
  const events: FaroEvent[] = [];
  const bot: Bot = {
    turn: async (snapshot, message) => {
      seen.push(message);
      return turn(message, snapshot?.turns ?? 0);
    },
  };
  const worker = createTurnWorker({
    store: house.store,
    bot,
    clock: house.clock,
    telemetry: { record: (event) => events.push(event) },
    apology: () => ({ kind: 'text', text: 'perdón' }),
    showTyping: () => {},
    mayBeAlerted: () => true,
    onQueued: () => {},
  });
  worker.start();
  const sent: string[] = [];
  return {
    house,
    seen,
    events,
    say: async (from, text) => {
      await house.store.inbox.receive(from.channel, webhookWith(messageFrom(from, text)));
      worker.wake();
    },
    replies: async () => {
      for (const sending of await house.store.outbox.claim(64, ['whatsapp', 'sms'])) {
        sent.push(sending.reply.text);
        await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
      }
      house.clock.advance(1_000); // retries of turns come due
      worker.wake();
      return sent;
    },
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

function countingTurn(_message: TurnMessage, previous: number): TurnResult {
  const result = answerWith(`turno ${previous + 1}`);
  return { ...result, snapshot: { ...result.snapshot, turns: previous + 1 } };
}

async function expectReplies(bench: Bench, texts: readonly string[]): Promise<void> {
  await vi.waitFor(async () => expect(await bench.replies()).toEqual(texts), { timeout: 5_000, interval: 5 });
}

test('many messages of one person at once each get a turn, in order, with the state of the one before', async () => {
  await using bench = await setUp(countingTurn);
  const texts = Array.from({ length: 25 }, (_, index) => `m${index}`);
  await Promise.all(texts.map((text) => bench.say(marisol, text)));
  await expectReplies(
    bench,
    texts.map((_, index) => `turno ${index + 1}`),
  );
  expect(bench.seen.map(({ content }) => (content.kind === 'text' ? content.text : content.kind))).toEqual(texts);
});

test('a message that makes the bot fail is tried again, parked with an apology, and the next one is heard', async () => {
  await using bench = await setUp((message, previous) => {
    if (message.content.kind === 'text' && message.content.text === 'veneno') throw new TypeError('poison');
    return countingTurn(message, previous);
  });
  await bench.say(marisol, 'veneno');
  await bench.say(marisol, 'hola');
  await expectReplies(bench, ['perdón', 'turno 1']);
  const failed = bench.events.filter(({ event }) => event === 'turn_failed');
  expect(failed.map((event) => event.event === 'turn_failed' && event.parked)).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
  expect(await bench.house.store.counts()).toMatchObject({ waiting: 0, parked: 1 });
});

test('one person’s trouble does not hold up another', async () => {
  await using bench = await setUp((message, previous) => {
    if (message.content.kind === 'text' && message.content.text === 'veneno') throw new TypeError('poison');
    return countingTurn(message, previous);
  });
  await bench.say(marisol, 'veneno');
  await bench.say({ channel: 'sms', phone: '+12025550102' }, 'hola');
  await expectReplies(bench, ['turno 1', 'perdón']);
});

test('a reaction is taken note of and never answered', async () => {
  await using bench = await setUp(countingTurn);
  await bench.house.store.inbox.receive(
    'whatsapp',
    webhookWith(messageFrom(marisol, { kind: 'reaction', emoji: null }), messageFrom(marisol, 'hola')),
  );
  await expectReplies(bench, ['turno 1']);
  expect(bench.seen).toHaveLength(1);
});

test('whoever has the account after an identity change finds no earlier conversation', async () => {
  await using bench = await setUp(countingTurn);
  await bench.say(marisol, 'uno');
  await expectReplies(bench, ['turno 1']);
  const change = { kind: 'identity_changed', change: 'number', current: null } as const;
  await bench.house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, change)));
  await bench.say(marisol, 'dos');
  await expectReplies(bench, ['turno 1', 'turno 1']);
});

test('the bot hears within one batch that a case is waiting since the message before', async () => {
  await using bench = await setUp((message, previous) => ({
    ...countingTurn(message, previous),
    effects: [
      { kind: 'open_case', case: { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: 's' } },
    ],
  }));
  await Promise.all([bench.say(marisol, 'agente'), bench.say(marisol, 'agente')]);
  await expectReplies(bench, ['turno 1', 'turno 2']);
  expect(bench.seen.map(({ contact }) => contact.caseWaiting)).toEqual([false, true]);
  expect(bench.events.filter(({ event }) => event === 'case_opened')).toHaveLength(1);
});

test('the bot hears within one batch what the person wants to be told since the message before', async () => {
  const fact = 'us-asylum-fees' as FactId; // an id of a test is made where it is used
  const wishes: Readonly<Record<string, readonly Effect[]>> = {
    avisarme: [
      { kind: 'wish_alert', fact, language: 'es' },
      { kind: 'allow_corrections', allowed: true },
    ],
    quitar: [{ kind: 'stop_alerts', fact }],
    alto: [{ kind: 'opt_out' }],
  };
  await using bench = await setUp((message, previous) => {
    const said = message.content.kind === 'text' ? message.content.text : '';
    return { ...countingTurn(message, previous), effects: wishes[said] ?? [] };
  });
  const said = ['avisarme', 'quitar', 'avisarme', 'alto', 'menu'];
  await Promise.all(said.map((text) => bench.say(marisol, text)));
  await vi.waitFor(() => expect(bench.seen).toHaveLength(said.length), { timeout: 5_000, interval: 5 });
  expect(bench.seen.map(({ contact: { alerts, corrections } }) => [alerts, corrections])).toEqual([
    [[], false],
    [[fact], true],
    [[], true],
    [[fact], true],
    [[], false],
  ]);
});

test('a claim that was noted is counted by its language, without a word of it', async () => {
  await using bench = await setUp((message, previous) => ({
    ...countingTurn(message, previous),
    effects: [
      { kind: 'report_rumour', language: 'es', forwarded: 'often', place: 'Tijuana', price: '$800', text: 'canario' },
    ],
  }));
  await bench.say(marisol, 'canario');
  await expectReplies(bench, ['turno 1']);
  const noted = bench.events.filter(({ event }) => event === 'rumour_reported');
  expect(noted).toEqual([{ event: 'rumour_reported', language: 'es', forwarded: 'often' }]);
});
