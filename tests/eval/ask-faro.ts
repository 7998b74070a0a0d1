/** Puts each row to Faro's knowledge, as a first message of somebody unknown. */
import type { Knowledge } from '../../src/core/knowledge.ts';
import type { Verdict } from './metrics.ts';
import type { Row } from './question-bank.ts';

export interface TimedVerdict extends Verdict {
  /** Finding the fact and the language together. */
  readonly micros: number;
  /** Of the best candidate; 0 when there is none. */
  readonly confidence: number;
}

export function askFaro(knowledge: Knowledge, row: Row): TimedVerdict {
  const startedMs = performance.now();
  const language = knowledge.identifyLanguage(row.text);
  const { outcome, candidates } = knowledge.match(row.text, language);
  const micros = (performance.now() - startedMs) * 1_000;
  return {
    row,
    outcome,
    topics: candidates.map(({ fact }) => fact.topic),
    language,
    micros,
    confidence: candidates[0]?.confidence ?? 0,
  };
}
