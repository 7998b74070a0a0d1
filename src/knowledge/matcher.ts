/**
 * From a message to facts, or an honest "I do not know".
 *
 * One joint model over all languages says how strongly a message speaks for each fact and for each kind of message;
 * judges say how far to trust that. Danger is judged first and over the whole text, then small talk, then a person's own
 * case; only then does the best fact count. It is sent at once only when it is as good as sure; otherwise up to three
 * are offered, or nothing.
 *
 * Goals: few wrong answers above all; no threshold set by hand (`npm run calibrate`). Not a goal: understanding several
 * questions in one message. Tried and not taken: Fuse's token search over all phrasings (the right fact first for 59 of
 * 100, 11 ms a message), MiniSearch, node-nlp (`npm run eval` shows them beside this). What Fuse does well, it does
 * here: it repairs misspelt words before they are weighed.
 */
import type { Fact } from '../core/fact.ts';
import type { Candidate, Match } from '../core/knowledge.ts';
import { LANGUAGES } from '../core/language.ts';
import { withinTopic } from './calibrate.ts';
import type { Calibration } from './calibration.ts';
import { bearsQuestion, weighEvidence } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { MAX_QUESTION_CHARACTERS, capQuestion, fold, wordsOf } from './fold.ts';
import { judge } from './judges.ts';
import type { Reading } from './model.ts';
import { createSpelling } from './spelling.ts';
import type { Words } from './words.ts';

const MOST_CANDIDATES = 3;
/** What a candidate needs beside the best one to stand on the menu. */
const OFFER_SHARE = 0.03;
/** Unknown words repaired per message; each costs a search. */
const MOST_REPAIRS = 3;
/** Share of a message's features below which it is in another script or in no language: nothing can be said of it. */
const FEWEST_KNOWN = 0.15;
/** One word says a topic, not a question: "tps" is asked about. */
const FEWEST_WORDS = 2;
/** More are not looked at one by one. */
const MOST_CLAUSES = 12;
/** How much of the danger threshold must be reached when plain words of danger stand in the message. */
const PLAIN_SHARE = 0.2;
/** A message that is word for word one of a fact's phrasings is about that fact. */
const EXACT_CONFIDENCE = 0.999;

export interface Matcher {
  match(text: string): Match;
}

export interface MatcherParts {
  readonly facts: readonly Fact[];
  readonly words: Words;
  readonly calibration: Calibration;
  readonly read: (words: readonly string[]) => Reading;
}

export function createMatcher({ facts, words, calibration, read }: MatcherParts): Matcher {
  const { scale, thresholds } = calibration;
  const phrasings = listPhrasings(facts);
  const spelling = createSpelling(phrasings.flatMap((phrasing) => phrasing.words));
  const exact = new Map(phrasings.map(({ fact, words: phrasing }) => [capQuestion(phrasing).join(' '), fact]));

  /** Reads what was typed and, if it differs, what was meant, and takes the middle: a repair may be wrong. */
  function readTwice(question: readonly string[]): Reading {
    const typed = read(question);
    const meant = repair(question);
    return meant.every((word, index) => word === question[index]) ? typed : middle(typed, read(meant));
  }

  function repair(question: readonly string[]): readonly string[] {
    let repairs = 0;
    return question.map((word) => {
      if (spelling.knows(word) || repairs >= MOST_REPAIRS) return word;
      repairs += 1;
      return spelling.repair(word);
    });
  }

  function match(text: string): Match {
    const all = wordsOf(fold(text));
    const question = capQuestion(all);
    const evidence = weighEvidence(facts, words, readTwice(question), all, bearsQuestion(text));
    const likely = (name: 'danger' | 'personal' | 'chat' | 'answer'): number =>
      judge(calibration[name], scale, evidence.measures);
    const asked = exact.get(question.join(' '));
    const candidates = toCandidates(facts, evidence, asked, likely('answer'));
    if (all.length === 0) return { outcome: 'unknown', candidates: [] };
    if (isDanger(all, likely('danger')) || clausesOf(text).some(isDangerByItself))
      return { outcome: 'danger', candidates };
    if ((evidence.measures.at(-1) ?? 0) < FEWEST_KNOWN) return { outcome: 'unknown', candidates: [] };
    if (words.isChat(all)) return { outcome: 'chat', candidates: [] };
    if (asked === undefined && (words.isPersonal(all) || likely('personal') >= thresholds.personal)) {
      return { outcome: 'handoff', candidates };
    }
    if (asked === undefined && likely('chat') >= thresholds.chat) return { outcome: 'chat', candidates: [] };
    return decide(candidates, evidence, question.length, asked === undefined ? likely('answer') : EXACT_CONFIDENCE);
  }

  /** A greeting before it, or a question beside it, must not drown what somebody says in one clause. */
  function isDangerByItself(clause: string): boolean {
    const all = wordsOf(fold(clause));
    if (!words.isPlainDanger(all)) return false;
    const evidence = weighEvidence(facts, words, readTwice(capQuestion(all)), all, false);
    return isDanger(all, judge(calibration.danger, scale, evidence.measures));
  }

  /** Plain words such as "me secuestraron" need only a little agreement: a greeting around them must not hide them. */
  function isDanger(all: readonly string[], likelihood: number): boolean {
    if (likelihood >= thresholds.danger) return true;
    return words.isPlainDanger(all) && likelihood >= thresholds.danger * PLAIN_SHARE;
  }

  function decide(candidates: readonly Candidate[], evidence: Evidence, length: number, confidence: number): Match {
    const [best, ...others] = candidates;
    if (best === undefined || confidence < thresholds.menu) return { outcome: 'unknown', candidates };
    const isSure = confidence >= thresholds.answer && length >= FEWEST_WORDS;
    // Two facts of one topic may say different things: too close to call is asked about.
    if (isSure && (confidence === EXACT_CONFIDENCE || withinTopic(evidence) >= thresholds.withinTopic)) {
      return { outcome: 'answer', candidates: [best, ...others] };
    }
    return { outcome: 'menu', candidates: [best, ...others] };
  }

  return { match };
}

/** The parts of a message between stops, when there are several. */
function clausesOf(text: string): readonly string[] {
  const clauses = text.slice(0, MAX_QUESTION_CHARACTERS).split(/[.,;:!?¿¡\n]+/);
  return clauses.length > 1 ? clauses.slice(0, MOST_CLAUSES) : [];
}

function listPhrasings(
  facts: readonly Fact[],
): readonly { readonly fact: number; readonly words: readonly string[] }[] {
  return facts.flatMap((fact, index) =>
    LANGUAGES.flatMap((language) => {
      const text = fact.text[language];
      if (text === undefined) return [];
      return [text.title, ...text.questions].map((phrasing) => ({ fact: index, words: wordsOf(fold(phrasing)) }));
    }),
  );
}

function middle(one: Reading, other: Reading): Reading {
  return {
    facts: halfway(one.facts, other.facts),
    intents: halfway(one.intents, other.intents),
    knownShare: (one.knownShare + other.knownShare) / 2,
  };
}

function halfway(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((value, index) => (value + (right[index] ?? value)) / 2);
}

/** The best three; the first one's confidence is the judge's, the others have their share of the rest. */
function toCandidates(
  facts: readonly Fact[],
  { ranking }: Evidence,
  asked: number | undefined,
  confidence: number,
): readonly Candidate[] {
  const ordered =
    asked === undefined ? ranking : [{ fact: asked, share: 1 }, ...ranking.filter(({ fact }) => fact !== asked)];
  const [best, ...others] = ordered.slice(0, MOST_CANDIDATES);
  const first = best === undefined ? undefined : facts[best.fact];
  if (best === undefined || first === undefined) return [];
  const sure = asked === undefined ? confidence : EXACT_CONFIDENCE;
  const rest = others.flatMap(({ fact, share }) => {
    const other = facts[fact];
    const left = (1 - sure) * (share / (1 - (asked === undefined ? best.share : 0) || 1));
    return other === undefined || share < OFFER_SHARE ? [] : [{ fact: other, confidence: left }];
  });
  return [{ fact: first, confidence: sure }, ...rest];
}
