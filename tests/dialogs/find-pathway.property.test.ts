/** Whatever somebody answers, skips, takes back or says in between: short, within the limits, true, and then forgotten. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { INTERVIEW_QUESTIONS } from '../../src/core/pathway.ts';
import type { InterviewAnswers, Pathways } from '../../src/core/pathway.ts';
import type { Bot, Snapshot, TurnResult } from '../../src/core/turn.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { createPathways } from '../../src/knowledge/pathways/pathways.ts';
import { createPlaces } from '../../src/knowledge/places/places.ts';
import { createTestBot, messageOf, tap, textOf } from '../fakes/chat.ts';
import { createFakeKnowledge, TODAY_MS } from '../fakes/knowledge.ts';
import { CONTENT_DIR } from '../knowledge/content-folder.ts';

const today = '2026-11-21';
const facts = loadFacts(CONTENT_DIR, { today }).facts.map(({ fact }) => fact);
const { pathways } = createPathways(CONTENT_DIR, { today, facts });
const { countries } = createPlaces({
  contentDir: CONTENT_DIR,
  telemetry: { record: () => {} },
  clock: { nowMs: () => TODAY_MS },
  cacheDir: null,
});
/** With the shipped pathways. Each looks up what was asked with the answers of the moment. */
const knowledge = { ...createFakeKnowledge(), pathways, countries };
const bot = createTestBot({ knowledge });

/** What the result was weighed with: seen here, and nowhere after the turn. */
function watchAnswers(): { readonly bot: Bot; readonly seen: InterviewAnswers[] } {
  const seen: InterviewAnswers[] = [];
  const assess: Pathways['assess'] = (answers) => {
    seen.push(answers);
    return pathways.assess(answers);
  };
  return { bot: createTestBot({ knowledge: { ...knowledge, pathways: { ...pathways, assess } } }), seen };
}

const COUNTRIES = ['AF', 'HN', 'HT', 'VE', 'CU', 'GH', 'MX', 'BR', 'ZZ'];

function check(result: TurnResult, channel: ChannelName): void {
  const { reply, snapshot } = result;
  if (reply === null) throw new Error('a turn was silent');
  renderWhatsApp(reply);
  if (channel === 'sms') {
    expect(countSegments(renderSms(reply, { transliterate: true })).segments).toBeLessThanOrEqual(2);
  }
  const isOurs = snapshot.offered.some(({ id }) => id.startsWith('v1:way:') && id !== 'v1:way:go');
  const hasWayOn = snapshot.offered.some(({ id }) => ['v1:human', 'v1:menu'].includes(id));
  if (isOurs && memoryOf(snapshot).rest === null)
    expect(hasWayOn || /\b(?:MENU|MENÚ|MENI)/u.test(textOf(result))).toBe(true);
}

const RUNS = 60;
const TIMEOUT_MS = 60_000;

interface Memory {
  readonly interview: { readonly steps: readonly unknown[] } | null;
  /** By SMS: there is more to read, and what follows stands there. */
  readonly rest: unknown;
}

function memoryOf(snapshot: Snapshot): Memory {
  return (snapshot.dialogs as { readonly memory: Memory }).memory; // as `src/bot` writes it
}

/** How to choose among what is offered: a number for each question, and a country. */
const walk = fc.record({
  channel: fc.constantFrom('whatsapp' as const, 'sms' as const),
  language: fc.constantFrom(...LANGUAGES),
  picks: fc.array(fc.nat(9), { minLength: 7, maxLength: 7 }),
  country: fc.constantFrom(...COUNTRIES),
});

test(
  'any walk asks at most seven questions, says so truly, shows nothing closed as open, and forgets',
  async () => {
    await fc.assert(
      fc.asyncProperty(walk, async ({ channel, language, picks, country }) => {
        const { bot: watched, seen } = watchAnswers();
        const greeted = await watched.turn(null, messageOf(tap(`v1:lang:${language}`), { channel }));
        let result = await watched.turn(greeted.snapshot, messageOf(tap('v1:way'), { channel }));
        let total = 8;
        for (let asked = 1; result.snapshot.offered[0]?.id !== 'v1:way:show' && seen.length === 0; asked += 1) {
          const [, number, of] = /(\d) \p{L}+ (\d)/u.exec(textOf(result).slice(-400)) ?? [];
          expect(Number(number)).toBe(asked);
          expect(Number(of)).toBeLessThanOrEqual(Math.min(total, 7));
          total = Number(of);
          expect(asked).toBeLessThanOrEqual(total);
          const answers = result.snapshot.offered.filter(({ id }) => id !== 'v1:way:back').map(({ id }) => id);
          const pick = answers[(picks[asked - 1] ?? 0) % answers.length] ?? '';
          const isCountry = pick.includes(':nationality:') && !pick.endsWith(':skip');
          const said = isCountry ? `v1:way:nationality:${country}` : pick;
          result = await watched.turn(result.snapshot, messageOf(tap(said), { channel }));
          check(result, channel);
          expect(result.effects).toEqual([{ kind: 'forget_message' }]);
        }
        if (seen.length === 0) {
          result = await watched.turn(result.snapshot, messageOf(tap('v1:way:show'), { channel }));
          check(result, channel);
        }
        expect(seen).toHaveLength(1);
        checkResult(result, seen[0] ?? {}, channel);
        expect(memoryOf(result.snapshot).interview).toBeNull();
        expect(JSON.stringify(result.snapshot)).not.toMatch(/"(question|answer|steps)":(?!null)|v1:way:[a-z]+:/);
      }),
      { numRuns: RUNS },
    );
  },
  TIMEOUT_MS,
);

/** By SMS the first numbers are those worth asking about; in a list they stand before the first lawyer. */
function checkResult(result: TurnResult, answers: InterviewAnswers, channel: ChannelName): void {
  const shown = result.snapshot.offered.flatMap(({ id }) =>
    pathways.all.filter((one) => id === `v1:pathway:${one.id}`),
  );
  expect(shown.length).toBeLessThanOrEqual(5);
  const verdicts = new Map(pathways.assess(answers).map((finding) => [finding.pathway.id, finding.verdict]));
  const order = shown.map(({ id }) => verdicts.get(id));
  expect(order).toEqual([...order].sort((a, b) => RANK.indexOf(a) - RANK.indexOf(b)));
  const asked = order.filter((verdict) => verdict === 'ask').length;
  const counted = channel === 'sms' ? countNumbers(textOf(result)) : null;
  if (counted !== null && order.some((verdict) => verdict !== 'closed')) expect(counted).toBe(shown.length);
  for (const pathway of shown.slice(0, asked)) {
    expect(pathway.state.kind).toBe('open');
    const isClosedForThem = pathway.closedFor.some(({ nationality }) =>
      nationality.includes(answers.nationality ?? ''),
    );
    expect(isClosedForThem).toBe(false);
  }
}

const RANK: readonly (string | undefined)[] = ['ask', 'lawyer', 'closed'];

function countNumbers(text: string): number {
  return [...text.matchAll(/\b[1-5](?=[,.])/g)].length;
}

const WORDS = [
  'menú',
  'atrás',
  'back',
  'agente',
  'idioma',
  'gracias',
  'más',
  'borrar',
  'no',
  'sí',
  '1',
  '3',
  '9',
  'zzz',
];
const TEXTS = ['Honduras', 'en mi país', 'saltar', '¿cuánto cuesta?', 'me secuestraron', 'visa', 'mi caso', '😀'];
const IDS = [
  'v1:way',
  'v1:way:go',
  'v1:way:new',
  'v1:way:show',
  'v1:way:pass',
  'v1:way:back',
  'v1:pathways:us-tps,us-sij',
];
const step = fc.oneof(
  { weight: 6, arbitrary: fc.nat(9).map((offered) => ({ offered })) },
  { weight: 2, arbitrary: fc.constantFrom(...WORDS, ...TEXTS).map((text) => ({ text })) },
  { weight: 1, arbitrary: fc.constantFrom(...IDS, 'v1:way:fear:no', 'v1:way:nationality:HT').map((id) => ({ id })) },
);
const pause = fc.constantFrom(MINUTE_MS, MINUTE_MS, MINUTE_MS, 40 * MINUTE_MS, 20 * HOUR_MS, 73 * HOUR_MS);

test(
  'whatever is said in between, there is one reply with a way on, and never an eighth question',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('whatsapp' as const, 'sms' as const),
        fc.array(fc.tuple(step, pause), { minLength: 12, maxLength: 12 }),
        async (channel, steps) => {
          let { snapshot } = await bot.turn(null, messageOf('vías legales', { channel }));
          let nowMs = TODAY_MS;
          for (const [said, after] of steps) {
            nowMs += after;
            const content = 'text' in said ? said.text : tap('id' in said ? said.id : pickFrom(snapshot, said.offered));
            const result = await bot.turn(snapshot, messageOf(content, { channel, nowMs }));
            check(result, channel);
            expect(memoryOf(result.snapshot).interview?.steps.length ?? 0).toBeLessThanOrEqual(
              INTERVIEW_QUESTIONS.length,
            );
            snapshot = JSON.parse(JSON.stringify(result.snapshot)) as Snapshot; // as the store gives it back
          }
        },
      ),
      { numRuns: RUNS },
    );
  },
  TIMEOUT_MS,
);

function pickFrom({ offered }: Snapshot, number: number): string {
  return offered[number % Math.max(1, offered.length)]?.id ?? 'v1:menu';
}

/** What a notification shows, about. */
const LOCKED_SCREEN = 35;

test.each(LANGUAGES)(
  'every shipped pathway can be shown in %s on both channels, with its source and nothing telling before it',
  async (language) => {
    for (const channel of ['whatsapp', 'sms'] as const) {
      const { snapshot } = await bot.turn(null, messageOf(tap(`v1:lang:${language}`), { channel }));
      for (const { id, text, url } of pathways.all) {
        const result = await bot.turn(snapshot, messageOf(tap(`v1:pathway:${id}`), { channel }));
        check(result, channel);
        if (channel === 'whatsapp') {
          expect(textOf(result)).toContain(url);
          expect(textOf(result).indexOf(text[language].title)).toBeGreaterThanOrEqual(LOCKED_SCREEN);
        }
        expect(result.snapshot.offered.map((choice) => choice.id)).toEqual(
          expect.arrayContaining(['v1:human', 'v1:way:new', 'v1:menu']),
        );
      }
    }
  },
  TIMEOUT_MS,
);
