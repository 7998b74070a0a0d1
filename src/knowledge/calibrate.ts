/**
 * Computes the judges and thresholds from the content alone: phrasings are left out of training in turn, and with them a
 * tenth of the topics altogether, which stand for the questions that Faro has no fact for yet.
 */
import type { Fact } from '../core/fact.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import type { Calibration } from './calibration.ts';
import type { ConceptFinder } from './concepts.ts';
import { bearsQuestion, weighEvidence } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { fold, wordsOf } from './fold.ts';
import { judge, learnJudge, learnScale } from './judges.ts';
import type { Judge, Scale } from './judges.ts';
import { learnModel, openModel } from './model.ts';
import type { Sample } from './model.ts';
import type { Words } from './words.ts';

const FOLDS = 10;
/** Of the phrasings of a topic that is left out, every so-manieth is asked. */
const FOREIGN_EVERY = 6;

/**
 * What the thresholds are chosen for. Left-out messages are harder than real ones: the danger lists hold every quiet way
 * of saying it, and a tenth of the topics is unknown. These shares were chosen so that the development half of
 * `tests/questions`, which nothing is learnt from, shows about a hundredth of messages answered wrongly at once and
 * of danger missed.
 */
const GOALS = {
  /** Share of danger messages that may be missed. */
  missedDanger: 0.1,
  /** Share of all messages that may be answered wrongly at once. */
  wrongAnswers: 0.018,
  /** Share of questions that may be taken for a personal case; of questions, cases and other topics, for small talk. */
  falsePersonal: 0.018,
  falseChat: 0.01,
  /** Share of answerable questions that must be at least offered their facts. */
  offered: 0.995,
} as const;

/** How often each kind of message comes, by our estimate: in-scope questions are most. */
const MIX = { inScope: 0.68, foreign: 0.07, off_topic: 0.14, personal: 0.07, calm: 0.04 } as const;

type Kind = keyof typeof MIX | 'danger' | 'chat';

/** A message the model had not seen, with what it made of it. */
interface LeftOut {
  readonly kind: Kind;
  readonly evidence: Evidence;
  /** The best fact's topic is the right one. */
  readonly isRightTopic: boolean;
  readonly isRightFact: boolean;
  /** Its own fact is among the first three. */
  readonly isAmongThree: boolean;
  /** Languages in which it is a phrasing of its fact; none when it is of no fact. */
  readonly languages: readonly Language[];
}

export function calibrate(
  facts: readonly Fact[],
  samples: readonly Sample[],
  words: Words,
  findConcepts: ConceptFinder,
  contentHash: string,
  report: (line: string) => void,
): Calibration {
  const leftOut = Array.from({ length: FOLDS }, (_, fold_) => {
    report(`fold ${fold_ + 1} of ${FOLDS}`);
    return readFold(facts, samples, words, findConcepts, fold_);
  }).flat();
  const scale = learnScale(leftOut.map(({ evidence }) => evidence.measures));
  const learn = (rows: readonly LeftOut[], isTrue: (row: LeftOut) => boolean): Judge =>
    learnJudge(
      rows.map((row) => ({ measures: row.evidence.measures, isTrue: isTrue(row) })),
      scale,
    );
  const calm = leftOut.filter(({ kind }) => kind !== 'danger');
  const judges = {
    danger: learn(leftOut, ({ kind }) => kind === 'danger'),
    personal: learn(calm, ({ kind }) => kind === 'personal'),
    chat: learn(calm, ({ kind }) => kind === 'chat'),
    answer: learn(
      calm.filter(({ kind }) => kind !== 'calm'),
      ({ isRightTopic }) => isRightTopic,
    ),
  };
  const { thresholds, seen } = chooseThresholds(leftOut, judges, scale);
  return {
    content: contentHash,
    scale: rounded(scale),
    ...judges,
    thresholds,
    seen,
    leftOut: countByLanguage(leftOut),
  };
}

function countByLanguage(leftOut: readonly LeftOut[]): Calibration['leftOut'] {
  const count = (language: Language) => {
    const asked = leftOut.filter(({ kind, languages }) => kind === 'inScope' && languages.includes(language));
    return {
      asked: asked.length,
      first: share(asked, ({ isRightFact }) => isRightFact),
      amongThree: share(asked, ({ isAmongThree }) => isAmongThree),
    };
  };
  return { es: count('es'), en: count('en'), pt: count('pt'), fr: count('fr'), ht: count('ht') };
}

function readFold(
  facts: readonly Fact[],
  samples: readonly Sample[],
  words: Words,
  findConcepts: ConceptFinder,
  number: number,
): readonly LeftOut[] {
  const topics = [...new Set(facts.map(({ topic }) => topic))];
  const foreign = new Set(topics.filter((_, index) => index % FOLDS === number));
  const topicOf = (sample: Sample) => (sample.fact === null ? undefined : facts[sample.fact]?.topic);
  const isForeign = (sample: Sample): boolean => {
    const topic = topicOf(sample);
    return topic !== undefined && foreign.has(topic);
  };
  const isHeldOut = (sample: Sample): boolean => spread(sample.text) % FOLDS === number;
  const read = openModel(
    learnModel(
      samples.filter((sample) => !isHeldOut(sample) && !isForeign(sample)),
      facts.length,
      findConcepts,
    ),
    findConcepts,
  );
  const asked = [
    ...samples
      .filter((sample) => isHeldOut(sample) && !isForeign(sample))
      .map((sample) => ({ sample, kind: kindOf(sample) })),
    ...samples
      .filter(isForeign)
      .filter((_, index) => index % FOREIGN_EVERY === 0)
      .map((sample) => ({ sample, kind: 'foreign' as const })),
  ];
  return asked.map(({ sample, kind }) => {
    const evidence = weighEvidence(
      facts,
      words,
      read(sample.words),
      wordsOf(fold(sample.text)),
      bearsQuestion(sample.text),
    );
    return {
      kind,
      evidence,
      isRightTopic: kind === 'inScope' && evidence.topic === topicOf(sample),
      isRightFact: kind === 'inScope' && evidence.ranking[0]?.fact === sample.fact,
      isAmongThree: kind === 'inScope' && evidence.ranking.slice(0, 3).some(({ fact }) => fact === sample.fact),
      languages: languagesOf(facts, sample),
    };
  });
}

function languagesOf(facts: readonly Fact[], { text, fact: position }: Sample): readonly Language[] {
  const fact = position === null ? undefined : facts[position];
  return LANGUAGES.filter((language) => {
    const said = fact?.text[language];
    return said?.title === text || said?.questions.includes(text) === true;
  });
}

function kindOf({ intent, fact }: Sample): Kind {
  if (fact !== null) return 'inScope';
  return intent === 'question' ? 'calm' : intent;
}

/** A number that depends on the text alone, so that folds stay the same when others are added. */
function spread(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  return hash >>> 0;
}

type Judges = Readonly<Record<'danger' | 'personal' | 'chat' | 'answer', Judge>>;

function chooseThresholds(
  leftOut: readonly LeftOut[],
  judges: Judges,
  scale: Scale,
): Pick<Calibration, 'thresholds' | 'seen'> {
  const scores = (name: keyof Judges, keep: (row: LeftOut) => boolean): readonly number[] =>
    leftOut
      .filter(keep)
      .map(({ evidence }) => judge(judges[name], scale, evidence.measures))
      .toSorted((a, b) => a - b);
  const isInScope = ({ kind }: LeftOut): boolean => kind === 'inScope';
  const danger = quantile(
    scores('danger', ({ kind }) => kind === 'danger'),
    GOALS.missedDanger,
  );
  const personal = quantile(scores('personal', isInScope), 1 - GOALS.falsePersonal);
  const chat = quantile(
    scores('chat', ({ kind }) => kind === 'inScope' || kind === 'off_topic' || kind === 'personal'),
    1 - GOALS.falseChat,
  );
  const menu = quantile(
    scores('answer', ({ isRightTopic }) => isRightTopic),
    1 - GOALS.offered,
  );
  const answer = chooseAnswerThreshold(leftOut, judges.answer, scale);
  const rightTopics = leftOut.filter(({ isRightTopic }) => isRightTopic);
  const thresholds = {
    danger: rounded1(danger),
    personal: rounded1(personal),
    chat: rounded1(chat),
    answer: rounded1(answer.threshold),
    withinTopic: chooseWithinTopic(rightTopics),
    menu: rounded1(menu),
  };
  return {
    thresholds,
    seen: {
      messages: leftOut.length,
      top1Topic: share(leftOut.filter(isInScope), ({ isRightTopic }) => isRightTopic),
      top1Fact: share(leftOut.filter(isInScope), ({ isRightFact }) => isRightFact),
      directAndRight: rounded1(answer.direct),
      falseDanger: share(
        leftOut.filter(({ kind }) => kind !== 'danger'),
        ({ evidence }) => judge(judges.danger, scale, evidence.measures) >= danger,
      ),
      foundPersonal: share(
        leftOut.filter(({ kind }) => kind === 'personal'),
        ({ evidence }) => judge(judges.personal, scale, evidence.measures) >= personal,
      ),
      foundChat: share(
        leftOut.filter(({ kind }) => kind === 'chat'),
        ({ evidence }) => judge(judges.chat, scale, evidence.measures) >= chat,
      ),
    },
  };
}

/** The lowest threshold at which wrong answers, in the expected mix of messages, stay within the goal. */
function chooseAnswerThreshold(
  leftOut: readonly LeftOut[],
  answer: Judge,
  scale: Scale,
): { readonly threshold: number; readonly direct: number } {
  const counts = Object.groupBy(leftOut, ({ kind }) => kind);
  const weightOf = (kind: Kind): number => {
    const expected = kind === 'danger' || kind === 'chat' ? 0 : MIX[kind];
    return expected / Math.max(counts[kind]?.length ?? 0, 1);
  };
  const ranked = leftOut
    .map((row) => ({
      score: judge(answer, scale, row.evidence.measures),
      weight: weightOf(row.kind),
      isRight: row.isRightTopic,
    }))
    .sort((left, right) => right.score - left.score);
  let wrong = 0;
  let right = 0;
  let best = { threshold: 1, direct: 0 };
  for (const { score, weight, isRight } of ranked) {
    if (isRight) right += weight;
    else wrong += weight;
    if (wrong > GOALS.wrongAnswers) break;
    best = { threshold: score, direct: right / MIX.inScope };
  }
  return best;
}

/** From how large a share within its topic on the best fact is the right one nine times of ten. */
function chooseWithinTopic(rightTopics: readonly LeftOut[]): number {
  for (let threshold = 0.5; threshold < 1; threshold += 0.05) {
    const sure = rightTopics.filter(({ evidence }) => withinTopic(evidence) >= threshold);
    if (sure.length > 0 && share(sure, ({ isRightFact }) => isRightFact) >= 0.9) return rounded1(threshold);
  }
  return 0.95;
}

/** The best fact's share among the facts of its topic. */
export function withinTopic({ ranking, topicShare }: Evidence): number {
  return (ranking[0]?.share ?? 0) / (topicShare || 1);
}

function quantile(sorted: readonly number[], share_: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share_ * sorted.length))] ?? 1;
}

function share(rows: readonly LeftOut[], isTrue: (row: LeftOut) => boolean): number {
  return rounded1(rows.filter(isTrue).length / Math.max(rows.length, 1));
}

function rounded1(value: number): number {
  return Number(value.toFixed(4));
}

function rounded({ means, deviations }: Scale): Scale {
  return { means: means.map(rounded1), deviations: deviations.map(rounded1) };
}
