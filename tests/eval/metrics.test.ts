import { describe, expect, test } from 'vitest';
import { bestThreshold } from './best-threshold.ts';
import { figuresOf, intervalOf, isServed, isWrongAtOnce, percentOf, quantileOf } from './metrics.ts';
import type { Verdict } from './metrics.ts';
import { inSmsWords, noisesOf, withTypos } from './noise.ts';
import { unseenRows } from './phrasings.ts';
import { parseRows, splitOf } from './question-bank.ts';
import type { Row } from './question-bank.ts';
import { seededRandom } from '../../src/dev/random.ts';

const asksForAsylum: Row = {
  id: 'es-002',
  language: 'es',
  text: '¿quién puede pedir asilo?',
  wants: 'fact',
  gold: 'asylum',
  also: ['refuge'],
  kind: 'clear',
};
const asksForFootball: Row = {
  ...asksForAsylum,
  id: 'es-004',
  wants: 'none',
  gold: 'none',
  also: [],
  kind: 'off-topic',
};
const hasCase: Row = { ...asksForAsylum, id: 'es-006', wants: 'handoff', gold: 'handoff', also: [], kind: 'personal' };
const isKidnapped: Row = { ...asksForAsylum, id: 'es-008', wants: 'danger', gold: 'danger', also: [], kind: 'danger' };
const greets: Row = { ...asksForAsylum, id: 'es-010', wants: 'chat', gold: 'chat', also: [], kind: 'small-talk' };

function came(row: Row, outcome: Verdict['outcome'], ...topics: readonly string[]): Verdict {
  return { row, outcome, topics, language: row.language };
}

describe('one message', () => {
  test('is served by the fact of its topic, or by one that the row also accepts', () => {
    expect(isServed(came(asksForAsylum, 'answer', 'asylum'))).toBe(true);
    expect(isServed(came(asksForAsylum, 'answer', 'refuge'))).toBe(true);
  });

  test('is wrong when another fact is sent at once, even if the right one came second', () => {
    expect(isServed(came(asksForAsylum, 'answer', 'visa', 'asylum'))).toBe(false);
    expect(isWrongAtOnce(came(asksForAsylum, 'answer', 'visa', 'asylum'))).toBe(true);
  });

  test('is served by a menu that holds the right fact, not by one that does not', () => {
    expect(isServed(came(asksForAsylum, 'menu', 'visa', 'asylum'))).toBe(true);
    expect(isServed(came(asksForAsylum, 'menu', 'visa', 'work'))).toBe(false);
  });

  test('is wrong when it wanted no fact and got one', () => {
    for (const row of [asksForFootball, hasCase, isKidnapped, greets]) {
      expect(isWrongAtOnce(came(row, 'answer', 'asylum'))).toBe(true);
      expect(isServed(came(row, 'answer', 'asylum'))).toBe(false);
    }
  });

  test('is not wrong when a menu, a human or "I do not know" came instead', () => {
    for (const outcome of ['menu', 'handoff', 'unknown'] as const) {
      expect(isWrongAtOnce(came(asksForAsylum, outcome, 'visa'))).toBe(false);
    }
  });
});

describe('figures of a handful of messages', () => {
  const figures = figuresOf([
    came(asksForAsylum, 'answer', 'asylum'),
    came(asksForAsylum, 'answer', 'visa', 'asylum'),
    came(asksForAsylum, 'menu', 'visa', 'refuge'),
    came(asksForAsylum, 'menu', 'visa', 'work', 'school'),
    came(asksForAsylum, 'unknown', 'asylum'),
    came(asksForAsylum, 'danger', 'asylum'),
    came(asksForFootball, 'answer', 'visa'),
    came(asksForFootball, 'unknown'),
    came(hasCase, 'handoff', 'asylum'),
    came(hasCase, 'answer', 'asylum'),
    came(isKidnapped, 'danger'),
    came(isKidnapped, 'unknown'),
    came({ ...asksForFootball, kind: 'near-danger' }, 'danger'),
    came(greets, 'chat'),
  ]);

  test('counts the ranking whatever was done with it', () => {
    expect(figures.inScope.top1).toEqual({ part: 3, of: 6 });
    expect(figures.inScope.top3).toEqual({ part: 5, of: 6 });
  });

  test('shares questions out so that nothing is counted twice or lost', () => {
    const { direct, menuWith, wrongAtOnce, menuWithout, handedOver, unknown, other } = figures.inScope;
    const outcomes = [direct, menuWith, wrongAtOnce, menuWithout, handedOver, unknown, other].map(({ part }) => part);
    expect(outcomes).toEqual([1, 1, 1, 1, 0, 1, 1]);
    expect(outcomes.reduce((sum, part) => sum + part, 0)).toBe(figures.inScope.messages);
  });

  test('takes the right ones among those shown from answers and menus alone', () => {
    expect(figures.inScope.shown).toEqual({ part: 2, of: 6 });
    expect(figures.inScope.rightOfShown).toEqual({ part: 2, of: 4 });
  });

  test('takes wrong answers of all messages, not only of those that a fact answers', () => {
    expect(figures.wrongOfAll).toEqual({ part: 3, of: 14 });
  });

  test('counts danger missed, and false alarms among everything else', () => {
    expect(figures.dangerRecall).toEqual({ part: 1, of: 2 });
    expect(figures.falseAlarms).toEqual({ part: 2, of: 12 });
    expect(figures.nearDangerAlarms).toEqual({ part: 1, of: 1 });
  });

  test('says what became of other messages', () => {
    expect(figures.outOfScope).toEqual({
      messages: 3,
      answered: { part: 1, of: 3 },
      menu: { part: 0, of: 3 },
      refused: { part: 1, of: 3 },
    });
    expect(figures.personal.handedOver).toEqual({ part: 1, of: 2 });
    expect(figures.chat).toEqual({ part: 1, of: 1 });
  });

  test('measures language on messages in one language, and counts silence as not right', () => {
    const said = (language: Verdict['language'], kind = 'clear'): Verdict => ({
      ...came({ ...asksForAsylum, kind }, 'unknown'),
      language,
    });
    const { languageRight, languageUnsaid } = figuresOf([said('es'), said('pt'), said(null), said('pt', 'switch')]);
    expect(languageRight).toEqual({ part: 1, of: 3 });
    expect(languageUnsaid).toEqual({ part: 1, of: 3 });
  });
});

describe('arithmetic', () => {
  test('gives no number for a share of nothing', () => {
    expect(percentOf({ part: 1, of: 4 })).toBe(25);
    expect(percentOf({ part: 0, of: 0 })).toBeNaN();
  });

  test('widens the interval when there are fewer messages, and never leaves 0 to 100', () => {
    const [low, high] = intervalOf({ part: 50, of: 100 });
    expect([low.toFixed(1), high.toFixed(1)]).toEqual(['40.4', '59.6']);
    const [lowOfNone, highOfNone] = intervalOf({ part: 0, of: 10 });
    expect(lowOfNone).toBeCloseTo(0);
    expect(highOfNone).toBeCloseTo(27.8, 1);
  });

  test('finds the value that a share of all values do not exceed', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.99, 1].map((share) => quantileOf(values, share))).toEqual([50, 99, 100]);
  });
});

describe('the best threshold', () => {
  test('answers as much as the limit of wrong answers allows', () => {
    const scored = [
      { score: 0.9, right: true },
      { score: 0.8, right: false },
      { score: 0.7, right: true },
      { score: 0.6, right: false },
    ];
    expect(bestThreshold(scored, 3, 0.25)).toEqual({
      threshold: 0.7,
      direct: { part: 2, of: 3 },
      wrong: { part: 1, of: 4 },
    });
    expect(bestThreshold(scored, 3, 0).direct).toEqual({ part: 1, of: 3 });
  });

  test('answers equal scores together or not at all', () => {
    const tied = [
      { score: 1, right: true },
      { score: 1, right: false },
    ];
    expect(bestThreshold(tied, 1, 0).direct.part).toBe(0);
    expect(bestThreshold(tied, 1, 0.5).direct.part).toBe(1);
  });

  test('never answers what has no score', () => {
    expect(bestThreshold([{ score: 0, right: true }], 1, 1).direct.part).toBe(0);
  });
});

describe('the question bank', () => {
  test('reads what a row wants', () => {
    const lines = [
      '{"id":"es-001","text":"hola","gold":"chat","kind":"small-talk"}',
      '{"id":"es-002","text":"asilo","gold":"asylum","kind":"clear","also":["refuge"]}',
    ].join('\n');
    const [greeting, question] = parseRows(lines, 'es');
    expect([greeting?.wants, question?.wants]).toEqual(['chat', 'fact']);
    expect(question?.also).toEqual(['refuge']);
  });

  test('names the file and the line that is no row', () => {
    expect(() => parseRows('{"id":"es-001"}', 'es')).toThrow('tests/questions/es.jsonl:1');
    expect(() => parseRows('no JSON', 'pt')).toThrow('tests/questions/pt.jsonl:1');
  });

  test('keeps odd numbers for tuning and even ones for the report', () => {
    expect([splitOf({ ...asksForAsylum, id: 'es-007' }), splitOf(asksForAsylum)]).toEqual(['dev', 'test']);
  });

  test('leaves out a row that a phrasing holds, whatever its accents and signs', () => {
    const learnt = (question: string) => [{ fact: 'asylum', language: 'es', question }] as never; // ids are branded
    expect(unseenRows([asksForAsylum], learnt('Quien puede pedir ASILO'))).toEqual([]);
    expect(unseenRows([asksForAsylum], learnt('Quien puede pedir'))).toEqual([asksForAsylum]);
  });
});

describe('noise', () => {
  const partner: Row = { ...asksForAsylum, id: 'en-002', language: 'en', text: 'who can ask for asylum?' };

  test('is the same each time', () => {
    for (const { apply } of noisesOf([asksForAsylum, partner])) {
      expect(apply(asksForAsylum)).toEqual(apply(asksForAsylum));
    }
  });

  test('misspells one word for certain, and none that is too short', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      expect(withTypos('xyzw qrst', seededRandom(seed))).not.toBe('xyzw qrst');
      expect(withTypos('si no ya', seededRandom(seed))).toBe('si no ya');
    }
  });

  test('shortens whole words only', () => {
    expect(inSmsWords('¿Por qué, para qué?', 'es')).toBe('xq pa q?');
    expect(inSmsWords('parada', 'es')).toBe('parada');
  });

  test('mixes with a message that wants the same, and leaves a row without one alone', () => {
    const mix = (bank: readonly Row[]): string | undefined =>
      noisesOf(bank)
        .find(({ oneLanguage }) => !oneLanguage)
        ?.apply(asksForAsylum).text;
    expect(mix([asksForAsylum, partner])).toBe('¿quién puede ask for asylum?');
    expect(mix([asksForAsylum, { ...partner, gold: 'visa' }])).toBe(asksForAsylum.text);
  });
});
