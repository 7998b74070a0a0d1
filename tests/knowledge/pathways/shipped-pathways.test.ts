/** Every pathway that is shipped keeps its promises, and somebody can find it. */
import { describe, expect, test } from 'vitest';
import { countSegments } from '../../../src/channels/sms/segments.ts';
import { toGsm7 } from '../../../src/channels/sms/transliterate.ts';
import { LANGUAGES } from '../../../src/core/language.ts';
import { DESTINATIONS } from '../../../src/core/pathway.ts';
import type { InterviewAnswers } from '../../../src/core/pathway.ts';
import { loadFacts } from '../../../src/knowledge/load.ts';
import { loadPathways } from '../../../src/knowledge/pathways/load-pathways.ts';
import type { LoadedPathway } from '../../../src/knowledge/pathways/load-pathways.ts';
import { createPathways } from '../../../src/knowledge/pathways/pathways.ts';
import { describeProblem } from '../../../src/knowledge/problem.ts';
import { CONTENT_DIR } from '../content-folder.ts';
import { TODAY } from './pathway-folder.ts';

const facts = loadFacts(CONTENT_DIR, { today: TODAY }).facts.map(({ fact }) => fact);
const { pathways: loaded, problems } = loadPathways(CONTENT_DIR, {
  today: TODAY,
  facts,
  countSmsSegments: (text) => countSegments(toGsm7(text)).segments,
});
const { pathways } = createPathways(CONTENT_DIR, { today: TODAY, facts });

test('the shipped pathways have no problem', () => {
  expect(problems.map(describeProblem)).toEqual([]);
});

test.each(DESTINATIONS)('%s has a pathway that is open', (destination) => {
  expect(pathways.assess({ destination }).map(({ verdict }) => verdict)).toContain('ask');
});

test.each(DESTINATIONS)('no two pathways of %s bear the same title', (destination) => {
  for (const language of LANGUAGES) {
    const titles = pathways.assess({ destination }).map(({ pathway }) => pathway.text[language].title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  }
});

/** A whole interview of somebody for whom one alternative of a pathway was written. */
function fullAnswers({ pathway, when }: LoadedPathway, index: number): InterviewAnswers {
  const condition = when[index];
  const ruledOut = [
    ...(condition?.notNationality ?? []),
    ...pathway.closedFor.flatMap(({ nationality }) => nationality),
  ];
  const others = ['PE', 'HN', 'GT', 'MX', 'SN'].filter((code) => !ruledOut.includes(code));
  const named = condition?.nationality?.filter((code) => !ruledOut.includes(code));
  return {
    destination: pathway.destination,
    location: condition?.location?.[0] ?? 'on_the_way',
    nationality: (named ?? others)[0] ?? 'PE',
    fear: condition?.fear?.[0] ?? 'no',
    family: condition?.family?.[0] ?? 'none',
    offer: condition?.offer?.[0] ?? 'none',
    situation: condition?.situation?.[0] ?? 'none',
  };
}

describe.each(loaded)('$pathway.id', (each) => {
  const { pathway, when, behind } = each;

  test('is reviewed in Spanish and English, and behind in no language', () => {
    expect([pathway.text.es.status, pathway.text.en.status]).toEqual(['reviewed', 'reviewed']);
    expect(behind).toEqual([]);
  });

  test('is found by somebody who answers every question, by each of its alternatives', () => {
    for (const index of when.keys()) {
      const finding = pathways.assess(fullAnswers(each, index)).find((one) => one.pathway.id === pathway.id);

      expect(finding?.verdict === 'closed').toBe(pathway.state.kind === 'closed');
    }
  });

  test('is never worth asking about where it is closed for their country', () => {
    for (const { nationality, fact } of pathway.closedFor) {
      for (const code of nationality) {
        const finding = pathways.assess({ nationality: code }).find((one) => one.pathway.id === pathway.id);
        if (finding !== undefined) expect(finding).toMatchObject({ verdict: 'closed', fact });
      }
    }
  });
});
