import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PathwayId } from '../../../src/core/ids.ts';
import { INTERVIEW, INTERVIEW_QUESTIONS } from '../../../src/core/pathway.ts';
import type { InterviewAnswers, InterviewQuestion, Pathways } from '../../../src/core/pathway.ts';
import { loadPathways } from '../../../src/knowledge/pathways/load-pathways.ts';
import { createPathways } from '../../../src/knowledge/pathways/pathways.ts';
import { CONTENT_DIR } from '../content-folder.ts';
import { loadFacts } from '../../../src/knowledge/load.ts';
import { EXAMPLES, FACTS, TODAY, pathwayFolder, pathwayYaml } from './pathway-folder.ts';

function examples(): Pathways {
  const { pathways, problems } = createPathways(pathwayFolder(EXAMPLES), { today: TODAY, facts: FACTS });
  expect(problems).toEqual([]);
  return pathways;
}

/** `us-farm ask`, one for each finding. */
function found(pathways: Pathways, answers: InterviewAnswers): readonly string[] {
  return pathways.assess(answers).map(({ pathway, verdict }) => `${pathway.id} ${verdict}`);
}

describe('assessing', () => {
  test('with everything skipped, nothing is ruled out', () => {
    expect(found(examples(), {})).toEqual([
      'ca-study ask',
      'mx-refuge ask',
      'us-family ask',
      'us-farm ask',
      'us-asylum lawyer',
      'us-lottery lawyer',
      'us-appointments closed',
      'us-sponsor closed',
    ]);
  });

  test('one destination leaves the others out; "any" leaves none out', () => {
    expect(found(examples(), { destination: 'MX' })).toEqual(['mx-refuge ask']);
    expect(found(examples(), { destination: 'any' })).toEqual(found(examples(), {}));
  });

  test('what the answers speak against is left out', () => {
    const answers = { destination: 'US', location: 'US', nationality: 'HN', fear: 'yes', offer: 'none' };

    expect(found(examples(), answers)).toEqual(['us-asylum lawyer']);
  });

  test('any one of the alternatives is enough, all of whose conditions must hold', () => {
    const resident = { destination: 'US', location: 'home', nationality: 'HN', family: 'resident', offer: 'none' };

    expect(found(examples(), { ...resident, fear: 'no' })).toContain('us-family ask');
    expect(found(examples(), { ...resident, fear: 'yes' })).not.toContain('us-family ask');
  });

  test('what more of the answers speak for comes first', () => {
    const answers = { location: 'home', nationality: 'HN', family: 'citizen' };

    expect(found(examples(), answers).slice(0, 3)).toEqual(['us-family ask', 'us-farm ask', 'ca-study ask']);
  });

  test('of several alternatives the one that names most answers counts', () => {
    const when = `- { location: [home] }
  - { location: [home], fear: [no] }`;
    const files = { ...EXAMPLES, 'us/us-zeta.yaml': pathwayYaml('us-zeta', { when }) };
    const { pathways } = createPathways(pathwayFolder(files), { today: TODAY, facts: FACTS });

    expect(found(pathways, { destination: 'US', location: 'home', offer: 'none', family: 'none', fear: 'no' })[0]).toBe(
      'us-zeta ask',
    );
    expect(found(pathways, { destination: 'US', location: 'home', fear: 'no' }).slice(0, 3)).toEqual([
      'us-family ask',
      'us-zeta ask',
      'us-farm ask',
    ]);
  });

  test('what is closed for a country says which fact tells so; others may ask', () => {
    const answers = { destination: 'US', location: 'home', offer: 'job' };
    const pathways = examples();
    const farm = (nationality: string) =>
      pathways.assess({ ...answers, nationality }).find(({ pathway }) => pathway.id === 'us-farm');

    expect(farm('HT')).toMatchObject({ verdict: 'closed', fact: 'us-test-countries' });
    expect(farm('GT')).toMatchObject({ verdict: 'ask', fact: null });
  });

  test('what is closed for everybody names its first fact', () => {
    const [finding] = examples().assess({ destination: 'US', location: 'MX', nationality: 'HN' }).slice(-1);

    expect(finding).toMatchObject({ pathway: { id: 'us-appointments' }, verdict: 'closed', fact: 'us-test' });
  });

  test('an excluded nationality is left out, and a skipped one is not', () => {
    const lottery = (answers: InterviewAnswers) =>
      found(examples(), answers).filter((finding) => finding.startsWith('us-lottery'));

    expect(lottery({ nationality: 'MX' })).toEqual([]);
    expect(lottery({ nationality: 'PE' })).toEqual(['us-lottery lawyer']);
    expect(lottery({})).toEqual(['us-lottery lawyer']);
  });

  test('an answer that cannot be understood is taken as skipped', () => {
    const odd = { destination: 'Mars', location: '', nationality: 'honduras', fear: 'maybe', family: '__proto__' };

    expect(found(examples(), odd)).toEqual(found(examples(), {}));
  });
});

describe('what is worth asking', () => {
  test('a question that no remaining pathway depends on does not matter', () => {
    const pathways = examples();
    const atHome = { destination: 'MX', location: 'MX' };

    expect(pathways.matters('offer', atHome)).toBe(false);
    expect(pathways.matters('fear', atHome)).toBe(true);
    expect(pathways.matters('nationality', atHome)).toBe(true);
  });

  test('a question stops to matter once an answer has ruled out what depended on it', () => {
    const pathways = examples();

    expect(pathways.matters('fear', { destination: 'MX', location: 'MX' })).toBe(true);
    expect(pathways.matters('fear', { destination: 'MX', location: 'home' })).toBe(false);
  });

  test('a nationality matters where a pathway is closed for some', () => {
    const pathways = examples();
    const atHome = { destination: 'US', location: 'home', family: 'none', fear: 'no' };

    expect(pathways.matters('nationality', { ...atHome, offer: 'job' })).toBe(true);
    expect(pathways.matters('nationality', { ...atHome, location: 'CA', offer: 'none' })).toBe(true);
    expect(pathways.matters('nationality', { destination: 'CA' })).toBe(false);
  });
});

test('a pathway is found by its id, and another id finds none', () => {
  const pathways = examples();

  expect(pathways.find('us-farm' as PathwayId)?.id).toBe('us-farm'); // an id of a test is made where it is used
  expect(pathways.find('us-nothing' as PathwayId)).toBeNull();
  expect(pathways.all).toHaveLength(Object.keys(EXAMPLES).length);
});

test('a pathway grows stale as a fact does', () => {
  const pathways = examples();
  const farm = pathways.find('us-farm' as PathwayId); // as above
  expect(farm).not.toBeNull();
  if (farm === null) return;
  const on = (day: string) => pathways.freshness(farm, Date.parse(day));

  expect([on('2026-06-25'), on('2026-09-01'), on('2028-09-01')]).toEqual(['fresh', 'due', 'expired']);
});

test('a broken file is left out and reported, and the others serve', () => {
  const files = { ...EXAMPLES, 'us/us-farm.yaml': pathwayYaml('us-farm', { fact: 'us-nothing' }) };
  const { pathways, problems } = createPathways(pathwayFolder(files), { today: TODAY, facts: FACTS });

  expect(pathways.all).toHaveLength(Object.keys(EXAMPLES).length - 1);
  expect(problems.map(({ code }) => code)).toEqual(['unknown_fact']);
});

const facts = loadFacts(CONTENT_DIR, { today: TODAY }).facts.map(({ fact }) => fact);
const shipped = createPathways(CONTENT_DIR, { today: TODAY, facts }).pathways;
const conditions = new Map(
  loadPathways(CONTENT_DIR, { today: TODAY, facts }).pathways.map(({ pathway, when }) => [pathway.id, when]),
);

/** Countries that files name, and one that none does. */
const COUNTRIES = ['HT', 'CU', 'VE', 'NI', 'BR', 'MX', 'CO', 'GT', 'HN', 'SV', 'EC', 'PE', 'ZA', 'SY', 'FR', 'LI'];

function answersTo(question: InterviewQuestion): readonly string[] {
  return question === 'nationality' ? COUNTRIES : INTERVIEW[question];
}

/** Any subset of the questions, each with an answer that can be given. */
const anyAnswers: fc.Arbitrary<InterviewAnswers> = fc.record(
  {
    destination: fc.constantFrom(...INTERVIEW.destination),
    location: fc.constantFrom(...INTERVIEW.location),
    nationality: fc.constantFrom(...COUNTRIES),
    fear: fc.constantFrom(...INTERVIEW.fear),
    family: fc.constantFrom(...INTERVIEW.family),
    offer: fc.constantFrom(...INTERVIEW.offer),
    situation: fc.constantFrom(...INTERVIEW.situation),
  },
  { requiredKeys: [] },
);

const anyQuestion = fc.constantFrom(...INTERVIEW_QUESTIONS);

describe.each([
  ['examples', examples],
  ['shipped', () => shipped],
])('whatever the answers (%s)', (_name, create) => {
  test('nothing throws, and order is ask, lawyer, closed', () => {
    const pathways = create();
    const anything = fc.dictionary(fc.constantFrom(...INTERVIEW_QUESTIONS), fc.string());
    fc.assert(
      fc.property(fc.oneof(anyAnswers, anything), anyQuestion, (answers, question) => {
        const verdicts = pathways.assess(answers).map(({ verdict }) => verdict);
        expect(verdicts).toEqual(['ask', 'lawyer', 'closed'].flatMap((each) => verdicts.filter((one) => one === each)));
        expect(typeof pathways.matters(question, answers)).toBe('boolean');
      }),
    );
  });

  test('what is closed, for all or for their country, is never worth asking; what is unsettled only with a lawyer', () => {
    const pathways = create();
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        for (const { pathway, verdict, fact } of pathways.assess(answers)) {
          const isClosedForThem = pathway.closedFor.some(({ nationality }) =>
            nationality.includes(answers.nationality ?? ''),
          );
          const isClosed = pathway.state.kind === 'closed' || isClosedForThem;
          expect(verdict === 'closed').toBe(isClosed);
          expect(fact !== null).toBe(isClosed);
          if (!isClosed) {
            expect(verdict).toBe(pathway.lawyerFirst || pathway.state.kind === 'unsettled' ? 'lawyer' : 'ask');
          }
        }
      }),
    );
  });

  test('one more answer brings no new pathway and opens none that was closed', () => {
    const pathways = create();
    fc.assert(
      fc.property(anyAnswers, anyAnswers, (answers, others) => {
        const before = new Map(pathways.assess(answers).map(({ pathway, verdict }) => [pathway.id, verdict]));
        for (const { pathway, verdict } of pathways.assess({ ...others, ...answers })) {
          expect(before.has(pathway.id)).toBe(true);
          if (before.get(pathway.id) === 'closed') expect(verdict).toBe('closed');
        }
      }),
    );
  });

  test('a question that does not matter changes nothing, whatever is answered to it', () => {
    const pathways = create();
    fc.assert(
      fc.property(anyAnswers, anyQuestion, (answers, question) => {
        const { [question]: _answer, ...others } = answers;
        const without = pathways.assess(others);
        const changes = answersTo(question).some((answer) => {
          const findings = pathways.assess({ ...others, [question]: answer });
          return JSON.stringify(findings) !== JSON.stringify(without);
        });
        if (!pathways.matters(question, answers)) expect(changes).toBe(false);
        if (changes) expect(pathways.matters(question, answers)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('every pathway is there when everything is skipped', () => {
    const pathways = create();

    expect(new Set(pathways.assess({}).map(({ pathway }) => pathway))).toEqual(new Set(pathways.all));
  });
});

test('a slow twin that tries every alternative finds the same shipped pathways', () => {
  const accepts = (list: readonly string[] | undefined, answer: string | undefined) =>
    list === undefined || answer === undefined || list.includes(answer);
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const expected = shipped.all.filter(
        ({ id, destination }) =>
          (accepts([destination], answers.destination) || answers.destination === 'any') &&
          (conditions.get(id) ?? []).some(
            (when) =>
              accepts(when.location, answers.location) &&
              accepts(when.nationality, answers.nationality) &&
              accepts(when.fear, answers.fear) &&
              accepts(when.family, answers.family) &&
              accepts(when.offer, answers.offer) &&
              accepts(when.situation, answers.situation) &&
              (answers.nationality === undefined || !(when.notNationality ?? []).includes(answers.nationality)),
          ),
      );

      expect(new Set(shipped.assess(answers).map(({ pathway }) => pathway))).toEqual(new Set(expected));
    }),
  );
});
