/**
 * A conversation through the fakes, one thing said and one answer at a time. What is said takes the real way: signed
 * webhook, inbox, bot, outbox.
 */
import type { ChannelName } from '../core/contact.ts';
import type { FakeGraph } from './fake-graph.ts';
import type { FakeTwilio } from './fake-twilio.ts';
import type { GraphPerson } from './graph/person.ts';
import { createHistory } from './history.ts';
import type { History } from './history.ts';
import { choicesOf, toWhatsAppView } from './view.ts';
import type { View, ViewChoice } from './view.ts';

export interface ChatAnswer {
  /** The telephone company answers STOP, START and HELP itself. */
  readonly from: 'faro' | 'carrier';
  readonly view: View;
}

export interface ChatPhones {
  readonly graph: FakeGraph | null;
  readonly twilio: FakeTwilio | null;
}

export interface ChatSession {
  readonly channel: ChannelName;
  /** What the last answer offered, in order. */
  readonly offered: readonly ViewChoice[];
  /** @returns the answer, or null when none came in time */
  say(text: string): Promise<ChatAnswer | null>;
  /** WhatsApp only: a basic phone has nothing to tap. */
  tap(choice: ViewChoice): Promise<ChatAnswer | null>;
  /** Hears what comes without having been asked for, as from an agent. */
  onUnasked(listener: (answer: ChatAnswer) => void): void;
}

/** The service did not take what was said. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
}

/** Invented, from the range of fiction. */
const PHONE = '+12025550142';
const USER_ID = 'US.20250142000000000000';
const PERSON: GraphPerson = { phone: PHONE, userId: USER_ID };

/** One phone on one channel: how to send, and what comes in. */
interface Line {
  readonly incoming: History<ChatAnswer & { readonly id: string }>;
  /** @returns whether the carrier has answered already */
  send(said: string | ViewChoice): Promise<boolean>;
}

/**
 * @param waitMs - how long an answer may take; some turns are answered by silence
 * @throws {ChatError} when the channel is not simulated
 */
export function startChatSession(phones: ChatPhones, channel: ChannelName, waitMs: number): ChatSession {
  const line = channel === 'whatsapp' ? openWhatsApp(phones.graph) : openSms(phones.twilio);
  let offered: readonly ViewChoice[] = [];
  let waiting = false;
  const ask = async (said: string | ViewChoice): Promise<ChatAnswer | null> => {
    waiting = true;
    const next = nextAnswer(line.incoming, waitMs);
    try {
      if (await line.send(said)) next.giveUp();
      const answer = await next.answer;
      if (answer !== null) offered = choicesOf(answer.view);
      return answer;
    } finally {
      next.giveUp();
      waiting = false;
    }
  };
  return {
    channel,
    get offered() {
      return offered;
    },
    say: ask,
    tap: ask,
    onUnasked(listener) {
      line.incoming.listen((answer) => {
        if (waiting) return;
        offered = choicesOf(answer.view);
        listener(answer);
      });
    },
  };
}

interface Expected {
  readonly answer: Promise<ChatAnswer | null>;
  /** What was heard until now counts; nothing more is waited for. */
  readonly giveUp: () => void;
}

function nextAnswer(incoming: Line['incoming'], waitMs: number): Expected {
  let giveUp = (): void => {};
  const answer = new Promise<ChatAnswer | null>((resolve) => {
    const end = (heard: ChatAnswer | null): void => {
      clearTimeout(timer);
      stop();
      resolve(heard);
    };
    const timer = setTimeout(() => end(null), waitMs);
    const stop = incoming.listen(end);
    giveUp = () => end(null);
  });
  return { answer, giveUp };
}

function openWhatsApp(graph: FakeGraph | null): Line {
  if (graph === null)
    throw new ChatError('WhatsApp has real credentials here, so it is not simulated. Unset WHATSAPP_*.');
  const incoming = createHistory<ChatAnswer & { readonly id: string }>('answer', 1);
  graph.on('accepted', (message) => {
    if (message.to !== PHONE && message.to !== USER_ID) return;
    incoming.add({ from: 'faro', id: message.id, view: toWhatsAppView(message) });
  });
  return {
    incoming,
    async send(said) {
      const last = incoming.kept.at(-1);
      const content = typeof said === 'string' ? said : toTap(said, last?.view);
      const extra = typeof said === 'string' || last === undefined ? {} : { answers: last.id };
      const { receipts } = await graph.receive(PERSON, content, extra);
      checkTaken(receipts);
      return false;
    },
  };
}

function toTap({ id, title, description }: ViewChoice, view: View | undefined): Parameters<FakeGraph['receive']>[1] {
  if (view?.kind !== 'list') return { type: 'button_reply', id, title };
  return { type: 'list_reply', id, title, ...(description === null ? {} : { description }) };
}

function openSms(twilio: FakeTwilio | null): Line {
  if (twilio === null) throw new ChatError('SMS has real credentials here, so it is not simulated. Unset TWILIO_*.');
  const incoming = createHistory<ChatAnswer & { readonly id: string }>('answer', 1);
  twilio.on('accepted', ({ to, id, body }) => {
    if (to === PHONE) incoming.add({ from: 'faro', id, view: { kind: 'text', text: body } });
  });
  twilio.on('carrier_reply', ({ to, text }) => {
    if (to === PHONE) incoming.add({ from: 'carrier', id: 'carrier', view: { kind: 'text', text } });
  });
  return {
    incoming,
    async send(said) {
      const { receipts, keyword } = await twilio.receive(PHONE, typeof said === 'string' ? said : said.title);
      checkTaken(receipts);
      return keyword !== null;
    },
  };
}

function checkTaken(receipts: readonly { readonly status: number | null }[]): void {
  const status = receipts[0]?.status ?? null;
  if (status === 200) return;
  throw new ChatError(status === null ? 'The service does not answer.' : `The service answered ${status}.`);
}
