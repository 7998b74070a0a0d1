import { expect, test, vi } from 'vitest';
import type { Channel } from '../../src/core/channel.ts';
import { DAY_MS } from '../../src/core/clock.ts';
import { SEND_ERRORS, SendError } from '../../src/core/errors.ts';
import type { SendErrorCode } from '../../src/core/errors.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { createSender } from '../../src/worker/sender.ts';
import type { Loop } from '../../src/worker/loop.ts';
import { testHealth } from '../fakes/provider-health.ts';
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
  /** Queues a reply to a person, as a turn does. */
  reply(text: string, phone?: string): Promise<void>;
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
    health: testHealth(house.clock, { record: (event) => events.push(event) }),
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
    reply: async (text, phone = '+12025550101') => {
      const from = { channel: 'whatsapp', phone } as const;
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

const people = Array.from({ length: 8 }, (_, index) => `+1202555011${index}`);

test('while a provider is in trouble others wait without using up their tries, and all go out when a probe is taken', async () => {
  await using bench = await setUp(Array.from({ length: 5 }, () => new SendError('unreachable', 'no')));
  for (const phone of people) await bench.reply('hola', phone);
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(5));
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ queued: 8, sending: 0 }));
  await bench.reply('nueve', '+12025550119');
  await bench.after(9_999, () => expect(bench.channel.calls).toHaveLength(5));
  await bench.after(1, async () => expect(await states(bench)).toMatchObject({ queued: 0, sending: 0 }));
  expect(bench.channel.calls).toHaveLength(5 + 9);
  const accepted = bench.events.filter(({ event }) => event === 'reply_accepted');
  expect(accepted.map((event) => 'attempt' in event && event.attempt).toSorted()).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2]);
  expect(bench.events.filter(({ event }) => event.startsWith('provider_'))).toEqual([
    { event: 'provider_opened', channel: 'whatsapp' },
    { event: 'provider_closed', channel: 'whatsapp', ms: 10_000 },
  ]);
});

test('a provider that stays away is asked once in ten seconds, also with a single message, and that one goes out soon after its return', async () => {
  const minutes = 5;
  await using bench = await setUp(Array.from({ length: 5 + minutes * 6 }, () => new SendError('unreachable', 'no')));
  await bench.reply('uno');
  for (let call = 1; call < 5; call += 1) {
    await bench.after(0, () => expect(bench.channel.calls).toHaveLength(call));
    await bench.after(0, async () => expect(await states(bench)).toMatchObject({ sending: 0 }));
    bench.house.clock.advance(10_000);
  }
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(5));
  for (let probe = 1; probe <= minutes * 6; probe += 1) {
    await bench.after(0, async () => expect(await states(bench)).toMatchObject({ sending: 0 }));
    await bench.after(9_999, () => expect(bench.channel.calls).toHaveLength(4 + probe));
    await bench.after(1, () => expect(bench.channel.calls).toHaveLength(5 + probe));
  }
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ sending: 0 }));
  await bench.after(10_000, async () => expect(await states(bench)).toMatchObject({ queued: 0, sending: 0 }));
});

test('what waited for a provider until WhatsApp’s window closed is given up without a call', async () => {
  await using bench = await setUp(Array.from({ length: 5 }, () => new SendError('unreachable', 'no')));
  for (const phone of people) await bench.reply('hola', phone);
  await bench.after(0, () => expect(bench.channel.calls).toHaveLength(5));
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ queued: 8, sending: 0 }));
  await bench.after(DAY_MS, async () => expect(await states(bench)).toMatchObject({ dead: 8, queued: 0 }));
  expect(bench.channel.calls).toHaveLength(5);
});

test('one person gets no more than WhatsApp lets through; the rest waits, and its tries are not counted', async () => {
  await using bench = await setUp([]);
  for (let index = 0; index < 44; index += 1) await bench.reply(`m${index}`);
  await bench.after(0, async () => expect(await states(bench)).toMatchObject({ queued: 1, sending: 0 }));
  expect(bench.channel.calls).toHaveLength(43);
  const [row] = await bench.house.query("select attempts, error_code from outbox where state = 'queued'");
  expect(row).toMatchObject({ attempts: 0, error_code: null });
});
