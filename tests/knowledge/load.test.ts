import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ContentError } from '../../src/core/errors.ts';
import { loadFacts } from '../../src/knowledge/load.ts';
import type { LoadOptions } from '../../src/knowledge/load.ts';
import { describeProblem } from '../../src/knowledge/problem.ts';
import { contentFolder, factYaml } from './content-folder.ts';

const OPTIONS: LoadOptions = { today: '2026-11-21', countSmsSegments: (text) => Math.ceil(text.length / 153) };
const PATH = 'us-asylum/us-asylum-fees.yaml';
const YAML = factYaml('us-asylum-fees');

/** Replaces exactly one place; a test that replaces nothing would prove nothing. */
function spoil(from: string, to: string): string {
  expect(YAML.split(from).length).toBeGreaterThan(1);
  return YAML.replace(from, to);
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}

test('a file without a fault loads, with every field in its place', () => {
  const { facts, problems } = loadFacts(contentFolder({ [PATH]: YAML }), OPTIONS);

  expect(problems).toEqual([]);
  expect(facts).toHaveLength(1);
  expect(facts[0]).toMatchObject({
    owner: 'editors-us',
    audience: ['in-us'],
    behind: [],
    fact: {
      id: 'us-asylum-fees',
      topic: 'us-asylum-fees',
      kind: 'fact',
      verdict: null,
      verifiedOn: '2026-05-29',
      cadence: 'monthly',
      sources: [{ url: 'https://www.uscis.gov/g-1055', official: true, pageDate: null }],
    },
  });
  expect(Object.keys(facts[0]?.fact.text ?? {}).sort()).toEqual(['en', 'es']);
});

const longText = 'x'.repeat(701);
const enBlock = YAML.slice(YAML.indexOf('  en:'));

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
    text: spoil('topic: us-asylum-fees', 'topic: [us-asylum-fees'),
    code: 'unreadable_file',
    at: 'kind:',
    says: /is not YAML.*correct it here/,
  },
  {
    fault: 'no source',
    text: YAML.replace(/sources:\n(?: .*\n)+/, 'sources: []\n'),
    code: 'wrong_shape',
    at: 'sources:',
    says: /"sources" is empty; .*add one/,
  },
  {
    fault: 'no date',
    text: spoil('verified: 2026-05-29\n', ''),
    code: 'wrong_shape',
    at: 'id:',
    says: /"verified" is missing; add it/,
  },
  {
    fault: 'a date that is no day',
    text: spoil('verified: 2026-05-29', 'verified: 2026-02-30'),
    code: 'wrong_shape',
    at: 'verified:',
    says: /"verified" is not a calendar day; write it like/,
  },
  {
    fault: 'no English',
    text: YAML.replace(enBlock, ''),
    code: 'wrong_shape',
    at: 'text:',
    says: /"text\.en" is missing; add it/,
  },
  {
    fault: 'no Spanish',
    text: spoil('  es:', '  pt:'),
    code: 'wrong_shape',
    at: 'text:',
    says: /"text\.es" is missing; add it/,
  },
  {
    fault: 'a WhatsApp text of 701 characters',
    text: spoil('whatsapp: Yes, there is a fee.', `whatsapp: ${longText}`),
    code: 'wrong_shape',
    at: `whatsapp: ${longText}`,
    says: /"text\.en\.whatsapp" has 701 characters; at most 700 fit, so cut 1/,
  },
  {
    fault: 'a title of 25 characters',
    text: spoil('title: Fees of us-asylu', `title: ${'y'.repeat(25)}`),
    code: 'wrong_shape',
    at: `title: ${'y'.repeat(25)}`,
    says: /at most 24 fit, so cut 1/,
  },
  {
    fault: 'too few phrasings',
    text: spoil('      - us-asylum-fees en phrasing number 11\n', ''),
    code: 'wrong_shape',
    at: 'questions:\n      - us-asylum-fees en',
    says: /lists 11 phrasings; write at least 12/,
  },
  {
    fault: 'a misspelt field',
    text: spoil('cadence: monthly', 'cadense: monthly'),
    code: 'wrong_shape',
    at: 'cadense:',
    says: /\(cadense\); correct its spelling or remove it/,
  },
  {
    fault: 'an unknown cadence',
    text: spoil('cadence: monthly', 'cadence: daily'),
    code: 'wrong_shape',
    at: 'cadence:',
    says: /"cadence" must be one of weekly, monthly, half-yearly/,
  },
  {
    fault: 'an address without encryption',
    text: spoil('    url: https://', '    url: http://'),
    code: 'wrong_shape',
    at: 'url:',
    says: /"sources\.0\.url" is not an https address; give the full address/,
  },
  {
    fault: 'an id that is not the file’s name',
    text: spoil('id: us-asylum-fees', 'id: us-asylum-fee'),
    code: 'wrong_place',
    at: 'id:',
    says: /make them equal/,
  },
  {
    fault: 'an unknown topic',
    text: spoil('topic: us-asylum-fees', 'topic: us-asylum-prices'),
    code: 'unknown_topic',
    at: 'topic:',
    says: /us-asylum-prices is not in src\/knowledge\/topics\.ts; correct it/,
  },
  {
    fault: 'a topic of another folder',
    text: spoil('topic: us-asylum-fees', 'topic: ca-stca'),
    code: 'wrong_place',
    at: 'topic:',
    says: /belongs to the folder canada; move the file there/,
  },
  {
    fault: 'a source on a look-alike page',
    text: YAML.replaceAll('https://www.uscis.gov/g-1055', 'https://usciss.us/g-1055').replaceAll(
      'uscis.gov',
      'usciss.us',
    ),
    code: 'bad_source',
    at: 'url:',
    says: /usciss\.us copies or imitates .*; cite the original/,
  },
  {
    fault: 'a private page called official',
    text: YAML.replaceAll('www.uscis.gov/g-1055', 'www.example.org/fees').replaceAll('uscis.gov', 'example.org'),
    code: 'bad_source',
    at: 'official:',
    says: /example\.org is no authority; make it false/,
  },
  {
    fault: 'evidence that is no source',
    text: spoil('verifiedBy: https://www.uscis.gov/g-1055', 'verifiedBy: https://www.uscis.gov/i-589'),
    code: 'bad_source',
    at: 'verifiedBy:',
    says: /"verifiedBy" is none of the sources; give the address/,
  },
  {
    fault: 'a date to come',
    text: YAML.replaceAll('2026-05-29', '2026-11-22'),
    code: 'bad_date',
    at: 'verified:',
    says: /2026-11-22 is in the future; give the day of the evidence/,
  },
  {
    fault: 'a translation of a text that does not exist yet',
    text: spoil('follows: 2026-05-29', 'follows: 2026-05-30'),
    code: 'bad_date',
    at: 'follows:',
    says: /"text\.es\.follows" 2026-05-30 is after "verified"/,
  },
  {
    fault: 'an SMS without its source',
    text: spoil('Source uscis.gov, as of', 'As of'),
    code: 'bad_source',
    at: 'sms: Yes',
    says: /"text\.en\.sms" names no source; end it with/,
  },
  {
    fault: 'an SMS without its date',
    text: spoil('Fuente uscis.gov, al 2026-05-29.', 'Fuente uscis.gov.'),
    code: 'bad_date',
    at: 'sms: Sí',
    says: /"text\.es\.sms" does not bear its date; end it with 2026-05-29/,
  },
  {
    fault: 'an SMS of three segments',
    text: spoil('sms: Yes, there is a fee.', `sms: ${'y'.repeat(300)}`),
    code: 'too_long',
    at: 'sms: y',
    says: /takes 3 SMS segments; shorten it to 2/,
  },
  {
    fault: 'a rumour without a verdict',
    text: spoil('kind: fact', 'kind: rumour'),
    code: 'rumour_incomplete',
    at: 'kind:',
    says: /"verdict" or "claim" is missing; add both/,
  },
  {
    fault: 'a fact with a verdict',
    text: spoil('kind: fact', 'kind: fact\nverdict: depends'),
    code: 'rumour_incomplete',
    at: 'kind:',
    says: /remove them or make it a rumour/,
  },
];

describe('a file is left out, and its line and cure are named, when it has', () => {
  test.each(FAULTS)('$fault', ({ text, code, at, says }) => {
    const { facts, problems } = loadFacts(contentFolder({ [PATH]: text }), OPTIONS);

    expect(facts).toEqual([]);
    const described = problems.map((problem) => `${problem.code} ${describeProblem(problem)}`);
    expect(described).toContainEqual(expect.stringMatching(says));
    const problem = problems.find(({ message }) => says.test(message));
    expect(problem).toMatchObject({ code, line: lineOf(text, at) });
    expect(problem?.file.endsWith(join('us-asylum', 'us-asylum-fees.yaml'))).toBe(true);
  });
});

describe('between files', () => {
  test('one id in two folders leaves both out: nobody can say which is right', () => {
    const other = YAML.replace('topic: us-asylum-fees', 'topic: ca-stca').replaceAll('phrasing', 'question');
    const { facts, problems } = loadFacts(
      contentFolder({ [PATH]: YAML, 'canada/us-asylum-fees.yaml': other }),
      OPTIONS,
    );

    expect(facts).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(['duplicate_id', 'duplicate_id']);
    expect(problems[0]?.message).toMatch(/rename or remove one/);
  });

  test('one phrasing in two facts, accents and capitals aside, leaves the second out', () => {
    const first = factYaml('ca-stca').replace('ca-stca es phrasing number 0', '¿CUÁNTO es?');
    const second = YAML.replace('us-asylum-fees en phrasing number 3', 'cuanto es');
    const { facts, problems } = loadFacts(contentFolder({ 'canada/ca-stca.yaml': first, [PATH]: second }), OPTIONS);

    expect(facts.map(({ fact }) => fact.id)).toEqual(['ca-stca']);
    expect(problems).toMatchObject([{ code: 'duplicate_question', line: lineOf(second, 'cuanto es') }]);
  });

  test('a link to no fact is reported and dropped; the fact itself is served', () => {
    const linked = spoil('related: []', 'related: [ca-stca, nobody-wrote-this]');
    const files = { [PATH]: linked, 'canada/ca-stca.yaml': factYaml('ca-stca') };
    const { facts, problems } = loadFacts(contentFolder(files), OPTIONS);

    expect(problems).toMatchObject([{ code: 'unknown_related', line: lineOf(linked, 'related:') }]);
    expect(facts.find(({ fact }) => fact.id === 'us-asylum-fees')?.fact.related).toEqual(['ca-stca']);
  });

  test('a broken neighbour takes nothing with it', () => {
    const files = { [PATH]: 'id: [', 'canada/ca-stca.yaml': factYaml('ca-stca') };
    const { facts, problems } = loadFacts(contentFolder(files), OPTIONS);

    expect(facts.map(({ fact }) => fact.id)).toEqual(['ca-stca']);
    expect(problems).toHaveLength(1);
  });

  test('a file with another ending is reported, not skipped in silence', () => {
    const { problems } = loadFacts(contentFolder({ [PATH]: YAML, 'canada/ca-stca.yml': factYaml('ca-stca') }), OPTIONS);

    expect(problems).toMatchObject([{ code: 'wrong_place', message: expect.stringMatching(/rename it/) }]);
  });
});

test('a text that follows an older version is marked as behind', () => {
  const { facts, problems } = loadFacts(
    contentFolder({ [PATH]: spoil('follows: 2026-05-29', 'follows: 2026-01-10') }),
    OPTIONS,
  );

  expect(problems).toEqual([]);
  expect(facts[0]?.behind).toEqual(['es']);
});

test('an empty folder stops everything', () => {
  expect(() => loadFacts(contentFolder({}), OPTIONS)).toThrow(ContentError);
  expect(() => loadFacts(contentFolder({}), OPTIONS)).toThrow(/holds no fact; restore it/);
});

test('a folder that is not there stops everything', () => {
  const folder = contentFolder({});
  rmSync(join(folder, 'facts'), { recursive: true });

  expect(() => loadFacts(folder, OPTIONS)).toThrow(/cannot be read; restore it/);
});
