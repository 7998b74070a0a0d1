/**
 * Where a conversation is had: through the real store as in the service (inbox, worker, database, outbox), or without one,
 * where what was kept between two turns is looked at from outside.
 */
import { createNoticeComposer } from '../../src/bot/notice-composer.ts';
import { createSmsMeter } from '../../src/channels/sms/meter.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import { isTurn } from '../../src/core/message.ts';
import type { Inbound, InboundContent } from '../../src/core/message.ts';
import type { Reply } from '../../src/core/reply.ts';
import { doneUnheard } from '../../src/core/spend.ts';
import type { SmsLimits } from '../../src/core/spend.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import type { Bot, Snapshot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { afterEffect } from '../../src/worker/contact-now.ts';
import type { ContactNow } from '../../src/worker/contact-now.ts';
import { createTurnWorker } from '../../src/worker/turn-worker.ts';
import { NEW_CONTACT } from '../fakes/chat.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { PEOPLE } from '../fakes/people.ts';
import { TEAMS } from '../fakes/team.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

/** One message, and what happened since the one before. */
export interface Arrival {
  readonly content: InboundContent;
  readonly forwarded?: Inbound['forwarded'];
  readonly nowMs: number;
  /** What is deployed when it comes. */
  readonly bot: Bot;
  /** What is found in the database instead of what was written; wrapped, for it may be anything. */
  readonly damage: { readonly found: unknown } | null;
  readonly waitingBefore: number | null;
  readonly agent: 'takes' | 'leaves' | null;
  readonly maxSegments: 1 | 2;
}

/** What is known of somebody between two turns. */
export interface Between {
  readonly snapshot: Snapshot | null;
  readonly contact: TurnMessage['contact'];
  readonly nowMs: number;
}

export interface Taken {
  readonly reply: Reply | null;
  readonly effects: readonly Effect[];
  /** As the next turn would find it. */
  readonly after: Between;
}

export interface Line extends AsyncDisposable {
  take(arrival: Arrival): Promise<Taken>;
}

/** As the store gives it back; nothing after a deletion. */
function keptOf({ snapshot, effects }: TurnResult): Snapshot | null {
  if (effects.some(({ kind }) => kind === 'erase')) return null;
  return JSON.parse(JSON.stringify(snapshot)) as Snapshot; // it was one before
}

function contactAfter(contact: TurnMessage['contact'], { effects }: TurnResult): TurnMessage['contact'] {
  return { ...contact, ...effects.reduce<ContactNow>(afterEffect, contact) };
}

export function openMemoryLine(channel: ChannelName): Line {
  let kept: Snapshot | null = null;
  let contact: TurnMessage['contact'] = NEW_CONTACT;
  return {
    async take({ content, forwarded, nowMs, bot, damage, waitingBefore, agent, maxSegments }) {
      const found = damage === null ? kept : (damage.found as Snapshot | null); // it is not one: that is the point
      const withAgent = agent === null ? contact.withAgent : agent === 'takes';
      contact = {
        ...contact,
        withAgent,
        caseWaiting: agent === null && contact.caseWaiting,
        waitingBefore: waitingBefore ?? contact.waitingBefore,
        knownSinceMs: contact.knownSinceMs ?? nowMs,
      };
      const message = { channel, content, nowMs, contact, maxSegments, ...(forwarded === undefined ? {} : { forwarded }) };
      const result = await bot.turn(found, message);
      kept = keptOf(result);
      contact = contactAfter(contact, result);
      return { ...result, after: { snapshot: kept, contact, nowMs } };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const METER = createSmsMeter({ transliterate: true, from: '+12025550190', countries: null });

const NOTICES = createNoticeComposer({
  knowledge: createFakeKnowledge(),
  phrases: createPhrases(),
  team: TEAMS.unstaffed,
  whatsAppNumber: '+12025550191',
});

/** Whoever writes: one line has one person. */
const ADDRESS = { whatsapp: PEOPLE.marisol.address, sms: PEOPLE.wilmer.address } as const;

/** @param limits - what SMS may cost; null: as much as it will */
export async function openStoreLine(channel: ChannelName, limits: SmsLimits | null = null): Promise<Line> {
  const house = await openTestStore(limits === null ? {} : { smsBudget: { limits, meter: METER } });
  let waitingBefore: number | null = null;
  let after: Between = { snapshot: null, contact: NEW_CONTACT, nowMs: house.clock.nowMs() };
  return {
    async take(arrival) {
      waitingBefore = arrival.waitingBefore ?? waitingBefore;
      house.clock.advance(arrival.nowMs - house.clock.nowMs());
      if (arrival.agent !== null) await house.query(AGENT_DOES[arrival.agent]);
      const answered = await answerOne(house, channel, arrival, waitingBefore);
      const reply = await sendOne(house);
      const isSaid = JSON.stringify(reply) === JSON.stringify(answered?.result.reply ?? null);
      if (!isSaid && limits === null) throw new Error('something else was sent than was said');
      if (!isSaid) return { reply, effects: doneUnheard(answered?.result.effects ?? []), after };
      after = answered === null ? { ...after, nowMs: arrival.nowMs } : afterTurn(answered, arrival.nowMs);
      return { reply, effects: answered?.result.effects ?? [], after };
    },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

interface Answered {
  readonly result: TurnResult;
  readonly contact: TurnMessage['contact'];
}

function afterTurn({ result, contact }: Answered, nowMs: number): Between {
  return { snapshot: keptOf(result), contact: contactAfter(contact, result), nowMs };
}

const BUGS: readonly string[] = ['bug', 'turn_failed'];

const AGENT_DOES = {
  takes: "update cases set state = 'taken' where state = 'waiting'",
  leaves: "update cases set state = 'closed' where state = 'taken'",
} as const;

/**
 * One message through the inbox and one round of the worker.
 *
 * @returns null when the bot was not asked: a reaction is only taken note of
 */
async function answerOne(
  house: TestStore,
  channel: ChannelName,
  { content, forwarded, bot, damage, nowMs, maxSegments }: Arrival,
  waitingBefore: number | null,
): Promise<Answered | null> {
  const turns: Answered[] = [];
  const bugs: FaroEvent[] = [];
  const worker = createTurnWorker({
    store: house.store,
    bot: {
      async turn(snapshot, message) {
        const contact = { ...message.contact, ...(waitingBefore === null ? {} : { waitingBefore }) };
        const found = damage === null ? snapshot : (damage.found as Snapshot | null); // as above
        const result = await bot.turn(found, { ...message, contact });
        turns.push({ result, contact });
        return result;
      },
    },
    clock: house.clock,
    telemetry: { record: (event) => void (BUGS.includes(event.event) && bugs.push(event)) },
    apology: () => ({ kind: 'text', text: 'perdón' }),
    showTyping: () => {},
    mayBeAlerted: () => NEW_CONTACT.mayBeAlerted,
    sms: { maxSegmentsTo: () => maxSegments, overLimit: (snapshot, period) => NOTICES.noMoreSms(snapshot, period) },
    onQueued: () => {},
  });
  const message = messageFrom(ADDRESS[channel], content, { sentAtMs: nowMs });
  const written: Inbound = forwarded === undefined ? message : { ...message, forwarded };
  await house.store.inbox.receive(channel, webhookWith(written));
  worker.start();
  await worker.stop(); // after the round that it began with
  if (bugs.length > 0 || turns.length !== (isTurn(content) ? 1 : 0))
    throw new Error(`expected one turn, got ${turns.length}; ${JSON.stringify(bugs)}`);
  return turns[0] ?? null;
}

/** @returns what leaves, or null for silence */
async function sendOne(house: TestStore): Promise<Reply | null> {
  const sent = await house.store.outbox.claim(2, ['whatsapp', 'sms']);
  for (const sending of sent)
    await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
  if (sent.length > 1) throw new Error('one turn has one reply');
  return sent[0]?.reply ?? null;
}
