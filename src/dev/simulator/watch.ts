/** Listens to the fakes and tells each person's conversation what the provider's side saw. */
import { countSegments } from '../../channels/sms/segments.ts';
import type { FakeGraph } from '../fake-graph.ts';
import type { FakeTwilio } from '../fake-twilio.ts';
import type { KnownPerson } from '../graph/person.ts';
import { toWhatsAppView } from '../view.ts';
import type { Conversation, Conversations } from './conversations.ts';
import type { Tick } from './events.ts';

export function watchGraph(graph: FakeGraph, conversations: Conversations): void {
  const find = ({ userId, waId }: KnownPerson): Conversation | null =>
    userId === null ? conversations.findByPhone(`+${waId ?? ''}`) : conversations.findByUserId(userId);

  graph.on('accepted', (message) => {
    const view = toWhatsAppView(message);
    const { id, atMs } = message;
    find(message.person)?.add({ type: 'message', channel: 'whatsapp', from: 'bot', id, atMs, view, cost: null });
  });
  graph.on('status', ({ id, status, person }) => {
    if (status === 'played') return;
    find(person)?.add({ type: 'tick', channel: 'whatsapp', id, tick: status, status: null });
  });
  graph.on('read', ({ messageId, typing }) => {
    const conversation = conversations.findByMessage(messageId);
    conversation?.add({ type: 'tick', channel: 'whatsapp', id: messageId, tick: 'read', status: null });
    if (typing) conversation?.add({ type: 'typing', channel: 'whatsapp' });
  });
}

/** Twilio's words for where a message is, as ticks. */
const TICKS: Readonly<Record<string, Tick>> = {
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
};

export function watchTwilio(twilio: FakeTwilio, conversations: Conversations): void {
  twilio.on('accepted', ({ id, atMs, to, body }) => {
    conversations.findByPhone(to)?.add({
      type: 'message',
      channel: 'sms',
      from: 'bot',
      id,
      atMs,
      view: { kind: 'text', text: body },
      cost: countSegments(body),
    });
  });
  twilio.on('status', ({ id, to, status }) => {
    const tick = TICKS[status];
    if (tick === undefined) return;
    conversations.findByPhone(to)?.add({ type: 'tick', channel: 'sms', id, tick, status: null });
  });
  let replies = 0;
  twilio.on('carrier_reply', ({ to, text }) => {
    replies += 1;
    conversations.findByPhone(to)?.add({
      type: 'message',
      channel: 'sms',
      from: 'carrier',
      id: `carrier-${replies}`,
      atMs: Date.now(),
      view: { kind: 'text', text },
      cost: null,
    });
  });
}
