import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPathways } from '../../../src/knowledge/pathways/load-pathways.ts';
import type { PathwayOptions } from '../../../src/knowledge/pathways/load-pathways.ts';
import { describeProblem } from '../../../src/knowledge/problem.ts';
import { FACTS, TODAY, pathwayFolder, pathwayYaml } from './pathway-folder.ts';

const OPTIONS: PathwayOptions = {
  today: TODAY,
  facts: FACTS,
  countSmsSegments: (text) => Math.ceil(text.length / 153),
};
const PATH = 'us/us-farm.yaml';
const YAML = pathwayYaml('us-farm', {
  closedFor: '[{ nationality: [HT], since: 2026-01-21, fact: us-test-countries }]',
});

/** Replaces exactly one place; a test that replaces nothing would prove nothing. */
function spoil(from: string, to: string): string {
  expect(YAML.split(from).length).toBeGreaterThan(1);
  return YAML.replace(from, to);
}

function lineOf(text: string, part: string): number {
  expect(text).toContain(part);
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

test('a file without a fault loads, with every field in its place', () => {
  const { pathways, problems } = loadPathways(pathwayFolder({ [PATH]: YAML }), OPTIONS);

  expect(problems).toEqual([]);
  expect(pathways).toHaveLength(1);
  expect(pathways[0]).toMatchObject({
    owner: 'editors-us',
    behind: [],
    when: [{ location: ['home', 'on_the_way'], offer: ['job'] }],
    pathway: {
      id: 'us-farm',
      destination: 'US',
      kind: 'work',
      state: { kind: 'open' },
      closedFor: [{ nationality: ['HT'], since: '2026-01-21', fact: 'us-test-countries' }],
      lawyerFirst: false,
      url: 'https://www.uscis.gov/test',
      facts: ['us-test'],
      verifiedOn: '2026-06-25',
      cadence: 'monthly',
      text: { ht: { title: 'Title of us-farm', status: 'draft' } },
    },
  });
});

test.each([
  ['open', { kind: 'open' }],
  ['{ closed: 2025-01-20 }', { kind: 'closed', since: '2025-01-20' }],
  ['{ unsettled: 2025-01-20 }', { kind: 'unsettled', since: '2025-01-20' }],
])('the state %s is read', (written, state) => {
  const { pathways } = loadPathways(pathwayFolder({ [PATH]: pathwayYaml('us-farm', { state: written }) }), OPTIONS);

  expect(pathways[0]?.pathway.state).toEqual(state);
});

const LONG = 'x'.repeat(201);

const FAULTS: readonly {
  readonly fault: string;
  readonly text: string;
  readonly code: string;
  /** A part of the file that stands on the line to be named. */
  readonly at: string;
  readonly says: RegExp;
}[] = [
  {
    fault: 'no YAML',
    text: spoil('kind: work', 'kind: [work'),
    code: 'unreadable_file',
    at: 'state:',
    says: /is not YAML.*correct it here/,
  },
  {
    fault: 'no source',
    text: YAML.replace(/sources:\n(?: .*\n)+?text:/, 'sources: []\ntext:'),
    code: 'wrong_shape',
    at: 'sources:',
    says: /"sources" is empty; .*add one/,
  },
  {
    fault: 'no fact',
    text: spoil('facts: [us-test]', 'facts: []'),
    code: 'wrong_shape',
    at: 'facts:',
    says: /"facts" is empty; name at least one/,
  },
  {
    fault: 'no Creole',
    text: YAML.slice(0, YAML.indexOf('  ht:')),
    code: 'wrong_shape',
    at: 'text:',
    says: /"text\.ht" is missing; add it/,
  },
  {
    fault: 'a title of 25 characters',
    text: spoil('title: Title of us-farm', `title: ${'y'.repeat(25)}`),
    code: 'wrong_shape',
    at: `title: ${'y'.repeat(25)}`,
    says: /at most 24 fit, so cut 1/,
  },
  {
    fault: 'a part of 201 characters',
    text: spoil('who: Whoever works on a farm may ask (es).', `who: ${LONG}`),
    code: 'wrong_shape',
    at: `who: ${LONG}`,
    says: /"text\.es\.who" has 201 characters; at most 200 fit, so cut 1/,
  },
  {
    fault: 'a state that is none',
    text: spoil('state: open', 'state: { paused: 2025-01-20 }'),
    code: 'wrong_shape',
    at: 'state:',
    says: /"state" must be open, or \{closed: <day>\}/,
  },
  {
    fault: 'a destination that is none',
    text: spoil('destination: US', 'destination: GT'),
    code: 'wrong_shape',
    at: 'destination:',
    says: /"destination" must be one of US, MX, CA/,
  },
  {
    fault: 'an answer that nobody can give',
    text: spoil('offer: [job]', 'offer: [farm]'),
    code: 'wrong_shape',
    at: '- { location',
    says: /"when\.0\.offer\.0" must be one of job, study, none/,
  },
  {
    fault: 'a question that nobody is asked',
    text: spoil('offer: [job]', 'age: [young]'),
    code: 'wrong_shape',
    at: '- { location',
    says: /\(age\); correct its spelling or remove it/,
  },
  {
    fault: 'no way in at all',
    text: spoil('- { location: [home, on_the_way], offer: [job] }', '[]'),
    code: 'wrong_shape',
    at: 'when:',
    says: /"when" is empty; name at least one/,
  },
  {
    fault: 'a condition that fits everybody',
    text: spoil('- { location: [home, on_the_way], offer: [job] }', '- {}'),
    code: 'wrong_shape',
    at: '- {}',
    says: /names no condition, so it fits everybody; name at least one/,
  },
  {
    fault: 'both kinds of nationality in one condition',
    text: spoil('offer: [job]', 'nationality: [HT], notNationality: [MX]'),
    code: 'wrong_shape',
    at: '- { location',
    says: /names both "nationality" and "notNationality"; keep one/,
  },
  {
    fault: 'a country that is none',
    text: spoil('nationality: [HT]', 'nationality: [UK]'),
    code: 'wrong_shape',
    at: 'closedFor:',
    says: /"closedFor\.0\.nationality\.0" is no country; write its two letters/,
  },
  {
    fault: 'an address without encryption',
    text: spoil('url: https://www.uscis.gov/test\nfacts', 'url: http://www.uscis.gov/test\nfacts'),
    code: 'wrong_shape',
    at: 'url: http:',
    says: /"url" is not an https address; give the full address/,
  },
  {
    fault: 'an id that is not the file’s name',
    text: spoil('id: us-farm', 'id: us-farms'),
    code: 'wrong_place',
    at: 'id:',
    says: /make them equal/,
  },
  {
    fault: 'a destination of another folder',
    text: spoil('destination: US', 'destination: CA').replaceAll('us-test-countries', 'everywhere-test'),
    code: 'wrong_place',
    at: 'destination:',
    says: /"destination" is CA; move the file to the folder ca/,
  },
  {
    fault: 'an id without its country',
    text: spoil('destination: US', 'destination: MX'),
    code: 'wrong_place',
    at: 'id:',
    says: /"id" us-farm does not start with mx-; rename it/,
  },
  {
    fault: 'a first step on a private page',
    text: spoil('url: https://www.uscis.gov/test\nfacts', 'url: https://www.example.org/test\nfacts'),
    code: 'bad_source',
    at: 'url: https://www.example.org',
    says: /"url" example\.org is no authority; give the official page/,
  },
  {
    fault: 'a source on a look-alike page',
    text: spoil('    url: https://www.uscis.gov/test', '    url: https://usciss.us/test'),
    code: 'bad_source',
    at: '    url: https://usciss.us',
    says: /usciss\.us copies or imitates .*; cite the original/,
  },
  {
    fault: 'evidence that is no source',
    text: spoil('verifiedBy: https://www.uscis.gov/test', 'verifiedBy: https://www.uscis.gov/other'),
    code: 'bad_source',
    at: 'verifiedBy:',
    says: /"verifiedBy" is none of the sources; give the address/,
  },
  {
    fault: 'a date to come',
    text: YAML.replaceAll('2026-06-25', '2026-11-22'),
    code: 'bad_date',
    at: 'verified:',
    says: /2026-11-22 is in the future; give the day of the evidence/,
  },
  {
    fault: 'an SMS without its date',
    text: spoil('Test text (fr). Source uscis.gov, as of 2026-06-25.', 'Test text. Source uscis.gov.'),
    code: 'bad_date',
    at: 'sms: Test text. S',
    says: /"text\.fr\.sms" does not bear its date; end it with 2026-06-25/,
  },
  {
    fault: 'an SMS of three segments',
    text: spoil('sms: Test text (pt)', `sms: ${'y'.repeat(300)}`),
    code: 'too_long',
    at: 'sms: yyy',
    says: /takes 3 SMS segments; shorten it to 2/,
  },
  {
    fault: 'a fact that is not served',
    text: spoil('facts: [us-test]', 'facts: [us-test, us-nothing]'),
    code: 'unknown_fact',
    at: 'facts:',
    says: /"facts\.1" us-nothing is no fact that is served; correct it/,
  },
  {
    fault: 'a closing that no fact bears out',
    text: spoil('fact: us-test-countries', 'fact: us-nothing'),
    code: 'unknown_fact',
    at: 'closedFor:',
    says: /"closedFor\.0\.fact" us-nothing is no fact that is served/,
  },
  {
    fault: 'a fact about another country',
    text: spoil('facts: [us-test]', 'facts: [mx-test]'),
    code: 'contradicts_fact',
    at: 'facts:',
    says: /mx-test is about MX, not US; name another fact/,
  },
  {
    fault: 'a closing in a month that its fact does not name',
    text: spoil('since: 2026-01-21', 'since: 2026-02-21'),
    code: 'contradicts_fact',
    at: 'closedFor:',
    says: /"closedFor\.0\.since" 2026-02-21 is in no English text of us-test-countries/,
  },
  {
    fault: 'an end in a month that its facts do not name',
    text: pathwayYaml('us-farm', { state: '{ unsettled: 2025-03-20 }' }),
    code: 'contradicts_fact',
    at: 'state:',
    says: /"state\.unsettled" 2025-03-20 is in no English text of us-test,/,
  },
  {
    fault: 'an end after its evidence',
    text: pathwayYaml('us-farm', { state: '{ closed: 2026-07-01 }' }),
    code: 'bad_date',
    at: 'state:',
    says: /"state\.closed" 2026-07-01 is after "verified"; give the day of evidence/,
  },
  {
    fault: 'a closing within what is closed',
    text: spoil('state: open', 'state: { closed: 2025-01-20 }'),
    code: 'wrong_shape',
    at: 'closedFor:',
    says: /"closedFor" says nothing new: the pathway is closed for everybody; remove it/,
  },
  {
    fault: 'a country that is closed twice',
    text: spoil('nationality: [HT]', 'nationality: [HT, CU, HT]'),
    code: 'wrong_shape',
    at: 'closedFor:',
    says: /"closedFor\.0" names HT twice; keep the one/,
  },
  {
    fault: 'a promise',
    text: spoil('who: Whoever works on a farm may ask (fr).', 'who: Vous avez droit au visa.'),
    code: 'promise',
    at: 'who: Vous avez',
    says: /"text\.fr\.who" tells people that they have a right to it; say who may ask for it instead/,
  },
];

describe('a file is left out, and its line and cure are named, when it has', () => {
  test.each(FAULTS)('$fault', ({ text, code, at, says }) => {
    const { pathways, problems } = loadPathways(pathwayFolder({ [PATH]: text }), OPTIONS);

    expect(pathways).toEqual([]);
    const described = problems.map((problem) => `${problem.code} ${describeProblem(problem)}`);
    expect(described).toContainEqual(expect.stringMatching(says));
    const problem = problems.find(({ message }) => says.test(message));
    expect(problem).toMatchObject({ code, line: lineOf(text, at) });
    expect(problem?.file.endsWith(join('us', 'us-farm.yaml'))).toBe(true);
  });
});

test('a broken neighbour takes nothing with it', () => {
  const files = { [PATH]: YAML, 'us/us-other.yaml': 'id: [' };
  const { pathways, problems } = loadPathways(pathwayFolder(files), OPTIONS);

  expect(pathways.map(({ pathway }) => pathway.id)).toEqual(['us-farm']);
  expect(problems).toHaveLength(1);
});

test('a file with another ending is reported, not skipped in silence', () => {
  const { problems } = loadPathways(pathwayFolder({ 'us/us-farm.yml': YAML }), OPTIONS);

  expect(problems).toMatchObject([{ code: 'wrong_place', message: expect.stringMatching(/rename it/) }]);
});

test('a text that follows an older version is marked as behind', () => {
  const older = spoil('status: draft\n    follows: 2026-06-25', 'status: draft\n    follows: 2026-01-10');
  const { pathways, problems } = loadPathways(pathwayFolder({ [PATH]: older }), OPTIONS);

  expect(problems).toEqual([]);
  expect(pathways[0]?.behind).toEqual(['pt']);
});

test('without the folder there is no pathway, and a problem that says so', () => {
  const { pathways, problems } = loadPathways(pathwayFolder({}), OPTIONS);

  expect(pathways).toEqual([]);
  expect(problems).toMatchObject([
    { code: 'unreadable_file', message: 'holds no pathway; restore it from the repository' },
  ]);
});
