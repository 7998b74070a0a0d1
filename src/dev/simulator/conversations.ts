/** The practice people and what happened to each, kept in memory only and never without bound. */
import type { SimulatorEvent } from './events.ts';
import type { PracticePerson } from './practice-person.ts';

const MOST_PEOPLE = 200;
const MOST_EVENTS = 400;

export interface NumberedEvent {
  readonly number: number;
  readonly event: SimulatorEvent;
}

export interface Conversation {
  readonly person: PracticePerson;
  add(event: SimulatorEvent): void;
  /** @returns what happened after event `number`, oldest first */
  since(number: number): readonly NumberedEvent[];
  /** @returns a function that stops listening */
  listen(listener: (event: NumberedEvent) => void): () => void;
  /** Whether a message of this id was shown here. */
  holds(messageId: string): boolean;
}

export interface Conversations {
  open(person: PracticePerson): Conversation;
  get(personId: string): Conversation | null;
  /** The person who used this user id or number last. */
  findByUserId(userId: string): Conversation | null;
  findByPhone(phone: string): Conversation | null;
  findByMessage(messageId: string): Conversation | null;
  readonly phones: ReadonlySet<string>;
}

export function createConversations(): Conversations {
  const byId = new Map<string, Conversation>();
  // The newest is last, and a number may have had several people: so search from the end.
  const findLast = (fits: (conversation: Conversation) => boolean): Conversation | null =>
    [...byId.values()].findLast(fits) ?? null;
  return {
    open(person) {
      const conversation = byId.get(person.id) ?? createConversation(person);
      byId.delete(person.id);
      byId.set(person.id, conversation);
      const [oldest] = byId.keys();
      if (byId.size > MOST_PEOPLE && oldest !== undefined) byId.delete(oldest);
      return conversation;
    },
    get: (personId) => byId.get(personId) ?? null,
    findByUserId: (userId) => findLast(({ person }) => person.userId === userId),
    findByPhone: (phone) => findLast(({ person }) => person.phone === phone),
    findByMessage: (messageId) => findLast((conversation) => conversation.holds(messageId)),
    get phones() {
      return new Set([...byId.values()].map(({ person }) => person.phone));
    },
  };
}

function createConversation(person: PracticePerson): Conversation {
  const events: NumberedEvent[] = [];
  const listeners = new Set<(event: NumberedEvent) => void>();
  let last = 0;
  return {
    person,
    add(event) {
      last += 1;
      const numbered = { number: last, event };
      // Dots are of the moment: nobody who comes back later shall see them.
      if (event.type !== 'typing') events.push(numbered);
      if (events.length > MOST_EVENTS) events.shift();
      for (const listener of listeners) listener(numbered);
    },
    since: (number) => events.filter((event) => event.number > number),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    holds: (messageId) => events.some(({ event }) => event.type === 'message' && event.id === messageId),
  };
}
