import { expect, test, vi } from 'vitest';
import type { Channel } from '../../src/core/channel.ts';
import { DAY_MS } from '../../src/core/clock.ts';
import { SEND_ERRORS, SendError } from '../../src/core/errors.ts';
import type { SendErrorCode } from '../../src/core/errors.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { createSender } from '../../src/worker/sender.ts';
import type { Loop } from '../../src/worker/loop.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const HOLD_MS = 90_000;

/** A channel that does what the test's list says, one line a call, and then takes everything. */
function scriptedChannel(script: readonly ('accept' | SendError)[]): Channel & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    name: 'whatsapp',
    calls,
    send: async (_to, _reply, outboxId) => {
      const step = script[calls.length] ?? 'accept';
      calls.push(outboxId);
      if (step !== 'accept') throw step;
      return { providerId: `wamid.${calls.length}` };
    },
    showTyping: async () => {},
  };
}

interface Bench extends AsyncDisposable {
  readonly house: TestStore;
  readonly channel: ReturnType<typeof scriptedChannel>;
  readonly events: FaroEvent[];
  /** Queues a reply to this person, as a turn does. */
  reply(text: string): Promise<void>;
  /** Moves the clock and lets the sender look again until the expectation holds. */
  after(ms: number, expectation: () => Promise<void> | void): Promise<void>;
}

async function setUp(script: readonly ('accept' | SendError)[]): Promise<Bench> {
  const house = await openTestStore({ outboxHoldMs: HOLD_MS });
  const channel = scriptedChannel(script);
  const events: FaroEvent[] = [];
  const sender: Loop = createSender({
    store: house.store,
    channels: { whatsapp: channel },
    clock: house.clock,
    telemetry: { record: (event) => events.push(event) },
    retryBaseMs: 1_000,
    holdMs: HOLD_MS,
    isQuiet: () => false,
    random: () => 1,
  });
  sender.start();
  return {
    house,
    channel,
    events,
    reply: async (text) => {
      const from = { channel: 'whatsapp', phone: '+12025550101' } as const;
      await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(from, 'hola')));
      const [claim] = await house.store.turns.claim(1);
      const message = claim?.messages[0];
      if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
      await house.store.turns.finish(claim, message, { kind: 'answered', result: answerWith(text) }, true);
      sender.wake();
    },
    after: async (ms, expectation) => {
      house.clock.advance(ms);
      sender.wake();
      await vi.waitFor(expectation, { timeout: 3_000, interval: 5 });
    },
    [Symbol.asyncDispose]: async () => {
      await sender.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

async function states(bench: Bench): Promise<Readonly<Record<string, number>>> {
  return bench.house.store.outbox.counts();
}

const codes = Object.keys(SEND_ERRORS) as SendErrorCode[]; // the table's own keys
const permanent = codes.filter((code) => !SEND_ERRORS[code].retryable);
const ambiguous = codes.filter((code) => SEND_ERRORS[code].ambiguous);

test('a reply goes out once', async () => {
  await using bench = await setUp([]);
  await bench.reply('uno');
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(1));
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ queued: 0, sending: 0 }));
  await bench.after(10 * HOLD_MS, () => expect(bench.channel.calls).toHaveLength(1));
});

test.each(permanent)('%s is tried once and put in the list', async (code) => {
  await using bench = await setUp([new SendError(code, 'no')]);
  await bench.reply('uno');
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ dead: 1 }));
  await bench.after(DAY_MS / 2, () => expect(bench.channel.calls).toHaveLength(1));
  expect(await bench.house.store.outbox.listGivenUp(1)).toMatchObject([{ code }]);
});

test.each(ambiguous)('%s waits for a report before it is sent again', async (code) => {
  await using bench = await setUp([new SendError(code, 'perhaps')]);
  await bench.reply('uno');
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ held: 1 }));
  await bench.after(HOLD_MS - 1, () => expect(bench.channel.calls).toHaveLength(1));
  await bench.after(1, () => expect(bench.channel.calls).toHaveLength(2));
});

test('a refusal before processing is tried again soon, each time later, in the database', async () => {
  const refusal = new SendError('unreachable', 'no');
  await using bench = await setUp([refusal, refusal, refusal]);
  await bench.reply('uno');
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(1));
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ queued: 1, sending: 0 }));
  for (const [index, waitMs] of [1_000, 2_000, 4_000].entries()) {
    await bench.after(waitMs - 1, () => expect(bench.channel.calls).toHaveLength(index + 1));
    await bench.after(1, () => expect(bench.channel.calls).toHaveLength(index + 2));
    await bench.after(0, async () => expect(await states(bench)).toMatchObject({ sending: 0 }));
  }
});

test('a provider that asks for a pause gets it, for everybody', async () => {
  await using bench = await setUp([new SendError('rate_limited', 'slow', { retryAfterMs: 30_000 })]);
  await bench.reply('uno');
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(1));
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ queued: 1, sending: 0 }));
  await bench.reply('dos');
  await bench.after(29_000, () => expect(bench.channel.calls).toHaveLength(1));
  await bench.after(1_000, () => expect(bench.channel.calls).toHaveLength(3));
});

test('a message is given up when it is a day old and WhatsApp’s window has closed', async () => {
  await using bench = await setUp([new SendError('unreachable', 'no')]);
  await bench.reply('uno');
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(1));
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ queued: 1, sending: 0 }));
  await bench.after(DAY_MS, async () => expect(await states(bench)).toMatchObject({ dead: 1 }));
  expect(bench.channel.calls).toHaveLength(1);
  expect(bench.events.at(-1)).toMatchObject({ event: 'reply_failed', code: 'window_closed', next: 'dead' });
});

test('a call that hangs for one person does not hold up another', async () => {
  await using bench = await setUp([]);
  let release = (): void => {};
  const send = bench.channel.send.bind(bench.channel);
  bench.channel.send = async (to, reply, id) => {
    if (reply.text === 'uno') await new Promise<void>((resolve) => (release = resolve));
    return send(to, reply, id);
  };
  await bench.reply('uno');
  await bench.house.store.inbox.receive(
    'whatsapp',
    webhookWith(messageFrom({ channel: 'whatsapp', phone: '+12025550102' }, 'hola')),
  );
  const [claim] = await bench.house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  await bench.house.store.turns.finish(claim, message, { kind: 'answered', result: answerWith('dos') }, true);
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(1));
  release();
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(2));
});
