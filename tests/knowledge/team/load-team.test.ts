import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ContentError } from '../../../src/core/errors.ts';
import { loadTeam } from '../../../src/knowledge/team/load-team.ts';
import { CONTENT_DIR } from '../content-folder.ts';

const SHIPPED = readFileSync(join(CONTENT_DIR, 'team.yaml'), 'utf8');

/** A content folder that holds only this `team.yaml`. */
function folderWith(yaml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'faro-team-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'team.yaml'), yaml);
  return folder;
}

const NOON_FRIDAY_MS = Date.parse('2026-11-20T18:00:00Z');

test('as shipped nobody answers, and that is what is said', () => {
  expect(loadTeam(CONTENT_DIR).status(NOON_FRIDAY_MS)).toEqual({ kind: 'unstaffed' });
});

test('one word makes the shipped example a team with hours', () => {
  const team = loadTeam(folderWith(SHIPPED.replace('staffed: false', 'staffed: true')));
  expect(team.status(NOON_FRIDAY_MS)).toEqual({ kind: 'open', untilMs: Date.parse('2026-11-20T19:00:00Z') });
  expect(team.status(Date.parse('2026-12-25T00:01:00Z'))).toMatchObject({
    opensAtMs: Date.parse('2026-12-28T15:00:00Z'),
  });
  expect(team.zoneNames.es).toBe('Ciudad de México');
  expect(team.usualMinutes).toBeNull();
});

test.each([
  ['a time that no clock shows', '[09:00-13:00, 14:00-18:00]', '[09:00-25:00]', /"hours\.mon\.0" must be two times/],
  ['a shift of no length', '[09:00-13:00, 14:00-18:00]', '[09:00-09:00]', /"hours\.mon\.0" must be two times/],
  ['a shift that is no list', '[09:00-13:00, 14:00-18:00]', '09:00-13:00', /"hours\.mon" must be a list/],
  ['shifts that overlap', '[09:00-13:00, 14:00-18:00]', '[09:00-15:00, 14:00-18:00]', /"hours\.mon" has shifts that/],
  [
    'a night into the next morning',
    '[09:00-13:00, 14:00-18:00]',
    '[20:00-10:00]',
    /"hours" has a shift that goes over/,
  ],
  ['a time zone nobody knows', 'America/Mexico_City\n', 'Mexico City\n', /"timeZone" is no time zone/],
  ['a day that is in no calendar', '2027-01-01', '2027-02-30', /"holidays\.1" must be a day of the calendar/],
  ['a usual time in words', 'usualMinutes: null', 'usualMinutes: an hour', /"usualMinutes" must be a number/],
  ['a usual time of nothing', 'usualMinutes: null', 'usualMinutes: 0', /"usualMinutes" must be at least 1/],
  ['a name that is missing', '  ht: Meksiko\n', '', /"timeZoneName\.ht" must be a name/],
  ['staffed by maybe', 'staffed: false', 'staffed: maybe', /"staffed" must be true or false/],
  ['a field that does not exist', 'usualMinutes: null', 'usualMinutes: null\nusualHours: 1', /usualHours/],
])('%s is refused with its line', (_what, from, to, message) => {
  const folder = folderWith(SHIPPED.replace(from, to));
  expect(() => loadTeam(folder)).toThrow(ContentError);
  expect(() => loadTeam(folder)).toThrow(message);
  expect(() => loadTeam(folder)).toThrow(/team\.yaml:[1-9]\d* .*; see the notes in that file$/);
});

test('a team without hours is refused: it would promise and never be there', () => {
  const free = SHIPPED.replace('staffed: false', 'staffed: true').replaceAll(/: \[09:00.*\]/g, ': []');
  expect(() => loadTeam(folderWith(free))).toThrow(/"hours" has no hours although staffed is true/);
});

test('a missing file is said plainly', () => {
  const folder = folderWith(SHIPPED);
  rmSync(join(folder, 'team.yaml'));
  expect(() => loadTeam(folder)).toThrow(/team\.yaml:1 cannot be read/);
});
