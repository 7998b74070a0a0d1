/** Asks each peer the same questions and holds all to the same limit of wrong answers. */
import type { Fact } from '../../src/core/fact.ts';
import { seededRandom, shuffle } from '../../src/dev/random.ts';
import type { TimedVerdict } from './ask-faro.ts';
import { bestThreshold } from './best-threshold.ts';
import type { Scored } from './best-threshold.ts';
import { number, percent, table } from './markdown.ts';
import { figuresOf, isRightTopic, quantileOf } from './metrics.ts';
import type { Share } from './metrics.ts';
import type { Peer } from './peer.ts';
import type { Row } from './question-bank.ts';

/** All are held to this: so many of all messages may get a wrong answer at once. It is Faro's own limit. */
const MOST_WRONG = 0.01;

export interface PeerResult {
  readonly name: string;
  readonly queries: number;
  readonly top1: Share;
  readonly top3: Share;
  readonly direct: Share;
  readonly wrong: Share;
  readonly medianMs: number;
  readonly readyMs: number;
}

/** Peers know neither danger nor small talk nor a person's own case, so they are not asked about those. */
export function rowsForPeers(rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ wants }) => wants === 'fact' || wants === 'none');
}

/** Up to `count` rows by chance, the same ones each time. */
export function sampleOf(rows: readonly Row[], count: number): readonly Row[] {
  return shuffle(rows, seededRandom(1)).slice(0, count);
}

/** Asks row by row, and stops early when `mostMs` are over: rows in chance order are a sample wherever one stops. */
export async function askPeer(parts: {
  readonly peer: Peer;
  readonly rows: readonly Row[];
  readonly facts: readonly Fact[];
  readonly readyMs: number;
  readonly mostMs: number;
}): Promise<PeerResult> {
  const topicOf = new Map<string, string>(parts.facts.map((fact) => [fact.id, fact.topic]));
  const stopMs = performance.now() + parts.mostMs;
  const times: number[] = [];
  const scored: Scored[] = [];
  let inScope = 0;
  let top1 = 0;
  let top3 = 0;
  for (const row of parts.rows) {
    const startedMs = performance.now();
    if (startedMs > stopMs) break;
    const hits = await parts.peer.search(row.text, row.language);
    times.push(performance.now() - startedMs);
    const rights = hits.map(({ fact }) => isRightTopic(row, topicOf.get(fact)));
    if (row.wants === 'fact') inScope += 1;
    if (rights[0] === true) top1 += 1;
    if (rights.includes(true)) top3 += 1;
    scored.push({ score: hits[0]?.score ?? 0, right: rights[0] === true });
  }
  const best = bestThreshold(scored, inScope, MOST_WRONG);
  return {
    name: parts.peer.name,
    queries: times.length,
    top1: { part: top1, of: inScope },
    top3: { part: top3, of: inScope },
    direct: best.direct,
    wrong: best.wrong,
    medianMs: quantileOf(times, 0.5),
    readyMs: parts.readyMs,
  };
}

/** Faro among its peers: with the thresholds it ships with, and with the same gift of the best threshold. */
export function faroAsPeer(verdicts: readonly TimedVerdict[], readyMs: number): readonly PeerResult[] {
  const asked = verdicts.filter(({ row }) => row.wants === 'fact' || row.wants === 'none');
  const { inScope, wrongOfAll } = figuresOf(asked);
  const common = {
    queries: asked.length,
    top1: inScope.top1,
    top3: inScope.top3,
    medianMs: quantileOf(
      asked.map(({ micros }) => micros / 1_000),
      0.5,
    ),
    readyMs,
  };
  const scored = asked.map(({ row, topics, confidence }) => ({
    score: confidence,
    right: isRightTopic(row, topics[0]),
  }));
  const best = bestThreshold(scored, inScope.messages, MOST_WRONG);
  return [
    { name: 'Faro, as it is', ...common, direct: inScope.direct, wrong: wrongOfAll },
    { name: 'Faro, best threshold', ...common, direct: best.direct, wrong: best.wrong },
  ];
}

export function peerTable(results: readonly PeerResult[]): string {
  return table(
    ['matcher', 'messages', 'top-1', 'top-3', 'direct', 'wrong of all', 'ms (median)', 'ready ms'],
    results.map((result) => [
      result.name,
      String(result.queries),
      percent(result.top1),
      percent(result.top3),
      percent(result.direct),
      percent(result.wrong),
      number(result.medianMs, 2),
      number(result.readyMs),
    ]),
  );
}
