/**
 * `npm run -s match`: JSON lines in, JSON lines out, one for one and in order.
 *
 * In: `{"id":"1","text":"…","language":"es"}`, `language` optional. A line that cannot be read gives a line with
 * `error`, and the next one is answered all the same.
 */
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Candidate, Knowledge } from '../core/knowledge.ts';
import { LANGUAGES } from '../core/language.ts';
import { silentTelemetry } from '../core/telemetry.ts';
import { createKnowledge } from './knowledge.ts';

const question = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  language: z.enum(LANGUAGES).nullish(),
});

interface Mention {
  readonly topic: string;
  readonly fact: string;
  readonly confidence: number;
}

function toMention({ fact, confidence }: Candidate): Mention {
  return { topic: fact.topic, fact: fact.id, confidence: round(confidence, 4) };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

type Question = z.infer<typeof question>;

/** A line that is no question, with its id when it has one, so that answers can still be told apart. */
interface Unreadable {
  readonly id: Question['id'] | null;
  readonly error: string;
}

function readQuestion(line: string): Question | Unreadable {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { id: null, error: 'not JSON; write {"id":"1","text":"…"} on one line' };
  }
  const parsed = question.safeParse(json);
  if (parsed.success) return parsed.data;
  const id = question.pick({ id: true }).safeParse(json).data?.id ?? null;
  const [issue] = parsed.error.issues;
  return { id, error: `"${issue?.path.join('.') ?? ''}" ${issue?.message ?? 'cannot be read'}` };
}

/** The answer to one line, as an object for one line. */
function answerLine(knowledge: Knowledge, line: string): object {
  const asked = readQuestion(line);
  if ('error' in asked) return asked;
  const started = performance.now();
  const found = knowledge.match(asked.text, asked.language ?? null);
  const identified = knowledge.identifyUnserved(asked.text) ?? knowledge.guessLanguage(asked.text);
  const ms = round(performance.now() - started, 3);
  const candidates = found.candidates.map(toMention);
  const best = found.outcome === 'answer' ? candidates[0] : undefined;
  return {
    id: asked.id,
    outcome: found.outcome,
    topic: best?.topic ?? null,
    fact: best?.fact ?? null,
    confidence: candidates[0]?.confidence ?? 0,
    language: identified ?? asked.language ?? null,
    candidates,
    ms,
  };
}

const knowledge = createKnowledge({
  contentDir: fileURLToPath(new URL('../../content', import.meta.url)),
  telemetry: silentTelemetry,
});
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  const written = process.stdout.write(`${JSON.stringify(answerLine(knowledge, line))}\n`);
  // A slow reader must not make us hold a whole file of answers.
  if (!written) await once(process.stdout, 'drain');
}
