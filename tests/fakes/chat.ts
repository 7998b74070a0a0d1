/** A chat with the bot in a test: one line per turn, with the snapshot written and read back in between. */
import { createBot } from '../../src/bot/bot.ts';
import type { BotParts } from '../../src/bot/bot.ts';
import type { Engine } from '../../src/bot/engine.ts';
import { MINUTE_MS } from '../../src/core/clock.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { Choice } from '../../src/core/reply.ts';
import type { Bot, Snapshot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { createFakeKnowledge, TODAY_MS } from './knowledge.ts';

/** Somebody of whom the store knows nothing yet. */
export const NEW_CONTACT: TurnMessage['contact'] = {
  knownSinceMs: null,
  chosenLanguage: null,
  caseWaiting: false,
  withAgent: false,
  caseKept: null,
  waitingBefore: 0,
  optedOut: false,
  hidden: false,
  mayBeAlerted: true,
  alerts: [],
  corrections: false,
};

export function createTestBot(parts: Partial<BotParts> = {}, engine?: Engine): Bot {
  const all = { knowledge: createFakeKnowledge(), phrases: createPhrases(), newReceipt: () => 'ABCD-2345', ...parts };
  return createBot(all, engine);
}

export function messageOf(said: string | InboundContent, more: Partial<TurnMessage> = {}): TurnMessage {
  const content: InboundContent = typeof said === 'string' ? { kind: 'text', text: said } : said;
  return { channel: 'whatsapp', nowMs: TODAY_MS, contact: NEW_CONTACT, content, ...more };
}

export function tap(id: string): InboundContent {
  return { kind: 'choice', id, title: 'as it was shown' };
}

/** What a turn said, whatever kind of reply it was; empty when it was silent. */
export function textOf({ reply }: TurnResult): string {
  return reply === null ? '' : reply.text;
}

export function choicesOf({ reply }: TurnResult): readonly Choice[] {
  return reply?.kind === 'choices' ? reply.choices : [];
}

export function idsOf(result: TurnResult): readonly string[] {
  return choicesOf(result).map(({ id }) => id);
}

export interface Chat {
  say(said: string | InboundContent, more?: Partial<TurnMessage>): Promise<TurnResult>;
  snapshot: Snapshot | null;
  bot: Bot;
}

/** Messages are sent as slowly as people send them over a day, though the clock stands still unless it is moved. */
export function startChat(channel: ChannelName = 'whatsapp', bot: Bot = createTestBot()): Chat {
  let sentAtMs = TODAY_MS;
  return {
    bot,
    snapshot: null,
    async say(said, more) {
      sentAtMs += 10 * MINUTE_MS;
      const result = await this.bot.turn(this.snapshot, messageOf(said, { channel, sentAtMs, ...more }));
      this.snapshot = JSON.parse(JSON.stringify(result.snapshot)) as Snapshot; // as the store gives it back
      return result;
    },
  };
}
