/** A small content folder of pathways for each test: a few that differ in what they ask for, and whatever a test spoils. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Fact } from '../../../src/core/fact.ts';
import type { FactId, TopicSlug } from '../../../src/core/ids.ts';
import { LANGUAGES } from '../../../src/core/language.ts';

/** "Today" in these tests. */
export const TODAY = '2026-11-21';

function testFact(id: string, jurisdiction: string, english: string): Fact {
  const text = { questions: [], title: id.slice(0, 24), sms: english, status: 'reviewed' } as const;
  return {
    id: id as FactId, // an id of a test is made where it is used
    topic: id as TopicSlug,
    kind: 'fact',
    verdict: null,
    jurisdiction,
    text: { es: { ...text, whatsapp: 'Texto de prueba.' }, en: { ...text, whatsapp: english } },
    sources: [{ publisher: 'Test', title: 'Test', url: 'https://www.uscis.gov/test', pageDate: null, official: true }],
    verifiedOn: '2026-06-25',
    cadence: 'monthly',
    escalate: 'never',
    related: [],
  };
}

export const FACTS: readonly Fact[] = [
  testFact('us-test', 'US', 'Test text. It ended on 20 January 2025.'),
  testFact('us-test-countries', 'US', 'Test text. Since 21 January 2026 it is paused for some countries.'),
  testFact('mx-test', 'MX', 'Test text.'),
  testFact('everywhere-test', 'all', 'Test text.'),
];

/** What tests set of a pathway; written as YAML. */
interface Given {
  readonly destination?: string;
  readonly state?: string;
  readonly lawyerFirst?: boolean;
  readonly when?: string;
  readonly closedFor?: string;
  readonly fact?: string;
}

/** A pathway file without a fault. Tests set what they are about, or replace one line. */
export function pathwayYaml(id: string, given: Given = {}): string {
  const texts = LANGUAGES.map(
    (language) => `  ${language}:
    title: Title of ${id.slice(0, 15)}
    who: Whoever works on a farm may ask (${language}).
    needs: A letter of the employer.
    cost: Nothing.
    first: Ask the employer.
    sms: Test text (${language}). Source uscis.gov, as of 2026-06-25.
    status: ${language === 'es' || language === 'en' ? 'reviewed' : 'draft'}
    follows: 2026-06-25`,
  );
  return `id: ${id}
destination: ${given.destination ?? 'US'}
kind: work
state: ${given.state ?? 'open'}
lawyerFirst: ${given.lawyerFirst ?? false}
when:
  ${given.when ?? '- { location: [home, on_the_way], offer: [job] }'}
closedFor: ${given.closedFor ?? '[]'}
url: https://www.uscis.gov/test
facts: [${given.fact ?? 'us-test'}]
owner: editors-us
cadence: monthly
verified: 2026-06-25
verifiedBy: https://www.uscis.gov/test
sources:
  - publisher: Test
    title: Test page
    url: https://www.uscis.gov/test
    pageDate: null
    official: true
text:
${texts.join('\n')}
`;
}

/** Every kind of difference that an assessment can make. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  'us/us-farm.yaml': pathwayYaml('us-farm', {
    closedFor: '[{ nationality: [HT], since: 2026-01-21, fact: us-test-countries }]',
  }),
  'us/us-family.yaml': pathwayYaml('us-family', {
    when: `- { location: [home, on_the_way, MX, CA], family: [citizen] }
  - { location: [home], family: [resident], fear: [no] }`,
    closedFor: `[{ nationality: [BR, CU], since: 2026-01-21, fact: us-test-countries },
  { nationality: [VE], since: 2025-01-20, fact: us-test }]`,
  }),
  'us/us-asylum.yaml': pathwayYaml('us-asylum', { when: '- { location: [US], fear: [yes] }', lawyerFirst: true }),
  'us/us-appointments.yaml': pathwayYaml('us-appointments', {
    when: '- { location: [home, on_the_way, MX] }',
    state: '{ closed: 2025-01-20 }',
  }),
  'us/us-sponsor.yaml': pathwayYaml('us-sponsor', {
    when: '- { nationality: [CU, HT, NI, VE] }',
    state: '{ closed: 2025-01-20 }',
  }),
  'us/us-lottery.yaml': pathwayYaml('us-lottery', {
    when: '- { location: [home], notNationality: [BR, MX] }',
    state: '{ unsettled: 2025-01-20 }',
  }),
  'mx/mx-refuge.yaml': pathwayYaml('mx-refuge', {
    destination: 'MX',
    when: '- { location: [MX], fear: [yes], notNationality: [MX] }',
    fact: 'mx-test',
  }),
  'ca/ca-study.yaml': pathwayYaml('ca-study', {
    destination: 'CA',
    when: '- { offer: [study] }',
    fact: 'everywhere-test',
  }),
};

/**
 * Writes files into a new content folder that is removed after the test.
 *
 * @param files - paths under `pathways/` and what they hold
 */
export function pathwayFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'faro-pathways-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, 'pathways', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return folder;
}
