/**
 * What answers cost by SMS, in segments: every fact in every language, as the bot sends it with what may be picked under
 * it. `node tests/drills/segments.ts` prints it; with `--write` it goes into docs/sms.md. What a segment costs is between
 * you and your provider, so no money stands in it.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { MINUTE_MS } from '../../src/core/clock.ts';
import type { Fact } from '../../src/core/fact.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import type { Bot, Snapshot, TurnResult } from '../../src/core/turn.ts';
import { createAnswerCodes } from '../../src/knowledge/answer-code.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { createTestBot, messageOf, tap } from '../fakes/chat.ts';
import { createFakeKnowledge, TODAY_MS } from '../fakes/knowledge.ts';
import { table } from '../eval/markdown.ts';
import { countryTable } from './sms-countries.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/sms.md', import.meta.url));
const CONTENT = fileURLToPath(new URL('../../content', import.meta.url));

/** One answer, read to its end. */
interface Cost {
  readonly fact: string;
  readonly language: Language;
  readonly pages: number;
  /** Of the first page: what the question costs. */
  readonly first: number;
  /** Of all pages: what it costs to read everything. */
  readonly all: number;
}

interface Way {
  readonly name: string;
  readonly transliterate: boolean;
  readonly maxSegments: 1 | 2;
  readonly isStranger: boolean;
}

const WAYS: readonly Way[] = [
  { name: 'as it is sent', transliterate: true, maxSegments: 2, isStranger: false },
  { name: 'as the first message, with who we are', transliterate: true, maxSegments: 2, isStranger: true },
  { name: 'where segments are not joined', transliterate: true, maxSegments: 1, isStranger: false },
  { name: 'with all accents (`SMS_TRANSLITERATE=off`)', transliterate: false, maxSegments: 2, isStranger: false },
];

async function measure(facts: readonly Fact[], way: Way): Promise<readonly Cost[]> {
  const bot = createTestBot({ knowledge: knowledgeOf(facts), sms: { transliterate: way.transliterate } });
  const costs: Cost[] = [];
  for (const language of LANGUAGES) {
    const snapshot = await speak(bot, language, !way.isStranger);
    for (const { id } of facts) {
      const pages = await readAll(bot, snapshot, id, way);
      costs.push({ fact: id, language, pages: pages.length, first: pages[0] ?? 0, all: sum(pages) });
    }
  }
  return costs;
}

/** The facts that we ship, none of them past its date: a warning would make some longer. */
function knowledgeOf(facts: readonly Fact[]): Knowledge {
  return {
    ...createFakeKnowledge(),
    ...createAnswerCodes(facts),
    facts,
    find: (id) => facts.find((fact) => fact.id === id) ?? null,
    freshness: () => 'fresh',
  };
}

async function speak(bot: Bot, language: Language, greeted: boolean): Promise<Snapshot> {
  const { snapshot } = await bot.turn(null, messageOf(tap(`v1:lang:${language}`), { channel: 'sms' }));
  return { ...snapshot, dialogs: { stack: [], memory: { greeted } } };
}

/** @returns the segments of each page */
async function readAll(bot: Bot, start: Snapshot, fact: string, way: Way): Promise<readonly number[]> {
  const { maxSegments } = way;
  const pages: number[] = [];
  let result: TurnResult = await bot.turn(start, messageOf(tap(`v1:fact:${fact}`), { channel: 'sms', maxSegments }));
  for (;;) {
    if (result.reply === null) throw new Error(`${fact} has no answer`);
    const text = renderSms(result.reply, way);
    pages.push(countSegments(text).segments);
    if (!/\(\d+\/\d+\)$/.test(text)) return pages;
    const sentAtMs = TODAY_MS + pages.length * MINUTE_MS;
    result = await bot.turn(result.snapshot, messageOf('more', { channel: 'sms', maxSegments, sentAtMs }));
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function wayTable(costs: readonly Cost[]): string {
  const rows = LANGUAGES.map((language) => {
    const own = costs.filter((cost) => cost.language === language);
    const [worst] = own.toSorted((a, b) => b.all - a.all);
    return [
      LANGUAGE_NAMES[language],
      ...[1, 2].map((segments) => String(own.filter(({ first }) => first === segments).length)),
      ...[1, 2, 3].map((pages) => String(own.filter((cost) => cost.pages === pages).length)),
      String(own.filter(({ pages }) => pages > 3).length),
      (sum(own.map(({ all }) => all)) / own.length).toFixed(2),
      worst === undefined ? '' : `${worst.all} (\`${worst.fact}\`)`,
    ];
  });
  const head = [
    'language',
    'first page: 1 segment',
    '2',
    'pages: 1',
    '2',
    '3',
    'more',
    'segments in all, mean',
    'worst',
  ];
  return table(head, rows);
}

async function writePage(): Promise<string> {
  const { facts: loaded } = loadFacts(CONTENT, { today: '9999-12-31' });
  const facts = loaded.map(({ fact }) => fact);
  const sections: string[] = [];
  for (const way of WAYS) sections.push(`### An answer ${way.name}\n\n${wayTable(await measure(facts, way))}`);
  return `# SMS

What SMS through Twilio can do in each country (\`src/channels/sms/countries.ts\`), and what answers cost in segments. Written
by \`node tests/drills/segments.ts --write\`.

## Countries

By Twilio's pages, read on 2026-11-21. A country that is not here was not read: nothing is sent there unasked, and
messages may have two segments.

${countryTable()}

## Segments

${facts.length} answers in ${LANGUAGES.length} languages, each with what may be picked under it. A question costs its first page;
the rest is sent to who writes MORE.

${sections.join('\n\n')}
`;
}

const page = await writePage();
if (process.argv.includes('--write')) writeFileSync(DOCUMENT, page);
else process.stdout.write(page);
