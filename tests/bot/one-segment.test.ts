/** Where a network does not join segments, every page is one, and no part of an answer comes without its source. */
import { expect, test } from 'vitest';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { toGsm7 } from '../../src/channels/sms/transliterate.ts';
import { MINUTE_MS } from '../../src/core/clock.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Knowledge } from '../../src/core/knowledge.ts';
import type { TurnResult } from '../../src/core/turn.ts';
import { createAnswerCodes } from '../../src/knowledge/answer-code.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import { createTestBot, messageOf, tap } from '../fakes/chat.ts';
import { createFakeKnowledge, TODAY_MS } from '../fakes/knowledge.ts';

const shipped = loadFacts('content', { today: '9999-12-31' }).facts.map(({ fact }) => fact);
const knowledge: Knowledge = {
  ...createFakeKnowledge(),
  ...createAnswerCodes(shipped),
  facts: shipped,
  find: (id) => shipped.find((fact) => fact.id === id) ?? null,
  freshness: () => 'due',
};
const bot = createTestBot({ knowledge });

function pageOf({ reply }: TurnResult): string {
  return reply === null ? '' : renderSms(reply, { transliterate: true });
}

test.each(LANGUAGES)('all answers in %s', async (language) => {
  const chosen = await bot.turn(null, messageOf(tap(`v1:lang:${language}`), { channel: 'sms' }));
  for (const greeted of [true, false]) {
    const start = { ...chosen.snapshot, dialogs: { stack: [], memory: { greeted } } };
    for (const fact of shipped) {
      let result = await bot.turn(start, messageOf(tap(`v1:fact:${fact.id}`), { channel: 'sms', maxSegments: 1 }));
      const pages = [pageOf(result)];
      while (/\(\d+\/\d+\)$/.test(pages.at(-1) ?? '')) {
        const sentAtMs = TODAY_MS + pages.length * MINUTE_MS;
        result = await bot.turn(result.snapshot, messageOf('more', { channel: 'sms', maxSegments: 1, sentAtMs }));
        pages.push(pageOf(result));
      }
      const beginning = toGsm7((fact.text[language] ?? fact.text.en).sms.slice(0, 12));
      const first = pages.findIndex((page) => page.includes(beginning));
      const announced = /\/(\d+)\)$/.exec(pages[0] ?? '')?.[1];
      expect([fact.id, pages.every((page) => countSegments(page).segments === 1)]).toEqual([fact.id, true]);
      expect([fact.id, first]).toEqual([fact.id, greeted ? 0 : 1]);
      expect([fact.id, pages[first]?.includes(fact.verifiedOn)]).toEqual([fact.id, true]);
      expect([fact.id, announced]).toEqual([fact.id, String(pages.length)]);
    }
  }
});
