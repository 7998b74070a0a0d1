/** What the page may send in a person's name, and how it goes out through the fakes. */
import { z } from 'zod';
import type { FakeGraph } from '../fake-graph.ts';
import type { FakeTwilio } from '../fake-twilio.ts';
import type { GraphContent } from '../graph/content.ts';
import { makeWamid } from '../graph/ids.ts';
import type { Receipt } from '../courier.ts';
import { randomHex } from '../random.ts';
import type { Conversation } from './conversations.ts';
import type { OwnView } from './events.ts';
import { toGraphPerson } from './practice-person.ts';

/** WhatsApp's longest text, and ten SMS. */
const TEXT_MAX = 4_096;
const SMS_MAX = 1_600;

const answers = z.string().startsWith('wamid.').max(512).optional();

const whatsappSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().trim().min(1).max(TEXT_MAX) }),
  z.strictObject({
    kind: z.literal('choice'),
    /** Whether it was a row of a list rather than a button. */
    list: z.boolean(),
    id: z.string().min(1).max(256),
    title: z.string().min(1).max(24),
    description: z.string().max(72).nullable(),
    answers,
  }),
  z.strictObject({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string().max(100),
    answers,
  }),
  z.strictObject({ kind: z.enum(['image', 'voice']) }),
]);

const person = z.string().length(16);

/** A basic phone sends text, and nothing else. */
export const outgoingSchema = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('whatsapp'), person, content: whatsappSchema }),
  z.strictObject({
    channel: z.literal('sms'),
    person,
    content: z.strictObject({ kind: z.literal('text'), text: z.string().trim().min(1).max(SMS_MAX) }),
  }),
]);

type WhatsAppOutgoing = z.infer<typeof whatsappSchema>;

/** Shows the message at once, then brings it, and shows what the service answered. @returns the message's id */
export function sendOnWhatsApp(graph: FakeGraph, conversation: Conversation, content: WhatsAppOutgoing): string {
  const sender = toGraphPerson(conversation.person);
  const id = makeWamid(sender.phone?.slice(1) ?? conversation.person.userId, 'person', Math.random);
  const quoted = 'answers' in content && content.answers !== undefined ? { answers: content.answers } : {};
  conversation.add({
    type: 'message',
    channel: 'whatsapp',
    from: 'person',
    id,
    atMs: Date.now(),
    view: toOwnView(content),
  });
  const receiving = graph.receive(sender, toGraphContent(content), { id, ...quoted });
  void showReceipt(conversation, 'whatsapp', id, receiving);
  return id;
}

export function sendOnSms(twilio: FakeTwilio, conversation: Conversation, text: string): string {
  const id = `SM${randomHex(Math.random, 32).toLowerCase()}`;
  const view = { kind: 'text', text } as const;
  conversation.add({ type: 'message', channel: 'sms', from: 'person', id, atMs: Date.now(), view });
  void showReceipt(conversation, 'sms', id, twilio.receive(conversation.person.phone, text, { id }));
  return id;
}

async function showReceipt(
  conversation: Conversation,
  channel: 'whatsapp' | 'sms',
  id: string,
  receiving: Promise<{ readonly receipts: readonly Receipt[] }>,
): Promise<void> {
  const { receipts } = await receiving;
  const status = receipts[0]?.status ?? null;
  const taken = status === 200;
  conversation.add({ type: 'tick', channel, id, tick: taken ? 'delivered' : 'failed', status: taken ? null : status });
}

function toGraphContent(content: WhatsAppOutgoing): GraphContent {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: content.text };
    case 'choice': {
      const { id, title, description } = content;
      if (!content.list) return { type: 'button_reply', id, title };
      return { type: 'list_reply', id, title, ...(description === null ? {} : { description }) };
    }
    case 'location': {
      const { latitude, longitude, name } = content;
      return { type: 'location', latitude, longitude, name };
    }
    default:
      return { type: content.kind };
  }
}

function toOwnView(content: WhatsAppOutgoing): OwnView {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: content.text };
    case 'choice':
      return { kind: 'choice', title: content.title, description: content.description };
    case 'location':
      return { kind: 'location', name: content.name, latitude: content.latitude, longitude: content.longitude };
    default:
      return { kind: content.kind };
  }
}
