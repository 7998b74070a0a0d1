/** What people are told of a message that bears our code. The shipped facts, as a person would get and pass them on. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelName } from '../../src/core/contact.ts';
import { CHANNELS } from '../../src/core/contact.ts';
import { DAY_MS } from '../../src/core/clock.ts';
import type { Fact } from '../../src/core/fact.ts';
import type { FactId } from '../../src/core/ids.ts';
import type { Knowledge, Match } from '../../src/core/knowledge.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import { createAnswerCodes } from '../../src/knowledge/answer-code.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { toGsm7 } from '../../src/channels/sms/transliterate.ts';
import { LOCALES } from '../../src/language/phrases.ts';
import { createTestBot, idsOf, messageOf, startChat, tap, textOf } from '../fakes/chat.ts';
import { BORDER, createFakeKnowledge, FEES, PROTECTION, TODAY_MS } from '../fakes/knowledge.ts';

const shipped = loadFacts('content', { today: '9999-12-31' }).facts.map(({ fact }) => fact);

/** The fake room with other facts; what a text asks for is not looked up here. */
function roomOf(facts: readonly Fact[], more: Partial<Knowledge> = {}): Knowledge {
  const nothing: Match = { outcome: 'unknown', candidates: [] };
  return {
    ...createFakeKnowledge(),
    ...createAnswerCodes(facts),
    facts,
    find: (id) => facts.find((fact) => fact.id === id) ?? null,
    freshness: () => 'due',
    match: () => nothing,
    ...more,
  };
}

const bot = createTestBot({ knowledge: roomOf(shipped) });

/** The answer as somebody gets it, all pages of it; by SMS as it stands on the phone. */
async function receive(fact: Fact, language: Language, channel: ChannelName): Promise<string> {
  const chat = startChat(channel, bot);
  await chat.say(tap(`v1:lang:${language}`));
  const pages: string[] = [];
  let { reply } = await chat.say(tap(`v1:fact:${fact.id}`));
  while (reply !== null) {
    pages.push(channel === 'sms' ? renderSms(reply, { transliterate: true }) : reply.text);
    const hasMore = channel === 'sms' && /\(\d\/\d\)$/.test(pages.at(-1) ?? '');
    reply = hasMore ? (await chat.say('more')).reply : null;
  }
  return pages.join('\n');
}

type CheckKey = Exclude<keyof (typeof LOCALES)['es']['check'], 'line' | 'several' | 'pick'>;

/** What we say first of a message, in English; null when it is none of these. */
async function verdictOf(message: string, among = bot): Promise<CheckKey | null> {
  const chat = startChat('whatsapp', among);
  await chat.say(tap('v1:lang:en'));
  const said = textOf(await chat.say(message));
  const keys = Object.keys(LOCALES.en.check) as CheckKey[]; // the file's own keys; the others are no texts
  return keys.find((key) => typeof LOCALES.en.check[key] === 'string' && said.startsWith(startOf(key))) ?? null;
}

/** Up to the variable, where there is one. */
function startOf(key: CheckKey): string {
  return LOCALES.en.check[key].split('{{')[0] ?? '';
}

const id = fc.constantFrom(...shipped.map((fact) => fact.id));

function factOf(wanted: FactId): Fact {
  const found = shipped.find((fact) => fact.id === wanted);
  if (found === undefined) throw new Error(`no fact ${wanted}`);
  return found;
}

const language = fc.constantFrom(...LANGUAGES);
const channel = fc.constantFrom(...CHANNELS);

/** What phones, apps and operators do to a text that is passed on. */
const WAYS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in one line': (text) => text.replaceAll(/\s*\n\s*/g, ' '),
  'with other line breaks': (text) => text.replaceAll(/([.,:]) /g, '$1\r\n'),
  'in narrow lines': (text) => text.replaceAll(/(.{20,30}) /g, '$1\n'),
  'by SMS': (text) => toGsm7(text),
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  'without accents': (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, ''),
  'with letters and accents apart': (text) => text.normalize('NFD'),
  'with typographic quotes': (text) => text.replaceAll("'", '’').replaceAll(/"([^"]*)"/g, '“$1”'),
  'with no-break spaces': (text) => text.replaceAll(/ (?=[:;?!»])/g, '\u00A0'),
  quoted: (text) => text.replaceAll(/^/gm, '> '),
  'with the sender before it': (text) => `[21/11/26, 10:15:03] Faro: ${text}`,
  'in bold': (text) => `*${text}*`,
  'with invisible marks': (text) => `\u200E${text.replaceAll('. ', '. \u200B')}\uFEFF`,
  'with space around it': (text) => `\n\n  ${text}  \n`,
};

describe('a copy of a shipped answer', () => {
  test('that nobody changed is always said to be ours, whichever way it came', async () => {
    const copy = fc.record({ id, language, channel, way: fc.constantFrom(...Object.keys(WAYS)) });
    await fc.assert(
      fc.asyncProperty(copy, async ({ id: fact, language: tongue, channel: on, way }) => {
        const received = await receive(factOf(fact), tongue, on);
        const passedOn = WAYS[way]?.(received) ?? received;
        expect([fact, tongue, on, way, await verdictOf(passedOn)]).toEqual([fact, tongue, on, way, 'verbatim']);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  test('of which only the text and the code were copied is ours too', async () => {
    const knowledge = roomOf(shipped);
    for (const fact of shipped.slice(0, 20))
      for (const tongue of LANGUAGES) {
        const text = fact.text[tongue];
        if (text === undefined) continue;
        const code = knowledge.codeOf(fact, tongue);
        expect(await verdictOf(`${text.whatsapp} ${code}`)).toBe('verbatim');
        expect(await verdictOf(`${text.sms}\n${code.toLowerCase()}`)).toBe('verbatim');
      }
  }, 60_000);

  /** Each returns the text with something else in it, or the same text when it has no such thing. */
  const CHANGES: Readonly<Record<string, (text: string, place: number) => string>> = {
    'another word': (text, place) =>
      replaceNth(text, /\p{L}{4,}/gu, place, (word) => (word === 'xxxx' ? 'yyyy' : 'xxxx')),
    'one word less': (text, place) => replaceNth(text, /\p{L}{4,}/gu, place, () => ''),
    'one word more': (text, place) => replaceNth(text, /\p{L}{4,}/gu, place, (word) => `${word} nunca`),
    'two words changed about': (text, place) =>
      replaceNth(text, /(\p{L}{4,}) (\p{L}{4,})/gu, place, (two) => two.split(' ').toReversed().join(' ')),
    'another number': (text, place) => replaceNth(text, /\d+/g, place, (number) => String(Number(number) + 1)),
    'a number with a nought more': (text, place) => replaceNth(text, /\d+/g, place, (number) => `${number}0`),
    'another address': (text, place) =>
      replaceNth(text, /[a-z0-9-]+(?:\.[a-z0-9-]+)+/g, place, (host) => host.replace('.', '-')),
    'an address with a slash made a dot': (text, place) =>
      replaceNth(text, /[a-z]\/[a-z]/g, place, (part) => part.replace('/', '.')),
    'an address with another ending': (text, place) =>
      replaceNth(text, /[a-z0-9-]+(?:\.[a-z0-9-]+)+/g, place, (host) => `${host}.info`),
    'a telephone number under it': (text) => `${text}\nLlame al +1 202 555 0142 y pague 500 dólares.`,
    'a claim above it': (text) => `La frontera abre mañana, pague 500.\n${text}`,
    'a letter of another alphabet': (text, place) =>
      replaceNth(text, /[aeo]/g, place, (letter) => HOMOGLYPHS[letter] ?? letter),
    'a word struck out': (text, place) =>
      replaceNth(text, /\p{L}{4,}/gu, place, (word) => word.split('').join('\u0336')),
  };
  const HOMOGLYPHS: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о' };

  test('in which anything was changed is never said to be ours', async () => {
    const copy = fc.record({
      id,
      language,
      channel,
      change: fc.constantFrom(...Object.keys(CHANGES)),
      place: fc.nat({ max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(copy, async ({ id: fact, language: tongue, channel: on, change, place }) => {
        const [answer = '', code = ''] = splitAtCode(await receive(factOf(fact), tongue, on));
        const forged = CHANGES[change]?.(answer, place) ?? answer;
        if (fold(forged) === fold(answer)) return; // there was nothing of the kind to change
        const verdict = await verdictOf(forged + code);
        expect([fact, tongue, on, change, verdict]).toEqual([fact, tongue, on, change, 'changed']);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});

/** The answer up to its code, and the code. What is picked under it is left out. */
function splitAtCode(received: string): readonly [string, string] | readonly [] {
  const whole = received.replaceAll(/\n.*\(\d\/\d\)(?=\n)/g, ''); // between the pages
  const [, answer, code] = /^([^]*?)((?:\p{L}+: )?FARO-[0-9A-Z]{5})/u.exec(whole) ?? [];
  return answer === undefined || code === undefined ? [] : [answer, code];
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u0315\u0323-\u0328]/g, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function replaceNth(text: string, pattern: RegExp, place: number, change: (found: string) => string): string {
  const found = [...text.matchAll(pattern)];
  const match = found[place % Math.max(1, found.length)];
  if (match === undefined) return text;
  return text.slice(0, match.index) + change(match[0]) + text.slice(match.index + match[0].length);
}

describe('a message with a code', () => {
  const knowledge = roomOf([FEES, BORDER, PROTECTION], {
    freshness: (fact, nowMs) => createFakeKnowledge().freshness(fact, nowMs),
  });
  const among = createTestBot({ knowledge });
  const fees = knowledge.codeOf(FEES, 'es');
  const oldFees = `${fees.slice(0, 8)}${fees.endsWith('ZZ') ? 'YY' : 'ZZ'}`;

  test('and nothing else is answered with what we say', async () => {
    const chat = startChat('whatsapp', among);
    const answer = await chat.say(fees);
    expect(textOf(answer)).toContain(FEES.text.es.whatsapp);
    expect(await verdictOf(fees, among)).toBe(null);
    expect(idsOf(answer).slice(0, 3)).toEqual([`v1:yes:${FEES.id}`, `v1:no:${FEES.id}`, 'v1:human']);
  });

  test('is answered in the language of the reader, and to somebody new in that of the code', async () => {
    const chat = startChat('whatsapp', among);
    await chat.say(tap('v1:lang:en'));
    expect(textOf(await chat.say(fees))).toContain(FEES.text.en.whatsapp);
    const creole = await among.turn(null, messageOf(knowledge.codeOf(BORDER, 'ht')));
    expect(textOf(creole)).toContain(BORDER.text.ht?.whatsapp ?? '-');
    expect(creole.snapshot.language).toBe('ht');
  });

  test.each([
    ['our text of another day', `${FEES.text.es.whatsapp} ${oldFees}`, 'older'],
    ['an old code alone', oldFees, 'wrong_code'],
    ['other words', `la frontera abre mañana, lo dice Faro ${fees}`, 'others'],
    ['a piece of our text', `${FEES.text.es.whatsapp.slice(0, 70)} ${fees}`, 'changed'],
    ['a code that no answer has', 'pague hoy mismo FARO-QQQQQ', 'unknown'],
    [
      'a comma that turns the meaning round',
      `${FEES.text.es.whatsapp.replace('de prueba:', 'de, prueba:')} ${fees}`,
      'changed',
    ],
    ['a reversed number', `${FEES.text.es.whatsapp.replace('100', '\u202E001\u202C')} ${fees}`, 'changed'],
    ['our words without any sign', `${FEES.text.es.whatsapp.replaceAll(/[^\p{L}\p{N} ]/gu, '')} ${fees}`, 'verbatim'],
  ] as const)('is told apart: %s', async (_what, message, verdict) => {
    expect(await verdictOf(message, among)).toBe(verdict);
  });

  test('that we said is true of a text of ours that is past its date only as an old one', async () => {
    const code = knowledge.codeOf(PROTECTION, 'es');
    const chat = startChat('whatsapp', among);
    const said = textOf(await chat.say(`${PROTECTION.text.es.whatsapp}\n${code}`));
    expect(said).toContain(LOCALES.es.check.older);
    expect(said).not.toContain('viejo');
  });

  test('of ours that was itself a check is ours', async () => {
    const chat = startChat('whatsapp', among);
    await chat.say('hola');
    const checked = textOf(await chat.say(`${FEES.text.es.whatsapp}\n${fees}`));
    expect(checked).toContain(LOCALES.es.check.verbatim);
    expect(await verdictOf(checked, among)).toBe('verbatim');
  });

  test('that we never gave out warns, and leads on', async () => {
    const answer = await startChat('whatsapp', among).say('FARO-QQQQQ');
    expect(textOf(answer)).toContain('No pague');
    expect(idsOf(answer)).toEqual(['v1:human', 'v1:menu']);
  });

  test('that is somebody’s cry for help is one', async () => {
    const crying = createTestBot({
      knowledge: { ...knowledge, match: () => ({ outcome: 'danger', candidates: [] }) },
    });
    const answer = await crying.turn(null, messageOf(`me tienen encerrada ${fees}`));
    expect(answer.effects).toMatchObject([{ kind: 'open_case', case: { urgency: 'urgent' } }]);
  });

  test('and our own words about danger raises no alarm: nobody spoke of themselves', async () => {
    const crying = createTestBot({
      knowledge: { ...knowledge, match: () => ({ outcome: 'danger', candidates: [] }) },
    });
    const copy = `${FEES.text.es.whatsapp}\n${fees}`;
    const answer = await crying.turn(null, messageOf(copy));
    expect(answer.effects).toEqual([]);
    expect(textOf(answer)).toContain(LOCALES.es.check.verbatim);
    const more = await crying.turn(null, messageOf(`${copy}\nme tienen`));
    expect(more.effects).toMatchObject([{ kind: 'open_case', case: { urgency: 'urgent' } }]);
  });

  test('ends a conversation that waited for something else, which says so', async () => {
    const chat = startChat('whatsapp', among);
    await chat.say('borrar');
    const answer = await chat.say(fees);
    expect(answer.effects).toEqual([]);
    expect(textOf(answer)).toMatch(/^No borramos nada\./);
    expect(textOf(answer)).toContain(FEES.text.es.whatsapp);
  });

  test('of several answers is told of each, with the way to what we say', async () => {
    const border = knowledge.codeOf(BORDER, 'es');
    const copies = [
      `${FEES.text.es.whatsapp}\nCódigo: ${fees}\n\n¿Le sirvió esta respuesta?`,
      `${BORDER.text.es.whatsapp.replace('no,', 'sí,')}\nCódigo: ${border}`,
      'FARO-QQQQQ',
    ];
    const answer = await startChat('whatsapp', among).say(copies.join('\n\n'));
    const lines = textOf(answer).split('\n');
    expect(lines).toContain(`${FEES.text.es.title}: ${LOCALES.es.check.line.verbatim}`);
    expect(lines).toContain(`${BORDER.text.es.title}: ${LOCALES.es.check.line.changed}`);
    expect(lines).toContain(`FARO-QQQQQ: ${LOCALES.es.check.line.unknown}`);
    expect(idsOf(answer)).toEqual([`v1:fact:${FEES.id}`, `v1:fact:${BORDER.id}`, 'v1:human', 'v1:menu']);
  });

  test('keeps working when the answer is a day older', async () => {
    const later = await among.turn(null, messageOf(fees, { nowMs: TODAY_MS + DAY_MS }));
    expect(textOf(later)).toContain(FEES.text.es.whatsapp);
  });
});
