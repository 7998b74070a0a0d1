/** Whatever people send, in whatever order: one reply that fits its channel, and a way on. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { isTurn } from '../../src/core/message.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { Snapshot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { createTestBot, idsOf, messageOf } from '../fakes/chat.ts';
import { TODAY_MS } from '../fakes/knowledge.ts';

const WORDS =
  'hola menú agente borrar idioma kreyòl english ayuda gracias alto start 0 sí no 1 2 3 7 dos tps asilo papeles';
const SENTENCES = ['¿cuánto cuesta?', '¿Es verdad que abrieron la frontera?', 'mi caso', 'me secuestraron', 'zzz'];
const ODD = ['{{x}} $t(menu.ask)', '', ' ', '😀', '\u0000', '\ud800', 'a'.repeat(4_096)];
const SAID = [...WORDS.split(' '), ...SENTENCES, ...ODD];

const KNOWN_IDS =
  'v1:menu v1:menu:ask v1:menu:language v1:menu:help v1:human v1:none v1:erase v1:erase:yes v1:erase:no';
const OTHER_IDS = 'v1:lang:pt v1:fact:us-tps-venezuela v1:fact:gone v0:x __proto__';
const IDS = [...KNOWN_IDS.split(' '), ...OTHER_IDS.split(' '), ''];

const text = fc.oneof(fc.constantFrom(...SAID), fc.string({ unit: 'binary', maxLength: 60 }));
const media = fc.record({ mediaId: fc.string(), mimeType: fc.string(), caption: text });

const content: fc.Arbitrary<InboundContent> = fc.oneof(
  { weight: 6, arbitrary: text.map((said) => ({ kind: 'text', text: said }) as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('choice' as const),
      id: fc.oneof(fc.constantFrom(...IDS), fc.string()),
      title: text,
    }),
  },
  fc.record({
    kind: fc.constant('keyword' as const),
    keyword: fc.constantFrom('stop', 'start', 'help'),
    text,
    handledByCarrier: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('voice', 'audio', 'image', 'video', 'document', 'sticker'), media }),
  fc.record({ kind: fc.constant('location' as const), latitude: fc.double(), longitude: fc.double() }),
  fc.constantFrom<InboundContent>(
    { kind: 'contacts', cards: [] },
    { kind: 'form', name: '', answers: '' },
    { kind: 'order' },
    { kind: 'reaction', emoji: null },
    { kind: 'revoked' },
    { kind: 'unsupported', type: 'gif' },
  ),
);

const message: fc.Arbitrary<Omit<TurnMessage, 'channel'>> = fc.record({
  content,
  nowMs: fc.integer({ min: TODAY_MS, max: TODAY_MS * 2 }),
  contact: fc.record({ caseWaiting: fc.boolean(), optedOut: fc.boolean() }),
});

/** A deploy or a damaged row between two turns, now and then. */
const mishap = fc.oneof({ weight: 15, arbitrary: fc.constant('none') }, fc.constantFrom('deploy', 'damage'));

const TURNS = 10;
const RUNS = 200;

test(`${TURNS * RUNS} turns of anything: one reply or a rightful silence, within the limits, and a way to a person`, async () => {
  const bots = [createTestBot(), createTestBot({ dialogsVersion: 'next' })] as const;
  const chat = fc.tuple(
    fc.constantFrom('whatsapp' as const, 'sms' as const),
    fc.array(fc.tuple(message, mishap), { minLength: TURNS, maxLength: TURNS }),
  );
  await fc.assert(
    fc.asyncProperty(chat, async ([channel, turns]) => {
      let bot = bots[0];
      let snapshot: Snapshot | null = null;
      for (const [index, [said, what]] of turns.entries()) {
        if (what === 'deploy') bot = bot === bots[0] ? bots[1] : bots[0];
        if (what === 'damage' && snapshot !== null) snapshot = { ...snapshot, dialogs: index };
        const result: TurnResult = await bot.turn(snapshot, { ...said, channel });
        check(result, { ...said, channel });
        expect(result.snapshot.turns).toBe(index + 1);
        snapshot = result.snapshot;
      }
      const menu = await bot.turn(snapshot, messageOf('menu', { channel }));
      expect(idsOf(menu)).toContain('v1:human');
      const human = await bot.turn(snapshot, messageOf('0', { channel }));
      expect(human.effects).toMatchObject([{ kind: 'open_case' }]);
    }),
    { numRuns: RUNS },
  );
});

function check({ reply, snapshot }: TurnResult, { channel, content: sent, contact }: TurnMessage): void {
  const silent =
    !isTurn(sent) ||
    (sent.kind === 'keyword' && sent.handledByCarrier) ||
    (channel === 'sms' && contact.optedOut && reply === null);
  expect(reply === null).toBe(silent);
  expect(JSON.parse(JSON.stringify(snapshot))).toStrictEqual(snapshot);
  if (reply === null) return;
  expect(reply.text).not.toMatch(/\{\{count|\{\{max|\{\{date|undefined|\[object/);
  renderWhatsApp(reply);
  renderSms(reply, { transliterate: true });
  renderSms(reply, { transliterate: false });
}
