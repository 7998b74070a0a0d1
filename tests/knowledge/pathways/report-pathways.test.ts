import { expect, test } from 'vitest';
import { loadPathways } from '../../../src/knowledge/pathways/load-pathways.ts';
import { reportPathways } from '../../../src/knowledge/pathways/report-pathways.ts';
import { EXAMPLES, FACTS, TODAY, pathwayFolder, pathwayYaml } from './pathway-folder.ts';

test('the report counts pathways by destination and state, and names what is due', () => {
  const older = pathwayYaml('us-farm').replace(
    'status: draft\n    follows: 2026-06-25',
    'status: draft\n    follows: 2026-01-10',
  );
  const folder = pathwayFolder({ ...EXAMPLES, 'us/us-farm.yaml': older });
  const { pathways } = loadPathways(folder, { today: TODAY, facts: FACTS });

  const lines = reportPathways(pathways, Date.parse('2026-08-20'));

  expect(lines.slice(0, 4)).toEqual([
    '8 pathways',
    'US         3 open (1 only with a lawyer), 1 unsettled, 2 closed, 1 closed for some countries',
    'MX         1 open (0 only with a lawyer), 0 unsettled, 0 closed, 0 closed for some countries',
    'CA         1 open (0 only with a lawyer), 0 unsettled, 0 closed, 0 closed for some countries',
  ]);
  expect(lines).toContain('Español    8 reviewed, 0 draft');
  expect(lines).toContain('Português  0 reviewed, 8 draft, behind the verified text: us-farm');
  expect(lines).toContain('editors-us has to check these pathways again:');
  expect(lines).toContain('  due     us-farm, evidence of 2026-06-25 (56 days, monthly): https://www.uscis.gov/test');
});

test('while nothing is due, the report says so', () => {
  const { pathways } = loadPathways(pathwayFolder(EXAMPLES), { today: TODAY, facts: FACTS });

  expect(reportPathways(pathways, Date.parse('2026-07-01'))).toContain('no pathway is due');
});
