/**
 * From a message to facts, or an honest "I do not know".
 *
 * Danger is looked for first and in the whole text. Then small talk, then a person's own case. Only then does the best
 * fact count, and it is sent at once only when it is clearly ahead of the second: otherwise up to three are offered.
 *
 * Not a goal yet: calibrated confidence. The thresholds were read off phrasings left out in turn and questions of other
 * topics (2026-11: 41 of 100 answered at once and right, 0.4 wrong, 41 on a menu; none of 50 foreign questions answered).
 * Tried and not taken: Fuse's token search over all phrasings put the right fact first for 59 in 100 instead of 83, and
 * took 11 ms, up to 70 for 160 characters. What Fuse does well, it does here: it repairs misspelt words.
 */
import type { Fact } from '../core/fact.ts';
import type { Candidate, Match } from '../core/knowledge.ts';
import { LANGUAGES } from '../core/language.ts';
import { capQuestion, fold, wordsOf } from './fold.ts';
import { createSpelling } from './spelling.ts';
import { learnTopicScores } from './topic-scores.ts';
import type { Phrasing, TopicScore } from './topic-scores.ts';
import type { Words } from './words.ts';

/** Share of confidence that is an answer by itself. */
const ANSWER_CONFIDENCE = 0.93;
const MENU_CONFIDENCE = 0.2;
/** How much must speak for the best fact; below it the message is about something else. */
const ANSWER_SUPPORT = 6;
const MENU_SUPPORT = 5;
/** A short message cannot say more than this for each of its words. */
const MENU_SUPPORT_PER_WORD = 0.8;
/** A fact this far ahead of the others needs only half of that to be offered. */
const CLEAR_CONFIDENCE = 0.75;
/** What a candidate needs to stand on the menu beside the best one. */
const OFFER_CONFIDENCE = 0.04;
const MOST_CANDIDATES = 3;
/** Scores add up features that overlap and so exaggerate; dividing them makes confidence mean what it says. */
const TEMPERATURE = 2;
/** Added when the message is one of a fact's phrasings, word for word: nothing can outweigh it. */
const EXACT_BONUS = 20;
/** Unknown words repaired per message; each costs about 0.1 ms. */
const MOST_REPAIRS = 12;

export interface Matcher {
  match(text: string): Match;
}

interface Ranking {
  readonly candidates: readonly Candidate[];
  /** How much speaks for the best fact. */
  readonly support: number;
}

/** Learns from the facts' phrasings in all languages together. */
export function createMatcher(facts: readonly Fact[], words: Words): Matcher {
  const phrasings = facts.flatMap((fact, index) => phrasingsOf(fact, index));
  const scores = learnTopicScores(phrasings, facts.length);
  const spelling = createSpelling(phrasings.flatMap((phrasing) => phrasing.words));
  const exact = new Map(phrasings.map(({ fact, words }) => [capQuestion(words).join(' '), fact]));

  function readAsMeant(question: readonly string[]): readonly string[] {
    let repairs = 0;
    return question.map((word) => {
      if (spelling.knows(word) || repairs >= MOST_REPAIRS) return word;
      repairs += 1;
      return spelling.repair(word);
    });
  }

  /** Scores what was typed and what was meant, and takes the middle: a repair may be wrong. */
  function rank(question: readonly string[]): Ranking {
    const meant = scores.of(readAsMeant(question));
    const asked = exact.get(question.join(' '));
    return toRanking(
      facts,
      scores.of(question).map((typed, index) => ({
        total: (typed.total + (meant[index]?.total ?? 0)) / 2 + (index === asked ? EXACT_BONUS : 0),
        support: (typed.support + (meant[index]?.support ?? 0)) / 2 + (index === asked ? EXACT_BONUS : 0),
      })),
    );
  }

  function match(text: string): Match {
    const all = wordsOf(fold(text));
    const question = capQuestion(all);
    const { candidates, support } = rank(question);
    if (words.isDanger(all)) return { outcome: 'danger', candidates };
    if (words.isChat(all)) return { outcome: 'chat', candidates: [] };
    if (words.isPersonal(all)) return { outcome: 'handoff', candidates };
    return decide(candidates, support, question.length);
  }
  return { match };
}

function phrasingsOf(fact: Fact, index: number): readonly Phrasing[] {
  return LANGUAGES.flatMap((language) => {
    const text = fact.text[language];
    if (text === undefined) return [];
    return [text.title, ...text.questions].map((phrasing) => ({ fact: index, words: wordsOf(fold(phrasing)) }));
  });
}

function toRanking(facts: readonly Fact[], scores: readonly TopicScore[]): Ranking {
  const best = Math.max(...scores.map(({ total }) => total));
  const shares = scores.map(({ total }) => Math.exp((total - best) / TEMPERATURE));
  const sum = shares.reduce((all, share) => all + share, 0);
  const ranked = facts
    .map((fact, index) => ({
      fact,
      confidence: (shares[index] ?? 0) / sum,
      support: scores[index]?.support ?? 0,
    }))
    .sort((left, right) => right.confidence - left.confidence);
  const support = ranked[0]?.support ?? 0;
  const candidates = ranked.slice(0, MOST_CANDIDATES).map(({ fact, confidence }) => ({ fact, confidence }));
  return { candidates: support > 0 ? candidates : [], support };
}

function decide(candidates: readonly Candidate[], support: number, wordCount: number): Match {
  const [best, ...others] = candidates;
  if (best === undefined || best.confidence < MENU_CONFIDENCE) return { outcome: 'unknown', candidates };
  const needed = Math.min(MENU_SUPPORT, MENU_SUPPORT_PER_WORD * wordCount);
  if (support < (best.confidence < CLEAR_CONFIDENCE ? needed : needed / 2)) return { outcome: 'unknown', candidates };
  if (best.confidence >= ANSWER_CONFIDENCE && support >= ANSWER_SUPPORT) {
    return { outcome: 'answer', candidates: [best, ...others] };
  }
  const offered = others.filter((other) => other.confidence >= OFFER_CONFIDENCE);
  return { outcome: 'menu', candidates: [best, ...offered] };
}
