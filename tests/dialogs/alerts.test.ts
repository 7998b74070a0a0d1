/** "Tell me if it changes", as far as the golden conversations do not show it. */
import { describe, expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { FactId } from '../../src/core/ids.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { versionOf } from '../../src/knowledge/fact-version.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { choicesOf, createTestBot, idsOf, NEW_CONTACT, startChat, tap, textOf } from '../fakes/chat.ts';
import { BORDER, createFakeKnowledge, FEES, PROTECTION } from '../fakes/knowledge.ts';

const phrases = createPhrases();

/** As many facts as somebody may want to be told of, with titles as long as they may be. */
const MANY = Array.from({ length: 6 }, (_, index): Fact => {
  const title = `Un título muy largo, n.º${index}`;
  return {
    ...FEES,
    id: `fact-${index}` as FactId,
    text: { es: { ...FEES.text.es, title }, en: { ...FEES.text.en, title } },
  };
});
const MANY_IDS = MANY.map(({ id }) => id);

function segmentsOf({ reply }: TurnResult): number {
  return reply === null ? 0 : countSegments(renderSms(reply, { transliterate: true })).segments;
}

function startWith(channel: 'whatsapp' | 'sms', facts: readonly Fact[] = [FEES, BORDER, PROTECTION]) {
  const find = (id: FactId): Fact | null => facts.find((fact) => fact.id === id) ?? null;
  return startChat(channel, createTestBot({ knowledge: { ...createFakeKnowledge(), facts, find } }));
}

function contact(more: Partial<TurnMessage['contact']>): { readonly contact: TurnMessage['contact'] } {
  return { contact: { ...NEW_CONTACT, ...more } };
}

describe.each(LANGUAGES)('by SMS in %s', (language) => {
  test('the confirmation and the question about corrections fit two segments with their choices', async () => {
    const chat = startWith('sms');
    await chat.say(tap(`v1:lang:${language}`));
    const answer = await chat.say(tap(`v1:alert:${FEES.id}`));
    expect(textOf(answer)).toContain(phrases.say(language, 'alert.ask'));
    expect(idsOf(answer)).toEqual(['v1:corrections:yes', 'v1:corrections:no', 'v1:menu']);
    expect(segmentsOf(answer)).toBeLessThanOrEqual(2);
  });

  test('the longest list of alerts fits two segments with all that ends them', async () => {
    const chat = startWith('sms', MANY);
    await chat.say(tap(`v1:lang:${language}`));
    const list = await chat.say(tap('v1:alerts'), contact({ alerts: MANY_IDS.slice(0, 5), corrections: true }));
    expect(idsOf(list)).toEqual([
      ...MANY_IDS.slice(0, 5).map((id) => `v1:alert-stop:${id}`),
      'v1:corrections:no',
      'v1:alerts:stop',
      'v1:menu',
    ]);
    expect(segmentsOf(list)).toBeLessThanOrEqual(2);
  });
});

test('nobody gets more alerts than they can end in one message', async () => {
  const chat = startWith('whatsapp', MANY);
  const alerts = MANY_IDS.slice(0, 5);
  const refused = await chat.say(tap(`v1:alert:${MANY_IDS[5]}`), contact({ alerts }));
  expect(refused.effects).toEqual([]);
  expect(idsOf(refused)).toContain(`v1:alert-stop:${MANY_IDS[0]}`);
  const again = await chat.say(tap(`v1:alert:${MANY_IDS[0]}`), contact({ alerts }));
  expect(again.effects).toMatchObject([{ kind: 'wish_alert', fact: MANY_IDS[0] }]);
});

test('an alert is offered under an answer, and not to those who have it or could not stop it', async () => {
  const offers = async (more: Partial<TurnMessage['contact']>): Promise<boolean> =>
    idsOf(await startWith('whatsapp').say('¿cuánto cuesta?', contact(more))).includes(
      `v1:alert:${FEES.id}:${versionOf(FEES)}`,
    );
  expect(await offers({})).toBe(true);
  expect(await offers({ alerts: [BORDER.id] })).toBe(true);
  expect(await offers({ alerts: [FEES.id] })).toBe(false);
  expect(await offers({ mayBeAlerted: false })).toBe(false);
});

test('where no STOP would reach us a button of another day keeps nothing, and says why', async () => {
  for (const id of [`v1:alert:${FEES.id}`, 'v1:corrections:yes']) {
    const answer = await startWith('sms').say(tap(id), contact({ mayBeAlerted: false }));
    expect(answer.effects).toEqual([]);
    expect(textOf(answer)).toContain('STOP');
  }
});

test('who taps the button of an older answer is told the new one at once', async () => {
  const older = await startWith('whatsapp').say(tap(`v1:alert:${FEES.id}:older0123456`));
  expect(older.effects).toMatchObject([{ kind: 'wish_alert', fact: FEES.id }]);
  expect(textOf(older)).toContain(phrases.say('es', 'alert.since'));
  expect(textOf(older)).toContain(FEES.text.es.whatsapp);
  const current = await startWith('whatsapp').say(tap(`v1:alert:${FEES.id}:${versionOf(FEES)}`));
  expect(textOf(current)).not.toContain(FEES.text.es.whatsapp);
});

test('corrections are asked for once', async () => {
  const asks = async (more: Partial<TurnMessage['contact']>): Promise<boolean> =>
    idsOf(await startWith('whatsapp').say(tap(`v1:alert:${FEES.id}`), contact(more))).includes('v1:corrections:yes');
  expect(await asks({})).toBe(true);
  expect(await asks({ alerts: [BORDER.id] })).toBe(false);
  expect(await asks({ corrections: true })).toBe(false);
});

test('which answer was given is kept of those who said yes to corrections, and of nobody else', async () => {
  const given = async (corrections: boolean) => {
    const { effects } = await startWith('whatsapp').say('¿cuánto cuesta?', contact({ corrections }));
    return effects.filter(({ kind }) => kind === 'note_answer');
  };
  expect(await given(false)).toEqual([]);
  expect(await given(true)).toEqual([{ kind: 'note_answer', fact: FEES.id, version: versionOf(FEES), language: 'es' }]);
});

test('an expired fact gives no answer, so none is noted and no alert offered', async () => {
  const answer = await startWith('whatsapp').say('¿sigue el tps?', contact({ corrections: true }));
  expect(answer.effects).toEqual([]);
  expect(idsOf(answer).join(' ')).not.toContain('v1:alert:');
});

test('an alert whose fact is gone can be ended with all the others', async () => {
  const list = await startWith('whatsapp').say('mis avisos', contact({ alerts: ['gone' as FactId] }));
  expect(idsOf(list)).toEqual(['v1:alerts:stop', 'v1:menu']);
});

test('ending the last one does not lead back to an empty list', async () => {
  const stop = tap(`v1:alert-stop:${FEES.id}`);
  const last = await startWith('whatsapp').say(stop, contact({ alerts: [FEES.id] }));
  expect(idsOf(last)).toEqual(['v1:menu']);
  const notLast = await startWith('whatsapp').say(stop, contact({ alerts: [FEES.id, BORDER.id] }));
  expect(choicesOf(notLast).map(({ id }) => id)).toEqual(['v1:alerts', 'v1:menu']);
});

test.each([
  ['avisos', 'es'],
  ['Mis avisos', 'es'],
  ['alertas', 'es'],
  ['MY ALERTS', 'en'],
  ['meus avisos', 'pt'],
  ['mes alertes', 'fr'],
  ['alèt mwen', 'ht'],
])('"%s" lists them', async (words, language) => {
  const chat = startWith('whatsapp');
  await chat.say(tap(`v1:lang:${language}`));
  expect(idsOf(await chat.say(words, contact({ alerts: [FEES.id] })))).toContain('v1:alerts:stop');
});
