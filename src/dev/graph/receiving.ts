/** The people's side: what they write becomes a signed webhook. */
import type { Receipt } from '../courier.ts';
import type { JsonObject } from '../json.ts';
import { shuffle } from '../random.ts';
import { opensWindow } from './content.ts';
import type { GraphContent } from './content.ts';
import { makeWamid } from './ids.ts';
import { nameInId, toKnownPerson } from './person.ts';
import type { GraphPerson, PersonMemory } from './person.ts';
import type { GraphState } from './state.ts';
import { chunk, toEnvelope, toMessageValue } from './webhook.ts';
import type { MessagesValue } from './webhook.ts';

interface MessageExtra {
  readonly id?: string;
  readonly sentAtMs?: number;
  /** The wamid of the message this one answers: a quote, or the message with the button. */
  readonly answers?: string;
  readonly forwarded?: 'once' | 'often';
}

interface InboundExtra extends MessageExtra {
  /** How often the same bytes are brought; default once. */
  readonly times?: number;
  /** Brings them together instead of one after the other. */
  readonly atOnce?: boolean;
  /** Signs with another secret, to see it refused. */
  readonly signWith?: string;
}

interface GraphInbound {
  readonly person: GraphPerson;
  readonly content: GraphContent | string;
  readonly extra?: MessageExtra;
}

interface ReceivedMessage {
  readonly id: string;
  /** One for each time it was brought. */
  readonly receipts: readonly Receipt[];
}

interface ReceivedBatch {
  /** In the order in which they were brought. */
  readonly ids: readonly string[];
  readonly receipts: readonly Receipt[];
}

interface BatchOptions {
  /** How many messages share a POST, up to 1,000. */
  readonly perPost?: number;
  readonly shuffled?: boolean;
  readonly times?: number;
}

export interface GraphReceiving {
  receive(person: GraphPerson, content: GraphContent | string, extra?: InboundExtra): Promise<ReceivedMessage>;
  receiveMany(inbound: readonly GraphInbound[], options?: BatchOptions): Promise<ReceivedBatch>;
  openWindow(person: GraphPerson, lastInboundMs?: number): void;
}

/** Meta's most updates in one POST. */
const MOST_PER_POST = 1_000;

export function createGraphReceiving(state: GraphState): GraphReceiving {
  const { settings, business, people, mail } = state;
  const { clock, random } = settings;

  const write = (inbound: GraphInbound): { readonly id: string; readonly value: MessagesValue } => {
    const { extra = {} } = inbound;
    const person = toKnownPerson(inbound.person);
    const content = toContent(inbound.content);
    const sentAtMs = extra.sentAtMs ?? clock.nowMs();
    remember(people.meet(person), content, sentAtMs);
    const id = extra.id ?? makeWamid(nameInId(person), 'person', random);
    const facts = { id, sentAtMs, answers: extra.answers ?? null, forwarded: extra.forwarded ?? null };
    return { id, value: toMessageValue(person, content, facts, business) };
  };

  const remember = (memory: PersonMemory, content: GraphContent, sentAtMs: number): void => {
    if (opensWindow(content)) openWindow(memory, sentAtMs);
    if (content.type === 'number_changed') {
      people.rename(memory, { waId: content.phone.slice(1), userId: content.userId ?? memory.person.userId });
    }
    if (content.type === 'user_id_changed') people.rename(memory, { userId: content.userId });
  };

  const bring = async (body: JsonObject, extra: InboundExtra): Promise<readonly Receipt[]> => {
    const times = Array.from({ length: extra.times ?? 1 });
    if (extra.atOnce === true) return Promise.all(times.map(() => mail.post(body, extra.signWith)));
    const receipts: Receipt[] = [];
    for (const _ of times) receipts.push(await mail.post(body, extra.signWith));
    return receipts;
  };

  return {
    async receive(person, content, extra = {}) {
      const { id, value } = write({ person, content, extra });
      return { id, receipts: await bring(toEnvelope([value], business), extra) };
    },
    async receiveMany(inbound, { perPost = MOST_PER_POST, shuffled = false, times = 1 } = {}) {
      if (!(perPost >= 1 && perPost <= MOST_PER_POST)) {
        throw new RangeError(`Expected \`perPost\` from 1 to ${MOST_PER_POST}, got \`${perPost}\`.`);
      }
      const written = inbound.map(write);
      const ordered = shuffled ? shuffle(written, random) : written;
      const receipts: Receipt[] = [];
      for (const part of chunk(ordered, perPost)) {
        const values = part.map(({ value }) => value);
        receipts.push(...(await bring(toEnvelope(values, business), { times })));
      }
      return { ids: ordered.map(({ id }) => id), receipts };
    },
    openWindow(person, lastInboundMs = clock.nowMs()) {
      openWindow(people.meet(toKnownPerson(person)), lastInboundMs);
    },
  };
}

function toContent(content: GraphContent | string): GraphContent {
  return typeof content === 'string' ? { type: 'text', text: content } : content;
}

/** By the message's own time, which webhooks carry in whole seconds; an older message never closes the window. */
function openWindow(memory: PersonMemory, sentAtMs: number): void {
  const secondMs = Math.floor(sentAtMs / 1_000) * 1_000;
  memory.lastInboundMs = Math.max(memory.lastInboundMs ?? secondMs, secondMs);
}
