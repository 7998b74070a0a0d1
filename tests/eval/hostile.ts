/** The longest and worst messages a person, or a program, can send: WhatsApp's 4,096 characters of anything. */
import type { Knowledge } from '../../src/core/knowledge.ts';
import { seededRandom } from '../../src/dev/random.ts';
import type { Random } from '../../src/dev/random.ts';
import { quantileOf } from './metrics.ts';
import type { Row } from './question-bank.ts';

const LENGTH = 4_096;
const ROUNDS = 9;

export interface HostileTime {
  readonly what: string;
  readonly medianMs: number;
  readonly mostMs: number;
}

function letters(random: Random, count: number): string {
  return Array.from({ length: count }, () => String.fromCodePoint(97 + Math.floor(random() * 26))).join('');
}

function misspeltWords(rows: readonly Row[], random: Random): string {
  const words = rows.flatMap(({ text }) => text.split(' ')).filter((word) => word.length > 4);
  return Array.from({ length: 900 }, () => {
    const word = words[Math.floor(random() * words.length)] ?? 'asilo';
    return word.slice(0, 2) + letters(random, 1) + word.slice(3);
  }).join(' ');
}

function hostileTexts(rows: readonly Row[]): readonly (readonly [what: string, text: string])[] {
  const random = seededRandom(1);
  const questions = rows.map(({ text }) => text).join(' ');
  return [
    ['one letter', 'a'.repeat(LENGTH)],
    ['one endless word', letters(random, LENGTH)],
    ['words of no language', Array.from({ length: 700 }, () => letters(random, 5)).join(' ')],
    ['misspelt words of the bank', misspeltWords(rows, random)],
    ['questions of the bank, one after another', questions],
    ['single letters', Array.from({ length: LENGTH / 2 }, () => letters(random, 1)).join(' ')],
    ['marks without letters', 'e' + '\u0301'.repeat(LENGTH)],
    ['one sign that unfolds to eighteen letters', '\uFDFA'.repeat(LENGTH)],
    ['emoji', '\u{1F9ED}'.repeat(LENGTH / 2)],
    ['Chinese', '庇护申请'.repeat(LENGTH / 4)],
  ];
}

/** Median and worst of a few rounds each; the first, which also compiles, is not counted. */
export function timeHostile(knowledge: Knowledge, rows: readonly Row[]): readonly HostileTime[] {
  return hostileTexts(rows).map(([what, text]) => {
    const sent = text.slice(0, LENGTH);
    const times = Array.from({ length: ROUNDS + 1 }, () => {
      const startedMs = performance.now();
      knowledge.match(sent, knowledge.identifyLanguage(sent));
      return performance.now() - startedMs;
    }).slice(1);
    return { what, medianMs: quantileOf(times, 0.5), mostMs: quantileOf(times, 1) };
  });
}
