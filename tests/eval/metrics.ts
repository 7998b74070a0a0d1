/** From what was wanted and what came to the figures of the report. Plain counting; nothing here knows the matcher. */
import type { Match } from '../../src/core/knowledge.ts';
import type { Language } from '../../src/core/language.ts';
import type { Row } from './question-bank.ts';

/** What came for one row. */
export interface Verdict {
  readonly row: Row;
  readonly outcome: Match['outcome'];
  /** Topics of the candidates, best first. */
  readonly topics: readonly string[];
  readonly language: Language | null;
}

/** So many of so many. */
export interface Share {
  readonly part: number;
  readonly of: number;
}

/** Messages that a fact answers. The outcomes from `direct` to `other` add up to all of them. */
export interface InScopeFigures {
  readonly messages: number;
  readonly top1: Share;
  readonly top3: Share;
  readonly direct: Share;
  readonly menuWith: Share;
  readonly wrongAtOnce: Share;
  readonly menuWithout: Share;
  readonly handedOver: Share;
  readonly unknown: Share;
  /** Taken for danger or for small talk. */
  readonly other: Share;
  /** The right fact was shown, as the answer or on the menu. */
  readonly shown: Share;
  /** The same, of those that were shown any fact. */
  readonly rightOfShown: Share;
}

export interface Figures {
  readonly messages: number;
  readonly inScope: InScopeFigures;
  /** A fact sent at once that does not answer the message, of all messages, whatever they wanted. */
  readonly wrongOfAll: Share;
  readonly outOfScope: {
    readonly messages: number;
    readonly answered: Share;
    readonly menu: Share;
    readonly refused: Share;
  };
  readonly personal: {
    readonly messages: number;
    readonly handedOver: Share;
    readonly answered: Share;
    readonly menu: Share;
  };
  readonly chat: Share;
  readonly dangerRecall: Share;
  /** Danger seen in what is none, of all that is none. */
  readonly falseAlarms: Share;
  /** The same among questions that sound like danger. */
  readonly nearDangerAlarms: Share;
  /** Of messages in one language. */
  readonly languageRight: Share;
  readonly languageUnsaid: Share;
}

/** @returns whether a fact of this topic answers the row */
export function isRightTopic(row: Row, topic: string | undefined): boolean {
  return topic !== undefined && (topic === row.gold || row.also.includes(topic));
}

/** @returns whether the row got what it wanted, at once or on a menu */
export function isServed({ row, outcome, topics }: Verdict): boolean {
  if (row.wants === 'fact') {
    if (outcome === 'answer') return isRightTopic(row, topics[0]);
    return outcome === 'menu' && topics.some((topic) => isRightTopic(row, topic));
  }
  if (row.wants === 'none') return isRefusal(outcome);
  return outcome === row.wants;
}

/** @returns whether a fact was sent at once that does not answer */
export function isWrongAtOnce({ row, outcome, topics }: Verdict): boolean {
  return outcome === 'answer' && !isRightTopic(row, topics[0]);
}

/** No fact was claimed to fit: "I do not know", a human, or the menu of the greeting. */
function isRefusal(outcome: Match['outcome']): boolean {
  return outcome === 'unknown' || outcome === 'handoff' || outcome === 'chat';
}

function share(verdicts: readonly Verdict[], counts: (verdict: Verdict) => boolean): Share {
  return { part: verdicts.filter(counts).length, of: verdicts.length };
}

function cameAs(...outcomes: readonly Match['outcome'][]): (verdict: Verdict) => boolean {
  return ({ outcome }) => outcomes.includes(outcome);
}

function inScopeFigures(verdicts: readonly Verdict[]): InScopeFigures {
  const menus = cameAs('menu');
  return {
    messages: verdicts.length,
    top1: share(verdicts, ({ row, topics }) => isRightTopic(row, topics[0])),
    top3: share(verdicts, ({ row, topics }) => topics.slice(0, 3).some((topic) => isRightTopic(row, topic))),
    direct: share(verdicts, (verdict) => cameAs('answer')(verdict) && isServed(verdict)),
    menuWith: share(verdicts, (verdict) => menus(verdict) && isServed(verdict)),
    wrongAtOnce: share(verdicts, isWrongAtOnce),
    menuWithout: share(verdicts, (verdict) => menus(verdict) && !isServed(verdict)),
    handedOver: share(verdicts, cameAs('handoff')),
    unknown: share(verdicts, cameAs('unknown')),
    other: share(verdicts, cameAs('danger', 'chat')),
    shown: share(verdicts, isServed),
    rightOfShown: share(verdicts.filter(cameAs('answer', 'menu')), isServed),
  };
}

/** All figures of one group of rows, say of one language. */
export function figuresOf(verdicts: readonly Verdict[]): Figures {
  const wanting = (...wants: readonly Row['wants'][]): readonly Verdict[] =>
    verdicts.filter(({ row }) => wants.includes(row.wants));
  const outOfScope = wanting('none');
  const personal = wanting('handoff');
  const harmless = wanting('fact', 'none', 'handoff', 'chat');
  const inOneLanguage = verdicts.filter(({ row }) => row.kind !== 'switch');
  return {
    messages: verdicts.length,
    inScope: inScopeFigures(wanting('fact')),
    wrongOfAll: share(verdicts, isWrongAtOnce),
    outOfScope: {
      messages: outOfScope.length,
      answered: share(outOfScope, cameAs('answer')),
      menu: share(outOfScope, cameAs('menu')),
      refused: share(outOfScope, isServed),
    },
    personal: {
      messages: personal.length,
      handedOver: share(personal, isServed),
      answered: share(personal, cameAs('answer')),
      menu: share(personal, cameAs('menu')),
    },
    chat: share(wanting('chat'), isServed),
    dangerRecall: share(wanting('danger'), isServed),
    falseAlarms: share(harmless, cameAs('danger')),
    nearDangerAlarms: share(
      harmless.filter(({ row }) => row.kind === 'near-danger'),
      cameAs('danger'),
    ),
    languageRight: share(inOneLanguage, ({ row, language }) => language === row.language),
    languageUnsaid: share(inOneLanguage, ({ language }) => language === null),
  };
}

/** In hundred; NaN of nothing. */
export function percentOf({ part, of }: Share): number {
  return (100 * part) / of;
}

/** 1.96 standard deviations: the truth lies inside for 95 samples in 100. */
const Z = 1.96;

/**
 * How far chance alone can have moved a share, in hundred.
 *
 * @see Wilson's score interval, which stays sensible near 0 and 100
 */
export function intervalOf({ part, of }: Share): readonly [low: number, high: number] {
  const seen = part / of;
  const spread = Z ** 2 / of;
  const middle = seen + spread / 2;
  const reach = Z * Math.sqrt((seen * (1 - seen)) / of + spread / (4 * of));
  return [(100 * (middle - reach)) / (1 + spread), (100 * (middle + reach)) / (1 + spread)];
}

/** The value that `share` of all values do not exceed. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
