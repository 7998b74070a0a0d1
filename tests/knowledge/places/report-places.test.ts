import { expect, test } from 'vitest';
import { loadPlaces } from '../../../src/knowledge/places/load-places.ts';
import { reportPlaces } from '../../../src/knowledge/places/report-places.ts';
import { PLACE_YAML, placesFolder } from './places-folder.ts';

const NOW_MS = Date.UTC(2026, 10, 21);

function placeYaml(id: string, verified: string, parts: Readonly<Record<string, string>> = {}): string {
  const dated = PLACE_YAML.replaceAll('mx-casa-ejemplo', id).replace('verified: 2026-05-29', `verified: ${verified}`);
  return Object.entries(parts).reduce((yaml, [from, to]) => yaml.replace(from, to), dated);
}

test('the report counts places by country and state, and names what is stale by who looks after it', () => {
  const line = PLACE_YAML.slice(PLACE_YAML.indexOf('    latitude'), PLACE_YAML.indexOf('    services'));
  const places = [
    placeYaml('mx-fresh', '2026-05-29'),
    placeYaml('mx-closed', '2020-05-29', { 'state: open': 'state: closed' }),
    placeYaml('mx-due', '2024-03-01'),
    placeYaml('mx-expired', '2023-09-01'),
    placeYaml('us-line', '2023-12-01', {
      'country: MX': 'country: US',
      'city: mx-tapachula': 'city: null',
      'editors-mexico': 'editors-us',
      [line]: '',
    }),
  ].join('');
  const loaded = loadPlaces(placesFolder({ places }), { today: '2026-11-21' });

  expect(loaded.problems).toEqual([]);
  expect(reportPlaces(loaded, NOW_MS)).toEqual([
    '5 places, 3 of them offered (4 open, 0 unconfirmed, 0 paused, 1 closed)',
    '  MX 4 places, 0 of them for the whole country (3 open, 0 unconfirmed, 0 paused, 1 closed)',
    '  US 1 places, 1 of them for the whole country (1 open, 0 unconfirmed, 0 paused, 0 closed)',
    '',
    '36 cities in 11 countries',
    '17 countries, 1 of them with an emergency number',
    '  without: US GT HN SV NI CR CO VE EC CL HT DO IR NG NE CA',
    '',
    'editors-us has to check these places again (due after 913 days, not offered after 1096):',
    '  due     us-line, evidence of 2023-12-01 (1086 days): https://casa.example/',
    'editors-mexico has to check these places again (due after 913 days, not offered after 1096):',
    '  expired mx-expired, evidence of 2023-09-01 (1177 days): https://casa.example/',
    '  due     mx-due, evidence of 2024-03-01 (995 days): https://casa.example/',
  ]);
});

test('with nothing stale it says so', () => {
  const loaded = loadPlaces(placesFolder({ places: PLACE_YAML }), { today: '2026-11-21' });

  expect(reportPlaces(loaded, NOW_MS).at(-1)).toBe('no place is due (due after 913 days, not offered after 1096)');
});
