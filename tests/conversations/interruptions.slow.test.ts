/**
 * Whatever somebody says in the middle of a conversation: each golden conversation is played up to each of its steps, and
 * then something else is said than what was asked. One reply, within the limits, with a way on, and nothing is stuck.
 */
import { describe, expect, test } from 'vitest';
import { CHANNELS } from '../../src/core/contact.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { Bot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { createTestBot } from '../fakes/chat.ts';
import { judgeTurn } from '../fakes/judge.ts';
import { listScripts, readScript } from './files.ts';
import { openMemoryLine } from './lines.ts';
import type { Between } from './lines.ts';
import { play } from './script.ts';

const MEDIA = { mediaId: 'media', mimeType: 'audio/ogg' };

function said(text: string): InboundContent {
  return { kind: 'text', text };
}

const INTERRUPTIONS: Readonly<Record<string, InboundContent>> = {
  'the menu word': said('menú'),
  'back': said('atrás'),
  'the word for a person': said('agente'),
  'zero': said('0'),
  'the word for weather': said('clima'),
  'delete my data': said('borrar'),
  'stop': said('alto'),
  'the carrier’s stop': { kind: 'keyword', keyword: 'stop', text: 'STOP', handledByCarrier: false },
  'danger': said('me tienen secuestrada'),
  'another language': said('eske se vre yo louvri fwontye a'),
  'a language that is none of ours': said('هل الحدود مفتوحة الآن؟ أريد أن أعرف'),
  'the name of a language': said('English'),
  'a number out of range': said('47'),
  'the first number': said('1'),
  'yes': said('sí'),
  'nonsense': said('asdf qwer zxcv'),
  'a question': said('¿cuánto cuesta pedir asilo?'),
  'a claim': said('dicen que un coyote pasa por $300'),
  'the code of an answer': said('FARO-37890'),
  'nothing': said('   '),
  'an emoji': said('😭'),
  'a sticker': { kind: 'sticker', media: MEDIA },
  'a voice message': { kind: 'voice', media: MEDIA },
  'a picture': { kind: 'image', media: MEDIA },
  'a place': { kind: 'location', latitude: 14.9, longitude: -92.26 },
  'a contact': { kind: 'contacts', cards: [] },
  'an old button': { kind: 'choice', id: 'v1:fact:us-asylum-fees', title: 'Cuánto cuesta' },
  'an old yes to a deletion': { kind: 'choice', id: 'v1:erase:yes', title: 'Sí' },
  'an old answer of the interview': { kind: 'choice', id: 'v1:way:fear:yes', title: 'Sí' },
  'an old topic of a request': { kind: 'choice', id: 'v1:case:asylum', title: 'Asilo' },
  'a button of nobody': { kind: 'choice', id: 'v0:what', title: '?' },
};

interface Moment {
  readonly name: string;
  readonly between: Between;
}

async function momentsOf(file: string, channel: ChannelName): Promise<readonly Moment[]> {
  const script = readScript(file);
  await using line = openMemoryLine(channel);
  const { between } = await play(script, channel, line);
  return between.map((moment, index) => ({ name: `${file} on ${channel} after turn ${index + 1}`, between: moment }));
}

async function sayTo(bot: Bot, channel: ChannelName, between: Between, content: InboundContent, laterMs = MINUTE_MS) {
  const { snapshot, contact } = between;
  const nowMs = between.nowMs + laterMs;
  const message: TurnMessage = { channel, content, nowMs, contact: { ...contact, knownSinceMs: contact.knownSinceMs ?? nowMs } };
  return { message, result: await bot.turn(snapshot, message) };
}

function offersPerson({ reply, snapshot }: TurnResult): boolean {
  return reply === null || [...(reply.kind === 'choices' ? reply.choices : []), ...snapshot.offered].some(({ id }) => id === 'v1:human');
}

describe.each(CHANNELS)('on %s', (channel) => {
  test('at every step of every golden conversation, anything may be said', async () => {
    const restarts: string[] = [];
    const bot = createTestBot({ onRestart: (reason) => restarts.push(reason), dialogsVersion: '1' });
    const wrong = new Map<string, string>(); // the first moment of each fault
    for (const file of listScripts())
      for (const { name, between } of await momentsOf(file, channel))
        for (const [what, content] of Object.entries(INTERRUPTIONS))
          for (const laterMs of [MINUTE_MS, 30 * HOUR_MS]) {
            const { message, result } = await sayTo(bot, channel, between, content, laterMs);
            for (const fault of judgeTurn(message, result)) wrong.set(`${what}: ${fault}`, wrong.get(`${what}: ${fault}`) ?? name);
          }
    expect([...wrong].map(([fault, where]) => `${where}: ${fault}`)).toEqual([]);
    expect(restarts.filter((reason) => reason === 'error')).toEqual([]);
  }, 120_000);

  test('who is not understood three times in a row is offered a person, or has asked for one', async () => {
    const bot = createTestBot({ dialogsVersion: '1' });
    const stuck: string[] = [];
    for (const file of listScripts())
      for (const { name, between } of await momentsOf(file, channel)) {
        let now = between;
        const replies: TurnResult[] = [];
        for (const text of ['asdf qwer zxcv', 'uiop hjkl', 'vbnm rtyu'])
          replies.push(await (async () => {
            const { message, result } = await sayTo(bot, channel, now, said(text));
            now = { snapshot: result.snapshot, contact: message.contact, nowMs: message.nowMs };
            return result;
          })());
        if (!now.contact.caseWaiting && !replies.some(offersPerson)) stuck.push(name);
      }
    expect(stuck).toEqual([]);
  }, 60_000);
});
