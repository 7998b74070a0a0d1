/** Whatever people send, in whatever order: one reply that fits its channel, and a way on. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { DAY_MS } from '../../src/core/clock.ts';
import type { Effect } from '../../src/core/effect.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { isTurn } from '../../src/core/message.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { Snapshot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { createTestBot, idsOf, messageOf } from '../fakes/chat.ts';
import { BORDER, FEES, PROTECTION, TODAY_MS } from '../fakes/knowledge.ts';

const WORDS =
  'hola menú agente borrar idioma kreyòl english ayuda gracias alto start 0 sí no 1 2 3 7 dos tps asilo papeles más faro datos clima FARO-37890 FARO-QQQQQ';
const SENTENCES = ['¿cuánto cuesta?', '¿Es verdad que abrieron la frontera?', 'mi caso', 'me secuestraron', 'zzz'];
const ODD = ['{{x}} $t(menu.ask)', '', ' ', '😀', '\u0000', '\ud800', 'a'.repeat(4_096)];
const SAID = [...WORDS.split(' '), ...SENTENCES, ...ODD];

const KNOWN_IDS =
  'v1:menu v1:menu:ask v1:menu:language v1:menu:help v1:human v1:none v1:case:asylum v1:case:danger v1:case:lang v1:case:lang:fr v1:case:lang:other v1:case:cancel v1:erase v1:erase:yes v1:erase:no v1:privacy v1:privacy:hide';
const WAY_IDS =
  'v1:way v1:way:go v1:way:new v1:way:back v1:way:show v1:way:pass v1:way:fear:yes v1:pathway:us-kin v1:pathways:gone';
const OTHER_IDS =
  'v1:lang:pt v1:fact:us-tps-venezuela v1:fact:gone v1:yes:us-asylum-fees v1:no:border-open-rumour v0:x __proto__';
const IDS = [...KNOWN_IDS.split(' '), ...WAY_IDS.split(' '), ...OTHER_IDS.split(' '), ''];

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
  nowMs: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: TODAY_MS, max: TODAY_MS + DAY_MS }) },
    fc.integer({ min: TODAY_MS, max: TODAY_MS * 2 }),
  ),
  contact: fc.record({
    knownSinceMs: fc.option(fc.integer({ min: 0, max: TODAY_MS })),
    chosenLanguage: fc.option(fc.constantFrom(...LANGUAGES)),
    caseWaiting: fc.boolean(),
    caseKept: fc.constantFrom('open', 'closed', null),
    withAgent: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    waitingBefore: fc.nat(120),
    optedOut: fc.boolean(),
    hidden: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    mayBeAlerted: fc.boolean(),
    alerts: fc.subarray([FEES.id, BORDER.id, PROTECTION.id]),
    corrections: fc.boolean(),
  }),
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

const COVER = /^[^.]*(?:tiempo|weather|tempo|météo|Meteyo)[^.]*\.$/;

/** What the bot may still do while an agent has the conversation. */
const BESIDE_AGENT: readonly Effect['kind'][] = ['open_case', 'opt_out', 'opt_in', 'erase', 'hide', 'come_back'];

function check({ reply, snapshot, effects }: TurnResult, { channel, content: sent, contact }: TurnMessage): void {
  const silent =
    !isTurn(sent) ||
    (sent.kind === 'keyword' && sent.handledByCarrier) ||
    (channel === 'sms' && contact.optedOut && reply === null) ||
    (contact.withAgent && reply === null);
  if (contact.withAgent) for (const { kind } of effects) expect(BESIDE_AGENT).toContain(kind);
  expect(reply === null).toBe(silent);
  const hides = effects.some(({ kind }) => kind === 'hide');
  if (hides) expect(reply).toEqual({ kind: 'text', text: expect.stringMatching(COVER) });
  expect(JSON.parse(JSON.stringify(snapshot))).toStrictEqual(snapshot);
  if (reply === null) return;
  expect(reply.text).not.toMatch(/\{\{count|\{\{max|\{\{date|undefined|\[object/);
  renderWhatsApp(reply);
  const sms = renderSms(reply, { transliterate: true });
  if (channel === 'sms') expect(countSegments(sms).segments).toBeLessThanOrEqual(2);
  renderSms(reply, { transliterate: false });
}
