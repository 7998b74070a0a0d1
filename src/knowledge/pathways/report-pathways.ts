/** What `npm run facts` prints of pathways: how many there are and how they stand, what is stale and whose it is. */
import { LANGUAGES, LANGUAGE_NAMES } from '../../core/language.ts';
import { DESTINATIONS } from '../../core/pathway.ts';
import type { Destination } from '../../core/pathway.ts';
import { OWNERS } from '../fact-schema.ts';
import { ageInDays, freshnessOf } from '../freshness.ts';
import type { LoadedPathway } from './load-pathways.ts';

/** The lines of the report, ready to be printed. */
export function reportPathways(loaded: readonly LoadedPathway[], nowMs: number): readonly string[] {
  return [
    `${loaded.length} pathways`,
    ...DESTINATIONS.map((destination) => destinationLine(loaded, destination)),
    ...languageLines(loaded),
    ...staleLines(loaded, nowMs),
  ];
}

function destinationLine(loaded: readonly LoadedPathway[], destination: Destination): string {
  const theirs = loaded.map(({ pathway }) => pathway).filter((pathway) => pathway.destination === destination);
  const count = (kind: string): number => theirs.filter(({ state }) => state.kind === kind).length;
  const lawyers = theirs.filter(({ state, lawyerFirst }) => state.kind === 'open' && lawyerFirst).length;
  const partly = theirs.filter(({ closedFor }) => closedFor.length > 0).length;
  return `${destination}         ${count('open')} open (${lawyers} only with a lawyer), ${count('unsettled')} unsettled, ${count('closed')} closed, ${partly} closed for some countries`;
}

function languageLines(loaded: readonly LoadedPathway[]): readonly string[] {
  return LANGUAGES.map((language) => {
    const reviewed = loaded.filter(({ pathway }) => pathway.text[language].status === 'reviewed').length;
    const behind = loaded.filter((each) => each.behind.includes(language)).map(({ pathway }) => pathway.id);
    const stale = behind.length === 0 ? '' : `, behind the verified text: ${behind.join(', ')}`;
    return `${LANGUAGE_NAMES[language].padEnd(10)} ${reviewed} reviewed, ${loaded.length - reviewed} draft${stale}`;
  });
}

function staleLines(loaded: readonly LoadedPathway[], nowMs: number): readonly string[] {
  const stale = loaded.filter(({ pathway }) => freshnessOf(pathway, nowMs) !== 'fresh');
  if (stale.length === 0) return ['no pathway is due'];
  return OWNERS.flatMap((owner) => {
    const theirs = stale
      .filter((each) => each.owner === owner)
      .toSorted((left, right) => left.pathway.verifiedOn.localeCompare(right.pathway.verifiedOn));
    if (theirs.length === 0) return [];
    return [`${owner} has to check these pathways again:`, ...theirs.map((each) => staleLine(each, nowMs))];
  });
}

function staleLine({ pathway }: LoadedPathway, nowMs: number): string {
  const state = freshnessOf(pathway, nowMs).padEnd(7);
  const age = ageInDays(pathway.verifiedOn, nowMs);
  return `  ${state} ${pathway.id}, evidence of ${pathway.verifiedOn} (${age} days, ${pathway.cadence}): ${pathway.url}`;
}
