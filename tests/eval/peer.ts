/** What somebody could pick instead of Faro's matcher, seen through one interface. */
import type { Language } from '../../src/core/language.ts';
import type { Phrasing } from './phrasings.ts';

export interface Hit {
  /** A fact's id. */
  readonly fact: string;
  /** Higher is surer; 0 or less means the peer itself would not answer. */
  readonly score: number;
}

export interface Peer {
  readonly name: string;
  /** How many messages it is asked, so that the whole evaluation takes minutes: clean ones, and noisy ones. */
  readonly mostQueries: { readonly clean: number; readonly noisy: number };
  /** The best three different facts, best first. */
  search(text: string, language: Language): Promise<readonly Hit[]>;
}

export type CreatePeer = (phrasings: readonly Phrasing[]) => Promise<Peer>;

const MOST_HITS = 3;

/** Each fact once, at its best score. */
export function bestFacts(hits: readonly Hit[]): readonly Hit[] {
  const best = new Map<string, Hit>();
  for (const hit of hits) {
    if (best.get(hit.fact) === undefined) best.set(hit.fact, hit);
    if (best.size === MOST_HITS) break;
  }
  return [...best.values()];
}
