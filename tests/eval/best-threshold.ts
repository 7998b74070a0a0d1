/** The most a ranking could answer if it knew the best threshold beforehand. No real service does: this is generous. */
import type { Share } from './metrics.ts';

export interface Scored {
  /** Higher is surer; 0 or less is never answered. */
  readonly score: number;
  /** Whether the best hit answers the message. */
  readonly right: boolean;
}

export interface BestThreshold {
  readonly threshold: number;
  /** Answered and right, of the messages that a fact answers. */
  readonly direct: Share;
  readonly wrong: Share;
}

/**
 * Tries every score as the threshold.
 *
 * @param scored - one entry for each message, those that no fact answers included
 * @param inScope - how many messages a fact answers
 * @param mostWrong - the share of all messages that may be answered wrongly, say 0.01
 * @returns the threshold with the most right answers; one that answers nothing when even the best hits are too wrong
 */
export function bestThreshold(scored: readonly Scored[], inScope: number, mostWrong: number): BestThreshold {
  const sorted = scored.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score);
  let best = { threshold: Number.POSITIVE_INFINITY, right: 0, wrong: 0 };
  let right = 0;
  let wrong = 0;
  for (const [index, hit] of sorted.entries()) {
    if (hit.right) right += 1;
    else wrong += 1;
    // Equal scores are answered together or not at all.
    if (sorted[index + 1]?.score === hit.score) continue;
    if (wrong <= mostWrong * scored.length && right > best.right) best = { threshold: hit.score, right, wrong };
  }
  return {
    threshold: best.threshold,
    direct: { part: best.right, of: inScope },
    wrong: { part: best.wrong, of: scored.length },
  };
}
