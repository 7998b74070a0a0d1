/** While an agent has somebody's case: through the real bot, worker and store, nothing else than what a person would see. */
import { expect, test, vi } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import type { CaseId } from '../../src/core/ids.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import type { Bot } from '../../src/core/turn.ts';
import { createNoticeComposer } from '../../src/bot/notice-composer.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { createTurnWorker } from '../../src/worker/turn-worker.ts';
import { createTestBot } from '../fakes/chat.ts';
import { readRows, runStatement } from '../fakes/house.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { PEOPLE } from '../fakes/people.ts';
import { TEAMS } from '../fakes/team.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;

interface Line extends AsyncDisposable {
  readonly house: TestStore;
  readonly events: FaroEvent[];
  /** Says it, and waits until the turn is over. @returns what came back; null is silence */
  say(said: string | InboundContent, from?: Address): Promise<string | null>;
  takeCase(): Promise<CaseId>;
  wake(): void;
}

async function openLine(bot: Bot = createTestBot({ team: TEAMS.open })): Promise<Line> {
  const house = await openTestStore();
  const events: FaroEvent[] = [];
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
  const idle = async (): Promise<void> => {
    await vi.waitFor(async () => {
      worker.wake();
      const rows = await readRows(house, "select seq from inbox where state = 'waiting'");
      expect(rows).toEqual([]);
    }, 5_000);
  };
  return {
    house,
    events,
    wake: () => worker.wake(),
    say: async (said, from = marisol) => {
      await house.store.inbox.receive(from.channel, webhookWith(messageFrom(from, said)));
      await idle();
      const sent = await house.store.outbox.claim(64, ['whatsapp', 'sms']);
      for (const sending of sent)
        await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
      return sent[0]?.reply.text ?? null;
    },
    takeCase: async () => {
      await runStatement(house, "update cases set state = 'taken' where state = 'waiting'");
      const [row] = await readRows(house, "select id from cases where state = 'taken'");
      return String(row?.['id']) as CaseId; // a column of ids
    },
    [Symbol.asyncDispose]: async () => {
      await worker.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

async function withAgent(): Promise<Line & { readonly caseId: CaseId }> {
  const line = await openLine();
  await line.say('hola');
  await line.say('agente');
  return { ...line, caseId: await line.takeCase() };
}

test('a case that waits does not silence the bot', async () => {
  await using line = await openLine();
  await line.say('agente');
  expect(await line.say('¿cuánto cuesta?')).toMatch(/^Ejemplo de prueba/);
  expect(await line.say('0')).toMatch(/^Su pedido sigue guardado/);
  expect(await readRows(line.house, 'select id from cases')).toHaveLength(1);
});

test.each(['0', 'agente', 'menu', 'gracias', '¿cuánto cuesta?', 'sí', '1', 'quiero saber de la luna'])(
  '"%s" is for the agent: the bot is silent',
  async (said) => {
    await using line = await withAgent();
    expect(await line.say(said)).toBeNull();
    const [row] = await readRows(line.house, 'select state from inbox order by seq desc limit 1');
    expect(row).toEqual({ state: 'with_agent' });
  },
);

test('a voice message is for the agent, too', async () => {
  await using line = await withAgent();
  expect(await line.say({ kind: 'voice', media: { mediaId: 'm', mimeType: 'audio/ogg' } })).toBeNull();
});

test('STOP still works, and is confirmed', async () => {
  await using line = await withAgent();
  expect(await line.say('alto')).toMatch(/^De acuerdo: no le escribiremos/);
  const [row] = await readRows(line.house, 'select opted_out_at from contacts');
  expect(row?.['opted_out_at']).not.toBeNull();
  expect(await readRows(line.house, "select state from cases where state = 'taken'")).toHaveLength(1);
});

test("a carrier's STOP that the carrier has answered is obeyed in silence", async () => {
  await using line = await openLine();
  await line.say('agente', wilmer);
  await line.takeCase();
  const stop: InboundContent = { kind: 'keyword', keyword: 'stop', text: 'STOP', handledByCarrier: true };
  expect(await line.say(stop, wilmer)).toBeNull();
  const [row] = await readRows(line.house, 'select opted_out_at from contacts');
  expect(row?.['opted_out_at']).not.toBeNull();
});

test('everything can be deleted in the middle, with a receipt, and the case goes with it', async () => {
  await using line = await withAgent();
  expect(await line.say('borrar')).toMatch(/^¿Borramos todo\?/);
  expect(await line.say('sí')).toMatch(/comprobante: ABCD-2345/);
  expect(await readRows(line.house, 'select id from cases')).toEqual([]);
  expect(await line.say('hola')).toMatch(/^Hola, soy Faro/);
});

test('a question about the deletion that is not answered is given up: a later yes is said to the agent', async () => {
  await using line = await withAgent();
  await line.say('borrar');
  expect(await line.say('espere, ¿qué se borra?')).toBeNull();
  expect(await line.say('sí')).toBeNull();
  expect(await readRows(line.house, 'select id from cases')).toHaveLength(1);
});

test('a cry for help makes the case urgent, without a word of the bot', async () => {
  await using line = await withAgent();
  expect(await line.say('socorro, me tienen secuestrada')).toBeNull();
  expect(await readRows(line.house, 'select urgency, reason, state from cases')).toEqual([
    { urgency: 'urgent', reason: 'danger', state: 'taken' },
  ]);
});

test('an agent who takes the case while the bot thinks has the word: the answer of the bot is dropped', async () => {
  const bot = createTestBot({ team: TEAMS.open });
  let take: (() => Promise<unknown>) | null = null;
  const slow: Bot = {
    turn: async (snapshot, message) => {
      const result = await bot.turn(snapshot, message);
      await take?.();
      take = null;
      return result;
    },
  };
  await using line = await openLine(slow);
  await line.say('agente');
  take = () => line.takeCase();
  expect(await line.say('borrar')).toBeNull();
  expect(await line.say('sí')).toBeNull(); // the question was never asked
  expect(await readRows(line.house, 'select id from cases')).toHaveLength(1);
});

test('a STOP is obeyed and confirmed also when an agent takes the case in that very moment', async () => {
  const bot = createTestBot({ team: TEAMS.open });
  let take: (() => Promise<unknown>) | null = null;
  const slow: Bot = {
    turn: async (snapshot, message) => {
      const result = await bot.turn(snapshot, message);
      await take?.();
      return result;
    },
  };
  await using line = await openLine(slow);
  await line.say('agente');
  take = () => line.takeCase();
  expect(await line.say('alto')).toMatch(/^De acuerdo/);
  const [row] = await readRows(line.house, 'select opted_out_at from contacts');
  expect(row?.['opted_out_at']).not.toBeNull();
});

test('an agent who gives the case back while the bot keeps silent loses nothing: the message is answered', async () => {
  const bot = createTestBot({ team: TEAMS.open });
  let giveBack: (() => Promise<unknown>) | null = null;
  const slow: Bot = {
    turn: async (snapshot, message) => {
      const result = await bot.turn(snapshot, message);
      await giveBack?.();
      giveBack = null;
      return result;
    },
  };
  await using line = await openLine(slow);
  await line.say('hola');
  await line.say('agente');
  const caseId = await line.takeCase();
  giveBack = () => line.house.store.returnToBot(caseId, 'closed', () => ({ kind: 'text', text: 'de vuelta' }));
  await line.say('¿cuánto cuesta?');
  const texts = await readRows(line.house, 'select author from outbox order by seq desc limit 2');
  expect(texts.map(({ author }) => author).sort()).toEqual(['bot', 'system']);
  expect(await readRows(line.house, "select seq from inbox where state = 'with_agent'")).toEqual([]);
});

test('after the way back the bot answers again, from the beginning, and the person is told once', async () => {
  await using line = await withAgent();
  await line.say('borrar'); // a question that nobody answers
  const notices = createNoticeComposer({
    knowledge: createFakeKnowledge(),
    phrases: createPhrases(),
    team: TEAMS.open,
  });
  const { store } = line.house;
  await store.returnToBot(line.caseId, 'closed', (notice) => notices.returned(notice));
  await store.returnToBot(line.caseId, 'closed', (notice) => notices.returned(notice));
  const [told, ...others] = await line.house.store.outbox.claim(64, ['whatsapp']);
  expect(others).toEqual([]);
  expect(told?.reply.text).toMatch(/^Ahora le responde otra vez el programa automático de Faro/);
  if (told !== undefined) await line.house.store.outbox.finish(told, { kind: 'accepted', providerId: 'out-told' });
  expect(await line.say('sí')).not.toMatch(/comprobante/);
  expect(await line.say('¿cuánto cuesta?')).toMatch(/^Ejemplo de prueba/);
  expect(await line.say('agente')).toMatch(/^Guardamos su pedido/);
});

test('a bot that fails is no reason to talk into the agent’s conversation', async () => {
  const failing: Bot = { turn: () => Promise.reject(new TypeError('poison')) };
  const working = createTestBot({ team: TEAMS.open });
  let bot: Bot = working;
  await using line = await openLine({ turn: (snapshot, message) => bot.turn(snapshot, message) });
  await line.say('agente');
  await line.takeCase();
  bot = failing;
  await line.house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'hola')));
  await vi.waitFor(
    async () => {
      line.house.clock.advance(60_000); // the next attempt comes due
      line.wake();
      expect(await readRows(line.house, "select seq from inbox where state = 'with_agent'")).toHaveLength(1);
    },
    { timeout: 5_000, interval: 20 },
  );
  expect(await line.house.store.outbox.claim(64, ['whatsapp'])).toEqual([]);
});
