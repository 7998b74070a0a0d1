/**
 * How much the words of a question speak for each fact.
 *
 * Every word, and every run of four letters inside a word (which survives misspelling and endings), votes for the
 * facts whose phrasings use it more than the others do. All languages are learnt together: people mix them.
 */

/** What a feature never seen with a fact counts as; keeps one strange word from deciding alone. */
const SMOOTHING = 0.3;
const RUN_LENGTH = 4;
/** Runs overlap, so each says less than a word. */
const RUN_WEIGHT = 0.35;
/** Words in more phrasings than this idf stands for (about 2 of 800) are weighed down in proportion. */
const FULL_IDF = 6;

export interface Phrasing {
  /** Which fact it asks for, by position. */
  readonly fact: number;
  readonly words: readonly string[];
}

export interface TopicScore {
  /** All that speaks for the fact, less all that speaks for others. */
  readonly total: number;
  /** Only what speaks for it: near 0 means that the words have nothing to do with it. */
  readonly support: number;
}

export interface TopicScores {
  /** One score per fact. */
  of(words: readonly string[]): readonly TopicScore[];
}

function featuresOf(words: readonly string[]): ReadonlySet<string> {
  const features = new Set<string>(words);
  for (const word of words) {
    const bounded = `^${word}$`;
    for (let at = 0; at + RUN_LENGTH <= bounded.length; at += 1) {
      features.add(`#${bounded.slice(at, at + RUN_LENGTH)}`);
    }
  }
  return features;
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}

/** Learns from the phrasings; takes about 20 ms for a thousand of them. */
export function learnTopicScores(phrasings: readonly Phrasing[], factCount: number): TopicScores {
  const perFact = zeros(factCount);
  const counts = new Map<string, number[]>();
  for (const { fact, words } of phrasings) {
    perFact[fact] = (perFact[fact] ?? 0) + 1;
    for (const feature of featuresOf(words)) {
      const count = counts.get(feature) ?? zeros(factCount);
      count[fact] = (count[fact] ?? 0) + 1;
      counts.set(feature, count);
    }
  }
  const weights = new Map(
    [...counts].map(([feature, count]) => [feature, weigh(feature, count, perFact, phrasings.length)]),
  );

  function of(words: readonly string[]): readonly TopicScore[] {
    const known = [...featuresOf(words)].flatMap((feature) => {
      const weight = weights.get(feature);
      return weight === undefined ? [] : [weight];
    });
    return perFact.map((_, fact) => {
      let total = 0;
      let support = 0;
      for (const weight of known) {
        const vote = weight[fact] ?? 0;
        total += vote;
        support += Math.max(0, vote);
      }
      return { total, support };
    });
  }
  return { of };
}

/** The log of how much likelier the feature is in a fact's phrasings than in all of them. */
function weigh(
  feature: string,
  count: readonly number[],
  perFact: readonly number[],
  phrasings: number,
): readonly number[] {
  const prior = SMOOTHING * perFact.length;
  const total = count.reduce((sum, one) => sum + one, 0);
  const rarity = Math.min(1, Math.log(1 + phrasings / (total + 0.5)) / FULL_IDF);
  const scale = rarity * (feature.startsWith('#') ? RUN_WEIGHT : 1);
  return count.map((one, fact) => {
    const here = (one + SMOOTHING) / ((perFact[fact] ?? 0) + prior);
    return scale * Math.log(here * (phrasings / (total + prior)));
  });
}
