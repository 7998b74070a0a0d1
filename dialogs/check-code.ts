/**
 * "Is this from you?" A message holds the code of an answer, alone or under a copy that somebody passed on. We say whether
 * the copy is what we say, word for word, and then what we really say today: who was sent a changed one has the true one
 * in the same moment.
 */
import type { Fact } from '../src/core/fact.ts';
import type { AnswerCode } from '../src/core/knowledge.ts';
import { CODE_PLACE, compareCopy } from '../src/knowledge/compare-copy.ts';
import { textOf } from './answer.ts';
import { factChoice, wayOut } from './choices.ts';
import { ourWords } from './our-words.ts';
import { showFact } from './show-fact.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

/** More copies at once than anybody forwards; each takes a line of the reply. */
const MAX_COPIES = 5;

/**
 * - `right_code`: a code of today, and nothing else.
 * - `wrong_code`: the code alone, of a text that is not today's.
 * - `older`: the same, with a text.
 */
type Verdict = 'right_code' | 'wrong_code' | 'verbatim' | 'changed' | 'others' | 'older';

type Checked =
  /** `code`: as it was written. */
  | { readonly verdict: 'unknown'; readonly fact: null; readonly code: string }
  | { readonly verdict: Verdict; readonly fact: Fact };

export const checkCodeDialog = () =>
  oneReply('check-code', async (context, talk) => {
    const [first, ...others] = checkCopies(talk);
    if (first === undefined) return;
    return others.length === 0 ? tellOne(context, talk, first) : tellSeveral(context, talk, [first, ...others]);
  });

/** Whether the message is what we said, word for word, and nothing else: nobody who sends it tells of themselves. */
export function isOurOwnText(talk: Talk): boolean {
  const copies = checkCopies(talk);
  return copies.length > 0 && copies.every(({ verdict }) => verdict === 'verbatim');
}

function checkCopies(talk: Talk): readonly Checked[] {
  if (talk.heard.kind !== 'text') return [];
  const { text } = talk.heard;
  const codes = firstOfEach(talk.knowledge.readCodes(text)).slice(0, MAX_COPIES);
  // A copy ends with its code; what is written after the last one belongs to that one.
  return codes.map((code, index) => {
    const start = codes[index - 1]?.end ?? 0;
    const after = index === codes.length - 1 ? text.slice(code.end) : '';
    const fact = code.fact === null ? null : talk.knowledge.find(code.fact);
    if (fact === null) return { verdict: 'unknown', fact, code: text.slice(code.start, code.end) };
    return { verdict: judge(talk, fact, code, `${text.slice(start, code.start)} ${CODE_PLACE} ${after}`), fact };
  });
}

function firstOfEach(codes: readonly AnswerCode[]): readonly AnswerCode[] {
  return codes.filter(({ fact }, index) => fact === null || codes.findIndex((other) => other.fact === fact) === index);
}

function judge(talk: Talk, fact: Fact, code: AnswerCode, copy: string): Verdict {
  const found = compareCopy(copy, ourWords(talk, fact));
  const isOld = code.language === null || talk.knowledge.freshness(fact, talk.message.nowMs) === 'expired';
  if (found === 'alone') return code.language === null ? 'wrong_code' : 'right_code';
  return isOld ? 'older' : found;
}

async function tellOne(context: TurnHandle, talk: Talk, { verdict, fact }: Checked): Promise<void> {
  if (fact === null) return warnOfUnknown(context, talk);
  if (verdict !== 'right_code') await say(context, phrase(talk, `check.${verdict}`, { title: titleOf(talk, fact) }));
  await showFact(context, talk, fact);
}

async function warnOfUnknown(context: TurnHandle, talk: Talk): Promise<void> {
  await say(context, phrase(talk, 'check.unknown'), wayOut(talk));
}

/** Several answers would not fit in one reply: what each copy is worth, and the way to what we say. */
async function tellSeveral(context: TurnHandle, talk: Talk, checked: readonly Checked[]): Promise<void> {
  const lines = checked.map((one) => {
    const name = one.fact === null ? one.code : titleOf(talk, one.fact);
    return `${name}: ${phrase(talk, `check.line.${one.verdict}`)}`;
  });
  const choices = checked.flatMap(({ fact }) => (fact === null ? [] : [factChoice(talk, fact)]));
  const text = [phrase(talk, 'check.several'), ...lines].join('\n');
  if (choices.length === 0) return say(context, `${text}\n\n${phrase(talk, 'check.unknown')}`, wayOut(talk));
  await say(context, text);
  await say(context, phrase(talk, 'check.pick'), [...choices, ...wayOut(talk)]);
}

function titleOf(talk: Talk, fact: Fact): string {
  return textOf(fact, talk.language).text.title;
}
